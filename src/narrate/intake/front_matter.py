"""What stands before the story: title, by-line, header lines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from narrate.intake.headings import display, is_capitals, looks_titled, undecorated
from narrate.intake.paragraphs import Paragraph, Role

_TITLE_LIMIT = 90
_LINE_LIMIT = 90
_VALUE_LIMIT = 2000
_BY_LINE = re.compile(
    r"(?:(?:(?:re)?written |a story |story |a novel |fic |fanfic )?by|von|par|por)[:\s]\s{0,40}(?P<author>\S.{0,70})",
    re.IGNORECASE,
)
_CREDIT = re.compile(
    r"(?:translated|illustrated|edited|adapted|retold)(?:\s\w{1,20}){0,4}\sby\s\S.{0,70}", re.IGNORECASE
)
_TITLE_AND_BY = re.compile(
    r"(?P<title>[^,–—]{1,80}?)\s{0,4}[,–—-]\s{0,4}(?:written )?by:?\s{1,4}(?P<author>\S.{0,60})", re.IGNORECASE
)
_NO_AUTHOR = re.compile(r"(?:the|a|an|my|his|her|its|their|our|your|this|that|now|then|all)\b", re.IGNORECASE)
_PARENTHESIS = re.compile(r"\(.{1,80}\)|\d{4}\.?|[IVXLCDM]{4,}\.?")
_ATTRIBUTION = re.compile(r"(?:--|—|–|- )\s?[_*]{0,3}\w.{0,80}")
_ADDRESS = re.compile(r"\s{0,4}[<(\[]\S{1,60}@\S{1,60}[>)\]]")
_TITLE_KEYS = ("title", "fic title", "story", "name", "work")
_AUTHOR_KEYS = ("author", "authors", "written by", "penname", "pen name")
_HEADER_REGION_END = 40


@dataclass(slots=True)
class FrontMatter:
    """What front matter says, gathered step by step."""

    title: str | None = None
    author: str | None = None
    metadata: dict[str, str] = field(default_factory=dict)

    def add(self, key: str, value: str) -> None:
        """Remember ``key: value``; the first value of a key counts."""
        value = " ".join(value.split())
        if key in _TITLE_KEYS and self.metadata.get("title") is None:
            key = "title"
        elif key in _AUTHOR_KEYS:
            key, value = "author", _ADDRESS.sub("", value)
        if value:
            self.metadata.setdefault(key, value)

    def add_to_last(self, value: str) -> None:
        """Remember a further paragraph of the last value."""
        if self.metadata:
            key, before = self.metadata.popitem()
            self.metadata[key] = f"{before} {' '.join(value.split())}" if len(before) < _VALUE_LIMIT else before


def split_title_page(paragraphs: list[Paragraph]) -> None:
    """Cut title and by-line apart where they stand on lines without a blank line between."""
    for index in range(min(3, len(paragraphs))):
        lines = paragraphs[index].lines
        if paragraphs[index].role is not Role.PROSE or paragraphs[index].heading or paragraphs[index].header:
            continue
        if not 2 <= len(lines) <= 5 or any(len(line.text) > _LINE_LIMIT for line in lines):
            continue
        by = next((n for n, line in enumerate(lines) if _author_of(line.text) or line.text.lower() == "by"), None)
        if by:
            paragraphs[index : index + 1] = [Paragraph(lines[:by]), Paragraph(lines[by:])]
            return
        if index == 0 and all(is_capitals(line.text) for line in lines) and lines[1].text.split()[0] not in _JOINING:
            paragraphs[:1] = [Paragraph(lines[:1]), Paragraph(lines[1:])]
            return


_JOINING = frozenset(["AND", "OF", "OR", "IN", "THE", "TO", "FOR", "FROM", "WITH", "AT", "ON"])


def read_front_matter(paragraphs: Sequence[Paragraph], first_chapter: int | None, found: FrontMatter) -> None:
    """Settle the roles of title, by-line and header lines before the story, and gather what they say.

    Args:
        paragraphs: of the whole story.
        first_chapter: index of the first chapter's heading, if the story has headings.
        found: is added to.
    """
    limit = len(paragraphs) if first_chapter is None else first_chapter
    index = _read_title_page(paragraphs, limit, found)
    if first_chapter is not None:
        _read_company(paragraphs, index, limit)
    for start in [n for n, p in enumerate(paragraphs) if p.role is Role.HEADING]:
        if start + 1 < len(paragraphs) and paragraphs[start + 1].role is not Role.HEADING:
            _read_header_lines(paragraphs, start + 1, found)
    for paragraph in paragraphs:
        if paragraph.role is Role.PROSE and paragraph.header is not None and paragraph.header.key == "disclaimer":
            paragraph.role = Role.HEADER


def _read_title_page(paragraphs: Sequence[Paragraph], limit: int, found: FrontMatter) -> int:
    """Read from the top to where the story begins; the index of that paragraph."""
    index = 0
    titled = False
    while index < limit:
        paragraph = paragraphs[index]
        if paragraph.role in {Role.BOILERPLATE, Role.MARK, Role.NOTE}:
            index += 1
        elif paragraph.header is not None:
            index = _read_header(paragraphs, index, found)
        elif _read_by_line(paragraphs, index, found):
            index += 2 if undecorated(paragraph.text).lower() == "by" else 1
        elif not titled and found.title is None and _is_title_line(paragraphs, index, limit):
            paragraph.role = Role.TITLE_PAGE
            _take_title(paragraph, found)
            titled = True
            index += 1
        elif _is_credit(paragraphs, index, found):
            paragraph.role = Role.TITLE_PAGE
            index += 1
        elif _goes_on_with_header(paragraphs, index):
            paragraph.role = Role.HEADER
            found.add_to_last(paragraph.text)
            index += 1
        else:
            break
    return index


def _take_title(paragraph: Paragraph, found: FrontMatter) -> None:
    both = _TITLE_AND_BY.fullmatch(undecorated(paragraph.text))
    if both and not _NO_AUTHOR.match(both["author"]):
        found.title = display(both["title"]).strip('"“”')
        found.author = found.author or undecorated(both["author"])
    else:
        found.title = display(*(line.text for line in paragraph.lines)).strip('"“”')


def _read_header(paragraphs: Sequence[Paragraph], index: int, found: FrontMatter) -> int:
    """Take a header line with its value; the index behind it."""
    paragraph = paragraphs[index]
    header = paragraph.header
    if header is None or header.is_note:
        return index + 1
    # Title and author are announced; the rest of a header is for shelves, not for ears.
    announced = header.key in (*_TITLE_KEYS, *_AUTHOR_KEYS) and header.value
    paragraph.role = Role.TITLE_PAGE if announced else Role.HEADER
    value = " ".join([header.value, *(line.text for line in paragraph.lines[1:])]).strip()
    following = index + 1
    if not value and following + 1 < len(paragraphs):
        after = paragraphs[following]
        # “Summary:” alone: its value is the paragraph below, if more comes after that.
        if after.role is Role.PROSE and after.header is None and after.heading is None and after.gap <= 1:
            after.role = Role.HEADER
            value = after.text
            following += 1
    found.add(header.key, value)
    return following


def _goes_on_with_header(paragraphs: Sequence[Paragraph], index: int) -> bool:
    """Whether this is a further paragraph of a summary: header lines stand before and after it."""
    if index == 0 or paragraphs[index - 1].role is not Role.HEADER or paragraphs[index].characters > _VALUE_LIMIT:
        return False
    ahead = paragraphs[index + 1 : index + 3]
    return any(p.header is not None and not p.header.is_note for p in ahead)


def _read_header_lines(paragraphs: Sequence[Paragraph], index: int, found: FrontMatter) -> None:
    """Header lines directly under a chapter's heading."""
    end = min(len(paragraphs), index + _HEADER_REGION_END)
    while index < end:
        paragraph = paragraphs[index]
        if paragraph.role in {Role.MARK, Role.NOTE, Role.BOILERPLATE, Role.HEADER}:
            index += 1
        elif paragraph.role is Role.PROSE and paragraph.header is not None and not paragraph.header.is_note:
            index = _read_header(paragraphs, index, found)
        else:
            return


def _read_by_line(paragraphs: Sequence[Paragraph], index: int, found: FrontMatter) -> bool:
    paragraph = paragraphs[index]
    if paragraph.role is not Role.PROSE or paragraph.characters > _LINE_LIMIT:
        return False
    text = undecorated(paragraph.text)
    if text.lower() == "by" and index + 1 < len(paragraphs) and paragraphs[index + 1].characters < 60:
        name = paragraphs[index + 1]
        paragraph.role = name.role = Role.TITLE_PAGE
        found.author = found.author or display(name.text)
        return True
    author = _author_of(text)
    if author is None:
        return False
    paragraph.role = Role.TITLE_PAGE
    found.author = found.author or author
    return True


def _author_of(line: str) -> str | None:
    """The author, if ``line`` is a by-line and not the beginning of a sentence (“By the time …”)."""
    match = _BY_LINE.fullmatch(undecorated(line))
    if match is None:
        return None
    author = undecorated(match["author"])
    words = author.split()
    if not words or len(words) > 8 or _NO_AUTHOR.match(author) or author.endswith((",", ";", "!", "?")):
        return None
    named = all(not word[0].islower() or word in {"and", "de", "von", "van", "of", "the", "la", "le"} for word in words)
    return _ADDRESS.sub("", author) if named or len(words) == 1 else None


def _is_title_line(paragraphs: Sequence[Paragraph], index: int, limit: int) -> bool:
    paragraph = paragraphs[index]
    text = undecorated(paragraph.text[: 2 * _TITLE_LIMIT])
    short = paragraph.role is Role.PROSE and len(paragraph.lines) <= 3 and paragraph.characters <= _TITLE_LIMIT
    lettered = any(character.isalpha() for character in text)
    if not short or not lettered or text.endswith((",", ";", ":")) or index + 1 >= len(paragraphs):
        return False
    after = paragraphs[index + 1]
    announced = after.header is not None or _author_of(after.text[:_LINE_LIMIT]) is not None or index + 1 >= limit
    if announced:
        return True
    if text.endswith((".", "…", '"', "”", "’", "'")) or text[0] in "\"“'‘«„":
        return False
    if after.gap == 0 or text.endswith(("!", "?")):
        return looks_titled(text) or is_capitals(text)
    return text[0].isupper() or text[0].isdecimal() or paragraph.lines[0].text[0] in "*_#~=-"


def _is_credit(paragraphs: Sequence[Paragraph], index: int, found: FrontMatter) -> bool:
    """A translator, a year, a subtitle with the by-line still to come."""
    paragraph = paragraphs[index]
    text = undecorated(paragraph.text[: 2 * _LINE_LIMIT])
    if paragraph.role is not Role.PROSE or paragraph.characters > _LINE_LIMIT or found.title is None:
        return False
    if _CREDIT.fullmatch(text) or _PARENTHESIS.fullmatch(text):
        return True
    ahead = paragraphs[index + 1 : index + 3]
    by_line = any(_author_of(p.text[:_LINE_LIMIT]) or p.text.lower() == "by" for p in ahead)
    return by_line and found.author is None and not text.endswith((".", ",", '"', "”"))


def _read_company(paragraphs: Sequence[Paragraph], index: int, limit: int) -> None:
    """Dedications, epigraphs and subtitles between the title and the first heading are announced, not told."""
    for number in range(index, limit):
        paragraph = paragraphs[number]
        if paragraph.role is not Role.PROSE or paragraph.characters > 1200:
            continue
        after = paragraphs[number + 1] if number + 1 < limit else None
        epigraph = after is not None and len(after.lines) == 1 and _ATTRIBUTION.fullmatch(after.lines[0].text)
        short = all(len(line.text) <= _LINE_LIMIT for line in paragraph.lines) and len(paragraph.lines) <= 3
        text = paragraph.text
        if epigraph or (short and (not text.endswith((".", ",", ":", ";", "!", "?", '"', "”")) or is_capitals(text))):
            paragraph.role = Role.TITLE_PAGE
