from __future__ import annotations

from narrate.model import Block, BlockKind, Chapter, Document, Omission, Source, Span, UtteranceKind
from narrate.segmentation import segment


def story(*chapters: list[tuple[BlockKind, str]], language: str = "en") -> Document:
    """A document of these blocks, with blank lines between them."""
    text, made = "", []
    for blocks in chapters:
        chapter = []
        for kind, words in blocks:
            chapter.append(Block(kind, Span(len(text), len(text) + len(words))))
            text += words + "\n\n"
        made.append(Chapter(None, tuple(chapter)))
    return Document(Source("story.txt", "0" * 64, len(text)), text, None, None, language, (), tuple(made))


HEADING, PARAGRAPH, BREAK = BlockKind.HEADING, BlockKind.PARAGRAPH, BlockKind.SCENE_BREAK


def test_every_kind_of_block_is_spoken_as_what_it_is() -> None:
    document = story(
        [
            (BlockKind.FRONT_MATTER, "The Ferry, by M. Tidewell"),
            (BlockKind.NOTE, 'A/N: "Thanks" to my beta.'),
            (HEADING, 'Chapter One: "Home"'),
            (PARAGRAPH, '"Home," said Hester.'),
            (BlockKind.VERSE, 'The sea came in,\n"and out," it said.'),
        ]
    )

    kinds = [utterance.kind for utterance in segment(document).utterances]

    assert kinds == [
        UtteranceKind.FRONT_MATTER,
        UtteranceKind.NOTE,
        UtteranceKind.HEADING,
        UtteranceKind.DIALOGUE,
        UtteranceKind.NARRATION,
        UtteranceKind.VERSE,
    ]


def test_ids_count_from_one_in_each_chapter_and_paragraphs_through_the_whole_story() -> None:
    document = story([(HEADING, "One"), (PARAGRAPH, '"Yes," she said.')], [(HEADING, "Two"), (PARAGRAPH, "It rained.")])

    utterances = segment(document).utterances

    assert [(u.id, u.chapter, u.paragraph) for u in utterances] == [
        ("c1u1", 0, 0),
        ("c1u2", 0, 1),
        ("c1u3", 0, 1),
        ("c2u1", 1, 2),
        ("c2u2", 1, 3),
    ]


def test_a_scene_break_and_a_chapter_start_the_next_scene_but_not_twice_at_a_chapters_edge() -> None:
    document = story(
        [(BREAK, "***"), (HEADING, "One"), (PARAGRAPH, "Dawn."), (BREAK, "***"), (PARAGRAPH, "Noon."), (BREAK, "***")],
        [(HEADING, "Two"), (BREAK, "* * *"), (PARAGRAPH, "Dusk."), (BREAK, ""), (PARAGRAPH, "Night.")],
    )

    made = segment(document)

    assert [(u.span.of(document.text), u.scene) for u in made.utterances] == [
        ("One", 1),
        ("Dawn.", 1),
        ("Noon.", 2),
        ("Two", 3),
        ("Dusk.", 3),
        ("Night.", 4),
    ]


def test_marks_of_a_scene_break_are_left_out_and_say_why() -> None:
    document = story([(PARAGRAPH, "Dawn."), (BREAK, "~*~"), (PARAGRAPH, "Noon.")])

    omitted = [(o.span.of(document.text), o.reason) for o in segment(document).omitted]

    assert omitted == [("\n\n", "whitespace"), ("~*~", "scene break"), ("\n\n", "whitespace"), ("\n\n", "whitespace")]


def test_notes_are_left_out_when_they_are_not_wanted() -> None:
    document = story([(BlockKind.NOTE, "A/N: enjoy!"), (PARAGRAPH, "Dawn.")])

    made = segment(document, read_notes=False)

    assert [u.kind for u in made.utterances] == [UtteranceKind.NARRATION]
    assert made.omitted[0] == Omission(Span(0, 11), "author's note")


def test_what_intake_left_out_stays_left_out() -> None:
    text = "Rating: T\n\nDawn."
    chapter = Chapter(None, (Block(PARAGRAPH, Span(11, 16)),))
    left_out = Omission(Span(0, 9), "front matter")
    document = Document(Source("s.txt", "0" * 64, 16), text, None, None, "en", (), (chapter,), (left_out,))

    made = segment(document)

    assert made.omitted == (left_out, Omission(Span(9, 11), "whitespace"))


def test_speech_goes_on_over_a_poem_but_not_over_a_heading() -> None:
    poem = (BlockKind.VERSE, "The sea came in,\nthe sea went out")
    over_poem = story([(PARAGRAPH, "“It goes like this:"), poem, (PARAGRAPH, "“and so on,” said Pim.")])
    over_heading = story([(PARAGRAPH, "“It goes like this:"), (HEADING, "Two"), (PARAGRAPH, "“And so on,” said Pim.")])

    assert [u.continues for u in segment(over_poem).utterances] == [False, False, True, False]
    assert not any(u.continues for u in segment(over_heading).utterances)


def test_a_chapter_in_other_marks_than_the_rest_is_read_in_its_own() -> None:
    straight = [(PARAGRAPH, f'"Number {n}," said Pim. "Next."') for n in range(40)]
    british = [(PARAGRAPH, f"'Number {n},' said Dot. 'It's the dogs' turn.'") for n in range(12)]

    utterances = segment(story(straight, british)).utterances

    assert [u.kind for u in utterances if u.chapter == 1] == [
        UtteranceKind.DIALOGUE,
        UtteranceKind.NARRATION,
        UtteranceKind.DIALOGUE,
    ] * 12


def test_an_unclosed_mark_never_swallows_more_than_its_paragraph() -> None:
    document = story([(PARAGRAPH, "“I was going to say"), (PARAGRAPH, "The door opened."), (PARAGRAPH, "It closed.")])

    kinds = [u.kind for u in segment(document).utterances]

    assert kinds == [UtteranceKind.DIALOGUE, UtteranceKind.NARRATION, UtteranceKind.NARRATION]
