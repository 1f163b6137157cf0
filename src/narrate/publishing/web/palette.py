"""Colours for people, which those who see fewer colours can tell apart too.

Eight colours on light and eight on dark ground, found by a search for the set whose two nearest members are farthest
apart (CIELAB, Euclidean), as everybody sees them and as people with full protanopia, deuteranopia and tritanopia do
(Machado, Oliveira and Fernandes 2009, severity 1), with a contrast of 4.5 : 1 at least to the page and to the marked
sentence (WCAG 2.2, 1.4.3). Colour never stands alone: from the ninth person on colours come again with another
underline, and whoever is heard is named.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from narrate.model import Edition

LIGHT = ("#5051fe", "#be4102", "#107a51", "#a24b8c", "#6f1900", "#09019e", "#7f50c0", "#500168")
DARK = ("#f47dff", "#eb9929", "#6fffa9", "#fcda17", "#65bb93", "#cf96cf", "#a4b060", "#b1fe7b")
LIGHT_GROUNDS = ("#fbfaf7", "#fff1b8")
"""The page, and the sentence that is heard."""
DARK_GROUNDS = ("#15181c", "#4a3c00")
LINES = ("none", "dotted", "dashed", "double")
"""Underlines, as CSS names them, one for each round of colours."""


@dataclass(frozen=True, slots=True)
class Look:
    """How a person's words are set: ``number`` of the colour, from 0, and ``line``, one of `LINES`."""

    number: int
    line: int

    @property
    def css_class(self) -> str:
        """The class of the style sheet that `style_rules` gives."""
        return f"v{self.number} l{self.line}"


def looks(edition: Edition) -> Mapping[str, Look]:
    """A look for everybody but the narrator; those who say most have the colours that differ most."""
    said: Counter[str] = Counter()
    for passage in edition.passages():
        if passage.speaker is not None:
            said[passage.speaker] += len(passage.text)
    ranked = sorted(said, key=lambda speaker: (-said[speaker], speaker))
    return {speaker: Look(index % len(LIGHT), index // len(LIGHT) % len(LINES)) for index, speaker in enumerate(ranked)}


def style_rules() -> str:
    """CSS: the custom property ``--who`` for each colour on either ground, and the underlines."""
    light = "\n".join(f".v{number} {{ --who: {colour}; }}" for number, colour in enumerate(LIGHT))
    dark = "\n".join(f".v{number} {{ --who: {colour}; }}" for number, colour in enumerate(DARK))
    lines = "\n".join(
        f".l{number} {{ text-decoration: underline {line} 0.1em; text-underline-offset: 0.2em; }}"
        for number, line in enumerate(LINES)
        if number
    )
    chosen = dark.replace(".v", ':root[data-theme="dark"] .v')
    quietly = dark.replace(".v", ':root:not([data-theme="light"]) .v')
    return f"{light}\n{chosen}\n@media screen and (prefers-color-scheme: dark) {{\n{quietly}\n}}\n{lines}\n"
