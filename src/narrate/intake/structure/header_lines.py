"""Header lines of fan posts and e-texts: ``Title: …``, ``Rated: Fiction T - English``, ``A/N: …``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from narrate.intake.structure.vocabulary import ALONE, CORE, KEYS, canonical_key

_LIMIT = 5_000
NOTE_KEY = "author's note"
PERHAPS_NOTE_KEY = "notes"
MAIL_KEY = "mail"
"""Of a line at the head of a posting that says nothing of the story."""

_OPENING = r"[\s*_=~>•♥\[(#<-]{0,12}"
_KEY_LINE = re.compile(
    _OPENING + r"(?P<key>[^\W\d_][^\W\d_’'/& .-]{0,20}(?:[’'/& .-]{1,2}[^\W\d_]{1,20}){0,4})\s{0,3}"
    r"(?:[(\[/]e?s[)\]]?)?(?P<bold>[*_\])>]{1,4})?\s{0,3}"
    r"(?P<separator>:|[–—=]|(?<=\s)[~-]|[~-](?=\s))(?P<after>[*_\])>]{0,4})\s*(?P<value>.*)",
    re.DOTALL,
)
_A_N = re.compile(
    _OPENING + r"a\s?[/.]\s?n\.?(?:['’]?s)?\s?\#?(?:\d{1,3})?(?P<after>(?!\w).*)?", re.IGNORECASE | re.DOTALL
)
_NOTE_LINE = re.compile(
    _OPENING + r"(?:(?:author|authoress|writer)['’]?s?['’]?[\s-](?:end[\s-]?)?(?:notes?|ramblings?|rant|comments?)|"
    r"notes?\sfrom\s(?:the\s)?(?:author|authoress|me)|"
    r"(?:chapter\s)?(?:end|beginning|chapter|story|post|pre|final|closing|opening)[\s-]?notes?)"
    r"\s?(?:\#?\d{1,3}|\(s\))?[\s*_\])~]{0,4}(?P<after>[:;–—-].*)?",
    re.IGNORECASE | re.DOTALL,
)
_NOTE_CAPITALS = re.compile(r"[\s*_\[(]{0,6}AN(?:\d{1,2})?[*_\])]{0,4}\s?(?P<after>[:–—-].*)", re.DOTALL)
_PERHAPS_NOTE = re.compile(r"[\s*_\[(#]{0,6}notes?[*_\])]{0,4}\s?(?P<after>:.*)?", re.IGNORECASE | re.DOTALL)
_BARE_KEYS = re.compile(
    r"[*_=~#\s]{0,6}(?P<key>summary|disclaimer|warnings?|chapter summary)[*_=~#\s]{0,6}", re.IGNORECASE
)
_ALONE = re.compile(r"[*_=~#\s]{0,6}(?P<key>[A-Za-z][A-Za-z ]{3,20})[*_=~#\s]{0,6}")

# Where another key may begin on the same line: after a bar, a dash between spaces, two spaces, or, of an archive's
# figures, after any space.
_FIGURES = "published|updated|completed|words|chapters|comments|kudos|bookmarks|hits|reviews|favs|follows|status|id"
_FURTHER = re.compile(
    r"(?:\s{0,3}[|•·]\s{0,3}|\s{2,20}|\s[–—-]\s|;\s|\s(?=(?:" + _FIGURES + r"):))[*_]{0,3}"
    r"(?P<key>[A-Za-z][A-Za-z'’/ ]{1,24})[*_]{0,3}:[*_]{0,3}\s{0,3}",
    re.IGNORECASE,
)
# FanFiction.net: “Rated: Fiction T - English - Drama/Angst - Chapters: 3 - …”
_FICTION = re.compile(r"(?:fiction\s+)?(?P<rating>K\+?|T|M|MA)\s+-\s+(?P<rest>[A-Z].*)", re.DOTALL | re.IGNORECASE)


# The head of a mail or a posting to a newsgroup: some of its lines stand nowhere else.
_MAIL = re.compile(
    r"(?P<key>from|to|cc|newsgroups|subject|date|message-id|path|lines|organi[sz]ation|references|sender|reply-to|"
    r"mime-version|content-[a-z-]{4,20}|list-[a-z-]{2,20}|x-[a-z-]{2,30}|xref|approved|followup-to|in-reply-to|"
    r"nntp-[a-z-]{2,20}|distribution|user-agent|received|return-path|delivered-to|precedence|keywords|summary|status|"
    r"mailing-list|archive-name)\s?:\s?(?P<value>.*)",
    re.IGNORECASE | re.DOTALL,
)
_MAIL_ONLY = re.compile(
    r"(?:newsgroups|message-id|path|organi[sz]ation|references|mime-version|x-|xref|nntp-|received|mailing-list)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class HeaderLine:
    """``key: value``, the value perhaps empty.

    Attributes:
        key: of the vocabulary; `NOTE_KEY` for an author's note, and ``notes`` for what may be one, where it stands
            apart.
        value: without the marks around it.
        is_core: the key means nothing else, wherever it stands.
        more: further keys and values on the same line.
    """

    key: str
    value: str
    is_core: bool = False
    more: tuple[tuple[str, str], ...] = ()

    @property
    def is_note(self) -> bool:
        """Whether it may open an author's note."""
        return self.key in {NOTE_KEY, PERHAPS_NOTE_KEY}


@lru_cache(maxsize=1024)
def parse_header_line(line: str) -> HeaderLine | None:
    """What ``line`` says as a header line; None if it has no key that people use in headers."""
    head = line[:_LIMIT]
    note = _A_N.fullmatch(head) or _NOTE_LINE.fullmatch(head) or _NOTE_CAPITALS.fullmatch(head)
    if note:
        return HeaderLine(NOTE_KEY, _note_value(note["after"]))
    note = _PERHAPS_NOTE.fullmatch(head)
    if note:
        return HeaderLine(PERHAPS_NOTE_KEY, _note_value(note["after"]))
    bare = _BARE_KEYS.fullmatch(head)
    if bare:
        return HeaderLine(KEYS[bare["key"].lower()], "", is_core=True)
    return _parse_key_line(head)


def parse_key_alone(line: str) -> HeaderLine | None:
    """A key without any mark, alone on its line: to be believed only among others."""
    found = _ALONE.fullmatch(line[:_LIMIT])
    key = " ".join(found["key"].lower().split()) if found else ""
    return HeaderLine(KEYS[key], "") if key in ALONE else None


def mail_head(lines: Sequence[str]) -> list[HeaderLine]:
    """The lines at the head of a text that are a mail's or a posting's, as header lines; none if they are not."""
    found: list[HeaderLine] = []
    certain = False
    for line in lines:
        head = _MAIL.fullmatch(line[:_LIMIT])
        if head is None:
            break
        certain = certain or _MAIL_ONLY.match(line) is not None
        key = "date" if head["key"].lower() == "date" else MAIL_KEY
        found.append(HeaderLine(key, head["value"].strip()))
    return found if certain and len(found) > 1 else []


def _parse_key_line(head: str) -> HeaderLine | None:
    found = _KEY_LINE.fullmatch(head)
    if found is None:
        return None
    spelling = " ".join(found["key"].lower().replace("’", "'").split())
    key = canonical_key(spelling)
    marked = found["bold"] or found["after"]
    if key is None or (found["separator"] != ":" and not marked and spelling not in CORE):
        return None
    value, more = _divided(found["value"])
    if spelling == "rated" or key == "rating":
        value, more = _without_fiction(value, more)
    return HeaderLine(key, _clean(value), spelling in CORE, more)


def _divided(value: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    """The first value of a line, and the further keys with theirs."""
    found = [(match, canonical_key(match["key"])) for match in _FURTHER.finditer(value)]
    known = [(match, key) for match, key in found if key is not None]
    if not known:
        return value, ()
    ends = [match.start() for match, _ in known[1:]] + [len(value)]
    more = tuple(
        (key, _clean(value[match.end() : end]))
        for (match, key), end in zip(known, ends, strict=True)
        if key is not None
    )
    return value[: known[0][0].start()], more


def _without_fiction(value: str, more: tuple[tuple[str, str], ...]) -> tuple[str, tuple[tuple[str, str], ...]]:
    """FanFiction.net's line, whose rating, language, genre and characters have no keys."""
    found = _FICTION.fullmatch(value.strip())
    if found is None:
        return value, more
    parts = [part.strip() for part in found["rest"].split(" - ")]
    named = tuple(zip(("language", "genre", "characters"), parts, strict=False))
    return found["rating"].upper(), (*named, *more)


def _clean(value: str) -> str:
    return value.strip(" *_\t|")


def _note_value(after: str | None) -> str:
    return (after or "").strip(" :*_-–—.;])\t~")
