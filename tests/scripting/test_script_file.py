from __future__ import annotations

from dataclasses import replace

import pytest

from narrate.errors import ScriptFileError
from narrate.model import Character, UtteranceKind, check_tiling
from narrate.scripting import apply_script_file, parse_script_file, write_script_file


def spoken(script):
    """Who says what: pairs of speaker and words."""
    return [(line.attribution.speaker, line.utterance.span.of(script.text)) for line in script.lines()]


def edited(script):
    return [line.utterance.span.of(script.text) for line in script.lines() if line.edited]


def body(content):
    return content[content.index("\n\n") + 2 :]


def refused(script, content):
    with pytest.raises(ScriptFileError) as caught:
        apply_script_file(script, parse_script_file(content, "out/script.txt"))
    return caught.value


def number_of(content, row):
    return content.split("\n").index(row) + 1


def test_the_file_reads_like_a_play(content):
    assert content.startswith("# narrate script 1 — bell.txt\n")
    assert body(content).startswith("""\
@Narrator (skip: front matter)
Title: The Bell of Quarrel
Rating: G

## 1. The Bell

@Narrator
The Bell

The bell had not rung for a year.

@Mara Quill
“Somebody cut the rope,”
@Narrator
said Mara.

@Tobias Fenn ?
“Was it you?”

***

@Old Hob
""")


def test_verse_keeps_its_lines(builder):
    story = builder().chapter("Song").says(None, "Ding,\n  dong,\n*bell*", kind=UtteranceKind.VERSE)

    assert body(write_script_file(story.script())).endswith("Ding,\ndong,\n\\*bell*\n")


@pytest.mark.parametrize("mark", ["* * *", ""])
def test_a_scene_break_is_three_stars_once(builder, mark):
    script = builder().chapter("One").says(None, "Before.").breaks(mark).says(None, "After.").script()
    content = write_script_file(script)

    assert body(content).endswith("Before.\n\n***\n\nAfter.\n")
    assert apply_script_file(script, parse_script_file(content, "")) == script


def test_a_changed_name_changes_that_line_and_no_other(script, edit):
    after = edit(("@Tobias Fenn ?\n", "@Old Hob\n"))

    before, now = list(script.lines()), list(after.lines())
    changed = [line for line, old in zip(now, before, strict=True) if line != old]
    assert len(changed) == 1
    assert changed[0].attribution == replace(
        changed[0].attribution, speaker="old-hob", confidence=1.0, evidence="chosen by hand"
    )
    assert changed[0].edited
    assert changed[0].utterance.id == "c1u5"


def test_removing_the_question_mark_confirms_the_speaker(edit):
    after = edit(("@Tobias Fenn ?\n", "@Tobias Fenn\n"))

    (line,) = [line for line in after.lines() if line.edited]
    assert (line.attribution.speaker, line.attribution.confidence, line.unsure) == ("tobias", 1.0, False)


@pytest.mark.parametrize(
    ("written", "delivery"),
    [
        ("whispering", "whispering"),
        ("with a sigh", "sighing"),
        ("SHOUTED", "shouting"),
        ("angrily, quietly", "angrily, quietly"),
        ("softly) (angry", "quietly, angrily"),
        ("plain", "plain"),
        ("plain, whispered", "whispering"),
    ],
)
def test_a_delivery_is_known_by_its_usual_words(edit, written, delivery):
    after = edit(("@Mara Quill\n", f"@Mara Quill ({written})\n"))

    (line,) = [line for line in after.lines() if line.edited]
    assert (line.attribution.speaker, line.delivery) == ("mara", delivery)


def test_an_unknown_delivery_is_refused_with_the_nearest_one(script, content):
    changed = content.replace("@Old Hob\n", "@Old Hob (wispering)\n").replace("@Mara Quill\n", "@Mara Quill (purple)\n")
    error = refused(script, changed)

    first, second = number_of(changed, "@Mara Quill (purple)"), number_of(changed, "@Old Hob (wispering)")
    assert error.message == (
        f"out/script.txt:{first}: there is no delivery “purple”\n"
        f"out/script.txt:{second}: there is no delivery “wispering”; did you mean (whispering)?"
    )
    assert error.hint.startswith("Deliveries: whispering, murmuring, quietly, calling, shouting,")


def test_a_skipped_line_is_an_omission(script, edit):
    after = edit(("@Old Hob\n", "@Old Hob (skip)\n"))

    assert "“It was the goat,”" not in dict(spoken(after)).values()
    (omission,) = [one for one in after.omitted if one.reason == "skipped by hand"]
    assert omission.span.of(script.text) == "“It was the goat,”"
    assert [line.utterance.id for line in after.chapters[0].lines] == ["c1u1", "c1u2", "c1u3", "c1u4", "c1u5", "c1u6"]


def test_front_matter_is_read_line_by_line_if_the_skip_is_removed(edit):
    after = edit(("@Narrator (skip: front matter)\n", "@Narrator\n"))

    assert spoken(after)[:2] == [(None, "Title: The Bell of Quarrel"), (None, "Rating: G")]
    assert [line.utterance.id for line in after.lines()][:3] == ["c1u1", "c1u2", "c1u3"]
    check_tiling(after.text, [line.utterance.span for line in after.lines()], after.omitted)


def test_part_of_the_front_matter_may_be_read(edit):
    after = edit(("Rating: G", "@Narrator\nRating: G"))

    assert spoken(after)[0] == (None, "Rating: G")
    assert after.omitted[0].reason == "front matter"


def test_a_line_is_divided_between_two_speakers(edit):
    after = edit(("The goat said nothing. It chewed.", "The goat said nothing.\n@Old Hob\nIt chewed."))

    lines = after.chapters[1].lines
    assert [(line.attribution.speaker, line.utterance.kind, line.utterance.id) for line in lines[1:3]] == [
        (None, UtteranceKind.NARRATION, "c2u2"),
        ("old-hob", UtteranceKind.DIALOGUE, "c2u3"),
    ]
    assert edited(after) == ["It chewed."]
    assert lines[1].utterance.paragraph == lines[2].utterance.paragraph


def test_words_moved_below_another_speaker_join_what_that_one_says(edit):
    after = edit(("cut the rope,”\n@Narrator\nsaid Mara.", "cut\n@Narrator\nthe rope,” said Mara."))

    assert spoken(after)[2:4] == [("mara", "“Somebody cut"), (None, "the rope,” said Mara.")]


def test_lines_joined_below_one_speaker_are_all_theirs(edit):
    after = edit(("@Mara Quill\n“Somebody cut the rope,”\n@Narrator\n", "@Narrator\n“Somebody cut the rope,” "))

    assert spoken(after)[2:4] == [(None, "“Somebody cut the rope,”"), (None, "said Mara.")]
    assert [line.utterance.kind for line in after.lines()][2] is UtteranceKind.NARRATION


def test_speech_of_nobody_stays_speech_until_somebody_decides(script, edit):
    assert list(script.lines())[-1].utterance.kind is UtteranceKind.DIALOGUE

    assert list(edit(("@Narrator ?\n", "@Narrator\n")).lines())[-1].utterance.kind is UtteranceKind.NARRATION
    assert list(edit(("@Narrator ?\n", "@Mara ?\n")).lines())[-1].attribution.speaker == "mara"


@pytest.mark.parametrize(
    ("written", "speaker"),
    [
        ("@Mara", "mara"),
        ("@mara quill", "mara"),
        ("@  Mara   Quill ", "mara"),
        ("@old-hob", "old-hob"),
        ("@Mr. Fenn?", "tobias"),
        ("@[tobias]", "tobias"),
        ("@Mara [mara] (softly)", "mara"),
        ("@NARRATOR", None),
    ],
)
def test_people_are_found_by_name_alias_and_id(edit, written, speaker):
    after = edit(("@Old Hob\n", f"{written}\n"))

    assert list(after.lines())[5].attribution.speaker == speaker


def test_two_people_of_one_name_are_told_apart_by_id(builder):
    twins = (Character("ann", "Ann"), Character("ann-2", "Ann"), Character("narrator", "Narrator"))
    story = builder(twins).chapter("One").says("ann", "“I.”").says("ann-2", "“Me?”", 0.2).says("narrator", "“We.”")
    script = story.script()
    content = write_script_file(script)

    assert "@Ann [ann]\n“I.”" in content
    assert "@Ann [ann-2] ?\n“Me?”" in content
    assert "@Narrator [narrator]\n“We.”" in content
    assert apply_script_file(script, parse_script_file(content, "")) == script

    error = refused(script, content.replace("@Ann [ann]", "@Ann"))
    assert "more than one character is called “Ann”" in error.message
    assert "@Ann [ann] or @Ann [ann-2]" in error.hint


def test_an_unknown_name_is_an_error_with_the_nearest_one_and_a_way_to_add_it(script, content):
    changed = content.replace("@Old Hob\n", "@Old Hobb\n")

    error = refused(script, changed)

    line = number_of(changed, "@Old Hobb")
    assert error.message == f"out/script.txt:{line}: nobody is called “Old Hobb”; did you mean @Old Hob?"
    assert 'voices.toml:\n[characters.old-hobb]\nname = "Old Hobb"' in error.hint


def test_a_delivery_whose_bracket_is_open_is_not_taken_for_a_new_name(script, content):
    error = refused(script, content.replace("@Old Hob\n", "@Old Hob (whispering\n"))

    assert "nobody is called “Old Hob (whispering”" in error.message
    assert "@Old Hob (whispering)." in error.hint


def test_several_mistakes_are_reported_at_once_in_order(script, content):
    changed = content.replace("@Old Hob\n", "@Odd Hab\n").replace("@Mara Quill\n", "@Xyzzy\n").replace("chewed", "ate")

    rows = refused(script, changed).message.split("\n")

    assert [row.partition(": ")[2] for row in rows] == [
        "nobody is called “Xyzzy”",
        "nobody is called “Odd Hab”; did you mean @Old Hob?",
        "the story has another word here",
        "chewed.",
        "ate.",
    ]


@pytest.mark.parametrize(
    ("edit", "row", "message"),
    [
        (("not rung", "never rung"), "The bell had never rung for a year.", "the story: not\n  this file: never"),
        (("had not rung for", "had rung for"), "The bell had rung for a year.", "missing before this line: not"),
        (("It chewed.", "It often chewed."), "The goat said nothing. It often chewed.", "these words here: often"),
        (("“Was it you?”\n", ""), "“It was the goat,”", "are missing before this line: “Was it you?”"),
        (("A/N: no goats were harmed.\n", ""), "", "missing before this line: A/N: no goats were harmed."),
        (("“Well?”", '"Well?"'), '"Well?"', 'the story: “Well?”\n  this file: "Well?"'),
        (("The Bell\n\nThe bell", "# The Bell\n\nThe bell"), "The bell had not rung for a year.", "missing"),
    ],
)
def test_words_that_are_not_the_storys_are_an_error(script, content, edit, row, message):
    changed = content.replace(*edit)

    error = refused(script, changed)

    assert message in error.message
    assert changed.split("\n")[int(error.message.split(":")[1]) - 1] == row
    assert error.hint


def test_straightened_marks_are_named_as_the_editors_doing(script, content):
    error = refused(script, content.replace("“Well?”", '"Well?"'))

    assert "editor" in error.hint


def test_words_above_the_first_speaker_are_an_error(content):
    changed = content.replace("\n\n@Narrator (skip: front matter)\n", "\n\n")

    with pytest.raises(
        ScriptFileError, match=r"script.txt:17: these words have no speaker: Title: The Bell of Quarrel"
    ):
        parse_script_file(changed, "script.txt")


def test_a_speaker_line_without_a_name_is_an_error(content):
    with pytest.raises(ScriptFileError, match="there is no name after the @"):
        parse_script_file(content.replace("@Old Hob\n", "@\n"), "script.txt")


@pytest.mark.parametrize(
    ("first", "message"),
    [
        ("# narrate script 2 — bell.txt", "this is a script of version 2, and this narrate reads version 1"),
        ("Once upon a time", "this is not a script of narrate"),
    ],
)
def test_another_version_is_refused_in_words(content, first, message):
    with pytest.raises(ScriptFileError, match=message):
        parse_script_file(content.replace("# narrate script 1 — bell.txt", first), "script.txt")


def test_an_empty_file_is_refused():
    with pytest.raises(ScriptFileError, match="script.txt:1: this is not a script"):
        parse_script_file("", "script.txt")


def test_a_hostile_file_is_read_in_time(script):
    rows = [
        "# narrate script 1",
        "@" + "?" * 1999,
        "@" + "(" * 1999,
        "@" + "\\)" * 999,
        "x " * 500_000,
        "@" + "a" * 10**6,
    ]

    with pytest.raises(ScriptFileError):
        apply_script_file(script, parse_script_file("\n".join(rows), "script.txt"))
    with pytest.raises(ScriptFileError):
        apply_script_file(script, parse_script_file("\n".join(rows[:-1]), "script.txt"))
