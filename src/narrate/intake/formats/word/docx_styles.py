"""Styles and numbering of a Word document (ECMA-376 part 1, 17.7 and 17.9)."""

from __future__ import annotations

from collections.abc import Iterator

from narrate.intake.decoding.xml import Element, attribute, child, children, local
from narrate.intake.formats.word.letters import Letters

_OFF = frozenset({"0", "false", "off", "none"})
_DEEPEST = 9
_ROMAN = tuple(
    zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        ("M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I"),
        strict=True,
    )
)
_LONGEST_CHAIN = 12


class Styles:
    """The styles of a document.

    Args:
        root: of its part; None if there is none.
    """

    def __init__(self, root: Element | None) -> None:
        self._styles: dict[str, Element] = {}
        self._fonts: dict[str, Letters] = {}
        self._default: str | None = None
        if root is None:
            self.defaults = Letters()
            return
        self.defaults = read_font(child(root, "docDefaults", "rPrDefault", "rPr"))
        for style in children(root, "style"):
            name = attribute(style, "styleId")
            if name is not None:
                self._styles[name] = style
                if attribute(style, "type") == "paragraph" and _is_on(attribute(style, "default"), missing=False):
                    self._default = name

    def names(self, style: str | None) -> Iterator[str]:
        """The style's name, then those of the styles that it is based on."""
        for name, element in self._chain(style or self._default):
            yield value(child(element, "name")) or name

    def paragraph_property(self, style: str | None, *path: str) -> Element | None:
        """A property of a paragraph style or of the nearest one it is based on that has it."""
        for _, element in self._chain(style or self._default):
            found = child(element, "pPr", *path)
            if found is not None:
                return found
        return None

    def font(self, style: str | None, *, paragraph: bool = False) -> Letters:
        """The letters of a style; of the default paragraph style if ``paragraph`` and none is named."""
        name = style or (self._default if paragraph else None)
        if name is None:
            return Letters()
        if name not in self._fonts:
            font = Letters()
            for _, element in self._chain(name):
                font = font.over(read_font(child(element, "rPr")))
            self._fonts[name] = font
        return self._fonts[name]

    def _chain(self, style: str | None) -> Iterator[tuple[str, Element]]:
        for _ in range(_LONGEST_CHAIN):
            element = self._styles.get(style or "")
            if element is None or style is None:
                return
            yield style, element
            style = value(child(element, "basedOn"))


class Numbering:
    """The numbers that Word puts before the paragraphs of lists and numbered headings.

    Args:
        root: of the part that defines them; None if there is none.
    """

    def __init__(self, root: Element | None) -> None:
        self._levels: dict[str, dict[int, Element]] = {}
        self._counts: dict[str, list[int | None]] = {}
        abstract: dict[str, dict[int, Element]] = {}
        self._lists: dict[str, str] = {}
        for element in root if root is not None else ():
            if local(element) == "abstractNum":
                levels = {number(attribute(level, "ilvl")): level for level in children(element, "lvl")}
                abstract[attribute(element, "abstractNumId") or ""] = levels
            elif local(element) == "num":
                name = attribute(element, "numId") or ""
                self._lists[name] = value(child(element, "abstractNumId")) or ""
                self._levels[name] = dict(abstract.get(self._lists[name], {}))

    def label(self, number_id: str, level: int) -> str:
        """What stands before the next paragraph of that list and level: “2.”, “b)”; empty for bullets."""
        levels = self._levels.get(number_id, {})
        definition = levels.get(level)
        if definition is None or not 0 <= level < _DEEPEST:
            return ""
        counts = self._counts.setdefault(self._lists[number_id], [None] * _DEEPEST)
        count = counts[level]
        counts[level] = number(value(child(definition, "start")), 1) if count is None else count + 1
        counts[level + 1 :] = [None] * (_DEEPEST - level - 1)
        if value(child(definition, "numFmt")) in {"bullet", "none", None}:
            return ""
        label = (value(child(definition, "lvlText")) or "")[:100]
        for place, element in levels.items():
            if 0 <= place < _DEEPEST and f"%{place + 1}" in label:
                now = counts[place]
                written = _written(1 if now is None else now, value(child(element, "numFmt")) or "decimal")
                label = label.replace(f"%{place + 1}", written)
        return label.strip()


def read_font(properties: Element | None) -> Letters:
    """What a ``w:rPr`` says."""
    if properties is None:
        return Letters()
    found: dict[str, str | None] = {local(element): value(element) for element in properties}
    size = found.get("sz")
    return Letters(
        italic=_toggle(found, "i"),
        bold=_toggle(found, "b"),
        underlined=_toggle(found, "u"),
        hidden=_toggle(found, "vanish"),
        size=number(size) / 2 if size is not None else None,
    )


def value(element: Element | None) -> str | None:
    """The ``w:val`` of an element."""
    return None if element is None else attribute(element, "val")


def _toggle(found: dict[str, str | None], name: str) -> bool | None:
    return _is_on(found[name], missing=True) if name in found else None


def _is_on(text: str | None, *, missing: bool) -> bool:
    return missing if text is None else text not in _OFF


def number(text: str | None, otherwise: int = 0) -> int:
    """A whole number that a file gives; ``otherwise`` where it is none."""
    try:
        return int(float((text or "")[:9]))
    except (ValueError, OverflowError):
        return otherwise


def _written(count: int, form: str) -> str:
    if form in {"upperRoman", "lowerRoman"} and 0 < count < 4000:
        roman = _roman(count)
        return roman if form == "upperRoman" else roman.lower()
    if form in {"upperLetter", "lowerLetter"} and count > 0:
        letters = chr(ord("A") + (count - 1) % 26) * min(1 + (count - 1) // 26, 9)
        return letters if form == "upperLetter" else letters.lower()
    return str(count)


def _roman(count: int) -> str:
    written = []
    for worth, letters in _ROMAN:
        times, count = divmod(count, worth)
        written.append(letters * times)
    return "".join(written)
