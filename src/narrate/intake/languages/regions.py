"""Whose English, Portuguese or Spanish a story is written in: spelling, and words that only one country uses.

The words are data: ``data/regions.toml``.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from functools import cache
from importlib import resources

_PROGRESSIVE = re.compile(r"\best(?:á|ás|ou|ava|avam|ão) a [a-zà-ú]{2,12}r\b")
"""“está a chover”, which Brazil says otherwise (“está chovendo”)."""
_WORD = re.compile(r"[^\W\d_]{1,20}(?:['’-][^\W\d_]{1,12}){0,2}")
_SINGLE_MARKS = re.compile(r"(?m)^[‘'][A-Z][^'’\n]{0,200}[,.!?]['’](?=\s|$)")
_DOUBLE_MARKS = re.compile(r'(?m)^[“"][A-Z]')
_LESS = "-more-often"
_MOST_COUNTED = 3
"""A word said over and over is one habit of one writer."""
_LISTED, _LEANING = 4, 1
_ENOUGH = 2 * _LISTED
_RATIO = 2
_MARKS_WORTH = 6


def find_region(language: str, sample: str) -> str:
    """``language`` with the region that spelling and words tell plainly; as it came where they do not.

    Args:
        language: BCP 47 primary tag.
        sample: of the story.
    """
    uses = _uses().get(language)
    if uses is None:
        return language
    counts = Counter(word.replace("’", "'") for word in _WORD.findall(sample.lower()))
    votes: Counter[str] = Counter()
    for region, worth in uses.items():
        key = region.removesuffix(_LESS)
        listed = _LEANING if region.endswith(_LESS) else _LISTED
        votes[key] += sum(min(counts[word], _MOST_COUNTED) * listed for word in worth)
    if language == "pt":
        votes["PT"] += _LISTED * min(len(_PROGRESSIVE.findall(sample)), _MOST_COUNTED)
    if language == "en" and len(_SINGLE_MARKS.findall(sample)) > 2 * len(_DOUBLE_MARKS.findall(sample)) + 3:
        votes["GB"] += _MARKS_WORTH
    (first, most), (_, next_most) = votes.most_common(2)
    return f"{language}-{first}" if most >= _ENOUGH and most >= _RATIO * next_most else language


@cache
def _uses() -> dict[str, dict[str, frozenset[str]]]:
    text = resources.files("narrate.intake").joinpath("data", "regions.toml").read_text(encoding="utf-8")
    return {
        language: {region: frozenset(words.split()) for region, words in regions.items()}
        for language, regions in tomllib.loads(text).items()
    }
