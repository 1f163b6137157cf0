"""How credits are worded in the story's language."""

from __future__ import annotations

import functools
import tomllib
from dataclasses import dataclass
from importlib import resources

OTHER = "und"


@dataclass(frozen=True, slots=True)
class Wording:
    """Credits in one language.

    Attributes:
        opening: a template, see `narrate.model.fill_credits`; each line is a paragraph.
        closing: likewise.
        voices: who reads, where nobody is named.
        titles: of the files: opening credits, closing credits, retail sample.
    """

    opening: str
    closing: str
    voices: str
    titles: tuple[str, str, str]


def credits_wording(language: str) -> Wording:
    """The wording for a BCP 47 tag; names alone for languages that it does not know."""
    known = credits_wordings()
    return known.get(language.replace("_", "-").partition("-")[0].casefold(), known[OTHER])


@functools.cache
def credits_wordings() -> dict[str, Wording]:
    """All wordings, by language."""
    content = resources.files("narrate.speech").joinpath("credits.toml").read_text(encoding="utf-8")
    return {
        language: Wording(told["opening"], told["closing"], told["voices"], tuple(told["titles"]))
        for language, told in tomllib.loads(content).items()
    }
