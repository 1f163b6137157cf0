"""Signs that are said as words, and those that are looked at rather than said."""

from __future__ import annotations

import functools
import html
import re

from narrate.speech.rules.vocabulary import Vocabulary, any_of

_ENTITY = re.compile(r"&(?:amp|lt|gt|quot|apos|nbsp|ndash|mdash|hellip|[lr][sd]quo|#\d{1,6}|#x[0-9a-fA-F]{1,5});")
_FACE = re.compile(
    r"(?<![^\W_])(?:[>}]?[:;=][-'^o]?[)(\]\[DPpOo3/\\|*]{1,3}|[xX]D+|<[/\\]?3|\^[_.-]?\^|[-~]_+[-~]|[oO0][_.][oO0]|[>T]_+[<T]|\\[oO]/|:'-?[()])(?![^\W_])"
)
_HUMPS = re.compile(r"(?<=[a-z])(?=[A-Z])")


@functools.cache
def _signs(words: Vocabulary) -> re.Pattern[str]:
    return re.compile(rf" ?({any_of(words.table('symbols'))}) ?")


def entities(text: str, words: Vocabulary) -> str:
    """“&amp;” and its like, left over from a web page."""
    del words
    return _ENTITY.sub(lambda found: html.unescape(found[0]), text)


def faces(text: str, words: Vocabulary) -> str:
    """“:)”, “XD”, “^_^” are not read; “<3” is a heart."""
    heart = words.word("heart")

    def said(found: re.Match[str]) -> str:
        return f" {heart} " if found[0] == "<3" and heart else " "

    return _FACE.sub(said, text)


def symbols(text: str, words: Vocabulary) -> str:
    """“&” is “and”, “§” “section”, “#TeamJack” “hashtag Team Jack”."""
    table = words.table("symbols")
    hashtag = words.word("hashtag")
    if hashtag and "#" in text:
        text = re.sub(
            r"(?<!\w)#([A-Za-z]\w{1,60})",
            lambda found: f"{hashtag} {_HUMPS.sub(' ', found[1]).replace('_', ' ')}",
            text,
        )
    return _signs(words).sub(lambda found: f" {table[found[1]]} ", text) if table else text
