"""Joining what the earlier stages found into a `Script`."""

from __future__ import annotations

from pathlib import PurePath

from narrate.model import (
    Attributed,
    Attribution,
    Document,
    Line,
    Script,
    ScriptChapter,
    Segmentation,
    check_tiling,
)


def build_script(document: Document, segmentation: Segmentation, attributed: Attributed) -> Script:
    """Join a document, its utterances and their speakers.

    Confidences are rounded to three digits, as the JSON form shows them. Every chapter has a title: its own, or the
    story's where there is one chapter, or “Chapter N” in its language. One without a title is called after its file.

    Raises:
        TilingError: utterances and omissions do not tile the text.
        ValueError: attributions do not match the utterances, or name a character that is not there.
    """
    check_tiling(document.text, [utterance.span for utterance in segmentation.utterances], segmentation.omitted)
    known = {character.id for character in attributed.characters}
    lines: list[list[Line]] = [[] for _ in document.chapters]
    for utterance, attribution in zip(segmentation.utterances, attributed.attributions, strict=True):
        if attribution.speaker is not None and attribution.speaker not in known:
            raise ValueError(f"{utterance.id} is spoken by {attribution.speaker!r}, who is no character")
        rounded = Attribution(attribution.speaker, round(attribution.confidence, 3), attribution.evidence)
        lines[utterance.chapter].append(Line(utterance, rounded))
    title = _one_line(document.title) or _title_from_path(document.source.path)
    return Script(
        source=document.source,
        text=document.text,
        title=title,
        author=document.author,
        language=document.language,
        metadata=document.metadata,
        characters=attributed.characters,
        chapters=tuple(
            ScriptChapter(_chapter_title(document, index, title), tuple(of_chapter))
            for index, of_chapter in enumerate(lines)
        ),
        omitted=segmentation.omitted,
        parts=document.parts,
    )


_CHAPTER = {
    "de": "Kapitel", "es": "Capítulo", "fr": "Chapitre", "it": "Capitolo", "nl": "Hoofdstuk", "pl": "Rozdział",
    "pt": "Capítulo", "ru": "Глава", "sv": "Kapitel", "da": "Kapitel", "nb": "Kapittel", "fi": "Luku", "cs": "Kapitola",
}  # fmt: skip


def _chapter_word(language: str) -> str:
    """“Chapter” in the story's language."""
    return _CHAPTER.get(language.partition("-")[0], "Chapter")


def _chapter_title(document: Document, index: int, story_title: str) -> str:
    own = _one_line(document.chapters[index].title)
    if own:
        return own
    return story_title if len(document.chapters) == 1 else f"{_chapter_word(document.language)} {index + 1}"


def _title_from_path(path: str) -> str:
    words = PurePath(path).stem.replace("_", " ")
    if " " not in words.strip():
        words = words.replace("-", " ")
    words = _one_line(words)
    if words == words.lower():
        words = words[:1].upper() + words[1:]
    return words if any(character.isalnum() for character in words) else "Story"


def _one_line(title: str | None) -> str:
    return " ".join((title or "").split())
