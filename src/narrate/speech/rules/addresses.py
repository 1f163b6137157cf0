"""Addresses: of web pages, of mail, of people in messages."""

from __future__ import annotations

import re

from narrate.speech.rules.vocabulary import Vocabulary

_PAGE = re.compile(r"(?<!\w)(?:https?://|www\.)(?:www\.)?([\w-]{1,63}(?:\.[\w-]{1,63}){0,5})[^\s)]*", re.IGNORECASE)
_MAIL = re.compile(
    r"(?<![\w.+-])(?:mailto:)?([\w+-]{1,64}(?:\.[\w+-]{1,64}){0,4})@([\w-]{1,63}(?:\.[\w-]{1,63}){1,5})(?!\w)"
)
_TOP = "com|org|net|edu|gov|co\\.uk|org\\.uk|ac\\.uk|io|info|tv|me|fm|de|fr|es|it|eu"
_BARE = re.compile(rf"(?<![\w.@-])([\w-]{{2,63}}(?:\.[\w-]{{2,63}}){{0,3}}\.(?:{_TOP}))(?:/[\w/.-]*)?(?![\w-])")
_HANDLE = re.compile(r"(?<!\w)@(?=[A-Za-z]\w)")


def addresses(text: str, words: Vocabulary) -> str:
    """“https://www.example.com/a?b” is “example dot com”, “ann@example.org” “ann at example dot org”."""
    dot = f" {words.word('dot')} "
    at = f" {words.word('at')} "

    def spelt(address: str) -> str:
        return " ".join(re.sub(r"[_-]+", " ", address).replace(".", dot).split())

    def page(found: re.Match[str]) -> str:
        # The point, comma or mark after an address belongs to the sentence.
        ends = re.search(r"[.,;:!?'\"”’]+$", found[0])
        return spelt(found[1]) + (ends[0] if ends else "")

    def bare(found: re.Match[str]) -> str:
        # “left.me” is a full stop with its space forgotten.
        name, _, top = found[1].rpartition(".")
        if len(top) < 3 and "." not in name and not found[0].rpartition(found[1])[2]:
            return found[0] if top in ("me", "it", "es", "de", "fr", "tv", "fm", "io", "eu") else spelt(found[1])
        return spelt(found[1])

    folded = text.casefold()
    if "://" in folded or "www." in folded:
        text = _PAGE.sub(page, text)
    if "@" in text:
        text = _MAIL.sub(lambda found: spelt(found[1]) + at + spelt(found[2]), text)
        text = _HANDLE.sub(at.lstrip(), text)
    return _BARE.sub(bare, text)
