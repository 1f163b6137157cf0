from __future__ import annotations

import pytest

from narrate.errors import TilingError
from narrate.model import (
    Attributed,
    Attribution,
    Block,
    BlockKind,
    Chapter,
    Character,
    Document,
    Omission,
    Segmentation,
    Source,
    Span,
    Utterance,
    UtteranceKind,
)
from narrate.scripting import build_script

TEXT = "One.\n\n“Two.”"
SEGMENTATION = Segmentation(
    (
        Utterance("c1u1", UtteranceKind.NARRATION, Span(0, 4), 0, 1, 0),
        Utterance("c1u2", UtteranceKind.DIALOGUE, Span(6, 12), 0, 1, 1),
    ),
    (Omission(Span(4, 6), "whitespace"),),
)
ATTRIBUTED = Attributed((Character("ann", "Ann"),), (Attribution(None), Attribution("ann", 0.59996, "a guess")))


def document(path="story.txt", title=None, chapters=(None,)):
    blocks = (Block(BlockKind.PARAGRAPH, Span(0, 4)), Block(BlockKind.PARAGRAPH, Span(6, 12)))
    return Document(
        source=Source(path, "0" * 64, len(TEXT)),
        text=TEXT,
        title=title,
        author=None,
        language="en",
        metadata=(),
        chapters=tuple(Chapter(name, () if index else blocks) for index, name in enumerate(chapters)),
    )


def test_lines_join_utterances_and_speakers():
    script = build_script(document(), SEGMENTATION, ATTRIBUTED)

    assert [(line.utterance.id, line.attribution.speaker) for line in script.lines()] == [
        ("c1u1", None),
        ("c1u2", "ann"),
    ]
    assert script.omitted == SEGMENTATION.omitted


def test_confidence_is_that_of_the_json_form():
    line = list(build_script(document(), SEGMENTATION, ATTRIBUTED).lines())[1]

    assert (line.attribution.confidence, line.unsure) == (0.6, False)


@pytest.mark.parametrize(
    ("path", "title"),
    [
        ("a/the_long_night.txt", "The long night"),
        ("The-Long-Night.v2.txt", "The Long Night.v2"),
        ("a well-known tale.txt", "A well-known tale"),
        ("-", "Story"),
        ("___.txt", "Story"),
    ],
)
def test_a_story_without_a_title_is_called_after_its_file(path, title):
    script = build_script(document(path), SEGMENTATION, ATTRIBUTED)

    assert (script.title, [chapter.title for chapter in script.chapters]) == (title, [title])


def test_every_chapter_has_a_title():
    script = build_script(
        document(title="The  Bell\n", chapters=("I.  The\nGoat", None, " ")), SEGMENTATION, ATTRIBUTED
    )

    assert script.title == "The Bell"
    assert [chapter.title for chapter in script.chapters] == ["I. The Goat", "Chapter 2", "Chapter 3"]


def test_lost_text_is_refused():
    with pytest.raises(TilingError):
        build_script(document(), Segmentation(SEGMENTATION.utterances[:1], SEGMENTATION.omitted), ATTRIBUTED)


def test_attributions_must_fit_the_utterances():
    with pytest.raises(ValueError, match="shorter"):
        build_script(document(), SEGMENTATION, Attributed(ATTRIBUTED.characters, ATTRIBUTED.attributions[:1]))
    with pytest.raises(ValueError, match="'bob', who is no character"):
        build_script(document(), SEGMENTATION, Attributed((), (Attribution(None), Attribution("bob"))))
