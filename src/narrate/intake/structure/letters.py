"""What the story shows as written: letters, messages, chats, telegrams, diary entries."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from narrate.intake.structure.dates import begins_with_date, is_time_or_place
from narrate.intake.structure.headings import is_capitals, undecorated
from narrate.intake.structure.paragraphs import Paragraph, Role

_SALUTATION = re.compile(
    r"(?:(?:my\s)?(?:own\s)?(?:very\s)?(?:dear(?:est|s)?|darling|beloved|sehr geehrte[rs]?|liebe[rs]?|"
    r"chère?s?|mon cher|"
    r"ma chère|querid[oa]s?|estimad[oa]s?|caro|cara|prezad[oa])\b.{0,50}|"
    r"(?:to|hi|hello|hey)\s(?:all|everyone|whom it may concern|the\s.{1,40}|"
    r"[A-Z][\w.]{0,20}(?:\s[A-Z][\w.]{0,20}){0,3})|"
    r"sirs?|madam|gentlemen)\s?[,:—–-]{1,2}",
    re.IGNORECASE,
)
_VALEDICTION = re.compile(
    r"(?:(?:with\s)?(?:all\s)?(?:my\s|much\s|lots of\s)?(?:love|affection|regards|thanks)(?:\salways|\sever)?|"
    r"(?:i\s(?:am|remain),?\s.{0,40})?yours?\b.{0,50}|(?:very\s)?(?:sincerely|truly|faithfully|respectfully|cordially|"
    r"affectionately|fondly|gratefully)(?:\syours?)?|(?:with\s)?(?:kind|best|warm|warmest|kindest)\s(?:regards|wishes)|"
    r"regards|cheers|best|hugs|always|forever|ever your.{0,40}|your\s(?:\w{1,20}\s){0,4}\w{1,20}|xx+|"
    r"hochachtungsvoll|mit freundlichen grüßen|dein.{0,30}|deine.{0,30}|ihr.{0,30}|bien à (?:toi|vous).{0,20}|"
    r"je t['’]embrasse.{0,20}|un abrazo.{0,30}|atentamente|cordialmente|abraços)\s?[,.—–!-]{0,2}",
    re.IGNORECASE,
)
_POSTSCRIPT = re.compile(r"(?:p\.?\s?){1,4}s\.?\s?[.:,—–-]?\s?.{0,2000}", re.IGNORECASE | re.DOTALL)
_MAIL_LINE = re.compile(
    r"(?:from|to|subject|date|sent|re|cc|fwd|attn|received|time|von|an|betreff|de|à|objet|para|asunto)\s?:\s?.{1,200}",
    re.IGNORECASE,
)
_TEXT_FROM = re.compile(
    r"[\[(<*_]{0,3}(?:(?:new\s)?(?:text|message|sms|e-?mail|voice ?mail|note|dm|tweet|letter|memo|telegram)s?|"
    r"sent|received)"
    r"(?:\smessage)?\s?(?:\((?:from|to)\s.{1,30}\)|(?:from|to)\b\s?:?\s?.{1,40}?)[\])>*_]{0,3}\s?:?",
    re.IGNORECASE,
)
_CHAT = re.compile(
    r"(?:[\[(]\d{1,2}:\d\d(?::\d\d)?(?:\s?[ap]m)?[\])]\s?)?[<*_\[]{0,3}(?P<name>[^\W\d][\w.’'-]{0,24}(?:\s[\w.’'-]{1,24}){0,2})"
    r"(?:\s\(\d{1,2}:\d\d(?:\s?[ap]m)?\))?[>*_\]]{0,3}(?::[*_]{0,3}\s|(?<=>)\s)\s?(?P<words>\S.{0,400})",
    re.IGNORECASE,
)
_STOP = re.compile(r"\w STOP\b(?!!)")
_DEAR_DIARY = re.compile(r"dear (?:diary|journal)\b\W{0,3}.{0,4000}", re.IGNORECASE | re.DOTALL)
_QUOTES = frozenset('"“„«»')
_SHORT = 60
_MOST_PARAGRAPHS = 40
_MOST_CHARACTERS = 12_000
_HEAD_LINES = 4
_FEWEST_CHAT = 3
_MOST_NAMES = 6

Paragraphs = Sequence[Paragraph]


def mark_letters(paragraphs: Paragraphs) -> None:
    """Settle the role of letters and their like."""
    index = 0
    while index < len(paragraphs):
        end = index
        if _is_open(paragraphs[index]):
            for find in _FINDERS:
                end = find(paragraphs, index)
                if end > index:
                    break
        for paragraph in paragraphs[index:end]:
            if paragraph.role in {Role.PROSE, Role.VERSE}:
                paragraph.role = Role.LETTER
        index = max(end, index + 1)


def _is_open(paragraph: Paragraph) -> bool:
    """Whether nobody has claimed it; a header line in the midst of a story may be the head of a message."""
    return paragraph.role in {Role.PROSE, Role.VERSE} and paragraph.text[0] not in _QUOTES


def _letter(paragraphs: Paragraphs, index: int) -> int:
    """The end of a letter that begins at ``index``, from its head or salutation to its signature and postscripts.

    ``index`` itself where there is none: both ends must be there.
    """
    start = _salutation(paragraphs, index)
    if start is None:
        return index
    characters = 0
    for number in range(start, min(len(paragraphs), start + _MOST_PARAGRAPHS)):
        paragraph = paragraphs[number]
        characters += paragraph.characters
        if paragraph.role is Role.MARK or characters > _MOST_CHARACTERS or not _may_be_letter(paragraph):
            return index
        if number > start and _begins_letter(paragraph):
            return index
        if number > start and _VALEDICTION.fullmatch(undecorated(paragraph.lines[0].text)[:_SHORT]):
            return _behind_signature(paragraphs, number)
        if len(paragraph.lines) > 1 and any(_VALEDICTION.fullmatch(line.text) for line in paragraph.lines[-3:]):
            return _behind_postscripts(paragraphs, number + 1)
    return index


def _salutation(paragraphs: Paragraphs, index: int) -> int | None:
    """Where a salutation is, at ``index`` or below a head that begins there."""
    for number in range(index, min(len(paragraphs), index + _HEAD_LINES + 1)):
        if _begins_letter(paragraphs[number]):
            return number
        if number == index + _HEAD_LINES or not _is_head(paragraphs[number]):
            return None
    return None


def _may_be_letter(paragraph: Paragraph) -> bool:
    return paragraph.role in {Role.PROSE, Role.VERSE, Role.LETTER} and paragraph.text[0] not in _QUOTES


def _is_head(paragraph: Paragraph) -> bool:
    """An address or a date above a salutation."""
    text = paragraph.lines[0].text
    if paragraph.role is not Role.PROSE or len(text) > _SHORT or len(paragraph.lines) > _HEAD_LINES:
        return False
    return text.endswith(",") or is_time_or_place(undecorated(text).rstrip(".,"))


def _begins_letter(paragraph: Paragraph) -> bool:
    first = undecorated(paragraph.lines[0].text)
    alone = len(paragraph.lines) > 1 or len(first) == len(undecorated(paragraph.text))
    return (
        alone
        and paragraph.header is None
        and len(first) <= _SHORT
        and _SALUTATION.fullmatch(_marked(paragraph)) is not None
    )


def _marked(paragraph: Paragraph) -> str:
    return paragraph.lines[0].text.strip("*_ ")


def _behind_signature(paragraphs: Paragraphs, number: int) -> int:
    """Index behind a valediction and the name under it."""
    end = number + 1
    if len(paragraphs[number].lines) == 1 and end < len(paragraphs) and _is_signature(paragraphs[end]):
        end += 1
    return _behind_postscripts(paragraphs, end)


def _is_signature(paragraph: Paragraph) -> bool:
    text = undecorated(paragraph.text)
    return paragraph.role is Role.PROSE and 0 < len(text) <= 40 and text[0] not in _QUOTES and text.count(" ") < 6


def _behind_postscripts(paragraphs: Paragraphs, end: int) -> int:
    while end < len(paragraphs) and paragraphs[end].role is Role.PROSE:
        text = undecorated(paragraphs[end].text)
        if text[:1] not in {"P", "p"} or not _POSTSCRIPT.fullmatch(text) or not re.match(r"[Pp][\s.]?[PpSs]\b", text):
            break
        end += 1
    return end


def _mail(paragraphs: Paragraphs, index: int) -> int:
    """The head of a message, two lines at least, and what stands under it up to a signature, or one paragraph."""
    end = lines = 0
    for end in range(index, min(len(paragraphs), index + 6)):
        texts = [line.text.strip("*_") for line in paragraphs[end].lines]
        if paragraphs[end].role is not Role.PROSE or not all(_MAIL_LINE.fullmatch(text) for text in texts):
            break
        lines += len(texts)
    if lines < 2 or end <= index:
        return index
    for number in range(end, min(len(paragraphs), end + 10)):
        paragraph = paragraphs[number]
        if not _may_be_letter(paragraph) or _QUOTES & set(paragraph.text):
            break
        if number > end and _is_signature(paragraph) and paragraph.text[0].isupper():
            return _behind_postscripts(paragraphs, number + 1)
    first = paragraphs[end] if end < len(paragraphs) else None
    return end + 1 if first is not None and _may_be_letter(first) and not _QUOTES & set(first.text) else end


def _text_message(paragraphs: Paragraphs, index: int) -> int:
    """“Text from: Tam” over the words of the message."""
    paragraph = paragraphs[index]
    if len(paragraph.lines[0].text) > _SHORT or not _TEXT_FROM.fullmatch(paragraph.lines[0].text):
        return index
    if len(paragraph.lines) > 1:
        return index + 1
    following = index + 1
    if not paragraph.lines[0].text.rstrip("*_])>").endswith(":") or following >= len(paragraphs):
        return following
    return following + (1 if _may_be_letter(paragraphs[following]) and paragraphs[following].gap <= 1 else 0)


def _chat(paragraphs: Paragraphs, index: int) -> int:
    """Turns of a chat: three at least, of few people, one of whom speaks twice."""
    names: list[str] = []
    end = index
    while end < len(paragraphs):
        paragraph = paragraphs[end]
        lines = [_CHAT.fullmatch(line.text[:500]) for line in paragraph.lines]
        if paragraph.role is not Role.PROSE or paragraph.header is not None or paragraph.heading is not None:
            break
        if lines[0] is None or any(_QUOTES & set(line.text[:500]) for line in paragraph.lines):
            break
        names += [found["name"].casefold() for found in lines if found is not None]
        end += 1
    enough = len(names) >= _FEWEST_CHAT and len(set(names)) <= min(_MOST_NAMES, len(names) - 1)
    return end if enough else index


def _telegram(paragraphs: Paragraphs, index: int) -> int:
    text = paragraphs[index].text
    wired = len(text) < 2000 and is_capitals(text) and len(_STOP.findall(text)) > 0 and text.count(" ") > 2
    return index + 1 if wired else index


def _diary(paragraphs: Paragraphs, index: int) -> int:
    paragraph = paragraphs[index]
    text = paragraph.text.strip("*_ ")
    if begins_with_date(text) and paragraph.heading is None:
        return index + 1
    return index + 1 if _DEAR_DIARY.fullmatch(text) else index


_FINDERS: tuple[Callable[[Paragraphs, int], int], ...] = (_letter, _mail, _text_message, _chat, _telegram, _diary)
