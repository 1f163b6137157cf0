from dataclasses import replace

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
        ("She waited,", P.part),
        ("She waited and", P.part),
        ("She waited -", P.part),
        ("She waited;", P.half_stop),
        ("She waited:", P.half_stop),
        ("She waited…", P.trailing_off),
        ("She waited...", P.trailing_off),
    ],
)
def test_within_a_paragraph_the_mark_at_the_end_decides(text, pause):
    assert P.after(replace(NARRATION, text=text), NARRATION) == pause


@pytest.mark.parametrize("text", ["She waited.", "She waited!”", "‘She waited?’", "She waited。"])
def test_sentences_are_a_pause_apart(text):
    assert P.after(replace(NARRATION, text=text), NARRATION) == round(0.8 * P.sentence)


def test_a_pause_grows_with_what_was_said_and_with_what_is_to_come():
    short, long = NARRATION, replace(NARRATION, text="She waited. " * 20)
    pauses = [P.after(short, short), P.after(short, long), P.after(long, short), P.after(long, long)]
    assert pauses == sorted(pauses)
    assert pauses[-1] == pytest.approx(1.4 * pauses[0], rel=0.01)


def test_a_comma_before_the_tag_stays_short_although_the_speaker_changes():
    assert P.after(replace(MARY, text="“Come in,”"), NARRATION) == P.part


def test_another_speaker_in_the_same_paragraph():
    assert P.after(MARY, NARRATION) == round(0.8 * P.speaker)


def test_a_turn_between_two_characters_is_quicker_than_a_paragraph():
    assert P.after(MARY, TOM) < P.after(NARRATION, TOM)
    assert P.after(NARRATION, TOM) == P.after(replace(MARY, speaker=None), replace(TOM, speaker=None))


@pytest.mark.parametrize("following", [TOM, replace(NARRATION, text="He stopped.")], ids=["another", "the narrator"])
def test_whoever_interrupts_does_not_wait(following):
    assert P.after(replace(MARY, text="“But I thought—”"), following) == 0


def test_the_storys_mark_counts_not_what_the_engine_was_sent():
    sent = replace(MARY, text="But I thought,", mark="—")
    assert P.after(sent, TOM) == 0
    assert P.after(replace(sent, mark=""), TOM) > 0


def test_a_dash_is_no_interruption_where_the_same_voice_goes_on():
    cut = replace(MARY, text="“But I thought—”")
    assert P.after(cut, MARY) == P.part
    assert P.after(cut, replace(MARY, paragraph=2)) > P.sentence


def test_the_lines_of_a_list_or_an_address_are_closer_than_paragraphs():
    item = replace(NARRATION, text="three loaves of bread")
    assert P.after(item, replace(item, paragraph=2)) == P.item
    assert P.after(replace(item, text="He bought:"), replace(item, paragraph=2)) == P.item
    assert (
        P.after(replace(item, text="It was a long paragraph without its stop" * 3), replace(item, paragraph=2)) > P.item
    )
    assert P.after(item, replace(TOM, paragraph=2)) > P.item
    # A title or a by-line before a whole paragraph is no item.
    whole = replace(NARRATION, paragraph=2, text="It had rained for three days, and the road was gone. " * 2)
    assert P.after(replace(item, text="by A. Writer"), whole) > P.sentence
    assert P.after(replace(item, text="Dear Tom,"), whole) == P.item


def test_a_line_of_verse_ends_with_a_pause_whatever_its_mark():
    verse = replace(NARRATION, kind=UtteranceKind.VERSE, text="The wind is up, the moon is down")
    assert P.after(verse, verse) == P.verse
    assert P.after(replace(verse, text="The tide is in the lane;"), verse) == P.verse
    assert P.after(verse, replace(verse, paragraph=2, text="The boats are gone.")) >= P.item


def test_pauses_of_speech_go_with_its_rate_and_those_of_the_book_do_not():
    scene = replace(TOM, scene=2)
    assert P.after(NARRATION, NARRATION, rate=2) == pytest.approx(P.after(NARRATION, NARRATION) / 2, abs=1)
    assert P.after(MARY, scene, rate=2) == P.after(MARY, scene)
    assert P.after(MARY, TOM, rate=0.01) == P.longest


def test_a_pace_shortens_all_pauses_but_those_at_the_ends_of_a_file():
    fast = P.paced(2)
    assert (fast.head, fast.tail) == (P.head, P.tail)
    assert fast.scene == P.scene // 2
    assert fast.after(MARY, TOM) == pytest.approx(P.after(MARY, TOM) / 2, abs=1)


def test_a_dash_at_the_end_of_a_scene_cuts_nothing_short():
    assert P.after(replace(MARY, text="But I thought—"), replace(TOM, scene=2)) == P.scene


def test_a_heading_stands_alone():
    heading = replace(NARRATION, kind=UtteranceKind.HEADING, paragraph=0, text="Chapter One")
    assert P.after(heading, NARRATION) == P.heading
    assert P.after(TOM, replace(heading, paragraph=3, scene=2)) == P.heading
    # … but its own parts belong together.
    assert P.after(replace(heading, text="Chapter One."), replace(heading, text="The Loom")) < P.sentence


def test_notes_stand_apart_from_the_story():
    note = replace(NARRATION, kind=UtteranceKind.NOTE, paragraph=9)
    assert P.after(NARRATION, note) == P.aside
    assert P.after(note, NARRATION) == P.aside
    assert P.after(note, replace(note, paragraph=10)) < P.aside


@pytest.mark.parametrize("kind", [UtteranceKind.LETTER, UtteranceKind.VERSE])
def test_a_letter_and_verse_begin_and_end_with_a_silence_but_are_read_as_one(kind):
    letter = replace(NARRATION, kind=kind, paragraph=9)
    assert P.after(NARRATION, letter) == P.after(letter, NARRATION) == P.set_apart
    assert P.after(letter, replace(letter, paragraph=10)) < P.set_apart
    assert P.after(replace(NARRATION, paragraph=9), letter) < P.sentence


def test_a_line_without_words_is_a_silence_of_its_own():
    silent = replace(MARY, text="")
    assert P.after(silent, TOM) == P.empty
    assert P.after(silent, replace(TOM, scene=2)) == P.scene


def test_pauses_are_data():
    assert pause_after(MARY, TOM, Pauses(turn=100)) == 80
    assert pause_after(MARY, TOM) == P.after(MARY, TOM)


def test_a_negative_pause_is_refused():
    with pytest.raises(ValueError, match="scene"):
        Pauses(scene=-1)


@given(lines, lines, st.floats(0.25, 4))
def test_a_pause_is_never_negative_and_never_longer_than_the_longest(line, following, rate):
    assert 0 <= P.after(line, following, rate=rate) <= P.longest


@given(lines, lines)
def test_a_new_scene_is_never_shorter_than_what_a_paragraph_gets(line, following):
    assert P.after(line, replace(following, scene=line.scene + 1)) >= P.after(
        line, replace(following, scene=line.scene)
    )
