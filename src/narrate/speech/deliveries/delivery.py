"""Deliveries as numbers: what each does to a voice."""

from __future__ import annotations

import functools

from narrate.model import Prosody, delivery_named

PROSODIES: dict[str, Prosody] = {
    "whispering": Prosody(rate=0.95, gain_db=-5.0, whisper=True),
    "murmuring": Prosody(rate=0.97, pitch_semitones=-0.5, gain_db=-3.0, pitch_range=0.7),
    "quietly": Prosody(rate=0.97, gain_db=-3.0, pitch_range=0.85),
    "calling": Prosody(rate=0.95, pitch_semitones=1.0, gain_db=1.5, pitch_range=1.1),
    "shouting": Prosody(rate=1.03, pitch_semitones=1.5, gain_db=2.5, pitch_range=1.2),
    "screaming": Prosody(rate=1.05, pitch_semitones=2.5, gain_db=2.5, pitch_range=1.3),
    "hissing": Prosody(rate=1.03, gain_db=-3.5, whisper=True),
    "angrily": Prosody(rate=1.05, pitch_semitones=-0.5, gain_db=1.5, pitch_range=1.2),
    "coldly": Prosody(rate=0.96, pitch_semitones=-0.5, pitch_range=0.6),
    "calmly": Prosody(rate=0.95, pitch_range=0.75),
    "excitedly": Prosody(rate=1.08, pitch_semitones=1.0, gain_db=1.0, pitch_range=1.3),
    "cheerfully": Prosody(rate=1.03, pitch_semitones=0.7, pitch_range=1.25),
    "laughing": Prosody(rate=1.04, pitch_semitones=1.0, pitch_range=1.3),
    "sobbing": Prosody(rate=0.92, pitch_semitones=0.8, gain_db=-1.5, pitch_range=1.2),
    "sadly": Prosody(rate=0.92, pitch_semitones=-0.7, gain_db=-1.5, pitch_range=0.75),
    "sighing": Prosody(rate=0.92, pitch_semitones=-0.5, gain_db=-1.5, pitch_range=0.8),
    "nervously": Prosody(rate=1.04, pitch_semitones=0.7, gain_db=-1.5),
    "pleading": Prosody(rate=0.97, pitch_semitones=0.8, pitch_range=1.25),
    "sarcastically": Prosody(rate=0.94, pitch_semitones=-0.5, pitch_range=1.3),
    "hurriedly": Prosody(rate=1.14),
    "breathlessly": Prosody(rate=1.08, pitch_semitones=0.5, gain_db=-1.5, pitch_range=0.85),
    "slowly": Prosody(rate=0.87),
    "singing": Prosody(rate=0.9, pitch_semitones=0.5, pitch_range=1.5),
    "asking": Prosody(pitch_range=1.1),
}
"""What each delivery adds to a voice: within what it bears without sounding like another's. Why each has its numbers,
and what was measured: docs/delivery.md."""

_RATE = (0.85, 1.15)
_PITCH_SEMITONES = (-3.0, 3.0)
_GAIN_DB = (-6.0, 3.0)
_PITCH_RANGE = (0.5, 1.5)


@functools.lru_cache(256)
def prosody(delivery: str | None) -> Prosody:
    """What a delivery does to rate, pitch and level; unknown ones, plain ones and None do nothing.

    Other words for a delivery are known too (“whispered”, “softly”). Several, with commas between them, act together,
    within the bounds of what one may do.
    """
    together = Prosody()
    for word in (delivery or "").split(","):
        one = PROSODIES.get(delivery_named(word) or "")
        if one is not None:
            together = Prosody(
                rate=_within(_RATE, together.rate * one.rate),
                pitch_semitones=_within(_PITCH_SEMITONES, together.pitch_semitones + one.pitch_semitones),
                gain_db=_within(_GAIN_DB, together.gain_db + one.gain_db),
                pitch_range=_within(_PITCH_RANGE, together.pitch_range * one.pitch_range),
                whisper=together.whisper or one.whisper,
            )
    return together


def _within(bounds: tuple[float, float], value: float) -> float:
    return round(min(max(value, bounds[0]), bounds[1]), 4)
