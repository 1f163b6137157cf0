"""What was measured, as tables in Markdown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from training.attribution.corpus import KINDS
from training.attribution.folds import CONDITIONS, Outcome
from training.attribution.measure import Line, share, surest

TITLES = {"found": "nothing given", "given": "characters given", "piece": "short pieces, nothing given"}
EDGES = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98, 1.0)


def render(by_fold: Sequence[Mapping[str, Outcome]]) -> str:
    """The results of all folds."""
    lines: list[str] = []
    for condition in CONDITIONS:
        total = Outcome()
        lines += [
            f"### {TITLES[condition]}",
            "",
            "| fold | explicit | anaphoric | implicit | all | chain alone | surest 70 % |",
        ]
        lines += ["|---|---|---|---|---|---|---|"]
        for number, outcomes in enumerate(by_fold, 1):
            total.add(outcomes[condition])
            lines.append(_row(str(number), outcomes[condition]))
        lines += [_row("**all**", total), ""]
    return "\n".join(lines)


def _row(name: str, outcome: Outcome) -> str:
    cells = [share(outcome.ranker, kind) for kind in (*KINDS, "all")] + [share(outcome.chain, "all")]
    return f"| {name} | " + " | ".join(_short(cell) for cell in [*cells, surest(outcome.lines, 0.7)]) + " |"


def render_reliability(lines: Sequence[Line]) -> str:
    """Stated confidence and share right; ``Line.probability`` is the confidence here."""
    out = ["| confidence | lines | stated | right |", "|---|---|---|---|"]
    for low, high in pairwise(EDGES):
        within = [line for line in lines if low <= line.probability < high]
        if within:
            stated = sum(line.probability for line in within) / len(within)
            right = sum(line.right for line in within) / len(within)
            out.append(f"| {_short(low)}–{_short(high)} | {len(within)} | {_short(stated)} | {_short(right)} |")
    return "\n".join(out) + "\n"


def _short(value: float) -> str:
    return f"{value:.3f}".removeprefix("0")
