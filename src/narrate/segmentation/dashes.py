"""Speech that begins with a dash.

Three conventions are told apart by how the narration within is set off::

    —Hola —dijo Juan—. Adiós.            dashes on both sides, tied to the narration (Spanish, Portuguese)
    — Привет, — сказал он. — Как дела?   a dash after punctuation and before a small letter (Russian, Polish)
    — Bonjour, dit-il. Ça va ?           commas alone (French; also “—No, said Stephen, I …”)
"""

from __future__ import annotations

import re

from narrate.segmentation.lexicon import SPEECH_VERBS

_DASH = r"(?:—|–|―|‒|--)"
_OPENING = re.compile(rf"{_DASH}-{{0,2}}[ \t\u00a0\u2009\u202f]{{0,4}}(?=[^\W_]|[¿¡«“\"'’‘…])|-[ \u00a0](?=[^\W\d_]|[¿¡])")

_INSIDE = re.compile(rf"{_DASH}-{{0,2}}")
_FINAL = ".,;:!?…»”\""

_ENGLISH = "|".join(sorted(SPEECH_VERBS, key=lambda verb: (-len(verb), verb)))
_NAME = r"[A-Z][\w’'.-]{0,30}(?: (?:of |de |la |the )?[A-Z][\w’'.-]{0,30}){0,3}"
_PERSON = (
    rf"(?:I|he|she|they|it|we|(?:the|a|an|his|her|my|their|le|la|un|une|son|sa|el|die|der)\s\w{{1,20}}(?:\s\w{{1,20}})?|{_NAME})"
)
_FRENCH = (
    r"(?:dit|dis|dirent|fit|fis|répondit|répondis|demanda|reprit|ajouta|cria|murmura|répliqua|continua|soupira|"
    r"chuchota|hurla|lança|souffla|déclara|expliqua|observa|interrompit|balbutia|grogna|"
    r"s[’']écria|s[’']exclama|répéta|pensa|insista|affirma|remarqua|conclut)"
)
_SAID = re.compile(
    r"(?<=[,!?…—–])\s{1,3}(?="
    rf"(?:\w{{1,20}}\s)?(?:[\w’']{{1,20}}-(?:t-)?(?:il|elle|je|on|ils|elles|nous|vous|tu)\b)"
    rf"|{_FRENCH}\s{_PERSON}"
    rf"|(?:{_ENGLISH})\s{_PERSON}"
    rf"|{_PERSON}\s(?:{_ENGLISH})\b"
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
    cuts = _dashed_narration(text, start, end) or _comma_narration(text, start, end)
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
            if _begins_narration(text, first, before, after, last, end):
                begun = first
        elif not before.isspace() or text[first - 2] in _FINAL:
            # “—dijo Juan—. Adiós”: the points after the dash belong to the clause before it.
            while last < end and text[last] in _FINAL:
                last += 1
            cuts.append((begun, last if not before.isspace() else first))
            begun = None
    if begun is not None:
        cuts.append((begun, end))
    return cuts


def _begins_narration(text: str, first: int, before: str, after: str, last: int, end: int) -> bool:
    if not before.isspace():
        return False
    if after.isspace():
        rest = text[last : last + 4].lstrip()
        return text[first - 2] in _FINAL and rest[:1].islower()
    return after.isalpha()


def _comma_narration(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Narration set off by commas: “, said Stephen,”."""
    cuts: list[tuple[int, int]] = []
    at = start
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
