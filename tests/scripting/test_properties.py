"""What holds for any script: whatever the words, the names and the edits are."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from narrate.model import (
    PLAIN,
    Attribution,
    Character,
    Gender,
    Line,
    Omission,
    Script,
    ScriptChapter,
    Source,
    Span,
    Utterance,
    UtteranceKind,
    check_tiling,
    fill_omissions,
)
from narrate.scripting import (
    apply_script_file,
    conflicts_in_words,
    from_json,
    merge,
    parse_script_file,
    side_by_side,
    to_json,
    write_script_file,
)
from narrate.scripting.alignment import align

WORDS = [
    "@Jack",
    "#",
    "##",
    "***",
    "*",
    "\\",
    "\\@",
    "said",
    "“Hi.”",
    "(skip)",
    "?",
    "a",
    "b",
    "\ufeff",
    "字",
    "e\u0301",
]
SPACES = [" ", "  ", "\n", "\r\n", "\t", "\u00a0", "\x0b", "\x1c", "\u2028", "\x85", "\n    "]
NAMES = [
    *(
        "Jack",
        "jack",
        "Dr. O'Neill-Smith",
        "Who?",
        "?",
        "Narrator",
        "Narrator ?",
        "",
        "Jack (whispering)",
        "Jack [jack]",
    ),
    *("@", "#", "a\nb", "\\", ")", "(", "x (skip)", "skip", "字", "Jack ?", "n" * 200, "[", "]", "[c1]", "(by hand)"),
]
DELIVERIES = ["whispering", "skip", "skip: x", "By hand", "a) (b", "\\", "?", "\\skip", "softly, (sadly) "]
REASONS = ["front matter", "author's note", "boilerplate", "skipped by hand", "odd (reason) \\ ?", "by hand"]

words = st.lists(st.sampled_from(WORDS) | st.text(min_size=1, max_size=4), min_size=1, max_size=5)
spaces = st.sampled_from(SPACES)
speech = st.sampled_from([UtteranceKind.NARRATION, UtteranceKind.DIALOGUE, UtteranceKind.VERSE, UtteranceKind.THOUGHT])


@st.composite
def phrases(draw) -> str:
    text = draw(words)
    phrase = draw(spaces).join(text).strip()
    return phrase or "word"


@st.composite
def scripts(draw) -> Script:
    """A script put together from random utterances, omissions and scene breaks."""
    names = draw(st.lists(st.sampled_from(NAMES) | st.text(max_size=6), max_size=4))
    characters = tuple(
        Character(f"c{number}" if number else "jack", name, draw(st.lists(st.sampled_from(NAMES), max_size=1)))
        for number, name in enumerate(names)
    )
    characters = tuple(replace(one, aliases=tuple(one.aliases), gender=Gender.FEMALE) for one in characters)
    speakers = st.sampled_from([None, *(one.id for one in characters)])
    text = draw(st.sampled_from(["", "\n", " "]))
    chapters: list[ScriptChapter] = []
    omitted: list[Omission] = []
    scene, paragraph = 0, -1
    for chapter in range(draw(st.integers(1, 3))):
        lines: list[Line] = []
        scene += 1
        for shape in draw(st.lists(st.sampled_from(["paragraph", "paragraph", "omission", "break"]), max_size=4)):
            if shape == "paragraph":
                paragraph += 1
                for _ in range(draw(st.integers(1, 3))):
                    phrase = draw(phrases())
                    span = Span(len(text), len(text) + len(phrase))
                    utterance = Utterance(
                        f"c{chapter + 1}u{len(lines) + 1}", draw(speech), span, chapter, scene, paragraph
                    )
                    edited = draw(st.booleans())
                    sure = (1.0, "chosen by hand") if edited else (draw(st.sampled_from([0.3, 0.6, 1.0])), "because")
                    delivery = draw(st.none() | st.sampled_from(DELIVERIES))
                    lines.append(Line(utterance, Attribution(draw(speakers), *sure), delivery, edited))
                    text += phrase + draw(st.sampled_from(["", " "]))
            else:
                phrase = draw(phrases())
                reason = "scene break" if shape == "break" else draw(st.sampled_from(REASONS))
                omitted.append(Omission(Span(len(text), len(text) + len(phrase)), reason))
                scene += shape == "break"
                text += phrase
            text += draw(st.sampled_from(["\n", "\n\n", " \n "]))
        chapters.append(ScriptChapter(draw(st.sampled_from(["One", "# @ two"])), tuple(lines)))
    spans = [line.utterance.span for one in chapters for line in one.lines]
    return Script(
        Source("a folder/story.txt", "0" * 64, len(text)),
        text,
        "Story",
        None,
        "en",
        (("rating", "T"), ("tag", "x"), ("tag", "y")),
        characters,
        tuple(chapters),
        fill_omissions(text, spans, omitted),
    )


def reread(script: Script, base: Script) -> Script:
    return apply_script_file(base, parse_script_file(write_script_file(script), "script.txt"))


def black(text: str) -> str:
    return "".join(text.split())


def scrambled(draw, content: str) -> str:
    """The file as somebody might leave it: speakers anywhere, lines divided and joined, marks of skipping gone."""
    out: list[str] = []
    heads = [line for line in content.split("\n") if line.startswith("@")]
    for row in content.split("\n"):
        if row.startswith("@") and draw(st.booleans()):
            out.append(draw(st.sampled_from([*heads, "@Narrator", "@Narrator (skip)", "@Narrator (whispering)"])))
        elif row and row[0] not in "@#" and row != "***" and draw(st.booleans()):
            pieces = row.removeprefix("\\").split(" ")
            cut = draw(st.integers(0, len(pieces)))
            first, second = " ".join(pieces[:cut]), " ".join(pieces[cut:])
            out += ["\\" + first, draw(st.sampled_from([*heads, "@Narrator"])), "\\" + second]
        else:
            out.append(row)
    return "\n".join(out)


few = settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@few
@given(scripts())
def test_what_is_written_comes_back_as_it_was(script):
    assert reread(script, script) == script


@few
@given(scripts())
def test_all_words_are_in_the_file_once(script):
    rows = [row.strip() for row in write_script_file(script).split("\n")]
    shown = [row.removeprefix("\\") for row in rows if row and row[0] not in "@#" and row != "***"]

    hidden = [omission.span for omission in script.omitted if omission.reason in {"scene break", "whitespace"}]
    expected, at = "", 0
    for span in sorted(hidden):
        expected += script.text[at : span.start]
        at = max(at, span.end)
    assert black("".join(shown)) == black(expected + script.text[at:])


@few
@given(scripts(), st.sampled_from(["\n", "\r\n", "\r"]), st.sampled_from(["", " ", "\u00a0", "\t "]))
def test_what_editors_do_by_themselves_changes_nothing(script, line_end, blank):
    content = write_script_file(script).rstrip("\n").replace("\n", f"{blank}{line_end}{blank}")
    content = "\ufeff" + re.sub(
        "(?<=[a-z]) (?=[a-z])", "\u00a0", content.replace("# narrate script 1", "# narrate  script 1")
    )

    assert apply_script_file(script, parse_script_file(content, "script.txt")) == script


@few
@given(scripts(), st.data())
def test_one_changed_speaker_changes_one_line(script, data):
    lines = list(script.lines())
    speakers = [None, *(character.id for character in script.characters)]
    if not lines:
        return
    index = data.draw(st.integers(0, len(lines) - 1))
    speaker = data.draw(st.sampled_from(speakers))
    changed = replace(lines[index], attribution=Attribution(speaker), edited=True)
    given_away = {lines[index].utterance.id: changed}
    wanted = replace(
        script,
        chapters=tuple(
            replace(one, lines=tuple(given_away.get(line.utterance.id, line) for line in one.lines))
            for one in script.chapters
        ),
    )

    after = list(reread(wanted, script).lines())

    assert [line.utterance.span for line in after] == [line.utterance.span for line in lines]
    assert [line for at, line in enumerate(after) if at != index] == [
        line for at, line in enumerate(lines) if at != index
    ]
    assert after[index].attribution.speaker == speaker


@few
@given(scripts(), st.data())
def test_any_edit_keeps_every_word_and_is_stable(script, data):
    content = scrambled(data.draw, write_script_file(script))
    edited = apply_script_file(script, parse_script_file(content, "script.txt"))

    check_tiling(script.text, [line.utterance.span for line in edited.lines()], edited.omitted)
    ids = [line.utterance.id for line in edited.lines()]
    assert len(set(ids)) == len(ids)
    for line in edited.lines():
        assert line in edited.chapters[line.utterance.chapter].lines

    # Written from the edited script, the file says the same, to the edited script and to the analysis.
    assert reread(edited, edited) == edited
    assert reread(edited, script) == edited


@few
@given(scripts(), st.data())
def test_edits_survive_an_analysis_that_finds_the_same(script, data):
    machine = replace(
        script,
        chapters=tuple(
            replace(one, lines=tuple(replace(line, edited=False) for line in one.lines)) for one in script.chapters
        ),
    )
    content = scrambled(data.draw, write_script_file(machine))
    edited = apply_script_file(machine, parse_script_file(content, "script.txt"))

    merged = merge(machine, edited, machine)

    assert merged.conflicts == ()
    assert [
        (line.attribution, None if line.delivery == PLAIN else line.delivery, line.utterance.span)
        for line in merged.script.lines()
        if line.edited
    ] == [(line.attribution, line.delivery, line.utterance.span) for line in edited.lines() if line.edited]


@few
@given(scripts(), scripts(), st.data())
def test_merging_into_any_other_story_keeps_its_words(script, other, data):
    content = scrambled(data.draw, write_script_file(script))
    edited = apply_script_file(script, parse_script_file(content, "script.txt"))

    merged = merge(script, edited, other)

    assert merged.script.text == other.text
    spans = [line.utterance.span for line in merged.script.lines()]
    check_tiling(other.text, spans, merged.script.omitted)
    known = {None, *(character.id for character in merged.script.characters)}
    assert all(line.attribution.speaker in known for line in merged.script.lines())


@few
@given(scripts(), scripts(), st.data())
def test_what_has_no_place_is_shown_with_both_versions_and_where_they_stand(script, other, data):
    content = scrambled(data.draw, write_script_file(script))
    file = parse_script_file(content, "script.txt")
    edited = apply_script_file(script, file)
    merged = merge(script, edited, other)
    written = write_script_file(merged.script)

    places = side_by_side(merged.conflicts, edited, file, merged.script, parse_script_file(written, "script.txt"))

    yours = [line for place in places for line in place.yours]
    assert [black(line.text) for line in yours] == [black(one.span.of(script.text)) for one in merged.conflicts]
    around = [line for place in places for line in (*place.now, place.before, place.after) if line]
    for line, rows in (*((line, content) for line in yours), *((line, written) for line in around)):
        row = black(rows.split("\n")[line.row - 1].removeprefix("\\"))
        text = black(line.text)
        # A line may begin in the middle of its row, and go on in the next one.
        assert text in row or any(row.endswith(text[:length]) for length in range(1, len(text) + 1))
        assert line.speaker.startswith("@")
    told = conflicts_in_words(places, "script.1.txt", "script.txt")
    assert all(line.text in told and line.speaker in told for place in places for line in (*place.yours, *place.now))


@few
@given(scripts())
def test_json_gives_back_the_whole_script(script):
    assert from_json(to_json(script), script.text) == script


@given(st.lists(st.sampled_from("abcdef"), max_size=60), st.lists(st.sampled_from("abcdef"), max_size=60))
def test_alignment_matches_same_words_in_order(old, new):
    matched = [(at, to) for at, to in enumerate(align(old, new)) if to >= 0]

    assert all(old[at] == new[to] for at, to in matched)
    assert all(before[1] < after[1] for before, after in pairwise(matched))
    if old == new:
        assert len(matched) == len(old)
