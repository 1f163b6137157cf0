"""What ID3 tags tell about times: chapter marks, lyrics with and without times, ReplayGain.

Sources: “ID3v2 Chapter Frame Addendum” (CHAP, CTOC); ID3v2.3, 4.9 (USLT) and 4.10 (SYLT); “ReplayGain 2.0
specification”.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from narrate.model.profile import Meter, Profile

_UTF16, _LATIN1 = 1, 0
_NO_OFFSET = 0xFFFFFFFF
"""Players find a chapter by its time."""

_TOP_LEVEL, _ORDERED = 2, 1
_MILLISECONDS, _LYRICS = 2, 1
_TAG_HEADER = 10
"""Bytes of a tag's header, and of a frame's."""

_REPLAYGAIN_LUFS = -18.0


@dataclass(frozen=True, slots=True)
class TimeMark:
    """A part of a file, in seconds from its beginning."""

    title: str
    start_s: float
    end_s: float


@dataclass(frozen=True, slots=True)
class LyricsLine:
    """A sentence, and when it begins to be heard; ``paragraph`` is the same number for all of a paragraph."""

    text: str
    start_s: float
    paragraph: int


def scene_marks(title: str, starts: Sequence[tuple[int, float]], duration_s: float) -> tuple[TimeMark, ...]:
    """A mark for each scene of a chapter: ``The Bridge``, ``The Bridge · 2`` and so on.

    Args:
        title: of the chapter.
        starts: for each sentence in order, the number of its scene, and when it begins.
        duration_s: of the file.
    """
    begins = [next(group)[1] for _, group in itertools.groupby(starts, key=lambda start: start[0])]
    edges = [0.0, *begins[1:], duration_s]
    return tuple(
        TimeMark(title if number == 1 else f"{title} · {number}", start, end)
        for number, (start, end) in enumerate(itertools.pairwise(edges), 1)
    )


def mark_frames(marks: Sequence[TimeMark]) -> list[Any]:
    """CHAP for each mark, and a CTOC, top-level and ordered, without which players hide them."""
    id3 = id3_frames()
    frames: list[Any] = []
    for number, mark in enumerate(marks, 1):
        title = id3.TIT2(encoding=_UTF16, text=[_clean(mark.title)])
        frames.append(
            id3.CHAP(
                element_id=f"chp{number}",
                start_time=round(mark.start_s * 1000),
                end_time=round(mark.end_s * 1000),
                start_offset=_NO_OFFSET,
                end_offset=_NO_OFFSET,
                sub_frames=[title],
            )
        )
    if frames:
        ids = [frame.element_id for frame in frames]
        frames.append(id3.CTOC(element_id="toc", flags=_TOP_LEVEL | _ORDERED, child_element_ids=ids, sub_frames=[]))
    return frames


def put_in_order(path: Path) -> None:
    """Put the CHAP frames of a file's tag, version 2.3, in the order of their times: most players take the file's.

    mutagen writes frames by their size.
    """
    with path.open("r+b") as file:
        header = file.read(_TAG_HEADER)
        size = 0
        for byte in header[6:]:
            size = size << 7 | byte
        tag = file.read(size)
        frames: list[bytes] = []
        marks: list[bytes] = []
        at = 0
        while tag[at : at + 4].strip(b"\0"):
            end = at + _TAG_HEADER + int.from_bytes(tag[at + 4 : at + 8], "big")
            (marks if tag[at : at + 4] == b"CHAP" else frames).append(tag[at:end])
            at = end
        marks.sort(key=_starts)
        file.seek(_TAG_HEADER)
        file.write(b"".join([*frames, *marks]))


def _starts(frame: bytes) -> int:
    """When a CHAP frame says that its part begins: behind its name, which ends with a null."""
    times = frame.index(b"\0", _TAG_HEADER) + 1
    return int.from_bytes(frame[times : times + 4], "big")


def lyrics_frames(lines: Sequence[LyricsLine], language: str) -> list[Any]:
    """The text as lyrics: whole (USLT), and sentence by sentence with times (SYLT).

    Args:
        lines: in order.
        language: ISO 639-2.
    """
    id3 = id3_frames()
    said = [(line, text) for line in lines if (text := _clean(" ".join(line.text.split())))]
    if not said:
        return []
    paragraphs = itertools.groupby(said, key=lambda one: one[0].paragraph)
    whole = "\n\n".join(" ".join(text for _, text in group) for _, group in paragraphs)
    # A line feed before a text begins a line.
    timed = [("\n" * (index > 0) + text, round(line.start_s * 1000)) for index, (line, text) in enumerate(said)]
    return [
        id3.USLT(encoding=_UTF16, lang=language, desc="", text=whole),
        id3.SYLT(encoding=_UTF16, lang=language, format=_MILLISECONDS, type=_LYRICS, desc="", text=timed),
    ]


def gain_frames(loudness_lufs: float, true_peak_dbtp: float) -> list[Any]:
    """ReplayGain of a file that was mastered to a loudness: what brings it to the players' −18 LUFS."""
    values = {
        "REPLAYGAIN_TRACK_GAIN": f"{_REPLAYGAIN_LUFS - loudness_lufs:.2f} dB",
        "REPLAYGAIN_TRACK_PEAK": f"{10 ** (true_peak_dbtp / 20):.6f}",
    }
    return _texts(values.items())


def mastered_to(profile: Profile) -> tuple[float, float] | None:
    """The loudness in LUFS and the true peak in dBTP of files of a profile; None where it goes by neither meter."""
    if profile.level.meter is Meter.REPLAY_GAIN:  # 89 dB is what ReplayGain brings files to
        return _REPLAYGAIN_LUFS + profile.level.target - 89, profile.true_peak_dbtp
    return None if profile.loudness_lufs is None else (profile.loudness_lufs, profile.true_peak_dbtp)


def _texts(values: Iterable[tuple[str, str]]) -> list[Any]:
    id3 = id3_frames()
    return [id3.TXXX(encoding=_LATIN1, desc=name, text=[value]) for name, value in values]


def id3_frames() -> Any:  # noqa: ANN401 - mutagen has types for a part of itself only
    """The module of frames; loaded when it is needed."""
    from mutagen import id3

    return id3


def _clean(text: str) -> str:
    return text.replace("\0", "").encode("utf-16-le", "replace").decode("utf-16-le").strip()
