"""Styles of an OpenDocument text (OASIS OpenDocument 1.3 part 3, chapter 16)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from narrate.intake.decoding.xml import Element, attribute, child, local
from narrate.intake.formats.word.letters import Letters

_LONGEST_CHAIN = 12
_BOLD = frozenset({"bold", "600", "700", "800", "900"})


class OdtStyles:
    """The styles of a document, by family and name.

    Args:
        roots: of the parts that hold styles, those that count more last.
    """

    def __init__(self, roots: Iterable[Element]) -> None:
        self._styles: dict[tuple[str, str], Element] = {}
        self._letters: dict[tuple[str, str], Letters] = {}
        self.default = Letters()
        self.bulleted: set[str] = set()
        for root in roots:
            for group in root:
                if local(group) in {"styles", "automatic-styles"}:
                    self._read(group)

    def names(self, style: str | None) -> Iterator[str]:
        """The names of a paragraph style and of those that it is derived from, as people see them."""
        for element in self._chain("paragraph", style):
            yield attribute(element, "display-name") or attribute(element, "name") or ""

    def outline_level(self, style: str | None) -> int | None:
        """From 1; None where the style has none."""
        for element in self._chain("paragraph", style):
            level = attribute(element, "default-outline-level")
            if level is not None:
                return int(level) if level in {*"123456789"} else None
        return None

    def breaks_page(self, style: str | None, side: str) -> bool:
        """Whether a page begins ``before`` or ``after`` a paragraph of that style."""
        for element in self._chain("paragraph", style):
            properties = child(element, "paragraph-properties")
            found = attribute(properties, f"break-{side}") if properties is not None else None
            if found is not None:
                return found == "page"
            if side == "before" and attribute(element, "master-page-name"):
                return True
        return False

    def is_ruled(self, style: str | None) -> bool:
        """Whether a line is drawn under it."""
        for element in self._chain("paragraph", style):
            properties = child(element, "paragraph-properties")
            border = attribute(properties, "border-bottom") if properties is not None else None
            if border is not None:
                return border != "none"
        return False

    def hides(self, style: str | None) -> bool:
        """Whether a section of that style is not shown."""
        return any(
            attribute(properties, "display") == "none"
            for element in self._chain("section", style)
            if (properties := child(element, "section-properties")) is not None
        )

    def letters(self, family: str, style: str | None) -> Letters:
        """Of a style of the family ``paragraph`` or ``text``."""
        key = (family, style or "")
        if key not in self._letters:
            letters = Letters()
            for element in self._chain(family, style):
                letters = letters.over(_letters(child(element, "text-properties")))
            self._letters[key] = letters
        return self._letters[key]

    def _read(self, group: Element) -> None:
        for style in group:
            family, name = attribute(style, "family") or "", attribute(style, "name")
            if local(style) == "style" and name is not None:
                self._styles[family, name] = style
            elif local(style) == "default-style" and family == "paragraph":
                self.default = _letters(child(style, "text-properties"))
            elif local(style) == "list-style" and name is not None:
                first = next((level for level in style if local(level).startswith("list-level-style")), None)
                if first is None or local(first) != "list-level-style-number" or not attribute(first, "num-format"):
                    self.bulleted.add(name)

    def _chain(self, family: str, style: str | None) -> Iterator[Element]:
        for _ in range(_LONGEST_CHAIN):
            element = self._styles.get((family, style or ""))
            if element is None:
                return
            yield element
            style = attribute(element, "parent-style-name")


def _letters(properties: Element | None) -> Letters:
    if properties is None:
        return Letters()
    slant = attribute(properties, "font-style")
    weight = attribute(properties, "font-weight")
    line = attribute(properties, "text-underline-style")
    display = attribute(properties, "display")
    return Letters(
        italic=None if slant is None else slant in {"italic", "oblique"},
        bold=None if weight is None else weight in _BOLD,
        underlined=None if line is None else line != "none",
        hidden=None if display is None else display == "none",
        size=_points(attribute(properties, "font-size")),
    )


def _points(length: str | None) -> float | None:
    if length is None or not length.endswith("pt"):
        return None
    try:
        return float(length[:-2][:12])
    except ValueError:
        return None
