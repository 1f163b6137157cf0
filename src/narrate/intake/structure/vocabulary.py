"""What headers say of a story, in one vocabulary.

Archives, mailing lists and journals each have their own words for the same things: “Pairing”, “Ship”, “Relationships”.
All readers of files put what they find under the keys of `KEYS` (``docs/structure.md`` lists them).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

KEYS: Mapping[str, str] = {
    spelling: key
    for key, spellings in {
        "title": (
            "title, fic title, story title, story, fic, name, work, work title, book, titel, titre, título, "
            "titolo"
        ),
        "subtitle": "subtitle",
        "author": (
            "author, authors, written by, penname, pen name, writer, creator, creators, co-author, autor, "
            "auteur, autora, autore"
        ),
        "artist": "artist, art by, illustrator, cover artist",
        "translator": "translator, translated by, translation by",
        "series": "series, storyline, collection, collections, verse, universe, saga",
        "series number": "series number, series index, series part, book number",
        "language": "language, lang, sprache, langue, idioma, lingua",
        "date": (
            "date, date published, date written, published, posted, posted on, posting date, originally "
            "posted, originally published, original publication, written on, created, release date, year, "
            "publication date"
        ),
        "updated": "updated, last updated, completed, completion, completion date, date completed",
        "packaged": "packaged, downloaded",
        "summary": (
            "summary, description, teaser, blurb, synopsis, chapter summary, story summary, about, rec "
            "summary, zusammenfassung, résumé, resumen, riassunto, resumo"
        ),
        "rating": "rating, rated, rate, rating/warning, ratings, age rating",
        "fandom": "fandom, fandoms, show, source, based on, canon, universe/fandom, crossover, continuity",
        "relationships": (
            "pairing, pairings, relationship, relationships, ship, ships, main pairing, couple, couples, rel, "
            "character/pairing, characters/pairings, pairing/characters, pairings/characters, pairing(s), "
            "side pairing"
        ),
        "characters": "character, characters, main character, lead character, cast, featuring",
        "tags": (
            "additional tag, additional tags, freeform, freeforms, tag, tags, bonus tag, theme, themes, kink, "
            "kinks, keyword, keywords, trope, tropes"
        ),
        "genre": "genre, genres, type, category/genre",
        "category": "category, categories, sub-category, claim, medium, format",
        "warnings": (
            "warning, warnings, archive warning, archive warnings, content warning, content warnings, content "
            "note, content notes, trigger, triggers, trigger warning, trigger warnings, tw, cw, squick, "
            "squicks, warnings/spoilers, spoilers/warnings, character death, content, warning/s"
        ),
        "spoilers": (
            "spoiler, spoilers, season, episode, timeline, time line, time frame, timeframe, era, setting, "
            "time period"
        ),
        "disclaimer": "disclaimer, disclaim, legal, disclaimers, dislaimer, disclamer, legalese, standard disclaimer",
        "thanks": (
            "thanks, thanks to, thank you, credit, credits, beta, betas, beta by, beta credit, beta reader, "
            "beta readers, beta'd by, betaed by, betad by, beta(s), beta thanks, acknowledgements, "
            "acknowledgments, award, awards"
        ),
        "dedication": "dedication, dedicated to, gift for, written for, recipient, for",
        "prompt": "prompt, prompts, challenge, request, requested by",
        "status": "status, stat, complete, in progress",
        "words": "words, word, word count, wordcount, length",
        "chapters": "chapters, chapter",
        "statistics": (
            "stats, statistics, reviews, review, favs, favorites, favourites, follows, hits, kudos, comments, "
            "bookmarks, views, votes"
        ),
        "prequel": "prequel",
        "sequel": "sequel, sequel to",
        "feedback": "feedback, flame, flames, reader, concrit, r&r",
        "archive": (
            "archive, archives, archived, archiving, distribution, permission, permissions, advertisement, "
            "notification"
        ),
        "contact": "contact, e-mail, email, e-mail address, email address, homepage, website, web site, blog",
        "link": "story url, url, link, links, original work, author url",
        "identifier": "id, story id, storyid, isbn, uri, identifier",
        "publisher": "publisher, published by",
        "rights": "copyright, rights, license, licence",
    }.items()
    for spelling in spellings.split(", ")
}  # fmt: skip
"""The key of the vocabulary for every spelling that is in use, lower-case."""

CORE = frozenset(
    [
        *["title", "author", "rating", "rated", "pairing", "pairings", "fandom", "fandoms", "summary", "disclaimer"],
        *["warning", "warnings", "spoilers", "spoiler", "genre", "relationships", "archive warning"],
    ]
)
"""Spellings that mean nothing else: they are believed with a dash for a colon, and away from other header lines."""

ALONE = frozenset(
    [
        *["fandom", "fandoms", "rating", "rated", "character", "characters", "pairing", "pairings", "relationship"],
        *["relationships", "genre", "genres", "category", "categories", "language", "series", "stats", "summary"],
        *["warnings", "warning", "archive warning", "archive warnings", "additional tags", "published", "updated"],
        *["words", "chapters", "status", "disclaimer", "spoilers", "word count", "author", "title"],
    ]
)
"""Spellings that may stand on a line without any mark, their value below, where a file has several of them."""

_ADULT = re.compile(
    r"\b(?:nc-?\s?(?:17|21)|mature|explicit|adults?|xx+|ma|fra?o|fraom|frm|hard r|lemon|smut|nsfw|erotica?)(?![\w'])|"
    r"(?<!\w)(?:1[78]|21)\s?\+|^(?:fiction\s|rated\s)?[^\w]{0,3}[mrx](?![\w'&])",
    re.IGNORECASE,
)
_SUITABLE = re.compile(
    r"\b(?:g|pg(?:-?\s?1[35])?|k\+?|t|teens?|gen|general|all ages|everyone|frc|frt|12\+?|13\+?|15\+?|u|suitable)(?!\w)",
    re.IGNORECASE,
)
_RATING_LOOKED_AT = 80
_PART_OF = re.compile(
    r"(?:part|book|volume|no\.?|number|story)?\s?#?(?P<number>\d{1,4})\s(?:of|in)\s(?P<series>\D.{0,150})",
    re.IGNORECASE,
)
_WITH_NUMBER = re.compile(
    r"(?P<series>.{1,150}?)[\s,;:–—-]{0,4}[(\[]?(?:#|\b(?:part|book|volume|vol\.?|no\.?|story|episode)\s#?|"
    r"(?<=[(\[]))(?P<number>\d{1,4})(?:\s?(?:/|of)\s?\d{1,4})?[)\]]?",
    re.IGNORECASE,
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = "(?P<month>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}"
_DATES = (
    re.compile(r"(?<!\d)(?P<year>[12]\d{3})-(?P<number>\d\d)-(?P<day>\d\d)(?!\d)"),
    re.compile(
        rf"(?<!\d)(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\.?\s(?:of\s)?{_MONTH}\.?,?\s(?P<year>[12]\d{{3}})(?!\d)",
        re.IGNORECASE,
    ),
    re.compile(rf"\b{_MONTH}\.?\s(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s(?P<year>[12]\d{{3}})(?!\d)", re.IGNORECASE),
)
_DATE_LOOKED_AT = 80


def canonical_key(spelling: str) -> str | None:
    """The key of the vocabulary for a word that people write, or None: ``Pairing(s)`` → ``relationships``."""
    key = " ".join(spelling.lower().replace("’", "'").split())
    return KEYS.get(key) or KEYS.get(key.removesuffix("(s)")) or KEYS.get(key.removesuffix("s"))


def is_explicit(rating: str) -> bool | None:
    """Whether a rating in any system (MPAA, AO3, FanFiction.net) is for adults; None where it does not say."""
    near = rating[:_RATING_LOOKED_AT]
    if _ADULT.search(near):
        return True
    return False if _SUITABLE.search(near) else None


def tidied(pairs: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """Metadata in its final form: what follows from a value is added.

    ``series`` loses its number to ``series number``; dates become ``YYYY-MM-DD`` or ``YYYY`` where that is sure;
    ``rating`` gives ``explicit`` (``yes`` or ``no``), which feeds need.

    Args:
        pairs: keys of the vocabulary, each once, with their values.
    """
    found = dict(pairs)
    if "series" in found:
        series, number = _split_series(found["series"])
        found["series"] = series
        if number:
            found.setdefault("series number", number)
    for key in ("date", "updated"):
        if key in found:
            found[key] = iso_date(found[key]) or found[key]
    explicit = is_explicit(found.get("rating", ""))
    if explicit is not None:
        found.setdefault("explicit", "yes" if explicit else "no")
    return tuple(found.items())


def iso_date(text: str) -> str | None:
    """The first date in ``text`` as ``YYYY-MM-DD``, else the only year in it, else None: 3/4/2011 may be two days."""
    near = text[:_DATE_LOOKED_AT]
    for pattern in _DATES:
        found = pattern.search(near)
        if found:
            named = found.groupdict()
            month = int(named.get("number") or 0) or _MONTHS.index((named.get("month") or "jan").lower()) + 1
            if 1 <= month <= 12 and 1 <= int(found["day"]) <= 31:
                return f"{found['year']}-{month:02d}-{int(found['day']):02d}"
    years = set(re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", near))
    return years.pop() if len(years) == 1 else None


def _split_series(value: str) -> tuple[str, str | None]:
    value = value.strip()
    found = _PART_OF.fullmatch(value) or _WITH_NUMBER.fullmatch(value)
    if found is None:
        return value, None
    return found["series"].strip(" ,;:–—-\"“”'"), str(int(found["number"]))
