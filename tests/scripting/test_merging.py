from __future__ import annotations

from dataclasses import replace

import pytest

from narrate.model import PLAIN, Attribution, Character, Line, Omission, Script, check_tiling, fill_omissions
from narrate.scripting import apply_script_file, merge, parse_script_file, write_script_file


def said(script, words):
    """The line that holds the words."""
    (line,) = [line for line in script.lines() if words in line.utterance.span.of(script.text)]
    return line


def reanalysed(script, speakers):
    """The same story after an analysis that finds other speakers, given as words and id."""

    def anew(line: Line) -> Line:
        words = line.utterance.span.of(script.text)
        for part, speaker in speakers.items():
            if part in words:
                return replace(line, attribution=Attribution(speaker, 0.95, "a better model"))
        return line

    chapters = tuple(replace(one, lines=tuple(anew(line) for line in one.lines)) for one in script.chapters)
    return replace(script, chapters=chapters)


def without(script: Script, words: str, reason: str) -> Script:
    """The same story after an analysis that leaves a line out."""
    gone = said(script, words)
    chapters = tuple(replace(one, lines=tuple(line for line in one.lines if line != gone)) for one in script.chapters)
    spans = [line.utterance.span for one in chapters for line in one.lines]
    shown = [omission for omission in script.omitted if omission.reason != "whitespace"]
    omitted = fill_omissions(script.text, spans, [*shown, Omission(gone.utterance.span, reason)])
    return replace(script, chapters=chapters, omitted=omitted)


@pytest.fixture
def long_story(builder):
    """Forty turns between two people; ``changed`` replaces some of them, or with None leaves them out."""

    def make(changed: dict[int, str | None] | None = None, extra: str = ""):
        story = builder().chapter("The Count")
        if extra:
            story.says(None, extra)
        for number in range(40):
            words = (changed or {}).get(number, f"“This is sheep number {number}, and it is {number * 7} days old.”")
            if words is not None:
                story.says("mara" if number % 2 else "tobias", words, 0.7)
        return story.script()

    return make


def test_nothing_edited_means_the_new_analysis_as_it_is(script):
    new = reanalysed(script, {"Was it you": "old-hob"})

    assert merge(script, script, new).script is new


def test_a_persons_choice_holds_and_the_rest_is_new(script, edit):
    edited = edit(("@Tobias Fenn ?\n", "@Mara Quill (shouting)\n"))
    new = reanalysed(script, {"Was it you": "old-hob", "the goat": "tobias"})

    merged = merge(script, edited, new)

    assert merged.conflicts == ()
    chosen = said(merged.script, "Was it you")
    assert (chosen.attribution.speaker, chosen.delivery, chosen.edited) == ("mara", "shouting", True)
    assert said(merged.script, "the goat").attribution.speaker == "tobias"


def found(script, words, delivery):
    """The same story after an analysis that finds a delivery for one line."""
    line = said(script, words)
    chapters = tuple(
        replace(one, lines=tuple(replace(it, delivery=delivery) if it is line else it for it in one.lines))
        for one in script.chapters
    )
    return replace(script, chapters=chapters)


def reread(script, *changes):
    """The script with changes made to its script.txt."""
    content = write_script_file(script)
    for old, new in changes:
        assert old in content
        content = content.replace(old, new)
    return apply_script_file(script, parse_script_file(content, "script.txt"))


def test_a_delivery_that_a_person_took_away_is_not_found_again(script):
    base = found(script, "the goat", "whispering")
    edited = reread(base, ("@Old Hob (whispering)\n", "@Old Hob\n"))
    assert said(edited, "the goat").delivery is None

    # The next analysis finds none, the one after that finds it again.
    for new in (base, script):
        content = write_script_file(merge(base, edited, new).script)
        assert "@Old Hob (plain) (by hand)\n“It was the goat,”" in content
        later = merge(new, apply_script_file(new, parse_script_file(content, "script.txt")), base)
        assert said(later.script, "the goat").delivery == PLAIN


def test_whoever_chose_a_speaker_gets_the_delivery_that_is_found_later(script, edit):
    edited = edit(("@Tobias Fenn ?\n", "@Mara Quill\n"))

    merged = merge(script, edited, found(script, "Was it you", "shouting"))

    line = said(merged.script, "Was it you")
    assert (line.attribution.speaker, line.delivery, line.edited) == ("mara", "shouting", True)
    again = found(script, "Was it you", None)
    back = merge(merged.script, merged.script, again)
    assert said(back.script, "Was it you").delivery is None


def test_a_delivery_that_a_person_chose_stays(script):
    base = found(script, "the goat", "whispering")
    edited = reread(base, ("@Old Hob (whispering)\n", "@Old Hob (sobbed)\n"))

    for new in (script, base, found(script, "the goat", "singing")):
        assert said(merge(base, edited, new).script, "the goat").delivery == "sobbing"


def test_a_choice_that_an_analysis_comes_to_share_outlives_the_next_one(script, edit):
    edited = edit(("@Tobias Fenn ?\n", "@Mara Quill\n"))
    second = reanalysed(script, {"Was it you": "mara"})
    content = write_script_file(merge(script, edited, second).script)
    assert "@Mara Quill (by hand)\n“Was it you?”" in content

    third = reanalysed(script, {"Was it you": "tobias"})
    again = merge(second, apply_script_file(second, parse_script_file(content, "script.txt")), third)

    assert said(again.script, "Was it you").attribution.speaker == "mara"


def test_a_divided_line_stays_divided(script, edit):
    edited = edit(("The goat said nothing. It chewed.", "The goat said nothing.\n@Old Hob\nIt chewed."))
    new = reanalysed(script, {"The goat": None})

    merged = merge(script, edited, new)

    assert said(merged.script, "It chewed.").attribution.speaker == "old-hob"
    assert said(merged.script, "The goat said nothing.").attribution.evidence == "a better model"


def test_what_is_skipped_stays_skipped(script, edit):
    edited = edit(("@Old Hob\n", "@Old Hob (skip)\n"))

    merged = merge(script, edited, reanalysed(script, {"the goat": "tobias"}))

    assert [one.reason for one in merged.script.omitted].count("skipped by hand") == 1
    assert merged.conflicts == ()


def test_what_is_put_back_stays_put_back(script, edit):
    edited = edit(("@Narrator (skip: author's note)\n", "@Narrator\n"))

    merged = merge(script, edited, reanalysed(script, {"Well": "mara"}))

    assert said(merged.script, "no goats were harmed").edited
    assert said(merged.script, "Well").attribution.speaker == "mara"


def test_what_is_put_back_and_then_read_by_the_analysis_is_as_the_analysis_says(script, edit):
    new = edit()
    base = without(script, "Was it you", "boilerplate")
    content = write_script_file(base).replace("@Narrator (skip: boilerplate)\n", "@Narrator\n")
    edited = apply_script_file(base, parse_script_file(content, "script.txt"))
    assert said(edited, "Was it you").attribution.speaker is None

    assert said(merge(base, edited, new).script, "Was it you").attribution.speaker == "tobias"


def test_a_choice_for_what_is_no_longer_read_is_a_conflict(script, edit):
    edited = edit(("@Tobias Fenn ?\n", "@Mara Quill (quietly)\n"))
    new = without(script, "Was it you", "author's note")

    merged = merge(script, edited, new)

    assert merged.script == new
    (conflict,) = merged.conflicts
    assert conflict.span.of(script.text) == conflict.place.of(script.text) == "“Was it you?”"
    assert (conflict.wanted, conflict.reason) == ("@Mara Quill (quietly)", "it is left out now")


def test_a_character_the_new_analysis_does_not_know_comes_along(script, edit):
    edited = edit(("@Tobias Fenn ?\n", "@Old Hob\n"))
    new = reanalysed(script, {"the goat": None})
    stranger = Character("old-hob", "Hobart the Old Goat")
    others = tuple(one for one in script.characters if one.id != "old-hob")

    without_hob = merge(script, edited, replace(new, characters=others)).script
    with_stranger = merge(script, edited, replace(new, characters=(*others, stranger))).script

    assert without_hob.character("old-hob").name == "Old Hob"
    assert said(with_stranger, "Was it you").attribution.speaker == "old-hob-2"
    assert with_stranger.character("old-hob-2").name == "Old Hob"


def test_a_character_of_another_id_is_found_by_name(script, edit):
    edited = edit(("@Tobias Fenn ?\n", "@Old Hob\n"))
    renamed = tuple(replace(one, id="hob") if one.id == "old-hob" else one for one in script.characters)
    new = replace(reanalysed(script, {"the goat": "hob"}), characters=renamed)

    merged = merge(script, edited, new)

    assert said(merged.script, "Was it you").attribution.speaker == "hob"
    assert merged.script.characters == renamed


def hand_edited(script, number, head):
    """The script with one turn of the long story given away."""
    before = f"“This is sheep number {number}, "
    rows = write_script_file(script).split("\n")
    at = next(index for index, row in enumerate(rows) if row.startswith(before))
    rows[at - 1] = head
    return apply_script_file(script, parse_script_file("\n".join(rows), "script.txt"))


def test_edits_hold_where_the_story_changed_elsewhere(long_story):
    base = long_story()
    edited = hand_edited(base, 30, "@Old Hob")
    new = long_story({3: "“Goodness, they are all asleep already!”", 20: None}, extra="It was a long and cold night.")

    merged = merge(base, edited, new)

    assert merged.conflicts == ()
    assert said(merged.script, "number 30,").attribution.speaker == "old-hob"
    assert [line for line in merged.script.lines() if line.edited] == [said(merged.script, "number 30,")]


def test_an_edit_holds_where_a_word_of_its_own_line_changed(long_story):
    base = long_story()
    edited = hand_edited(base, 10, "@Old Hob")
    changed = "“Well, this is goat number 10, and it is 70 days old.”"

    merged = merge(base, edited, long_story({10: changed}))

    line = said(merged.script, "goat number 10")
    assert (line.attribution.speaker, line.utterance.span.of(merged.script.text)) == ("old-hob", changed)


def test_an_edit_follows_a_line_that_moved(long_story):
    base = long_story()
    edited = hand_edited(base, 5, "@Old Hob")
    moved = "“This is sheep number 5, and it is 35 days old.”"

    merged = merge(base, edited, long_story({5: None, 33: moved}))

    assert said(merged.script, "number 5,").attribution.speaker == "old-hob"


def test_an_edit_whose_line_is_gone_is_a_conflict_with_its_words(long_story):
    base = long_story()
    edited = hand_edited(base, 12, "@Old Hob (sadly)")

    merged = merge(base, edited, long_story({12: None, 13: "“Nobody counts any more, dear.”"}))

    (conflict,) = merged.conflicts
    assert (conflict.wanted, conflict.reason) == ("@Old Hob (sadly)", "these words are not there any more")
    assert "sheep number 12" in conflict.span.of(base.text)
    assert "“Nobody counts any more, dear" in conflict.place.of(merged.script.text)
    assert not any(line.edited for line in merged.script.lines())


def test_a_paragraph_put_into_an_edited_line_stays_with_its_speaker(builder):
    old = builder().chapter("One").says("mara", "“First half of the thing, and the second half of it.”").script()
    content = write_script_file(old).replace("@Mara Quill", "@Old Hob")
    edited = apply_script_file(old, parse_script_file(content, "script.txt"))
    new = builder().chapter("One").says("mara", "“First half of the thing,”")
    new.says(None, "He sneezed for a good long while.").says("mara", "“and the second half of it.”")

    merged = merge(old, edited, new.script())

    assert [line.attribution.speaker for line in merged.script.lines()] == [None, "old-hob", None, "old-hob"]


@pytest.mark.parametrize("words", [["yes"], ["yes", "no"], ["a", "b", "b"]])
def test_hostile_repetition_is_merged_in_time(builder, words):
    def story(count):
        made = builder().chapter("One")
        for number in range(count):
            made.says("mara", f"“{words[number % len(words)]}”", 0.4)
        return made.script()

    base, new = story(4001), story(3500)
    content = write_script_file(base).replace(" ?", "")
    edited = apply_script_file(base, parse_script_file(content, "script.txt"))

    merged = merge(base, edited, new)

    check_tiling(new.text, [line.utterance.span for line in merged.script.lines()], merged.script.omitted)
    assert sum(line.edited for line in merged.script.lines()) + len(merged.conflicts) <= 4001
