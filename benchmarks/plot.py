"""A plot of bars as SVG, written by hand: it needs nothing, and git shows what changed in it."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

WIDTH, BAR, GAP, LABELS = 760, 18, 10, 400
MOST = 1.5


def bars(parts: Sequence[tuple[str, float]]) -> str:
    """A bar for each name and share of its limit; the line is the limit, and longer bars than half as much again are cut."""
    height = GAP + len(parts) * (BAR + GAP)
    room = WIDTH - LABELS - 60
    limit = LABELS + room / MOST
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img" font-family="sans-serif" font-size="12">',
        "<title>Each measurement as a share of what it may be at most</title>",
        f'<rect width="{WIDTH}" height="{height}" fill="#fff"/>',
    ]
    for number, (name, share) in enumerate(parts):
        top = GAP + number * (BAR + GAP)
        colour = "#0072b2" if share <= 1 else "#d55e00"
        length = room * min(share, MOST) / MOST
        plain = name.replace("`", "").replace("\\|", "|")
        lines += [
            f'<text x="{LABELS - 8}" y="{top + 13}" text-anchor="end">{escape(plain)}</text>',
            f'<rect x="{LABELS}" y="{top}" width="{length:.1f}" height="{BAR}" fill="{colour}"/>',
            f'<text x="{LABELS + length + 5:.1f}" y="{top + 13}">{share:.0%}</text>',
        ]
    lines += [
        f'<line x1="{limit:.1f}" x2="{limit:.1f}" y1="0" y2="{height}" stroke="#000" stroke-dasharray="4 3"/>',
        "</svg>",
    ]
    return "\n".join(lines) + "\n"
