"""Finished sound held against a release profile: what passes, and what does not."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from narrate.errors import InputError
from narrate.model import PROFILES, Naming, Profile
from narrate.workspace import TIMELINE

DEFAULT = "listen"

_UNDERSCORED = re.compile(r"[a-z0-9]+(?:_[a-z0-9]+)*\.mp3")
# How others call the files beside the chapters; ours are called as in `narrate.speech.credits_wordings`.
_OPENING = re.compile(r"opening|intro|credits.*begin", re.IGNORECASE)
_CLOSING = re.compile(r"closing|outro|end.*credits", re.IGNORECASE)
_SAMPLE = re.compile(r"sample", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Requirement:
    """One thing that a profile asks for.

    Attributes:
        what: a word or two: ``level``, ``peak``, ``noise floor``, ``head``, ``tail``, ``length``, ``format``, ``name``.
        measured: as a person reads it.
        wanted: likewise.
        ok: whether it is met.
        value: what was measured as a number, in the unit that ``measured`` names; None where it is none.
    """

    what: str
    measured: str
    wanted: str
    ok: bool
    value: float | None = None


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """One file and what was found; ``file`` is its name."""

    file: str
    duration_s: float
    requirements: tuple[Requirement, ...]

    @property
    def ok(self) -> bool:
        """Whether all is met."""
        return all(requirement.ok for requirement in self.requirements)


@dataclass(frozen=True, slots=True)
class Check:
    """A whole check.

    Attributes:
        profile: its name.
        files: in the order of their names.
        book: what the profile asks of all files together.
    """

    profile: str
    files: tuple[CheckedFile, ...]
    book: tuple[Requirement, ...]

    @property
    def ok(self) -> bool:
        """Whether all is met."""
        return all(file.ok for file in self.files) and all(requirement.ok for requirement in self.book)


def check_sound(paths: Sequence[Path], profile: str | None = None, *, workers: int = 1) -> Check:
    """Measure finished files, whoever made them.

    Args:
        paths: sound files, and folders of them: of a folder the MP3 files, or all sound files where there are none.
        profile: a name in ``model.PROFILES``; None takes the one that the folder was made for, or ``listen``.
        workers: files that are measured at once.

    Raises:
        InputError: there is nothing there, or a file can't be read as sound.
    """
    chosen = PROFILES[profile or _profile_of(paths)]
    folder = any(path.is_dir() for path in paths)
    files = [file for path in paths for file in _sound_files(path)]

    def check(path: Path) -> CheckedFile:
        try:
            return check_file(path, chosen)
        except InputError as error:
            if path in paths:  # named by the person
                raise
            return CheckedFile(path.name, 0.0, (Requirement("format", "unreadable", error.message, ok=False),))

    with ThreadPoolExecutor(max(1, workers)) as threads:
        checked = tuple(threads.map(check, files))
    return Check(chosen.name, checked, tuple(_of_book(files, chosen)) if folder else ())


def check_file(path: Path, profile: Profile) -> CheckedFile:
    """Measure one file.

    Raises:
        InputError: it can't be read as sound.
    """
    from narrate.assembly import Examiner
    from narrate.publishing import SCALE_DB, SoundFile

    with SoundFile(path) as sound:
        examiner = Examiner(sound.format, profile.level.meter, SCALE_DB)
        for block in sound.blocks():
            examiner.add(block)
        found = examiner.finish()
        requirements = [_format(sound.codec, sound.channels, sound.format.sample_rate_hz, profile)]
        requirements.append(_bitrate(sound.bitrate_kbps, constant=sound.constant_bitrate, profile=profile))
    level = profile.level
    unit = level.meter.value
    requirements.append(_within("level", found.level, unit, (level.least, level.most)))
    requirements.append(_peak(found.sample_peak_db, found.true_peak_dbtp, profile))
    if profile.noise_floor_db is not None:
        requirements.append(_noise(found.noise_floor_db, profile.noise_floor_db))
    if profile.head_s:
        requirements.append(_within("head", found.head_s, "s", profile.head_s))
    if profile.tail_s:
        requirements.append(_within("tail", found.tail_s, "s", profile.tail_s))
    longest_min = profile.sample_min if profile.sample_min and _is(path, 2, _SAMPLE) else profile.longest_min
    if longest_min:
        requirements.append(_length(found.duration_s, longest_min))
    if profile.naming is Naming.UNDERSCORES:
        ok = _UNDERSCORED.fullmatch(path.name) is not None
        requirements.append(Requirement("name", path.name, "lower case and underscores: book_title_01_author.mp3", ok))
    return CheckedFile(path.name, found.duration_s, tuple(requirements))


def _format(codec: str, channels: int, rate_hz: int, profile: Profile) -> Requirement:
    counted = {1: "mono", 2: "stereo"}.get(channels, f"{channels} channels")
    rate = f", {profile.sample_rate_hz / 1000:g} kHz" if profile.sample_rate_hz else ""
    ok = codec == "mp3" and channels == 1 and profile.sample_rate_hz in {None, rate_hz}
    return Requirement("format", f"{codec.upper()} {counted}, {rate_hz / 1000:g} kHz", f"MP3 mono{rate}", ok)


def _bitrate(kbps: float | None, *, constant: bool | None, profile: Profile) -> Requirement:
    kind = {True: ", constant", False: ", varying", None: ""}[constant]
    measured = "unknown" if kbps is None else f"{kbps:.0f} kbit/s{kind}"
    ok = kbps is not None and round(kbps) >= profile.bitrate_kbps and constant is not False
    return Requirement("bit rate", measured, f"{profile.bitrate_kbps} kbit/s or more, constant", ok, kbps)


def _within(what: str, value: float | None, unit: str, bounds: tuple[float, float]) -> Requirement:
    """A figure between two others, all as they are shown: what reads as the limit meets it."""
    digits = 2 if unit == "s" else 1
    least, most = bounds
    measured = "none" if value is None else f"{value:.{digits}f} {unit}"
    ok = value is not None and least <= round(value, digits) <= most
    return Requirement(what, measured, f"{least:g} to {most:g} {unit}", ok, _rounded(value))


def _peak(sample_db: float | None, true_db: float | None, profile: Profile) -> Requirement:
    """True peak; ACX and LibriVox go by samples."""
    if profile.loudness_lufs is not None:
        value, unit, limit = true_db, "dBTP", profile.true_peak_dbtp
    else:
        value, unit, limit = sample_db, "dB", profile.peak_limit_db
    measured = "none" if value is None else f"{value:.1f} {unit}"
    ok = value is None or round(value, 1) <= limit
    return Requirement("peak", measured, f"at most {limit:g} {unit}", ok, _rounded(value))


def _noise(value_db: float | None, limit_db: float) -> Requirement:
    wanted = f"at most {limit_db:g} dB RMS, and no digital silence"
    if value_db is None:
        return Requirement("noise floor", "too short to tell", wanted, ok=True)
    if value_db == -math.inf:
        return Requirement("noise floor", "digital silence", wanted, ok=False)
    ok = round(value_db, 1) <= limit_db
    return Requirement("noise floor", f"{value_db:.1f} dB RMS", wanted, ok, _rounded(value_db))


def _length(duration_s: float, longest_min: int) -> Requirement:
    minutes = f"{int(duration_s // 60)} min {duration_s % 60:02.0f} s"
    ok = duration_s <= 60 * longest_min
    return Requirement("length", minutes, f"at most {longest_min} min", ok, _rounded(duration_s / 60))


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 3)


def _of_book(files: Sequence[Path], profile: Profile) -> Iterator[Requirement]:
    if not profile.credits:
        return
    wanted = (("opening credits", _OPENING), ("closing credits", _CLOSING), ("retail sample", _SAMPLE))
    for index, (what, pattern) in enumerate(wanted):
        name = next((file.name for file in files if _is(file, index, pattern)), None)
        yield Requirement(what, name or "none", "a file of its own", name is not None)


def _is(file: Path, index: int, pattern: re.Pattern[str]) -> bool:
    """Whether a file is what the title of that index in `Wording.titles` says, in any language."""
    from narrate.speech import credits_wordings

    titles = {wording.titles[index] for wording in credits_wordings().values()}
    return pattern.search(file.stem) is not None or file.stem.lstrip("0123456789 ") in titles


def _profile_of(paths: Sequence[Path]) -> str:
    """The profile that a folder of ours was made for."""
    for path in paths:
        try:
            told = json.loads((path / TIMELINE).read_text(encoding="utf-8"))["book"]["profile"]
        except (OSError, ValueError, KeyError, TypeError, RecursionError):
            continue
        if isinstance(told, str) and told in PROFILES:
            return str(told)
    return DEFAULT


def _sound_files(path: Path) -> list[Path]:
    from narrate.publishing import SUFFIXES

    if path.is_file():
        return [path]
    if not path.is_dir():
        raise InputError(f"there is no file or folder {path}", hint="Check the path.")
    found = sorted(p for p in path.iterdir() if p.suffix.lower() in SUFFIXES and p.name[0] != "." and p.is_file())
    if not found:
        raise InputError(f"{path} holds no sound files", hint="Name the folder in which the finished files are.")
    return [file for file in found if file.suffix.lower() == ".mp3"] or found
