"""Stories in French, German, Spanish, Italian and Portuguese: who speaks, and how people are named."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from narrate.attribution import attribute
from narrate.intake import parse_story
from narrate.model import Gender, UtteranceKind
from narrate.segmentation import segment

LABELLED = Path(__file__).parent.parent / "data" / "labelled" / "languages"
STORIES = sorted(path.stem for path in LABELLED.glob("*.jsonl"))
FOUND = 0.95
RIGHT = 0.85


def attributed(text: str, language: str | None = None):
    document = parse_story(text.encode(), "story.txt", language=language)
    segmentation = segment(document)
    return document, segmentation, attribute(document, segmentation)


def scores(stem: str) -> tuple[int, int, int]:
    """Labelled spans, those that dialogue covers, and those whose speaker is right."""
    document, segmentation, result = attributed((LABELLED / f"{stem}.txt").read_text(encoding="utf-8"))
    assert document.language.partition("-")[0] == stem.partition("-")[0]
    names = {character.id: {character.name, *character.aliases} for character in result.characters}
    labels = [json.loads(line) for line in (LABELLED / f"{stem}.jsonl").read_text(encoding="utf-8").splitlines()]
    found = right = 0
    for label in labels:
        best, speaker = 0, None
        for utterance, attribution in zip(segmentation.utterances, result.attributions, strict=True):
            shared = min(utterance.span.end, label["end"]) - max(utterance.span.start, label["start"])
            if utterance.kind is UtteranceKind.DIALOGUE and shared > best:
                best, speaker = shared, attribution.speaker
        found += best > 0
        right += bool(
            {name.casefold() for name in names.get(speaker or "", ())} & {a.casefold() for a in label["accept"]}
        )
    return len(labels), found, right


def test_most_lines_are_found_and_given_to_whoever_says_them():
    totals = [scores(stem) for stem in STORIES]
    spans, found, right = (sum(column) for column in zip(*totals, strict=True))
    assert found >= FOUND * spans
    assert right >= RIGHT * spans
    for stem, (count, heard, known) in zip(STORIES, totals, strict=True):
        assert heard >= FOUND * count, stem
        assert known >= 0.7 * count, stem


@pytest.mark.parametrize(
    ("language", "text", "name", "gender"),
    [
        ("fr", "La vieille dame entra.\n\n« Bonsoir », dit la vieille dame.", "la vieille dame", Gender.FEMALE),
        ("fr", "L’homme entra.\n\n« Bonsoir », dit l’homme.", "l’homme", Gender.MALE),
        ("de", "Ein Gast kam.\n\n„Guten Abend“, sagte die alte Frau leise.", "die alte Frau", Gender.FEMALE),
        ("de", "Der Regen fiel.\n\n„Guten Abend“, sagte Frau Zettel.", "Frau Zettel", Gender.FEMALE),
        ("es", "Llovía.\n\n—Buenas noches —dijo la señora Ruiz—. Pase.", "señora Ruiz", Gender.FEMALE),
        ("it", "Pioveva.\n\n«Buonasera», disse il vecchio.", "il vecchio", Gender.MALE),
        ("pt", "Chovia.\n\n— Boa noite — disse o Pedro. — Entre.", "Pedro", Gender.MALE),
    ],
)
def test_people_are_named_as_their_language_names_them(language, text, name, gender):
    _, _, result = attributed(text, language)
    assert [(character.name, character.gender) for character in result.characters] == [(name, gender)]


def test_german_nouns_are_no_names():
    text = "Der Regen fiel auf den Garten, und der Garten schwieg.\n\n„Der Zug kommt“, sagte Anna. Der Zug kam.\n\n"
    _, _, result = attributed(text * 3, "de")
    assert [character.name for character in result.characters] == ["Anna"]


def test_where_no_word_lists_are_the_narrator_reads_all():
    _, segmentation, result = attributed("„Cześć”, powiedział Jan.\n\n„Cześć”, odparła Ewa.", "pl")
    assert any(utterance.kind is UtteranceKind.DIALOGUE for utterance in segmentation.utterances)
    assert not result.characters
    assert all(attribution.speaker is None for attribution in result.attributions)
