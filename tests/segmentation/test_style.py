from __future__ import annotations

import pytest

from narrate.model import Block, BlockKind, Chapter, Document, Source, Span
from narrate.segmentation import detect_style
from narrate.segmentation.marks import Family


def story(*paragraphs: str, language: str = "en") -> Document:
    text = "\n\n".join(paragraphs)
    blocks, at = [], 0
    for paragraph in paragraphs:
        blocks.append(Block(BlockKind.PARAGRAPH, Span(at, at + len(paragraph))))
        at += len(paragraph) + 2
    source = Source("story.txt", "0" * 64, len(text))
    return Document(source, text, None, None, language, (), (Chapter(None, tuple(blocks)),))


@pytest.mark.parametrize(
    ("paragraph", "family", "marks"),
    [
        ('"Is it late?" he asked. "It is."', Family.DOUBLE, '""'),
        ("“Is it late?” he asked. “It’s nine o’clock.”", Family.DOUBLE, "“”"),
        ("‘Is it late?’ he asked. ‘It’s nine o’clock.’", Family.SINGLE, "‘’"),
        ("'Is it late?' he asked. 'It's nine o'clock.'", Family.SINGLE, "''"),
        ("« Il est tard ? » demanda-t-il.", Family.GUILLEMET, "«»"),
        ("»Ist es spät?«, fragte er.", Family.GUILLEMET, "»«"),
        ("„Ist es spät?“, fragte er.", Family.DOUBLE, "„“"),
        ("「もう遅い？」と彼は聞いた。", Family.CORNER, "「」"),
    ],
)
def test_the_marks_around_speech(paragraph: str, family: Family, marks: str) -> None:
    style = detect_style(story(paragraph, "Nobody spoke.", paragraph))

    assert (style.primary, style.opening + style.closing) == (family, marks)
    assert not style.dashes


def test_apostrophes_are_no_style_of_quotation() -> None:
    style = detect_style(story("'Twas the dogs' dinner.", "They'd played rock 'n' roll in the '90s, 'em and us."))

    assert (style.primary, style.opening, style.closing) == (Family.DOUBLE, "", "")


def test_quotations_within_quotations_do_not_decide() -> None:
    outer_single = "‘She said, “Never,” and “Go,” and “Now,”’ said Pim."

    assert detect_style(story(outer_single)).primary is Family.SINGLE
    assert detect_style(story(outer_single)).nested is Family.DOUBLE


@pytest.mark.parametrize("dash", ["—", "– ", "― ", "-- "])
def test_dashes_where_nothing_else_is_used(dash: str) -> None:
    assert detect_style(story(f"{dash}You came back.", f"{dash}I said I would.", "She nodded.")).dashes


def test_a_dash_now_and_then_is_no_style() -> None:
    spoken = ['"Is it late?" he asked.'] * 10

    assert not detect_style(story(*spoken, "— The garden lay quiet.")).dashes


def test_french_opens_with_guillemets_and_goes_on_with_dashes() -> None:
    style = detect_style(story("« Il est tard ?", "— Oui.", "— Alors, viens. »", "Il sortit.", language="fr"))

    assert (style.primary, style.dashes) == (Family.GUILLEMET, True)


def test_a_story_without_speech_has_a_style_all_the_same() -> None:
    assert detect_style(story("It rained.")).opening == ""
