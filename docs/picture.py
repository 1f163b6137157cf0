"""Makes docs/demo.svg and docs/demo.mp3: the beginning of the demo's audiobook, to look at and to hear.

    make demo && .venv/bin/python docs/picture.py
"""

from __future__ import annotations

import html
import json
from pathlib import Path

import av
import numpy as np

from narrate.model import AudioFormat
from narrate.publishing import write_mp3

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "output" / "the-lamp-at-number-nine"
FROM_S, TO_S = 22.0, 70.0
WIDTH, HEIGHT, LANE = 1200, 120, 26
COLOURS = ("#5b6770", "#c2410c", "#1d4ed8", "#15803d", "#7e22ce", "#a16207", "#be185d")


def main() -> None:
    """Draw the sound between ``FROM_S`` and ``TO_S``, coloured by who speaks, and cut it out."""
    timeline = json.loads((FOLDER / "timeline.json").read_text(encoding="utf-8"))
    chapter = timeline["chapters"][0]
    with av.open(str(FOLDER / chapter["file"])) as container:
        rate = container.streams.audio[0].rate
        sound = np.concatenate([frame.to_ndarray().reshape(-1) for frame in container.decode(audio=0)])
    sound = sound[int(FROM_S * rate) : int(TO_S * rate)]
    pcm = (np.clip(sound, -1, 1) * 32767).astype("<i2").tobytes()
    write_mp3(ROOT / "docs" / "demo.mp3", [pcm], AudioFormat(rate), 64)
    heard = [u for u in chapter["utterances"] if u["end"] > FROM_S and u["start"] < TO_S]
    (ROOT / "docs" / "demo.svg").write_text(_svg(sound, rate, heard), encoding="utf-8")


def _svg(sound: np.ndarray, rate: int, heard: list[dict[str, object]]) -> str:
    speakers = sorted({str(u["speaker"] or "narrator") for u in heard}, key=lambda name: (name != "narrator", name))
    colour = dict(zip(speakers, COLOURS, strict=False))
    scale = WIDTH / (TO_S - FROM_S)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT + LANE * len(speakers) + 10}" role="img" '
        f'font-family="sans-serif" font-size="15">',
        "<title>The sound of the demo story, coloured by who speaks</title>",
        f'<rect width="{WIDTH}" height="{HEIGHT + LANE * len(speakers) + 10}" fill="#fff"/>',
    ]
    columns = np.array_split(np.abs(sound), WIDTH // 2)
    for index, column in enumerate(columns):
        at_s = FROM_S + index * 2 / scale
        who = next((str(u["speaker"] or "narrator") for u in heard if u["start"] <= at_s <= u["end"]), None)  # type: ignore[operator]
        size = max(float(column.max()) * HEIGHT * 0.6, 0.5)
        fill = colour[who] if who else "#ddd"
        parts.append(
            f'<rect x="{index * 2}" y="{HEIGHT / 2 - size / 2:.1f}" width="1.5" height="{size:.1f}" fill="{fill}"/>'
        )
    for lane, name in enumerate(speakers):
        y = HEIGHT + lane * LANE
        for u in heard:
            if str(u["speaker"] or "narrator") == name:
                x = max((float(str(u["start"])) - FROM_S) * scale, 0)
                width = min((float(str(u["end"])) - FROM_S) * scale, WIDTH) - x
                parts.append(f'<rect x="{x:.1f}" y="{y}" width="{width:.1f}" height="{LANE - 6}" fill="{colour[name]}"/>')
        label = html.escape(name.replace("-", " "))
        parts.append(f'<text x="6" y="{y + 15}" fill="#111" stroke="#fff" stroke-width="3" paint-order="stroke">{label}</text>')
    return "\n".join([*parts, "</svg>\n"])


if __name__ == "__main__":
    main()
