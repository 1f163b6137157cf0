"""Reader of plain text."""

from __future__ import annotations

from narrate.intake.decoding.encoding import decode
from narrate.intake.outline import Outline
from narrate.intake.structure.steps import outline_text


def read_plain_text(data: bytes, name: str) -> Outline:
    """The outline of a text file in any encoding.

    Raises:
        StoryError: it is no text.
    """
    return outline_text(decode(data, name))
