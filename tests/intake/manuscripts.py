"""What tests of readers share: a manuscript in short."""

from __future__ import annotations

import io
import zipfile

from narrate.intake.markup.manuscript import Manuscript


def told(manuscript: Manuscript) -> list[tuple[str, str]]:
    """The mark and the words of each block."""
    return [(block.mark.name, block.span.of(manuscript.text)) for block in manuscript.blocks]


def emphasised(manuscript: Manuscript) -> list[tuple[str, str]]:
    """The kind and the words of each emphasis."""
    return [(emphasis.kind.value, emphasis.span.of(manuscript.text)) for emphasis in manuscript.emphases]


def pages(manuscript: Manuscript) -> list[str]:
    """The words of the blocks that open a page."""
    return [block.span.of(manuscript.text) for block in manuscript.blocks if block.opens_part]


def zipped(members: dict[str, str | bytes]) -> bytes:
    """A ZIP archive."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()
