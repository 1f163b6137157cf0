"""How stories and posts end: “The End”, “To be continued”, and what is said to readers there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from narrate.intake.structure.headings import undecorated
from narrate.intake.structure.numerals import NUMBER_PATTERN
from narrate.intake.structure.paragraphs import Paragraph, Role

_LIMIT = 60
_CLOSING = re.compile(
    r"(?:the\s|~)?(?:end|fin(?:is|ish|ished)?|owari|ende|fine|fim|completed?)|"
    r"(?:the\s)?end\s(?:of\s)?(?:the\s)?(?:story|fic|book|novel|transmission|(?:chapter|part|book|volume|act|scene|day)"
    rf"(?:\s{NUMBER_PATTERN})?)|t\.?\s?b\.?\s?c\.?|(?:to\sbe|wird)\s(?:continued|concluded|fortgesetzt)|"
    r"(?:to\sbe\s)?continued\s(?:in|on)\s.{1,40}|end\s?\(?for\snow\)?|the\send\??\s\(?for\snow\)?|"
    r"fin\sdu\schapitre|fortsetzung\sfolgt|à\ssuivre|continuará|continua",
    re.IGNORECASE,
)
_LIKES = "vote|comment|like|follow|subscribe|fave|favou?rite|review|share"
_REQUEST = re.compile(
    r"\br\s?(?:&|and|n|\+)\s?r\b(?!\sroom)|\b(?:please|plz|pls|read and|read &|read,|remember to|forget to|me a)"
    r"(?:\s\w{1,12}){0,2}\sreviews?\b|^reviews?\b|\breviews?\s(?:is|are|=|make|please|plz|would|appreciated|welcome)\b|"
    r"\b\d{1,3}\sreviews\b|\bflames?\s(?:will|are|welcome)\b|\bno\sflames?\b|\b(?:con\s?crit|kudos|reblogs?)\b|"
    rf"^feedback\b|\bfeedback\s(?:is|=|would|appreciated|welcome)\b|\b(?:{_LIKES})(?:,|\s(?:and|&))\s(?:and\s)?(?:{_LIKES})\b|"
    r"\bcomments?\sare\s(?:love|welcome|appreciated|always|♥|<3)|"
    r"\b(?:leave|drop)\s(?:me\s)?(?:a\s|your\s|some\s)?(?:comments?|kudos|thoughts)\b|"
    r"\b(?:let me know|tell me) what (?:you|u|ya) (?:think|thought)\b|"
    r"\bwhat (?:do|did) (?:you|ya|u)(?: guys| all) think\b|"
    r"^cross-?posted (?:to|at|on)\b|^(?:next|previous) (?:part|chapter) here|^posted (?:to|at|on) \S+$",
    re.IGNORECASE,
)
_TAGS = re.compile(r"#\w[^#]{0,60}(?:\s#\w[^#]{0,60}){1,40}|#\w\S{1,60}")
_TO_READERS = re.compile(
    r"\bnext (?:chapter|chappie|update)\b|\b(?:will|won['’]?t|wont|i['’]?ll) update\b|\b(?:this|the|my|that['’]?s the) "
    r"(?:\w+ )?(?:fan\s?)?fic\b|\bone-?shot\b|\bdrabble\b|\bunbeta|\bmy beta\b|\bcross-?posted\b|"
    r"\bthanks? (?:you |u )?(?:so much )?(?:to|for)\b.{0,40}\b(?:reading|reviews?|reviewing|comment)|"
    r"^(?:hey|hi|hello) (?:guys|everyone|readers|everybody|folks)|^challenge elements?\b|"
    r"^(?:lyrics|song|title|quote)s?(?: \w+)? (?:from|by)\b|^(?:lyrics|song|music)\s?:",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    r"\bmy (?:first|1st|second|2nd|very first) (?:\w+ )?(?:fic|fanfic|story|attempt|one-?shot)|"
    r"\bi (?:just )?wrote (?:this|it|a (?:thing|fic|story|drabble))\b|\bown nothing\b|"
    r"\b(?:don['’]?t|do not|doesn['’]?t) own (?:any|them|these|the|it|anything|this|[a-z]+ (?:or|and))\b|"
    r"\b(?:this|the) (?:fic|one-?shot|drabble|fanfic) (?:is|was|contains|takes place|will|has)\b|(?<!\w)@\w+|"
    r"\bunbeta|\bmy beta\b|\bhope (?:you|u|y'all) (?:all |guys )?(?:like|enjoy)|\bfill for\b|\bfanfic",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"(?<=[.!?…:])\s+")
_REQUEST_LIMIT = 400
_NOTE_LIMIT = 900
_MOST_AT_EDGE = 6
_SIGNED = 40
_PASSED = frozenset(
    {Role.MARK, Role.NOTE, Role.REQUEST, Role.CLOSING, Role.BOILERPLATE, Role.COPYRIGHT, Role.HEADER, Role.REPEATED}
)


def is_closing(paragraph: Paragraph) -> bool:
    """Whether it says that the story, or a part of it, ends here."""
    text = paragraph.lines[0].text
    if len(paragraph.lines) != 1 or len(text) > _LIMIT:
        return False
    return _CLOSING.fullmatch(undecorated(text).strip("()[]").rstrip(".!…").strip(" *~-")) is not None


def is_request(paragraph: Paragraph) -> bool:
    """Whether all its sentences ask readers for something, or are tags and links of the place it was posted at."""
    if paragraph.characters > _REQUEST_LIMIT:
        return False
    plain = undecorated(paragraph.text).strip("()[]")
    sentences = [part for part in _SENTENCE.split(plain) if part]
    tags = _TAGS.fullmatch(paragraph.text) is not None
    return tags or (bool(sentences) and all(_REQUEST.search(part) for part in sentences))


def mark_closings(paragraphs: Sequence[Paragraph]) -> None:
    """Settle the roles of closings, and of what is said to readers before and after a chapter."""
    for index, paragraph in enumerate(paragraphs):
        if paragraph.role is Role.PROSE and is_closing(paragraph) and _may_close(paragraphs, index):
            paragraph.role = Role.CLOSING
    for start, end in _chapters(paragraphs):
        _mark_edge([paragraphs[n] for n in range(end - 1, start - 1, -1)], before=False)
    _mark_edge(paragraphs, before=True)


def _may_close(paragraphs: Sequence[Paragraph], index: int) -> bool:
    """Whether something stands before it, and what comes next is not the same scene going on."""
    if not index:
        return False
    paragraph = paragraphs[index]
    after = paragraphs[index + 1] if index + 1 < len(paragraphs) else None
    plain = undecorated(paragraph.lines[0].text).lower()
    if plain.startswith(("fin", "complete", "fim")) and len(plain) == len(paragraph.lines[0].text):
        # A word of the story too, if it is not set off by marks: only at an end.
        return after is None or after.role is not Role.PROSE or after.header is not None or _to_readers(after)
    return True


def _to_readers(paragraph: Paragraph) -> bool:
    return _REQUEST.search(paragraph.text) is not None or _TO_READERS.search(paragraph.text) is not None


def _chapters(paragraphs: Sequence[Paragraph]) -> Iterator[tuple[int, int]]:
    start = 0
    for index, paragraph in enumerate(paragraphs):
        if paragraph.role is Role.HEADING and index > start:
            yield start, index
        if paragraph.role is Role.HEADING:
            start = index + 1
    if start < len(paragraphs):
        yield start, len(paragraphs)


def _mark_edge(paragraphs: Sequence[Paragraph], *, before: bool) -> None:
    """Read from an edge inwards until the story begins."""
    seen = 0
    for number, paragraph in enumerate(paragraphs):
        if paragraph.role in _PASSED or (before and paragraph.role in {Role.TITLE_PAGE, Role.CONTENTS}):
            continue
        role = _role_at_edge(paragraph, before=before)
        if role is None and not before:
            role = _signature(paragraphs, number)
        seen += 1
        if role is None or paragraph.role is not Role.PROSE or seen > _MOST_AT_EDGE:
            return
        paragraph.role = role


def _role_at_edge(paragraph: Paragraph, *, before: bool) -> Role | None:
    text = paragraph.text
    if paragraph.characters > _NOTE_LIMIT or text[0] in "\"“«'‘" or paragraph.heading is not None:
        return None
    plain = undecorated(text).strip("()[]")
    if is_request(paragraph):
        return Role.REQUEST
    if '"' in text or "“" in text:
        return Role.NOTE if before and _BEFORE.search(plain) and "@" in plain else None
    if before:
        return Role.NOTE if _BEFORE.search(plain) else None
    return Role.NOTE if _REQUEST.search(plain) or (_TO_READERS.search(plain) and not _is_told(plain)) else None


def _is_told(text: str) -> bool:
    """Whether it may well be the story's own last words: nothing in it is loud or set off."""
    return not re.search(r"!|\?\?|[<>:;]['-]?[()DP3]|\b(?:u|ur|lol|xx+)\b", text) and not re.match(
        r"(?:lyrics|song|title|music|challenge|hey|hi|hello|thanks?|next|cross)", text, re.IGNORECASE
    )


def _signature(paragraphs: Sequence[Paragraph], number: int) -> Role | None:
    """Short lines under a note at the end are its signature; ``paragraphs`` are in reverse."""
    for paragraph in paragraphs[number : number + 4]:
        if paragraph.role is Role.NOTE:
            return Role.NOTE
        if paragraph.role is not Role.MARK and (
            paragraph.characters > _SIGNED or paragraph.role is not Role.PROSE or paragraph.text[0] in "\"“'‘"
        ):
            return None
    return None
