"""Which language a story is in: by its script, by English function words, or by a model of letter sequences.

What people write in Latin letters is told apart by py3langid, paragraph by paragraph, so that a few lines in another
language do not count for more than they are. Its model takes a second or two to load; nine stories in ten are English,
and their small words say so at once.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from typing import Protocol

from narrate.intake.languages.regions import find_region

# English words that no other language has many of: in English prose a fifth of all words or more.
_ENGLISH_WORDS = "the and of to that with his her you they had for not she he but were from have said this it my as at"
_ENGLISH = frozenset(_ENGLISH_WORDS.split())
_PLAINLY = 0.14
_CERTAIN = 0.2

# Languages that books and stories come in; the model's others are dialects that a name or two may look like.
_LATIN = (
    "af az bs ca cs cy da de en eo es et eu fi fr ga gl hr hu id is it la lt lv ms mt nl nn no pl pt ro sk sl sq sv sw "
    "tl tr vi"
)
_SAME = {"no": "nb", "nn": "nb"}

# Letters that say enough by themselves: of each script the language that most is written of in it.
_SCRIPTS = {
    "el": "\u0370-\u03ff",
    "ru": "\u0400-\u04ff",
    "he": "\u0590-\u05ff",
    "ar": "\u0600-\u06ff",
    "hi": "\u0900-\u097f",
    "ko": "\u1100-\u11ff\uac00-\ud7a3",
    "ja": "\u3040-\u30ff",
    "zh": "\u4e00-\u9fff",
}
_LETTERS = {language: re.compile(f"[{ranges}]") for language, ranges in _SCRIPTS.items()}
_KANA_SHARE = 0.1
_CYRILLIC = "ru uk bg sr be mk"

_LETTER = re.compile(r"[^\W\d_]")
_WORD = re.compile(r"[^\W\d_]{1,12}")
_PARAGRAPHS = re.compile(r"\n\s{0,4}\n|\n")
_SAMPLE = 40_000
_FEWEST_WORDS = 8
_SHORTEST = 40
"""Letters that a paragraph needs to be asked by itself; shorter ones are asked together."""


class _Identifier(Protocol):
    def set_languages(self, langs: list[str]) -> None: ...

    def classify(self, text: str) -> tuple[str, float]: ...


def detect_language(text: str) -> str:
    """BCP 47 code of the language, with a region where spelling and words tell it (``en-GB``, ``pt-BR``).

    ``en`` where there are too few words to tell.
    """
    middle = len(text) // 2
    sample = text[:_SAMPLE] + "\n\n" + text[max(middle, _SAMPLE) : max(middle, _SAMPLE) + _SAMPLE]
    language = _by_script(sample) or _by_words(sample) or _by_model(sample, _LATIN)
    return find_region(language, sample)


def _by_script(sample: str) -> str:
    """The language of the script that more than half of the letters are of; empty if that is Latin or none."""
    letters = sum(1 for _ in _LETTER.finditer(sample))
    counts = {language: sum(1 for _ in pattern.finditer(sample)) for language, pattern in _LETTERS.items()}
    if counts["ja"] > _KANA_SHARE * counts["zh"]:
        counts["ja"] += counts.pop("zh")
    language = max(counts, key=lambda name: counts[name])
    if 2 * counts[language] <= letters:
        return ""
    return _by_model(sample, _CYRILLIC) if language == "ru" else language


def _by_words(sample: str) -> str:
    """English where its small words are as many as in English alone, or where there are hardly any words."""
    words = _WORD.findall(sample.lower())
    if len(words) < _FEWEST_WORDS:
        return "en"
    share = sum(word in _ENGLISH for word in words) / len(words)
    return "en" if share >= _CERTAIN or (share >= _PLAINLY and len(words) > 10 * _FEWEST_WORDS) else ""


def _by_model(sample: str, languages: str) -> str:
    """What most of the text is in, by the model."""
    model = _identifier()
    model.set_languages(languages.split())
    votes: Counter[str] = Counter()
    short: list[str] = []
    for paragraph in _PARAGRAPHS.split(sample):
        if len(paragraph) < _SHORTEST:
            short.append(paragraph)
        else:
            votes[model.classify(paragraph)[0]] += len(paragraph)
    rest = " ".join(short)
    if rest.strip():
        votes[model.classify(rest)[0]] += len(rest)
    language = max(sorted(votes), key=lambda name: votes[name], default="en")
    return _SAME.get(language, language)


@cache
def _identifier() -> _Identifier:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier: _Identifier = LanguageIdentifier.from_model_file(MODEL_FILE)
    return identifier
