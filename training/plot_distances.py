"""Draw how unlike the voices of a cast of thirty sound, measured on what they say.

    python training/plot_distances.py     → docs/voices-distances.svg

Two casts of thirty people who are all in one room, as in tests/casting/test_told_apart.py: each of them and the
narrator says the same sentences, and every pair is a point: semitones between the median pitches, decibels between
the smoothed mean spectra. Beside them the same for each voice and itself with another text. Prints the figures, and
how far a voice is from itself with a shorter vocal tract: there the step of timbre (`narrate.casting.distance`) comes
from.
"""

from __future__ import annotations

import itertools
import math
import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from narrate.casting import cast
from narrate.casting.distance import PITCH_STEP_SEMITONES, TIMBRE_STEP_DB, accent_of, pitch_semitones
from narrate.casting.measuring import SAMPLE_TEXTS, measure
from narrate.model import (
    Attribution,
    Character,
    Clip,
    Gender,
    Line,
    Script,
    ScriptChapter,
    Source,
    Span,
    SynthesisRequest,
    Utterance,
    UtteranceKind,
    Voice,
)
from narrate.synthesis import EngineHost, load_engine

PICTURE = Path(__file__).parent.parent / "docs/voices-distances.svg"
OTHER_TEXT = (
    "She would have answered him, but the train was already in the station and the doors had opened. Nothing was said "
    "about the letter. In the morning they packed, paid the bill, and walked to the quay, where gulls quarrelled."
)
TEXTS = (SAMPLE_TEXTS["en"], OTHER_TEXT)
CASTS = (("en-GB", 0.4, "#1b4fa8", "a British story"), ("en-US", 0.15, "#b0480f", "an American one"))
PEOPLE = 30
TRACTS = (1.08, 1.11, 1.16, 1.25)

Point = tuple[float, float]


def room(women: float, language: str) -> Script:
    """Thirty people who all talk in one scene."""
    rng = random.Random(7)
    people = [
        Character(f"p{n}", f"P{n}", (), Gender.FEMALE if rng.random() < women else Gender.MALE) for n in range(PEOPLE)
    ]
    lines = tuple(
        Line(
            Utterance(f"c1u{n + 1}", UtteranceKind.DIALOGUE, Span(n, n + 1), 0, 1, n),
            Attribution(rng.choice(people).id),
        )
        for n in range(20 * PEOPLE)
    )
    source = Source("story.txt", "0" * 64, len(lines))
    chapters = (ScriptChapter("One", lines),)
    return Script(source, "x" * len(lines), "One", None, language, (), tuple(people), chapters, ())


def timbre_db(one: Voice, other: Voice) -> float:
    return math.dist(one.sound.timbre, other.sound.timbre) if one.sound and other.sound else 0.0


def point(one: Voice, other: Voice) -> Point:
    return abs(pitch_semitones(one) - pitch_semitones(other)), timbre_db(one, other)


def heard(say: Callable[[SynthesisRequest], Clip], voice: Voice, request: SynthesisRequest) -> Voice:
    found = measure(say(request), request.text)
    return replace(voice, pitch_hz=found.pitch_hz, sound=found.sound)


def stretched(clip: Clip, factor: float) -> Clip:
    """The same, faster: formants and pitch are higher by the factor; of which the timbre shows the formants."""
    samples = np.frombuffer(clip.pcm, "<i2").astype(float)
    at = np.arange(int(len(samples) / factor)) * factor
    return replace(clip, pcm=np.interp(at, np.arange(len(samples)), samples).astype("<i2").tobytes())


def main() -> None:
    voices = {voice.key: voice for voice in load_engine("pyttsx3").voices()}
    pairs: list[tuple[str, str, list[Point]]] = []
    itself: list[Point] = []
    tracts: dict[float, list[float]] = {factor: [] for factor in TRACTS}
    with EngineHost("pyttsx3") as host:
        for language, women, colour, name in CASTS:
            casting = cast(room(women, language), tuple(voices.values()))
            cast_heard = []
            for member in (casting.narrator, *casting.members):
                way = member.setting
                requests = [
                    SynthesisRequest(text, way.voice_id, language, way.rate, way.pitch_semitones) for text in TEXTS
                ]
                one, again = (heard(host.synthesize, voices[way.voice], request) for request in requests)
                cast_heard.append(one)
                itself.append(point(one, again))
                if len(tracts[TRACTS[0]]) < 12:
                    clip = host.synthesize(requests[0])
                    for factor in TRACTS:
                        other = measure(stretched(clip, factor), TEXTS[0]).sound
                        tracts[factor].append(timbre_db(one, replace(one, sound=other)))
            points = [point(*pair) for pair in itertools.combinations(cast_heard, 2)]
            report(name, points, cast_heard)
            pairs.append((colour, name, points))
    print(f"a voice and itself, another text: {spread(db for _, db in itself)} dB")
    for factor, distances in tracts.items():
        print(f"a vocal tract {factor - 1:.0%} shorter: {spread(distances)} dB")
    PICTURE.write_text(picture(pairs, itself), encoding="utf-8")
    print(PICTURE.name)


def spread(numbers: Iterable[float]) -> str:
    ordered = sorted(numbers)
    return f"{ordered[0]:.1f} to {ordered[-1]:.1f}, median {ordered[len(ordered) // 2]:.1f}"


def report(name: str, points: Sequence[Point], cast_heard: Sequence[Voice]) -> None:
    """How many pairs are told apart, and by what."""
    pairs = list(itertools.combinations(cast_heard, 2))
    by_pitch = sum(semitones >= PITCH_STEP_SEMITONES for semitones, _ in points)
    by_timbre = sum(db >= TIMBRE_STEP_DB for _, db in points)
    by_accent = sum(accent_of(one.language) != accent_of(other.language) for one, other in pairs)
    clearest = [
        max(
            semitones / PITCH_STEP_SEMITONES, db / TIMBRE_STEP_DB, float(accent_of(a.language) != accent_of(b.language))
        )
        for (semitones, db), (a, b) in zip(points, pairs, strict=True)
    ]
    print(f"{name}: {len(points)} pairs; by pitch {by_pitch}, by timbre {by_timbre}, by accent {by_accent}")
    print(f"  clearest quality: {spread(clearest)} steps; not told apart: {sum(step < 1 for step in clearest)}")


def picture(pairs: Sequence[tuple[str, str, Sequence[Point]]], itself: Sequence[Point]) -> str:
    width, height, left, bottom, across, up = 640, 480, 56, 48, 23.0, 33.0
    x, y = (lambda s: left + across * min(s, 24)), (lambda db: height - bottom - up * min(db, 11))
    alike = f'width="{across * PITCH_STEP_SEMITONES:.1f}" height="{up * TIMBRE_STEP_DB:.1f}" fill="#e8e4da"'
    look = 'font-family="sans-serif" font-size="12"'
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" {look}>',
        "<title>Pitch and timbre between every two of thirty people in a room</title>",
        f'<rect width="{width}" height="{height}" fill="#fff"/>',
        f'<rect x="{left}" y="{y(TIMBRE_STEP_DB):.1f}" {alike}/>',
        f'<text x="{left + 4}" y="{y(TIMBRE_STEP_DB) - 5:.1f}" fill="#333">alike, unless by accent</text>',
    ]
    below, beside = f'y="{height - bottom + 18}" text-anchor="middle"', f'x="{left - 8}" text-anchor="end"'
    parts += [f'<text x="{x(step):.1f}" {below} fill="#333">{step}</text>' for step in range(0, 25, 3)]
    parts += [f'<text y="{y(db) + 4:.1f}" {beside} fill="#333">{db}</text>' for db in range(0, 12, 2)]
    parts.append(f'<path d="M{left} {y(11):.1f}V{height - bottom}H{x(24):.1f}" fill="none" stroke="#333"/>')
    turned = f'transform="translate(16 {height / 2}) rotate(-90)" text-anchor="middle"'
    parts.append(f'<text x="{width / 2}" y="{height - 10}" text-anchor="middle" fill="#333">semitones apart</text>')
    parts.append(f'<text {turned} fill="#333">dB between timbres</text>')
    for colour, _, points in pairs:
        parts += [
            f'<circle cx="{x(s):.1f}" cy="{y(db):.1f}" r="2.4" fill="{colour}" opacity="0.5"/>' for s, db in points
        ]
    for s, db in itself:
        cross = f"M{x(s) - 3:.1f} {y(db) - 3:.1f}l6 6m0 -6l-6 6"
        parts.append(f'<path d="{cross}" stroke="#333" stroke-width="1.2"/>')
    legend = [(colour, f"two of {name}") for colour, name, _ in pairs] + [
        ("#333", "× a voice and itself, another text")
    ]
    for row, (colour, words) in enumerate(legend):
        parts.append(f'<text x="{width - 250}" y="{18 + 16 * row}" fill="{colour}">{words}</text>')
    return "\n".join([*parts, "</svg>"]) + "\n"


if __name__ == "__main__":
    main()
