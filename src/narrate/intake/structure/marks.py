"""Scene marks: ``* * *``, ``~*~``, ``oOo``, ``---``, ❦ and all their kin."""

from __future__ import annotations

import re

MARK_LIMIT = 120
"""Longer lines are no scene marks (characters)."""

# Ornaments have no letters but those of xXx, oOo, o0o.
_WORD = re.compile(r"[^\W_oO0xX]")
# A line of these alone is speech without words (“…!”), or a piece of a sentence that the wrapper left over.
_PUNCTUATION = frozenset("?!,;:'\"“”‘’„‚«»‹›()[]{}¿¡…. \t\xa0")
_DOTS = re.compile(r"(?:\.\s?){1,12}|(?:…\s?){1,6}")
_TAG = re.compile(r"</?(?:hr|center|centre|br|p|div|span|b|i|strong|em)\b[^<>]{0,60}>", re.IGNORECASE)
# Points and colons turned to an ornament: .:. ::.::
_POINTS = re.compile(r"(?=.{0,4}\.)(?=.{0,4}:)[.:\s]{3,60}")
_BOX = re.compile(r"\+[-=+]+\+")
_WORDS = re.compile(r"\W{0,40}(?:line|scene|page|section|time)?[\s-]?(?:break|skip)\W{0,40}", re.IGNORECASE)
# Initials strung on dashes: -HP-HP-HP-
_STRUNG = re.compile(r"[-~*=_/]{1,10}([A-Z]{1,4})[-~*=_/]{1,10}(?:\1[-~*=_/]{1,10}){1,30}")
_DECORATED_WORDS = re.compile(
    r"(?:line|scene|page|section)[\s-]?break|\W{1,40}(?:break|time\s?skip)\W{1,40}", re.IGNORECASE
)


def is_mark(line: str) -> bool:
    """Whether ``line`` is an ornament that divides scenes."""
    if len(line) > MARK_LIMIT:
        return False
    if "<" in line:
        # What conversions left of markup: <hr>, <center>***</center>.
        bare = _TAG.sub("", line).strip()
        if bare != line and (not bare or (bare != line and "<" not in bare and is_mark(bare))):
            return True
    if not _WORD.search(line):
        return _is_ornament(line)
    if _STRUNG.fullmatch(line):
        return True
    return bool(_WORDS.fullmatch(line) and _DECORATED_WORDS.search(line))


def is_dots(line: str) -> bool:
    """Whether ``line`` is nothing but dots: a scene mark only where blank lines set it apart."""
    return len(line) <= MARK_LIMIT and _DOTS.fullmatch(line) is not None


def _is_ornament(line: str) -> bool:
    if _POINTS.fullmatch(line):
        return True
    if not set(line) - _PUNCTUATION or _BOX.fullmatch(line):
        return False
    if any(character in _PUNCTUATION and character not in " \t\xa0.()[]…" for character in line):
        # Quotation marks, or marks that end a sentence, beside an ornament: “—!”
        return False
    letters = [character for character in line if character.isalnum()]
    if not letters:
        return True
    return len(letters) != 2 or len(letters) < len(line.strip())
