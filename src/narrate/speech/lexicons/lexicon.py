"""A lexicon: how the names and made-up words of a story are said.

Its words are put aside before a text is normalised, each behind a stand-in that no rule touches, and what is said for
them is put in afterwards: so a lexicon has the last word, and is asked for what is written.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from narrate.model import Pronunciation
from narrate.speech.lexicons.ipa import respelt, with_ending
from narrate.speech.rules.characters import plain_characters

_TOKEN = re.compile(r"[^\W_]+|[^\w\s]|_")
_ENDING = re.compile(r"'(?:[sS](?![^\W_]))?")
_UNSPEAKABLE = re.compile(r"[\[\]{}<>|\\^*_~#=`/\"“”„«»]")
_STAND_IN = re.compile("\U00010427([\U00010428-\U0001044b]{3})")
_FIRST, _DIGITS = 0x10428, 12
_MOST_STAND_INS = 1000


@dataclass(frozen=True, slots=True)
class Entry:
    """How one word is said.

    Attributes:
        word: as it is written, of one word or several. In small letters it is found in any; a capital asks for one.
        say: respelt with letters, as somebody would write it who wants it said right; may be empty if ``ipa`` is not.
        ipa: in the International Phonetic Alphabet; empty where only ``say`` is known.
        exact: it is found in these very capitals and small letters alone.
        forms: it is found with “'s” and as a plural, too.
    """

    word: str
    say: str = ""
    ipa: str = ""
    exact: bool = False
    forms: bool = True


@dataclass(frozen=True, slots=True)
class Said:
    """What is said for a text: words for every engine, and the pronunciation of some for those that take IPA."""

    text: str
    pronunciations: tuple[Pronunciation, ...] = ()


class Lexicon:
    """Entries that are looked up in texts.

    Args:
        entries: where two are about the same written word, the later one holds.
    """

    def __init__(self, entries: Iterable[Entry] = ()) -> None:
        self.entries: Mapping[str, Entry] = {entry.word: entry for entry in entries}
        self._by_token: dict[str, list[tuple[tuple[str, ...], Entry]]] = {}
        for entry in self.entries.values():
            tokens = tuple(found[0].casefold() for found in _TOKEN.finditer(plain_characters(entry.word)))
            if tokens:
                self._by_token.setdefault(tokens[0], []).append((tokens, entry))
        for candidates in self._by_token.values():
            # The longest first, and of those the one that asks for most.
            candidates.sort(key=lambda found: (-len(found[0]), not found[1].exact, found[1].word.islower()))

    def __bool__(self) -> bool:
        return bool(self.entries)

    def put_aside(self, text: str, *, english: bool) -> tuple[str, list[Said]]:
        """``text`` with stand-ins for the words found, and what is said for each."""
        text = plain_characters(text)
        if not self or _STAND_IN.search(text):
            return text, []
        parts: list[str] = []
        said: list[Said] = []
        at = 0
        for start, end, entry, ending in self.found(text):
            if len(said) == _MOST_STAND_INS:
                break
            parts += [text[at:start], _stand_in(len(said))]
            said.append(_said(entry, ending, english=english))
            at = end
        return "".join([*parts, text[at:]]), said

    def found(self, text: str) -> Iterator[tuple[int, int, Entry, bool]]:
        """Start, end and entry of each word found in ``text``, and whether it has an ending that is said."""
        tokens = list(_TOKEN.finditer(text))
        folded = [token[0].casefold() for token in tokens]
        at = 0
        while at < len(tokens):
            match = self._match(text, tokens, folded, at)
            if match is None:
                at += 1
                continue
            end, entry, ending = match
            yield tokens[at].start(), end, entry, ending
            while at < len(tokens) and tokens[at].start() < end:
                at += 1

    def _match(
        self, text: str, tokens: list[re.Match[str]], folded: list[str], at: int
    ) -> tuple[int, Entry, bool] | None:
        for words, entry in self._by_token.get(folded[at], ()):
            last = at + len(words) - 1
            if tuple(folded[at : last + 1]) == words and _cased(text[tokens[at].start() : tokens[last].end()], entry):
                end = tokens[last].end()
                possessive = _ENDING.match(text, end) if entry.forms else None
                if possessive and (len(possessive[0]) > 1 or folded[last].endswith("s")):
                    return possessive.end(), entry, len(possessive[0]) > 1
                return end, entry, False
        return self._plural(text, tokens[at], folded[at])

    def _plural(self, text: str, token: re.Match[str], folded: str) -> tuple[int, Entry, bool] | None:
        for cut in ("s", "es"):
            stem = folded.removesuffix(cut)
            if stem == folded or (cut == "es" and not stem.endswith(("s", "x", "z", "ch", "sh"))):
                continue
            for words, entry in self._by_token.get(stem, ()):
                if len(words) == 1 and entry.forms and _cased(token[0][: len(stem)], entry):
                    possessive = _ENDING.match(text, token.end())
                    return possessive.end() if possessive else token.end(), entry, True
        return None


EMPTY = Lexicon()


def _cased(found: str, entry: Entry) -> bool:
    """Whether the capitals of a word found are those that its entry asks for."""
    word = plain_characters(entry.word)
    if found == word:
        return True
    return not entry.exact and found in (word.upper(), word[:1].upper() + word[1:])


def _stand_in(number: int) -> str:
    """A word with a capital, in letters that no story has (Deseret); none stands twice in it."""
    return "\U00010427" + "".join(
        chr(_FIRST + place * _DIGITS + number // _DIGITS**place % _DIGITS) for place in (2, 1, 0)
    )


def _said(entry: Entry, ending: bool, *, english: bool) -> Said:
    respelling = entry.say or (respelt(entry.ipa) if english else "")
    text = (
        speakable(respelling) if respelling else " ".join(_UNSPEAKABLE.sub(" ", plain_characters(entry.word)).split())
    )
    text += "'s" if ending and english else ""
    ipa = with_ending(entry.ipa) if ending and entry.ipa else entry.ipa
    return Said(text, (Pronunciation(0, len(text), ipa),) if ipa else ())


def speakable(respelling: str) -> str:
    """A respelling as engines should get it: “YAN-toe” in small letters, which they don't spell; no markup."""
    text = unicodedata.normalize("NFC", _UNSPEAKABLE.sub(" ", plain_characters(respelling)))
    words = (word.lower() if len(word) > 1 and "." not in word else word for word in text.split())
    return " ".join(words)


def put_back(text: str, said: list[Said]) -> Said:
    """``text`` with what is said in place of its stand-ins."""
    parts: list[str] = []
    pronunciations = []
    length = at = 0
    for found in _STAND_IN.finditer(text):
        number = 0
        for letter in found[1]:
            number = number * _DIGITS + (ord(letter) - _FIRST) % _DIGITS
        if number >= len(said):
            continue
        before, spoken = text[at : found.start()], said[number]
        start = length + len(before)
        pronunciations += [Pronunciation(start, start + len(spoken.text), each.ipa) for each in spoken.pronunciations]
        parts += [before, spoken.text]
        length, at = start + len(spoken.text), found.end()
    return Said("".join([*parts, text[at:]]), tuple(pronunciations))
