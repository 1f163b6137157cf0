"""Speech that begins with a dash.

Three conventions are told apart by how the narration within is set off::

    —Hola —dijo Juan—. Adiós.            dashes on both sides, tied to the narration (Spanish, Portuguese)
    — Привет, — сказал он. — Как дела?   a dash after punctuation and before a small letter (Russian, Polish)
    — Bonjour, dit-il. Ça va ?           commas alone (French; also “—No, said Stephen, I …”)
"""

from __future__ import annotations

import re

from narrate.segmentation.lexicon import DASH_VERBS

_DASH = r"(?:—|–|―|‒|--)"
_OPENING = re.compile(
    rf"{_DASH}-{{0,2}}[ \t\u00a0\u2009\u202f]{{0,4}}(?=[^\W_]|[¿¡«“\"'’‘…])|-[ \u00a0](?=[^\W\d_]|[¿¡])"
)

_INSIDE = re.compile(rf"{_DASH}-{{0,2}}")
_FIRST_WORD = re.compile(r"[^\W\d_]{1,20}")
_REACH = 24
_AFTER_DASH = frozenset(".,;:")
_FINAL = '.,;:!?…»”"'

_VERB = "|".join(sorted(DASH_VERBS, key=lambda verb: (-len(verb), verb)))
_NAME = r"[A-Z][\w’'.-]{0,30}(?: (?:of |de |la |the )?[A-Z][\w’'.-]{0,30}){0,3}"
_ARTICLE = "(?:the|a|an|his|her|my|their|le|la|un|une|son|sa|el|die|der)"
_PERSON = rf"(?:I|he|she|they|it|we|{_ARTICLE}\s\w{{1,20}}(?:\s\w{{1,20}})?|{_NAME})"
_SAID = re.compile(
    r"(?<=[,!?…—–])\s{1,3}(?="
    r"(?:\w{1,20}\s|s[’'])?[\w’']{1,20}-(?:t-)?(?:il|elle|je|on|ils|elles)\b"  # dit-il, s’écria-t-elle
    rf"|(?:s[’'])?(?:{_VERB}|fit|fis)\s{_PERSON}"  # said Stephen, fit le garçon
    rf"|{_PERSON}\s(?:{_VERB})\b"
    r")"
)
_CLAUSE_END = re.compile(r"[.,;:!?…](?=\s|$)")
_ACTION = re.compile(r"\s{1,3}(?=(?:He|She|They|Il|Elle|Ils|Elles|Él|Ella)\s)")


def opens_with_dash(text: str, start: int, end: int) -> bool:
    """Whether ``text[start:end]`` begins with a dash as speech does."""
    return _OPENING.match(text, start, end) is not None


def dash_speech(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The stretches of speech of a paragraph that begins with a dash, as pairs of start and end.

    What is left between them is what the narrator says.
    """
    return _between(text, start, end, _dashed_narration(text, start, end) or _comma_narration(text, start, end))


def comma_speech(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The stretches of speech of a quotation in which narration is set off by commas alone."""
    return _between(text, start, end, _comma_narration(text, start, end))


def _between(text: str, start: int, end: int, cuts: list[tuple[int, int]]) -> list[tuple[int, int]]:
    speech, at = [], start
    for first, last in cuts:
        speech.append((at, first))
        at = last
    speech.append((at, end))
    return [(first, last) for first, last in speech if any(char.isalnum() for char in text[first:last])]


def _dashed_narration(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Narration set off by dashes: pairs from the opening dash to the end of the closing one."""
    opening = _OPENING.match(text, start, end)
    at = opening.end() if opening else start
    cuts: list[tuple[int, int]] = []
    begun: int | None = None
    for match in _INSIDE.finditer(text, at, end):
        first, last = match.span()
        before = text[first - 1]
        after = text[last] if last < end else ""
        if begun is None:
            if _begins_narration(text, first, last, after):
                begun = first
        elif not before.isspace() or text[first - 2] in _FINAL or after in _AFTER_DASH:
            # “—dijo Juan—. Adiós”, “— disse ele —, adeus”: the points after the dash belong to the clause before it.
            while last < end and text[last] in _FINAL:
                last += 1
            cuts.append((begun, last if not before.isspace() or after in _AFTER_DASH else first))
            begun = None
    if begun is not None:
        cuts.append((begun, end))
    return cuts


def _begins_narration(text: str, first: int, last: int, after: str) -> bool:
    """Whether the dash ``text[first:last]``, which ``after`` follows, leads from speech to narration."""
    if not text[first - 1].isspace():
        return False
    if after.isspace():
        rest = text[last : last + _REACH].lstrip()
        if not rest[:1].islower():
            return False
        # “— Está bem — disse Pedro.”: Portuguese sets no comma before the dash, so that a verb of speech must tell.
        word = _FIRST_WORD.match(rest)
        return text[first - 2] in _FINAL or (word is not None and word[0] in DASH_VERBS)
    return after.isalpha()


def _comma_narration(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Narration set off by commas: “, said Stephen,”."""
    cuts: list[tuple[int, int]] = []
    opening = _OPENING.match(text, start, end)
    at = opening.end() if opening else start
    while True:
        match = _SAID.search(text, at, end)
        if match is None:
            return cuts
        stop = _CLAUSE_END.search(text, match.end(), end)
        if stop is None or _ACTION.match(text, stop.end(), end):
            cuts.append((match.end(), end))
            return cuts
        cuts.append((match.end(), stop.end()))
        at = stop.end()
