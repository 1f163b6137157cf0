"""What a story says of how old somebody is, and how they speak."""

import pytest
from tests.scripts import one_chapter

from narrate.casting.traits import traits_of
from narrate.model import (
    Age,
    Attribution,
    Character,
    Gender,
    Line,
    Script,
    Span,
    Utterance,
    UtteranceKind,
)

TOM = Character("tom", "Tom Hale", ("Tom",), Gender.MALE)
ANN = Character("ann", "Ann", (), Gender.FEMALE)


def story(*paragraphs: list[tuple[str | None, str]] | str, people=(TOM, ANN), language="en-GB") -> Script:
    """A script: a paragraph is narration, or pieces with their speakers."""
    text = ""
    lines: list[Line] = []
    for number, paragraph in enumerate(paragraphs):
        for speaker, words in [(None, paragraph)] if isinstance(paragraph, str) else paragraph:
            span = Span(len(text), len(text) + len(words))
            kind = UtteranceKind.NARRATION if speaker is None else UtteranceKind.DIALOGUE
            lines.append(Line(Utterance(f"c1u{len(lines) + 1}", kind, span, 0, 1, number), Attribution(speaker)))
            text += words + " "
    return one_chapter(text, lines, people, language)


def age_of(*paragraphs, **more) -> Age:
    return traits_of(story(*paragraphs, **more))["tom"].age


@pytest.mark.parametrize(
    "text",
    [
        "Tom was nine.",
        "Tom Hale was nine years old and afraid of geese.",
        "Tom, nine, sat down.",
        "Tom, aged nine, sat down.",
        "Tom, a small boy of nine, sat down.",
        "Tom, who was nine, sat down.",
        "The boy Tom sat down.",
        "Tom, a schoolboy, sat down.",
        "Nine-year-old Tom sat down.",
        "Little Tom sat down. Everybody loved little Tom.",
    ],
)
def test_children_are_told_by_years_nouns_and_adjectives(text):
    assert age_of(text) is Age.CHILD


@pytest.mark.parametrize(
    "text",
    [
        "Tom was seventy-six.",
        "Tom, an old man in a cap, sat down.",
        "Old Tom sat down. Nobody minded old Tom.",
        "Tom was 81, and proud of it.",
    ],
)
def test_the_old_too(text):
    assert age_of(text) is Age.OLD


@pytest.mark.parametrize(
    "text",
    [
        "Tom was nine miles from home.",
        "When Tom was nine, his father went to sea.",
        "Tom was one of them. Tom was two steps behind.",
        "Old Tom sat down.",
        "She spoke to the boy. Tom sat down. He was old. Tom knew he was old. Tom slept.",
        "Tom, the youngest of them, was tall.",
        "Tom, who was nine miles away, sat down.",
        "Tom met an old man. Ann, a child, sat down.",
        "Tom’s boy was nine. Tom's little dog barked.",
        "He sat beside Tom, who had nine children.",
    ],
)
def test_what_is_said_of_other_things_says_nothing(text):
    assert age_of(text) is Age.UNKNOWN


def test_years_count_for_more_than_fondness():
    assert age_of("Old Tom sat. Old Tom slept. Tom was forty.") is Age.ADULT


def test_only_narration_is_believed():
    assert age_of([("ann", "“Tom is nine. Little Tom! Little Tom!”")]) is Age.UNKNOWN


@pytest.mark.parametrize(
    ("name", "language", "age"),
    [
        ("the boy", "en", Age.CHILD),
        ("the old woman", "en", Age.OLD),
        ("Grandma Willow", "en", Age.OLD),
        ("Old Marley", "en", Age.OLD),
        ("the waiter", "en", Age.UNKNOWN),
        ("die Großmutter", "de", Age.OLD),
        ("das Kind", "de", Age.CHILD),
        ("la petite fille", "fr", Age.CHILD),
        ("el anciano", "es", Age.OLD),
        ("il bambino", "it", Age.CHILD),
        ("a velha", "pt", Age.OLD),
        ("the boy", "ja", Age.UNKNOWN),
    ],
)
def test_names_tell_an_age_in_six_languages(name, language, age):
    somebody = Character("tom", name)
    assert age_of("Rain.", people=(somebody,), language=language) is age


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Tom war neun Jahre alt."),
        ("fr", "Tom avait neuf ans."),
        ("es", "Tom, que tenía nueve años, se sentó."),
        ("it", "Tom aveva nove anni."),
        ("pt", "Tom tinha nove anos."),
    ],
)
def test_years_are_read_in_six_languages(language, text):
    assert age_of(text, language=language) is Age.CHILD


def test_an_address_is_no_age():
    assert age_of("Rain.", people=(Character("tom", "Tom", ("boy",)),)) is Age.UNKNOWN


def accent_of(*paragraphs, **more) -> str:
    accent = traits_of(story(*paragraphs, **more))["tom"].accent
    return accent.name if accent else ""


@pytest.mark.parametrize(
    ("tag", "accent"),
    [
        ("said Tom in a broad Glasgow accent.", "Scottish"),
        ("said Tom, with a soft Irish lilt.", "Irish"),
        ("said Tom in that Welsh voice of his.", "Welsh"),
        ("said Tom in a Brooklyn accent.", "New York"),
        ("said Tom in a terrible American accent.", ""),
        ("said Tom without a trace of a Scottish accent.", ""),
        ("said Tom in a voice like Irish weather.", ""),
        ("said Tom, and drank his Scotch. His voice was low.", ""),
    ],
)
def test_an_accent_belongs_to_whoever_speaks_beside_it(tag, accent):
    assert accent_of([("tom", "“Aye,”"), (None, tag)], "Ann said nothing.") == accent


def test_an_accent_without_speech_belongs_to_the_one_who_is_named():
    assert accent_of("Tom had a thick Lancashire accent.") == "Lancastrian"
    assert accent_of("Tom heard Ann’s Lancashire accent.") == ""


def test_names_of_people_from_there_tell_it_too():
    assert accent_of("Rain.", people=(Character("tom", "the American"),)) == "American"


def test_what_is_told_most_often_counts():
    said = [("tom", "“Aye,”"), (None, "said Tom in a Scottish accent.")]
    assert accent_of([("tom", "“No,”"), (None, "said Tom, in an Irish accent.")], said, said) == "Scottish"


def test_a_family_name_may_stand_between():
    people = (Character("tom", "Tom Hale", (), Gender.MALE), Character("anders", "Anders Hale", (), Gender.MALE))
    found = traits_of(story("Tom Hale, who was seven, woke. Anders Hale, seventy, slept.", people=people))
    assert (found["tom"].age, found["anders"].age) == (Age.CHILD, Age.OLD)
