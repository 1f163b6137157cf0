"""Makes docs/demo.svg and docs/demo.mp3: a piece of the demo's audiobook, to look at and to hear.

Run it after ``make demo``: ``.venv/bin/python docs/picture.py``.
"""

from __future__ import annotations

import html
import json
from dataclasses import dataclass
from pathlib import Path

import av
import numpy as np

from narrate.model import AudioFormat
from narrate.publishing import write_mp3

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "output" / "the-lamp-at-number-nine"
FROM_S, TO_S = 34.0, 94.0
WIDTH, WAVE, LANE, LABEL = 1200, 120, 30, 190
COLOURS = ("#5b6770", "#c2410c", "#1d4ed8", "#15803d", "#7e22ce", "#a16207", "#be185d")


@dataclass(frozen=True, slots=True)
class Heard:
    """Somebody speaks from ``start_s`` to ``end_s``."""

    speaker: str
    start_s: float
    end_s: float


def main() -> None:
    """Cut out the sound between ``FROM_S`` and ``TO_S``, and draw it coloured by who speaks."""
    chapter = json.loads((FOLDER / "timeline.json").read_text(encoding="utf-8"))["chapters"][0]
    with av.open(str(FOLDER / chapter["file"])) as container:
        rate = container.streams.audio[0].rate
        sound = np.concatenate([frame.to_ndarray().reshape(-1) for frame in container.decode(audio=0)])
    sound = sound[int(FROM_S * rate) : int(TO_S * rate)]
    pcm = (np.clip(sound, -1, 1) * 32767).astype("<i2").tobytes()
    write_mp3(ROOT / "docs" / "demo.mp3", [pcm], AudioFormat(rate), 64)
    heard = [
        Heard((u["speaker"] or "narrator").replace("-", " ").title(), max(u["start"], FROM_S), min(u["end"], TO_S))
        for u in chapter["utterances"]
        if u["end"] > FROM_S and u["start"] < TO_S
    ]
    (ROOT / "docs" / "demo.svg").write_text(drawing(sound, heard), encoding="utf-8")


def drawing(sound: np.ndarray, heard: list[Heard]) -> str:
    """The wave, and under it a lane for each speaker, as SVG."""
    speakers = sorted({h.speaker for h in heard}, key=lambda name: (name != "Narrator", name))
    colours = dict(zip(speakers, COLOURS, strict=False))
    height = WAVE + LANE * len(speakers) + 8
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img" font-family="sans-serif">',
        "<title>A minute of the demo story: the sound, and who speaks when</title>",
        f'<rect width="{WIDTH}" height="{height}" fill="#fff"/>',
    ]
    columns = np.array_split(np.abs(sound), (WIDTH - LABEL) // 2)
    for number, column in enumerate(columns):
        at_s = FROM_S + (TO_S - FROM_S) * (number + 0.5) / len(columns)
        who = next((h.speaker for h in heard if h.start_s <= at_s <= h.end_s), None)
        size = max(float(column.max()) * WAVE, 1.0)
        parts.append(_bar(LABEL + 2 * number, (WAVE - size) / 2, 1.5, size, colours[who] if who else "#ccc"))
    for lane, name in enumerate(speakers):
        y = WAVE + lane * LANE
        parts.append(f'<text x="6" y="{y + 19}" font-size="17" fill="#111">{html.escape(name)}</text>')
        said = [h for h in heard if h.speaker == name]
        parts += [_bar(_x(h.start_s), y, _x(h.end_s) - _x(h.start_s), LANE - 6, colours[name]) for h in said]
    return "\n".join([*parts, "</svg>\n"])


def _x(at_s: float) -> float:
    return LABEL + (WIDTH - LABEL) * (at_s - FROM_S) / (TO_S - FROM_S)


def _bar(x: float, y: float, width: float, height: float, colour: str) -> str:
    return f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" fill="{colour}"/>'


if __name__ == "__main__":
    main()
