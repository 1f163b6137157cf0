from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from narrate.assembly import Pauses, pause_after
from narrate.model import Span, SpokenLine, UtteranceKind

NARRATION = SpokenLine("c1u1", UtteranceKind.NARRATION, None, Span(0, 5), 1, 1, "She waited.")
MARY = replace(NARRATION, utterance_id="c1u2", kind=UtteranceKind.DIALOGUE, speaker="mary", text="Come in.")
TOM = replace(MARY, utterance_id="c1u3", speaker="tom", paragraph=2, text="No.")
P = Pauses()

texts = st.text("ab .,;:!?…—-”’\"') ", max_size=20)
lines = st.builds(
    SpokenLine,
    utterance_id=st.just("c1u1"),
    kind=st.sampled_from(UtteranceKind),
    speaker=st.sampled_from([None, "mary", "tom"]),
    span=st.just(Span(0, 1)),
    scene=st.integers(1, 3),
    paragraph=st.integers(1, 4),
    text=texts,
)


def test_the_last_line_of_a_file_is_followed_by_the_tail():
    assert P.after(TOM, None) == P.tail


@pytest.mark.parametrize(
    ("text", "pause"),
    [
        ("She waited.", P.sentence),
        ("She waited!”", P.sentence),
        ("She waited,", P.part),
        ("She waited and", P.part),
        ("She waited;", P.half_stop),
        ("She waited:", P.half_stop),
        ("She waited…", P.trailing_off),
        ("She waited...", P.trailing_off),
        ("“She—”", P.interruption),
        ("She waited -", P.interruption),
    ],
)
def test_within_a_paragraph_the_mark_at_the_end_decides(text, pause):
    assert P.after(replace(NARRATION, text=text), NARRATION) == pause


def test_a_comma_before_the_tag_stays_short_although_the_speaker_changes():
    assert P.after(replace(MARY, text="“Come in,”"), NARRATION) == P.part


def test_another_speaker_in_the_same_paragraph():
    assert P.after(MARY, NARRATION) == P.speaker


def test_a_turn_between_two_characters_is_quicker_than_a_paragraph():
    assert P.after(MARY, TOM) == P.turn
    assert P.after(NARRATION, TOM) == P.paragraph
    assert P.after(replace(MARY, speaker=None), replace(TOM, speaker=None)) == P.paragraph
    assert P.turn < P.paragraph


def test_a_speaker_who_is_cut_off_is_followed_at_once():
    assert P.after(replace(MARY, text="But I thought—"), TOM) == P.interruption


def test_a_dash_at_the_end_of_a_scene_cuts_nothing_short():
    assert P.after(replace(MARY, text="But I thought—"), replace(TOM, scene=2)) == P.scene


def test_a_heading_stands_alone():
    heading = replace(NARRATION, kind=UtteranceKind.HEADING, paragraph=0, text="Chapter One")
    assert P.after(heading, NARRATION) == P.heading
    assert P.after(TOM, replace(heading, paragraph=3, scene=2)) == P.heading
    # … but its own parts belong together.
    assert P.after(replace(heading, text="Chapter One."), replace(heading, text="The Loom")) == P.sentence


def test_notes_stand_apart_from_the_story():
    note = replace(NARRATION, kind=UtteranceKind.NOTE, paragraph=9)
    assert P.after(NARRATION, note) == P.aside
    assert P.after(note, NARRATION) == P.aside
    assert P.after(note, replace(note, paragraph=10)) == P.paragraph


@pytest.mark.parametrize("kind", [UtteranceKind.LETTER, UtteranceKind.VERSE])
def test_a_letter_and_verse_begin_and_end_with_a_silence_but_are_read_as_one(kind):
    letter = replace(NARRATION, kind=kind, paragraph=9)
    assert P.after(NARRATION, letter) == P.after(letter, NARRATION) == P.set_apart
    assert P.after(letter, replace(letter, paragraph=10)) == P.paragraph
    assert P.after(replace(NARRATION, paragraph=9), letter) == P.sentence


def test_a_line_without_words_is_a_silence_of_its_own():
    silent = replace(MARY, text="")
    assert P.after(silent, TOM) == P.empty
    assert P.after(silent, replace(TOM, scene=2)) == P.scene


def test_pauses_are_data():
    assert pause_after(MARY, TOM, Pauses(turn=111)) == 111
    assert pause_after(MARY, TOM) == P.turn


def test_a_negative_pause_is_refused():
    with pytest.raises(ValueError, match="scene"):
        Pauses(scene=-1)


@given(lines, lines)
def test_every_pause_is_one_of_the_table(line, following):
    assert P.after(line, following) in {getattr(P, field.name) for field in fields(P)}


@given(lines, lines)
def test_a_new_scene_is_never_shorter_than_what_a_paragraph_gets(line, following):
    assert P.after(line, replace(following, scene=line.scene + 1)) >= P.after(
        line, replace(following, scene=line.scene)
    )
