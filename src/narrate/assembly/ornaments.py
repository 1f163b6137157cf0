"""Sounds that are no voice: at scene breaks, and music under the opening credits. None is there unless asked for."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from narrate.assembly.clips import gain, trim
from narrate.assembly.envelope import to_pcm, to_samples
from narrate.assembly.loudness import VOICE_LEVEL_LUFS, measure_level
from narrate.model import AudioFormat, Clip

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Floats = npt.NDArray[np.float32]

SCENE_BELOW_LU = 6.0
"""How much softer than the voices a sound at a scene break is."""

LONGEST_SCENE_S = 8.0
LONGEST_MUSIC_S = 120.0

MUSIC_BELOW_LU = 3.0
UNDER_VOICE_DB = -20.0
"""Music under a voice is 20 dB softer than alone, so 23 LU below the voice: W3C, Web Content Accessibility Guidelines
2.2, success criterion 1.4.7, asks for 20 dB between a voice and what is behind it."""

LEAD_S, LINGER_S = 4.0, 5.0
"""How long music is heard before the first word, and after the last."""

_FADE_IN_S, _FADE_OUT_S, _DUCK_S, _RISE_S = 0.5, 3.0, 0.8, 1.2
_CUT_S = 0.5

# A soft bell: a fundamental, its octave and twelfth and a tierce a little off, each dying away faster the higher it is.
_BELL_HZ = 392.0
_PARTIALS = ((1.0, 1.0, 1.1), (2.0, 0.5, 0.7), (2.4, 0.25, 0.5), (3.0, 0.2, 0.4), (4.2, 0.08, 0.25))
_BELL_S, _ATTACK_S = 2.4, 0.02


def soft_tone(audio_format: AudioFormat) -> Clip:
    """The tone that narrate makes itself for scene breaks: one stroke of a soft bell, 2.4 s."""
    import numpy as np

    at = np.arange(audio_format.frames(_BELL_S)) / audio_format.sample_rate_hz
    bell = np.zeros(len(at))
    for ratio, height, decay_s in _PARTIALS:
        bell += height * np.sin(2 * np.pi * _BELL_HZ * ratio * at) * np.exp(-at / decay_s)
    bell *= np.minimum(at / _ATTACK_S, 1) * np.minimum((_BELL_S - at) / 0.4, 1)
    samples = np.repeat((0.3 * bell / np.abs(bell).max()).astype(np.float32)[:, None], audio_format.channels, axis=1)
    return Clip(audio_format, to_pcm(samples))


def scene_ornament(sound: Clip) -> Clip:
    """A sound made ready for scene breaks: its silence off, no longer than 8 s, softer than the voices."""
    import numpy as np

    clip = trim(sound)
    longest = sound.format.frames(LONGEST_SCENE_S)
    if clip.frames > longest:
        samples = to_samples(clip.pcm[: longest * sound.format.bytes_per_frame], sound.format)
        fade = sound.format.frames(_CUT_S)
        samples[-fade:] *= np.linspace(1, 0, fade, dtype=np.float32)[:, None]
        clip = Clip(sound.format, to_pcm(samples))
    level = measure_level(clip)
    return clip if level is None else gain(clip, VOICE_LEVEL_LUFS - SCENE_BELOW_LU - level)


def lay_music(path: Path, audio_format: AudioFormat, music: Clip, *, head_ms: int, tail_ms: int) -> float:
    """Put music under a short assembled file: alone at first, softly under the voice, alone again, out.

    Args:
        path: PCM, which is written anew; all of it is held in memory.
        audio_format: of it, and of ``music``.
        music: as long as there is; what is shorter ends earlier.
        head_ms: the silence at the beginning of the file, which stays before the music.
        tail_ms: the silence at its end, likewise.

    Returns:
        Seconds by which the voice comes later than before.
    """
    import numpy as np

    level = measure_level(music)
    sound = to_samples(path.read_bytes(), audio_format)
    head, tail = (audio_format.frames(ms / 1000) for ms in (head_ms, tail_ms))
    voice = sound[head : len(sound) - tail]
    if level is None or not len(voice):
        return 0.0
    lead, linger = audio_format.frames(LEAD_S), audio_format.frames(LINGER_S)
    bed = np.zeros((lead + len(voice) + linger, audio_format.channels), np.float32)
    played = to_samples(music.pcm, audio_format)[: len(bed)]
    curve = _ducking(len(voice), len(played), audio_format)
    bed[: len(played)] = played * (curve * np.float32(10 ** ((VOICE_LEVEL_LUFS - MUSIC_BELOW_LU - level) / 20)))
    bed[lead : lead + len(voice)] += voice
    path.write_bytes(to_pcm(np.concatenate([sound[:head], bed, sound[len(sound) - tail :]])))
    return lead / audio_format.sample_rate_hz


def _ducking(voice_frames: int, music_frames: int, audio_format: AudioFormat) -> Floats:
    """The music's gain, a factor for each frame, shape (frames, 1); ramps are straight in decibels."""
    import numpy as np

    rate = audio_format.sample_rate_hz
    voice_start, voice_end = LEAD_S, LEAD_S + voice_frames / rate
    at = np.arange(music_frames) / rate
    db = np.interp(
        at,
        [voice_start - _DUCK_S, voice_start, voice_end, voice_end + _RISE_S],
        [0.0, UNDER_VOICE_DB, UNDER_VOICE_DB, 0.0],
    )
    end_s = music_frames / rate
    fades = np.minimum(np.minimum(at / _FADE_IN_S, 1), np.clip((end_s - at) / _FADE_OUT_S, 0, 1))
    curve: Floats = (10 ** (db / 20) * fades).astype(np.float32)[:, None]
    return curve
