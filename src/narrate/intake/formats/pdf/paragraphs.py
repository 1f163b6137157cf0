"""Lines of a PDF → paragraphs: by indentation and spacing, over page and column breaks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from narrate.intake.formats.pdf.hyphens import Hyphens
from narrate.intake.formats.pdf.layout import PageLayout
from narrate.intake.formats.pdf.lines import SOFT_HYPHENS, Letter, Line, space_after
from narrate.intake.structure.layout import ends_sentence

_LARGER = 1.15
_HEADING_LINES = 4
_DROP_CAP = 1.8
_SCENE_GAP = 0.7
_HYPHENATED = re.compile(r"\w[-" + SOFT_HYPHENS + r"]$")


@dataclass(slots=True)
class PdfParagraph:
    """Lines that belong together.

    Attributes:
        heading: its letters are larger than the text's.
        blank: more room stands before it than before others.
    """

    lines: list[Line] = field(default_factory=list)
    heading: bool = False
    blank: bool = False

    @property
    def page(self) -> int:
        """Where it begins, from 0."""
        return self.lines[0].page

    @property
    def size(self) -> float:
        """Of its first line's letters, in points."""
        return self.lines[0].size

    def letters(self, hyphens: Hyphens) -> list[Letter]:
        """Its letters with the lines joined."""
        joined: list[Letter] = []
        for line in self.lines:
            letters = _trimmed(line.letters)
            if joined and letters:
                joined = _join(joined, letters, hyphens)
            else:
                joined = letters
        return joined


def paragraphs_of(lines: Sequence[Line], layout: PageLayout, hyphens: Hyphens) -> list[PdfParagraph]:
    """The paragraphs of the text, in order."""
    found: list[PdfParagraph] = []
    before: Line | None = None
    beside: Line | None = None
    for line in _with_drop_caps(lines, layout, hyphens):
        new = before is None or _begins(before, line, found[-1], layout, beside)
        if before is None or new:
            heading = line.size >= _LARGER * layout.size and not _is_capital(line, layout)
            found.append(PdfParagraph([], heading, before is not None and _is_apart(before, line, layout)))
        found[-1].lines.append(line)
        beside = line if _is_capital(line, layout) else beside
        before = line
    for paragraph in found:
        if paragraph.heading and len(paragraph.lines) > _HEADING_LINES:
            paragraph.heading = False
    return found


def _with_drop_caps(lines: Sequence[Line], layout: PageLayout, hyphens: Hyphens) -> Iterator[Line]:
    """The lines, each large first letter put before the line that it begins."""
    capital: Line | None = None
    for line in lines:
        alone = len(line.text) <= 2 and line.text[:2].strip("“‘\"'«").isalpha() and line.size >= _DROP_CAP * layout.size
        if alone and capital is None:
            capital = line
            continue
        if capital is not None:
            letters = list(capital.letters)
            word = line.text.split(" ", 1)[0]
            if not hyphens.knows(capital.text[-1] + word.strip(".,;:!?”’")) and hyphens.knows(word):
                letters.append(space_after(letters[-1]))
            line.letters[:0] = letters
            capital = None
        yield line
    if capital is not None:
        yield capital


def _is_capital(line: Line, layout: PageLayout) -> bool:
    return bool(line.letters) and line.letters[0].size >= _DROP_CAP * layout.size and line.size < _LARGER * layout.size


def _begins(before: Line, line: Line, paragraph: PdfParagraph, layout: PageLayout, beside: Line | None) -> bool:
    """Whether a paragraph begins with ``line``."""
    larger = line.size >= _LARGER * layout.size
    if paragraph.heading or larger:
        if not (paragraph.heading and larger) or before.page != line.page:
            return True
        return abs(line.size - before.size) > 0.5 or before.baseline - line.baseline > 1.9 * line.size
    same_column = before.page == line.page and before.column == line.column
    if same_column and before.baseline - line.baseline > 1.3 * layout.leading:
        return True
    if _HYPHENATED.search(before.text) and line.text[:1].islower():
        return False
    if _is_centred(line, layout) or _is_centred(before, layout):
        return True
    return _is_indented(before, line, paragraph, layout, beside) or (
        not same_column and layout.gap > layout.leading and ends_sentence(before.text) and not line.text[:1].islower()
    )


def _is_indented(before: Line, line: Line, paragraph: PdfParagraph, layout: PageLayout, beside: Line | None) -> bool:
    """Whether the first line of a paragraph shows in its indentation, or in the room left on the line before."""
    earlier = layout.of(before)
    drop = beside is not None and beside.page == line.page and beside.baseline - line.baseline < beside.letters[0].size
    indent = 0.0 if drop else line.left - layout.of(line).left
    more = indent - (before.left - earlier.left)
    if indent > 0.7 * layout.size and more > 0.5 * layout.size:
        return True
    if indent > 0.7 * layout.size and abs(more) <= 0.5 * layout.size and len(paragraph.lines) == 1:
        # One indented line after another: each a paragraph, or a block that is indented as a whole.
        return ends_sentence(before.text)
    return _ends_early(before, line, earlier.right, layout)


def _ends_early(before: Line, line: Line, right: float, layout: PageLayout) -> bool:
    """Whether the first word of ``line`` had found room on the line before."""
    first = next((n for n, letter in enumerate(line.letters) if letter.character.isspace()), len(line.letters))
    word = line.letters[: max(first, 1)]
    needed = word[-1].right - word[0].left + 0.8 * layout.size
    return right - before.right > needed and (ends_sentence(before.text) or right - before.right > 0.3 * right)


def _is_centred(line: Line, layout: PageLayout) -> bool:
    margins = layout.of(line)
    left, right = line.left - margins.left, margins.right - line.right
    return left > 2.5 * layout.size and abs(left - right) <= 0.15 * (left + right)


def _is_apart(before: Line, line: Line, layout: PageLayout) -> bool:
    """Whether so much room stands between them that a scene ends there."""
    if before.page != line.page or before.column != line.column:
        return False
    return before.baseline - line.baseline > layout.gap + _SCENE_GAP * layout.leading


def _trimmed(letters: list[Letter]) -> list[Letter]:
    first, last = 0, len(letters)
    while first < last and letters[first].character.isspace():
        first += 1
    while last > first and letters[last - 1].character.isspace():
        last -= 1
    return letters[first:last]


def _join(joined: list[Letter], letters: list[Letter], hyphens: Hyphens) -> list[Letter]:
    end = joined[-1]
    first = "".join(letter.character for letter in joined[-60:])
    if _HYPHENATED.search(first):
        second = "".join(letter.character for letter in letters[:60])
        hyphen = [replace(space_after(end), character="-")] if hyphens.joined(first[:-1], second) else []
        return [*joined[:-1], *hyphen, *letters]
    dashes = end.character in "—–-/" and first[-2:-1].isalnum()
    dashes = dashes or (letters[0].character == "—" and not "".join(each.character for each in letters[1:2]).isspace())
    space = [] if dashes else [space_after(end)]
    return [*joined, *space, *letters]
