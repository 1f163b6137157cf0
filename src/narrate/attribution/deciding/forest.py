"""Boosted trees, evaluated with array operations over all rows at once.

The trees are fitted elsewhere (training/attribution) and stored as flat arrays; there is no other runtime.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_BLOCK = 4096
"""Rows at a time: their columns stay in the processor's cache."""


@dataclass(frozen=True, slots=True)
class Forest:
    """Trees in one row of nodes.

    A node goes left where ``row[column] <= threshold``. A leaf points to itself on both sides, so that every tree can
    be walked the same number of steps.

    Attributes:
        column: of each node.
        threshold: of each node.
        left: where to go, for each node; ``right`` is left + 1.
        value: of each node that is a leaf, else 0.
        roots: the first node of each tree.
        depths: steps from each root to its deepest leaf.
    """

    column: NDArray[np.int32]
    threshold: NDArray[np.float32]
    left: NDArray[np.int32]
    value: NDArray[np.float32]
    roots: NDArray[np.int32]
    depths: NDArray[np.int32]

    def scores(self, rows: NDArray[np.float32]) -> NDArray[np.float64]:
        """The sum over all trees, for each row."""
        import numpy as np

        out = np.zeros(len(rows))
        for start in range(0, len(rows), _BLOCK):
            block = np.ascontiguousarray(rows[start : start + _BLOCK])
            flat, width = block.ravel(), block.shape[1]
            base = np.arange(len(block), dtype=np.int32) * np.int32(width)
            total = np.zeros(len(block))
            for root, depth in zip(self.roots, self.depths, strict=True):
                node = np.full(len(block), root, np.int32)
                for _ in range(depth):
                    node = self.left[node] + (flat[base + self.column[node]] > self.threshold[node])
                total += self.value[node]
            out[start : start + _BLOCK] = total
        return out
