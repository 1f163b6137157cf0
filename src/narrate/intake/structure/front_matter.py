"""What stands before the story: title, by-line, header lines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from narrate.intake.structure.dates import is_moment
from narrate.intake.structure.header_lines import MAIL_KEY, HeaderLine
from narrate.intake.structure.headings import display, is_capitals, looks_titled, undecorated
from narrate.intake.structure.paragraphs import PASSED_OVER, Paragraph, Role
from narrate.model import Span

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
_DEDICATION = re.compile(r"[_*]{0,3}(?i:for|to|dedicated to|in (?:loving )?memory of)\s[A-Z].{0,60}", re.DOTALL)
_ATTRIBUTION = re.compile(r"(?:--|—|–|- )\s?[_*]{0,3}\w.{0,80}")
_ADDRESS = re.compile(r"\s{0,4}[<(\[]\S{1,60}@\S{1,60}[>)\]]")
_INSTALMENT = re.compile(r"\s{0,4}[(\[](?:part )?\d{1,3}\s?(?:/|of)\s?(?:\d{1,3}|\?)[)\]]", re.IGNORECASE)
# “Title by author” without a comma: believed over header lines, where archives' programs write it.
_TITLE_BY = re.compile(r"(?P<title>.{1,80}?) by (?P<author>\S{1,40}|[^\W\d_a-z]\S{0,20}(?: [^\W\d_a-z]\S{0,20}){1,3})")
_HEAD_LENGTH = 60
_HEAD_PROSE = 220
# “by pen_name (other_name)”, as the Archive of Our Own has it.
_PSEUD = re.compile(r"\s\([^\s()]{1,40}\)$")
_HEADER_REGION_END = 40
_MOST_VALUE_PARAGRAPHS = 12


@dataclass(slots=True)
class FrontMatter:
    """What front matter says, gathered step by step; ``announced`` of title and author are spoken already."""

    title: str | None = None
    author: str | None = None
    metadata: dict[str, str] = field(default_factory=dict)
    announced: set[str] = field(default_factory=set)

    def add(self, key: str, value: str) -> None:
        """Remember ``key: value``; the first value of a key counts."""
        value = " ".join(value.split())
        if key == "author":
            value = _ADDRESS.sub("", value)
        elif key == "title":
            value = _INSTALMENT.sub("", value).strip('"“”')
        if value and key != MAIL_KEY:
            self.metadata.setdefault(key, value)

    def has_title(self, text: str) -> bool:
        """Whether ``text`` is the title that is known already."""
        known = self.title or self.metadata.get("title")
        return known is not None and _folded(known) == _folded(_INSTALMENT.sub("", text))

    def has_author(self, name: str) -> bool:
        """Whether ``name`` is the author's that is known already."""
        known = self.author or self.metadata.get("author")
        return known is not None and _folded(known) == _folded(_ADDRESS.sub("", name))

    def add_to_last(self, value: str) -> None:
        """Remember a further paragraph of the last value."""
        if self.metadata:
            key, before = self.metadata.popitem()
            self.metadata[key] = f"{before} {' '.join(value.split())}" if len(before) < _VALUE_LIMIT else before


def _folded(text: str) -> str:
    return "".join(character for character in text.casefold() if character.isalnum())


def split_title_page(paragraphs: list[Paragraph]) -> None:
    """Cut title and by-line apart where they stand on lines without a blank line between."""
    index = 0
    while index < min(_HEAD_LENGTH, len(paragraphs)):
        paragraph = paragraphs[index]
        lines = paragraph.lines
        index += 1
        if paragraph.role is not Role.PROSE or paragraph.heading or paragraph.header:
            continue
        if paragraph.characters > _HEAD_PROSE:
            # The story has begun.
            return
        if not 2 <= len(lines) <= 5 or any(len(line.text) > _LINE_LIMIT for line in lines):
            continue
        by = next((n for n, line in enumerate(lines) if _author_of(line.text) or line.text.lower() == "by"), None)
        if by:
            paragraphs[index - 1 : index] = [Paragraph(lines[:by]), Paragraph(lines[by:])]
            index += 1
        elif index == 1 and all(is_capitals(line.text) for line in lines) and lines[1].text.split()[0] not in _JOINING:
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
        if paragraph.role in PASSED_OVER or paragraph.role is Role.NOTE:
            index += 1
        elif paragraph.header is not None:
            index = _read_header(paragraphs, index, found)
        elif _is_repeated(paragraph, found):
            paragraph.role = Role.REPEATED
            index += 1
        elif _read_by_line(paragraphs, index, found):
            index += 2 if undecorated(paragraph.text).lower() == "by" else 1
        elif not titled and found.title is None and _is_title_line(paragraphs, index, limit):
            paragraph.role = Role.TITLE_PAGE
            _take_title(paragraph, found, followed_by_header=_header_comes(paragraphs, index + 1))
            titled = True
            index += 1
        elif _is_credit(paragraphs, index, found):
            paragraph.role = Role.TITLE_PAGE
            index += 1
        elif _goes_on_with_header(paragraphs, index):
            paragraph.role = Role.HEADER
            found.add_to_last(paragraph.text)
            index += 1
        elif (
            paragraph.role is Role.PROSE and paragraph.characters < _HEAD_PROSE and _header_comes(paragraphs, index + 1)
        ):
            # Words above the header lines of a post.
            paragraph.role = Role.NOTE
            index += 1
        else:
            break
    return index


def _header_comes(paragraphs: Sequence[Paragraph], index: int) -> bool:
    return index < len(paragraphs) and paragraphs[index].header is not None


def _is_repeated(paragraph: Paragraph, found: FrontMatter) -> bool:
    """Whether it is the title or the by-line once more; each is announced once."""
    if paragraph.role is not Role.PROSE or paragraph.heading is not None or paragraph.characters > 2 * _LINE_LIMIT:
        return False
    author = _author_of(paragraph.text)
    if author is not None:
        return "author" in found.announced and found.has_author(author)
    if "title" not in found.announced:
        return False
    both = _TITLE_AND_BY.fullmatch(undecorated(paragraph.text)) or _TITLE_BY.fullmatch(undecorated(paragraph.text))
    if both:
        return found.has_title(both["title"]) and found.has_author(both["author"])
    return found.has_title(undecorated(paragraph.text))


def _take_title(paragraph: Paragraph, found: FrontMatter, *, followed_by_header: bool) -> None:
    plain = undecorated(paragraph.text)
    both = _TITLE_AND_BY.fullmatch(plain) or (_TITLE_BY.fullmatch(plain) if followed_by_header else None)
    if both and not _NO_AUTHOR.match(both["author"]):
        title = display(both["title"])
        found.author = found.author or undecorated(both["author"])
        found.announced.add("author")
    else:
        title = display(*(line.text for line in paragraph.lines))
    found.announced.add("title")
    title = _INSTALMENT.sub("", title)
    found.title = title.strip('"“”') if title.count('"') % 2 == 0 else title


def _read_header(paragraphs: Sequence[Paragraph], index: int, found: FrontMatter) -> int:
    """Take a header line with its value; the index behind it."""
    paragraph = paragraphs[index]
    header = paragraph.header
    if header is None or header.is_note:
        return index + 1
    _settle_header(paragraph, header, found)
    more = [line.text for line in paragraph.lines[1:]]
    value = " ".join([header.value, *more] if not header.more else [header.value]).strip()
    following = index + 1
    if not value:
        value, following = _value_below(paragraphs, following)
    found.add(header.key, value)
    for number, (key, further) in enumerate(header.more, 1):
        found.add(key, " ".join([further, *more]) if number == len(header.more) else further)
    return following


def _settle_header(paragraph: Paragraph, header: HeaderLine, found: FrontMatter) -> None:
    """Title and author are announced, once; the rest of a header is for shelves, not for ears."""
    paragraph.role = Role.HEADER
    if not header.value or header.key not in {"title", "author"}:
        return
    if header.key in found.announced:
        return
    found.announced.add(header.key)
    if header.key == "title":
        start = paragraph.lines[0].start + max(paragraph.lines[0].text.find(header.value), 0)
        paragraph.role, paragraph.announced = Role.TITLE_PAGE, Span(start, start + len(header.value))
    else:
        paragraph.role = Role.TITLE_PAGE
        address = _ADDRESS.search(paragraph.lines[0].text)
        if address:
            start = paragraph.lines[0].start
            paragraph.announced = Span(start, start + address.start())


def _value_below(paragraphs: Sequence[Paragraph], index: int) -> tuple[str, int]:
    """The value of a key alone on its line, if that stands below and more comes after it; and the index behind it."""
    key, end = paragraphs[index - 1], index
    values: list[str] = []
    while end + 1 < len(paragraphs) and end < index + _MOST_VALUE_PARAGRAPHS:
        paragraph = paragraphs[end]
        deeper = paragraph.lines[0].indent > key.lines[0].indent
        if paragraph.role is not Role.PROSE or paragraph.header or paragraph.heading or paragraph.gap > 1:
            break
        # One paragraph below; more only where they are set in.
        if values and not deeper:
            break
        paragraph.role = Role.HEADER
        values.append(paragraph.text)
        end += 1
        if not deeper:
            break
    return " ".join(values)[:_VALUE_LIMIT], end


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
        if paragraph.role in PASSED_OVER or paragraph.role in {Role.NOTE, Role.HEADER}:
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
        found.announced.add("author")
        return True
    author = _author_of(text)
    if author is None:
        return False
    paragraph.role = Role.TITLE_PAGE
    found.author = found.author or author
    found.announced.add("author")
    return True


def _author_of(line: str) -> str | None:
    """The author, if ``line`` is a by-line and not the beginning of a sentence (“By the time …”)."""
    match = _BY_LINE.fullmatch(undecorated(line))
    if match is None:
        return None
    author = undecorated(match["author"])
    words = _PSEUD.sub("", author).split()
    if not words or len(words) > 8 or _NO_AUTHOR.match(author) or author.endswith((",", ";", "!", "?")):
        return None
    named = all(not word[0].islower() or word in {"and", "de", "von", "van", "of", "the", "la", "le"} for word in words)
    return _ADDRESS.sub("", author) if named or len(words) == 1 else None


def _is_title_line(paragraphs: Sequence[Paragraph], index: int, limit: int) -> bool:
    paragraph = paragraphs[index]
    text = undecorated(paragraph.text[: 2 * _TITLE_LIMIT])
    short = paragraph.role is Role.PROSE and len(paragraph.lines) <= 3 and paragraph.characters <= _TITLE_LIMIT
    lettered = any(character.isalpha() for character in text)
    chatty = text[:1].islower() and ("@" in text or "??" in text or "!!" in text)
    if not short or not lettered or chatty or text.endswith((",", ";", ":")) or index + 1 >= len(paragraphs):
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
    if _CREDIT.fullmatch(text) or _PARENTHESIS.fullmatch(text) or is_moment(text):
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
        dedicated = short and _DEDICATION.fullmatch(text) is not None
        if (
            epigraph
            or dedicated
            or (short and (not text.endswith((".", ",", ":", ";", "!", "?", '"', "”")) or is_capitals(text)))
        ):
            paragraph.role = Role.TITLE_PAGE
