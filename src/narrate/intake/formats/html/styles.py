"""As much of CSS as tells italics from bold and what is hidden: rules for single classes and elements.

Calibre and word processors say `<span class="calibre7">` where people say `<i>`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from narrate.intake.decoding.xml import Element
from narrate.intake.formats.html.tree import tag_of
from narrate.model import EmphasisKind

_COMMENT = re.compile(r"/\*[^*]{0,4000}\*/")
_SELECTOR = re.compile(r"\s*([A-Za-z][\w-]{0,80})?(?:\.([\w-]{1,200}))?\s*")
_MOST_CSS = 2_000_000
_BOLD = frozenset({"bold", "bolder", "600", "700", "800", "900"})
_LISTENED = frozenset({"font-style", "font-weight", "text-decoration", "display", "visibility"})


@dataclass(frozen=True, slots=True)
class Style:
    """What a rule says: how words are set off, and whether they are hidden at all."""

    emphases: frozenset[EmphasisKind] = frozenset()
    hidden: bool = False

    def and_(self, other: Style) -> Style:
        """Both together."""
        return Style(self.emphases | other.emphases, self.hidden or other.hidden)


PLAIN = Style()


@dataclass(slots=True)
class StyleSheet:
    """Rules by element and class; `add` reads more of them."""

    rules: dict[tuple[str, str], Style] = field(default_factory=dict)

    def add(self, css: str) -> None:
        """Read a style sheet; what is not understood says nothing."""
        for rule in _COMMENT.sub("", css[:_MOST_CSS]).split("}"):
            # Of rules within rules (``@media``) the innermost counts.
            before, _, declarations = rule.rpartition("{")
            selectors = before.rpartition("{")[2]
            style = style_of(declarations)
            if style is PLAIN:
                continue
            for selector in selectors.split(","):
                match = _SELECTOR.fullmatch(selector)
                if match is not None and (match[1] or match[2]):
                    key = ((match[1] or "").lower(), match[2] or "")
                    self.rules[key] = self.rules.get(key, PLAIN).and_(style)

    def of(self, element: Element) -> Style:
        """How an element is set, by its own style and by the rules."""
        own = element.get("style")
        style = style_of(own) if own else PLAIN
        if not self.rules:
            return style
        tag = tag_of(element)
        for name in ("", *(element.get("class") or "").split()[:20]):
            for key in ((tag, name), ("", name)):
                if key in self.rules:
                    style = style.and_(self.rules[key])
        return style


def style_of(declarations: str) -> Style:
    """What a list of declarations says."""
    emphases = set()
    hidden = False
    for declaration in declarations[:4000].lower().split(";"):
        key, _, value = declaration.partition(":")
        key, value = key.strip(), value.replace("!important", "").strip()
        if key not in _LISTENED:
            continue
        if key == "font-style" and value in {"italic", "oblique"}:
            emphases.add(EmphasisKind.EMPHASIS)
        elif (key == "font-weight" and value in _BOLD) or (key == "text-decoration" and "underline" in value):
            emphases.add(EmphasisKind.STRONG)
        elif (key == "display" and value == "none") or (key == "visibility" and value == "hidden"):
            hidden = True
    return Style(frozenset(emphases), hidden) if emphases or hidden else PLAIN
