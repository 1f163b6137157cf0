"""Header lines of fan posts and e-texts: ``Title: …``, ``Rated: Fiction T - English``, ``A/N: …``."""

from __future__ import annotations

import re
from dataclasses import dataclass

_LIMIT = 5_000

# Lower-case, without the plural's s. What the archives, mailing lists and journals of fan fiction use.
_KEYS = frozenset(
    """
    additional tag, advertisement, archive, archive warning, archived, archiving, artist, author, authors, award,
    based on, beta, beta by, beta credit, beta reader, beta'd by, betaed by, betas, bonus tag, categories, category,
    challenge, chapter, chapters, character, character death, characters, claim, co-author, collection, complete,
    completed, completion, contact, content, content note, content warning, continuity, copyright, couple, created,
    credit, crossover, cw, date, date published, date written, dedicated to, dedication, description, disclaim,
    disclaimer, distribution, e-mail, email, episode, era, fandom, favs, feedback, fic, fic title, flame, follows,
    format, freeform, genre, gift for, homepage, id, kink, language, last updated, lead character, legal, length,
    link, main character, main pairing, medium, name, notification, original publication, original work, originally
    posted, packaged, pairing, pen name, penname, permission, posted, posted on, posting date, prequel, prompt,
    published, publisher, rate, rated, rating, rating/warning, reader, recipient, rel, relationship, release date,
    request, requested by, review, reviews, season, sequel, sequel to, series, setting, ship, source, spoiler,
    squick, stat, status, story, story id, story url, storyline, sub-category, subtitle, summary, tag, teaser,
    thanks, thanks to, theme, time frame, time line, timeframe, timeline, title, translator, trigger, trigger
    warning, tw, type, universe, updated, url, verse, warning, warnings/spoilers, website, word, word count,
    wordcount, words, work, written by, written for, written on, year
    """.replace("\n    ", " ")
    .strip()
    .split(", ")
)
NOTE_KEY = "author's note"
PERHAPS_NOTE_KEY = "notes"

# These are believed with a dash in the place of the colon too.
_CORE_KEYS = frozenset(
    """
    title, author, rating, rated, pairing, pairings, fandom, summary, disclaimer, warning, warnings, spoilers, genre
    """.strip().split(", ")
)
_OPENING = r"[\s*_=~>•\[(#-]{0,12}"
_KEY_LINE = re.compile(
    _OPENING + r"(?P<key>[A-Za-z][A-Za-z'’/ -]{0,28}[A-Za-z]|[A-Za-z])\s{0,3}(?:\(s\)|[*_\])]{1,4})?\s{0,3}"
    r"(?P<separator>:|[–—]|(?<=\s)-|-(?=\s))[*_\])]{0,4}\s*(?P<value>.*)",
    re.DOTALL,
)
_A_N = re.compile(_OPENING + r"a\s?/\s?n(?:['’]?s)?\s?\#?(?:\d{1,3})?(?P<after>(?!\w).*)?", re.IGNORECASE | re.DOTALL)
_NOTE_LINE = re.compile(
    _OPENING + r"(?:(?:author|writer)['’]?s?['’]?[\s-](?:end[\s-]?)?notes?|note\sfrom\s(?:the\s)?author|"
    r"(?:end|beginning|chapter|story|post|pre|final|closing|opening)[\s-]?notes?)"
    r"\s?(?:\#?\d{1,3}|\(s\))?[\s*_\])]{0,4}(?P<after>[:;–—-].*)?",
    re.IGNORECASE | re.DOTALL,
)
_NOTE_CAPITALS = re.compile(r"[\s*_\[(]{0,6}AN(?:\d{1,2})?[*_\])]{0,4}\s?(?P<after>[:–—-].*)", re.DOTALL)
_PERHAPS_NOTE = re.compile(r"[\s*_\[(#]{0,6}notes?[*_\])]{0,4}\s?(?P<after>:.*)", re.IGNORECASE | re.DOTALL)
_BARE_KEYS = re.compile(r"[*_=~#\s]{0,6}(?P<key>summary|disclaimer|warnings?)[*_=~#\s]{0,6}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class HeaderLine:
    """``key: value``; the key in lower case, the value perhaps empty.

    The key is `NOTE_KEY` for an author's note, and ``notes`` for what may be one, where it stands apart.
    """

    key: str
    value: str

    @property
    def is_core(self) -> bool:
        """Whether the key is one of the commonest, which mean nothing else."""
        return self.key in _CORE_KEYS

    @property
    def is_note(self) -> bool:
        """Whether it may open an author's note."""
        return self.key in {NOTE_KEY, PERHAPS_NOTE_KEY}


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
    return HeaderLine(bare["key"].lower(), "") if bare else _parse_key_line(head)


def _parse_key_line(head: str) -> HeaderLine | None:
    found = _KEY_LINE.fullmatch(head)
    if found is None:
        return None
    key = " ".join(found["key"].lower().replace("’", "'").split())
    known = key in _KEYS or key.removesuffix("s") in _KEYS
    if not known or (found["separator"] != ":" and key not in _CORE_KEYS):
        return None
    return HeaderLine(key, found["value"].strip(" *_\t"))


def _note_value(after: str | None) -> str:
    return (after or "").strip(" :*_-–—.;])\t")
