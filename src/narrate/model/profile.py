"""Release profiles: what finished files must meet. Where the figures come from is in ``docs/sound.md``."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Meter(StrEnum):
    """How loud a file is, measured in one of three ways. The value is the unit, as people write it."""

    LUFS = "LUFS"
    """Integrated loudness, ITU-R BS.1770, of a file read as it is: mono as one channel. Players that copy mono to two
    loudspeakers play it 3 LU louder (−19 mono is −16 dual mono)."""

    RMS = "dB RMS"
    """Root mean square of the whole file, silence included, unweighted; a full-scale square wave is 0."""

    REPLAY_GAIN = "dB"
    """ReplayGain 1.0, as mp3gain shows it: 89 is its target."""


class Naming(StrEnum):
    """How the chapters' files are named."""

    TITLE = "title"
    """``01 The Bridge.mp3``."""

    UNDERSCORES = "underscores"
    """``book_title_01_author.mp3``."""


@dataclass(frozen=True, slots=True)
class Level:
    """How loud a file must be: ``target`` is aimed at, ``least`` to ``most`` is met."""

    meter: Meter
    target: float
    least: float
    most: float


@dataclass(frozen=True, slots=True)
class Profile:
    """What the files of one kind of release are like.

    Attributes:
        purpose: what for, in a few words, as --help says it.
        sample_rate_hz: None keeps the engine's own.
        bitrate_kbps: of a mono MP3, constant.
        level: how loud.
        true_peak_dbtp: no true peak is above it.
        peak_limit_db: no sample is above it, where the publisher goes by samples; 0 is full scale.
        head_ms: silence that is put before the first word.
        tail_ms: silence that is put after the last.
        room_tone_db: root mean square of the noise that is put under everything; None puts none.
        noise_floor_db: the quietest half second is no louder than that, and no digital silence; None asks for nothing.
        head_s: the least and the most seconds before the first sound; None asks for nothing.
        tail_s: the same after the last.
        longest_min: minutes that a file may take; None asks for nothing.
        sample_min: minutes that the retail sample may take; None makes none.
        credits: opening and closing credits are made, as files of their own.
        naming: of the files.
    """

    name: str
    purpose: str
    sample_rate_hz: int | None
    bitrate_kbps: int
    level: Level
    true_peak_dbtp: float
    peak_limit_db: float = 0.0
    head_ms: int = 500
    tail_ms: int = 1500
    room_tone_db: float | None = None
    noise_floor_db: float | None = None
    head_s: tuple[float, float] | None = None
    tail_s: tuple[float, float] | None = None
    longest_min: int | None = None
    sample_min: int | None = None
    credits: bool = False
    naming: Naming = Naming.TITLE

    @property
    def loudness_lufs(self) -> float | None:
        """The integrated loudness aimed at; None where the profile goes by another meter."""
        return self.level.target if self.level.meter is Meter.LUFS else None


PROFILES = {
    profile.name: profile
    for profile in (
        Profile(
            "listen",
            "for oneself, on phones and in cars",
            sample_rate_hz=None,
            bitrate_kbps=64,
            level=Level(Meter.LUFS, -19.0, -19.5, -18.5),
            true_peak_dbtp=-2.0,
        ),
        Profile(
            "podcast",
            "for podcast hosts",
            sample_rate_hz=44_100,
            bitrate_kbps=96,
            level=Level(Meter.LUFS, -19.0, -19.5, -18.5),
            true_peak_dbtp=-1.0,
        ),
        Profile(
            "acx",
            "by the figures of ACX, for Audible",
            sample_rate_hz=44_100,
            bitrate_kbps=192,
            level=Level(Meter.RMS, -20.5, -23.0, -18.0),
            true_peak_dbtp=-3.0,
            peak_limit_db=-3.0,
            head_ms=700,
            tail_ms=2000,
            room_tone_db=-66.0,
            noise_floor_db=-60.0,
            head_s=(0.5, 1.0),
            tail_s=(1.0, 5.0),
            longest_min=120,
            sample_min=5,
            credits=True,
        ),
        Profile(
            "librivox",
            "by the figures of LibriVox",
            sample_rate_hz=44_100,
            bitrate_kbps=128,
            level=Level(Meter.REPLAY_GAIN, 89.0, 87.5, 90.5),
            true_peak_dbtp=-1.0,
            head_ms=700,
            tail_ms=5000,
            naming=Naming.UNDERSCORES,
        ),
    )
}
"""By name; ``listen`` is the default."""
