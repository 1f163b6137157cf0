"""What surrounds a story and is none of it: licences, producers' and transcribers' notes, copyright pages."""

from __future__ import annotations

import re
from collections.abc import Sequence

from narrate.intake.structure.header_lines import parse_header_line
from narrate.intake.structure.paragraphs import Paragraph, Role

_START = re.compile(r"\*{2,4}\s{0,3}START OF (?:THE|THIS) PROJECT GUTENBERG|\*END\*? ?THE SMALL PRINT", re.IGNORECASE)
_END = re.compile(
    r"\*{2,4}\s{0,3}END OF (?:THE|THIS) PROJECT GUTENBERG|End of (?:the |this )?Project Gutenberg['’]?s?\b",
    re.IGNORECASE,
)
_CREDIT = re.compile(
    r"\[?(?:This )?(?:E-?text|E-?book|file) (?:was )?(?:prepared|produced|created|scanned)\b|\[?Produced by [A-Z]|"
    r"\[?(?:Scanned|Transcribed|Digitized|Prepared|Proofread) (?:and \w+ )?by [A-Z]|HTML version by",
    re.IGNORECASE,
)
_TRANSCRIBER = re.compile(r"\[?Transcriber['’]?s?['’]? notes?\b", re.IGNORECASE)
_ILLUSTRATION = re.compile(r"\[Illustrations?\b[^\]]{0,2000}\]", re.IGNORECASE)
_COPYRIGHT = re.compile(
    r"(?:copyright|©|\(c\))\s?(?:©|\(c\)|by|,|\d{4}).{0,200}|all rights reserved\b.{0,400}|ISBN[\s:-].{0,60}|"
    r"this is a work of fiction\b.{0,600}",
    re.IGNORECASE | re.DOTALL,
)
_POSTED = re.compile(r"posted originally on the archive of our own\b.{0,200}", re.IGNORECASE | re.DOTALL)
_NOTICE = re.compile(
    r"\(?see the end of the (?:chapter|work) for (?:more |other )?(?:notes|warnings)(?: and (?:notes|warnings))?\.?\)?|"
    r"please drop by the archive and comment to let .{0,120}|works inspired by this one:?|"
    r"\[restricted work\] by .{1,60}",
    re.IGNORECASE,
)
_HEAD_PARAGRAPHS = 60
_KEPT_KEYS = frozenset({"title", "author", "translator"})


def mark_boilerplate(paragraphs: Sequence[Paragraph]) -> tuple[tuple[str, str], ...]:
    """Settle the role of boilerplate.

    Returns:
        What the head of an e-text says about the book: title, author, translator.
    """
    start = _last_start(paragraphs)
    found: list[tuple[str, str]] = []
    for paragraph in paragraphs[:start]:
        paragraph.role = Role.BOILERPLATE
        found.extend(_book_data(paragraph))
    end = next((n for n in range(start, len(paragraphs)) if _begins(_END, paragraphs[n])), len(paragraphs))
    for paragraph in paragraphs[end:]:
        paragraph.role = Role.BOILERPLATE
    for number, paragraph in enumerate(paragraphs[start:end]):
        role = _certain_role(paragraph, in_head=number < _HEAD_PARAGRAPHS)
        if role is not None:
            paragraph.role = role
    return tuple(found)


def _last_start(paragraphs: Sequence[Paragraph]) -> int:
    """Index behind the paragraph that ends the licence at the head; 0 if there is none."""
    starts = [number for number, paragraph in enumerate(paragraphs) if _begins(_START, paragraph)]
    return starts[-1] + 1 if starts else 0


def _begins(pattern: re.Pattern[str], paragraph: Paragraph) -> bool:
    return any(pattern.match(line.text) is not None for line in (paragraph.lines[0], paragraph.lines[-1]))


def _book_data(paragraph: Paragraph) -> list[tuple[str, str]]:
    found = []
    for line in paragraph.lines:
        header = parse_header_line(line.text)
        if header is not None and header.key in _KEPT_KEYS and header.value:
            found.append((header.key, header.value))
    return found


def _certain_role(paragraph: Paragraph, *, in_head: bool) -> Role | None:
    if paragraph.characters > 3000:
        return None
    text = paragraph.text
    if _ILLUSTRATION.fullmatch(text):
        return Role.PICTURE
    notice = len(text) < 300 and _NOTICE.fullmatch(text)
    if notice or (text.startswith("[") and text.endswith("]") and _TRANSCRIBER.match(text)):
        return Role.BOILERPLATE
    if not in_head:
        return None
    if _COPYRIGHT.fullmatch(text):
        return Role.COPYRIGHT
    posted = _POSTED.fullmatch(text) or _TRANSCRIBER.match(text) or (_CREDIT.match(text) and len(text) < 600)
    return Role.BOILERPLATE if posted else None
