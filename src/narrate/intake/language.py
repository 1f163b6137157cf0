"""Which language a story is in, by its script, or by a vote of its commonest small words."""

from __future__ import annotations

import re
from collections import Counter

# The commonest function words of each language that are not words of the others here.
_WORDS = {
    "en": "the and of was that with his her you they had for not she but were from have said this",
    "fr": "les des est pas une dans qui vous elle avec pour sur était mais nous cette aux ses lui ils",
    "de": "der die das und nicht ist ein ich sie mit den auf sich eine dem auch wie war zu aber",
    "es": "los las una por con para del pero como más había ella muy sus está qué yo él lo y",
    "it": "che il di non gli della per con sono era più anche ma nel alla questo suo sua lei perché",
    "pt": "não uma os com para mas ele ela são você seu sua foi isso muito dos das ao na em",
}
_LANGUAGES: dict[str, list[str]] = {}
for _language, _words in _WORDS.items():
    for _word in _words.split():
        _LANGUAGES.setdefault(_word, []).append(_language)

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

_LETTER = re.compile(r"[^\W\d_]")
_WORD = re.compile(r"[^\W\d_]{1,12}")
_SAMPLE = 40_000


def detect_language(text: str) -> str:
    """BCP 47 code of the language; ``en`` unless another plainly has more votes."""
    middle = len(text) // 2
    sample = text[middle : middle + _SAMPLE] + " " + text[:_SAMPLE]
    if by_script := _by_script(sample):
        return by_script
    votes: Counter[str] = Counter()
    for word in _WORD.findall(sample.lower()):
        votes.update(_LANGUAGES.get(word, ()))
    best = max(sorted(votes), key=lambda language: votes[language], default="en")
    return best if votes[best] >= 10 and votes[best] > 2 * votes["en"] else "en"


def _by_script(sample: str) -> str:
    """The language of the script that more than half of the letters are of; empty if that is Latin or none."""
    letters = sum(1 for _ in _LETTER.finditer(sample))
    counts = {language: sum(1 for _ in pattern.finditer(sample)) for language, pattern in _LETTERS.items()}
    if counts["ja"] > _KANA_SHARE * counts["zh"]:
        counts["ja"] += counts.pop("zh")
    language = max(counts, key=lambda name: counts[name])
    return language if 2 * counts[language] > letters else ""
