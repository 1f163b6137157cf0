"""What the names of a word processor's styles say of their paragraphs.

Files name built-in styles in English mostly, and in the language of the program where they were converted; people
name their own in their own way.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from narrate.intake.markup.manuscript import Mark

_HEADING = re.compile(
    r"(?:heading|header|überschrift|ueberschrift|titre|título|titulo|titolo|kop|rubrik|overskrift|nagłówek|заголовок|"
    r"nadpis|naslov|otsikko|címsor|titlu|başlık|επικεφαλίδα|כותרת|عنوان|見出し|标题|標題|제목) ?([1-9])"
)
_CHAPTER = re.compile(
    r"(?:[a-z]{1,6} - )?(?:book |novel )?"
    r"(chapter|part|section|kapitel|chapitre|capítulo|capitolo|hoofdstuk|rozdział|глава|章)"
    r"(?: ?(?:title|heading|head|name|number|no|titel|überschrift|titre))?"
)
_CONTENTS = re.compile(
    r"(?:toc|contents|index|table of (?:contents|figures)|inhaltsverzeichnis|verzeichnis|tm|tdc|índice|indice|"
    r"sommario|inhopg|innehåll|spis treści|оглавление|目次|目录|bibliography)"
    r"(?: (?:heading|überschrift|\d{1,2}|link|separator))*"
)
_LIST = re.compile(
    r"(?:list|liste|lista|aufzählung|listen|numbering)(?: (?:bullet|number|contents|nummer|puces|numéros))?(?: (\d))?"
)
_NAMES = {
    Mark.TITLE: "title|titel|titre|título|titulo|titolo|tittel|tytuł|название|otsikko|cím|titlu|başlık|表題|标题|標題|"
    "제목",
    Mark.BY_LINE: "author|by line|byline|autor|auteur|autore|author name",
    Mark.HEADER: "date|datum|keywords|meta|metadata|document info",
    Mark.QUOTE: "quote|quotation|quotations|block text|block quote|block quotation|blockquote|intense quote|zitat|"
    "zitate|intensives zitat|citation|citation intense|cita|citazione|citazioni|citat|cytat|цитата|letter|letter body|"
    "brief|epigraph|extract|引用|引用文",
    Mark.VERSE: "verse|poem|poetry|lyrics|song|stanza|gedicht|vers|verso|poème|poesia|poesía",
    Mark.CAPTION: "caption|image caption|table caption|figure|illustration|drawing|picture|beschriftung|légende|"
    "didascalia|leyenda|bildunterschrift",
    Mark.FOOTNOTE: "footnote text|endnote text|footnote|endnote|fußnotentext|fußnote|endnote|note de bas de page|"
    "nota al pie|nota a piè di pagina",
    Mark.SCENE_BREAK: "scene break|scenebreak|section break|ornament|ornamental break|horizontal line|horizontal rule|"
    "separator|szenenwechsel",
    Mark.BOILERPLATE: "copyright|copyright page|legal|imprint|impressum",
}
_MARKS = {name: mark for mark, names in _NAMES.items() for name in names.split("|")}
_SUBTITLES = frozenset(
    {"subtitle", "untertitel", "sous-titre", "subtítulo", "subtitulo", "sottotitolo", "undertitel", "ondertitel"}
    | {"подзаголовок", "podtytuł"}
)
_VERBATIM = frozenset(
    {"preformatted text", "html preformatted", "source code", "plain text", "verbatim", "vorformatierter text"}
)


def mark_by_style(names: Iterable[str], outline_level: int | None = None) -> tuple[Mark, int]:
    """The mark of a paragraph and its level.

    Args:
        names: of its style, then of those that it is derived from.
        outline_level: from 1, where the paragraph or its style has one.
    """
    for name in names:
        mark, level = _by_name(name)
        if mark is not Mark.PARAGRAPH:
            return mark, level or outline_level or (1 if mark is Mark.HEADING else 0)
    if outline_level:
        return Mark.HEADING, outline_level
    return Mark.PARAGRAPH, 0


def is_subtitle(names: Iterable[str]) -> bool:
    """Whether it is the second line of a title."""
    return any(_plain(name) in _SUBTITLES for name in names)


def is_verbatim(names: Iterable[str]) -> bool:
    """Whether spaces and line ends count in it."""
    return any(_plain(name) in _VERBATIM for name in names)


@lru_cache(maxsize=1024)
def _by_name(name: str) -> tuple[Mark, int]:
    plain = _plain(name)
    heading = _HEADING.fullmatch(plain)
    if heading is not None:
        return Mark.HEADING, int(heading[1])
    if plain == "heading" or plain in _SUBTITLES:
        return (Mark.HEADING, 0) if plain == "heading" else (Mark.TITLE, 0)
    if _CONTENTS.fullmatch(plain):
        return Mark.CONTENTS, 0
    if _CHAPTER.fullmatch(plain):
        return Mark.HEADING, 1
    item = _LIST.fullmatch(plain)
    if item is not None:
        return Mark.LIST_ITEM, int(item[1] or 1)
    return _MARKS.get(plain, Mark.PARAGRAPH), 0


def _plain(name: str) -> str:
    name = name[:80].replace("_20_", " ").replace("_", " ").strip().casefold()
    return " ".join(name.split())
