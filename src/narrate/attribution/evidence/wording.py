"""The words of each turn, as numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from narrate.attribution.language.reading import NARRATION

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from narrate.attribution.evidence.turns import Turn
    from narrate.attribution.language.reading import Paragraph

    Ints = NDArray[np.int64]


class Spoken(NamedTuple):
    """The words of each turn: ``word[start[t]:start[t + 1]]``, as numbers from 0."""

    start: Ints
    word: Ints


def words_of(turns: Sequence[Turn], paragraphs: Sequence[Paragraph]) -> Spoken:
    """The words that each turn speaks, punctuation among them, each once."""
    import numpy as np

    numbers: dict[str, int] = {}
    start, found = [0], []
    for turn in turns:
        mine = set(turn.quotations)
        said = dict.fromkeys(
            word.lower
            for paragraph in range(turn.first, turn.last + 1)
            for word in paragraphs[paragraph].words
            if word.quotation != NARRATION and word.quotation in mine
        )
        found += [numbers.setdefault(word, len(numbers)) for word in said]
        start.append(len(found))
    return Spoken(np.array(start, np.int64), np.array(found, np.int64))
