"""Release profiles: what finished files must meet."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Profile:
    """What the files of one kind of release are like.

    Attributes:
        sample_rate_hz: None keeps the engine's own.
        bitrate_kbps: of a mono MP3, constant.
        loudness_lufs: integrated loudness (ITU-R BS.1770-4) of a file, read as one mono channel; players that
            copy mono to two loudspeakers play it 3 LU louder (−19 mono is −16 dual mono).
        true_peak_dbtp: no true peak is above it.
    """

    name: str
    sample_rate_hz: int | None
    bitrate_kbps: int
    loudness_lufs: float
    true_peak_dbtp: float


PROFILES = {
    profile.name: profile
    for profile in (
        Profile("listen", None, 64, -19.0, -2.0),
        Profile("podcast", 44_100, 96, -19.0, -1.0),
    )
}
"""By name; ``listen`` is the default."""
