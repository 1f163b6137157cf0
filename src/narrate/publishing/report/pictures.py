"""The pictures of a report, as SVG: they say nothing that a table beside them does not say in words."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from narrate.publishing.web.markup import tag

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_WIDTH, _HEIGHT, _LEFT, _RIGHT, _TOP, _BOTTOM = 720, 150, 44, 8, 8, 20
_CELL, _NAMES = 26, 150
_LETTERS = 20


def curve(
    values: Sequence[float | None],
    *,
    scale: tuple[float, float],
    ticks: Sequence[float],
    about: str,
    limits: tuple[float, float] | None = None,
) -> Element:
    """A curve from left to right.

    Args:
        values: equally far apart; None leaves a gap.
        scale: the value at the bottom and that at the top; what lies beyond is drawn at the edge.
        ticks: values with a line and a figure.
        about: what the picture shows, in words.
        limits: a band that is wanted.
    """
    low, high = scale

    def down(value: float) -> float:
        share = (min(max(value, low), high) - low) / (high - low)
        return _TOP + (1 - share) * (_HEIGHT - _TOP - _BOTTOM)

    picture = _svg(_WIDTH, _HEIGHT, about)
    if limits:
        top, bottom = down(limits[1]), down(limits[0])
        picture.append(
            tag("rect", x=str(_LEFT), y=f"{top:.1f}", width=str(_WIDTH - _LEFT - _RIGHT),
                height=f"{max(bottom - top, 1.5):.1f}", class_="band")
        )  # fmt: skip
    for tick in ticks:
        y = f"{down(tick):.1f}"
        picture.append(tag("line", x1=str(_LEFT), x2=str(_WIDTH - _RIGHT), y1=y, y2=y, class_="rule"))
        words = f"{tick:.0f}".replace("-", "−")
        picture.append(tag("text", words, x=str(_LEFT - 6), y=f"{down(tick) + 4:.1f}", class_="end"))
    step = (_WIDTH - _LEFT - _RIGHT) / max(len(values), 1)
    points = [(_LEFT + (index + 0.5) * step, value) for index, value in enumerate(values)]
    path = ""
    for there, group in itertools.groupby(points, key=lambda point: point[1] is not None):
        if there:
            line = [f"{x:.1f} {down(value):.1f}" for x, value in group if value is not None]
            path += f"M{line[0]}" + ("".join(f"L{point}" for point in line[1:]) or "h1")
    if path:
        picture.append(tag("path", d=path, class_="curve"))
    return picture


def matrix(names: Sequence[tuple[str, str]], counts: Mapping[tuple[str, str], int], about: str) -> Element:
    """Who speaks next after whom: rows speak, columns answer; the fuller a square, the more often.

    Args:
        names: pairs of id and name.
        counts: by pairs of ids.
        about: what the picture shows, in words.
    """
    size = _CELL * len(names)
    picture = _svg(_NAMES + size + 4, _NAMES + size + 4, about)
    most = max(counts.values(), default=1)
    for row, (one, name) in enumerate(names):
        middle = _NAMES + _CELL * (row + 0.5)
        picture.append(tag("text", _short(name), x=str(_NAMES - 8), y=f"{middle + 4:.1f}", class_="end"))
        turned = tag(
            "text", _short(name), x="0", y="0", transform=f"translate({middle + 4:.1f} {_NAMES - 8}) rotate(-90)"
        )
        picture.append(turned)
        for column, (other, _) in enumerate(names):
            count = counts.get((one, other), 0)
            x, y = _NAMES + _CELL * column, _NAMES + _CELL * row
            picture.append(
                tag("rect", x=str(x + 1), y=str(y + 1), width=str(_CELL - 2), height=str(_CELL - 2), class_="cell")
            )
            if count:
                # Areas are compared, not lengths.
                side = (_CELL - 4) * (count / most) ** 0.5
                off = (_CELL - side) / 2
                picture.append(
                    tag("rect", x=f"{x + off:.1f}", y=f"{y + off:.1f}", width=f"{side:.1f}", height=f"{side:.1f}",
                        class_="full")
                )  # fmt: skip
    return picture


def bar(share: float) -> Element:
    """A bar as long as a share of 1, to stand in a table beside the figure."""
    picture = tag("svg", tag("rect", x="0", y="0", width=f"{100 * share:.1f}", height="10", class_="full"),
                  class_="bar", aria_hidden="true", preserveAspectRatio="none")  # fmt: skip
    picture.set("viewBox", "0 0 100 10")
    return picture


def _svg(width: int, height: int, about: str) -> Element:
    picture = tag("svg", role="img", aria_label=about, class_="picture", width=str(width), height=str(height))
    picture.set("viewBox", f"0 0 {width} {height}")
    return picture


def _short(name: str) -> str:
    return name if len(name) <= _LETTERS else name[: _LETTERS - 1] + "…"
