"""Why a line was given to its speaker, in words a person understands."""

from __future__ import annotations

from collections.abc import Sequence

from narrate.attribution.analysis import Analysis


def explain(analysis: Analysis, number: int, chosen: Sequence[int | None]) -> str:
    return ""
