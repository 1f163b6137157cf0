"""Programs of the system that speak: run without a shell, with their text in a file, and their sound read from one."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from narrate.errors import EngineMissingError, SynthesisError
from narrate.model import AudioFormat, Clip
from narrate.synthesis.engines.decode import read_sound


def find(program: str, package: str) -> str:
    """The path of a program.

    Raises:
        EngineMissingError: it is not installed; ``package`` is what Debian calls the package that has it.
    """
    path = shutil.which(program)
    # Some systems look into the current folder first, which may hold a stranger's files.
    if path is None or not Path(path).is_absolute():
        raise EngineMissingError(
            f"the program {program} is not installed", hint=f"On Debian and its relatives: apt-get install {package}"
        )
    return path


def ask(words: Sequence[str], *, succeeds: bool = True) -> str:
    """What a program prints; ``succeeds`` is False for one that says so with a status of failure.

    Raises:
        EngineMissingError: it can't be started, or it fails.
    """
    try:
        # No word of it comes from a story.
        done = subprocess.run(words, stdin=subprocess.DEVNULL, capture_output=True, check=False)  # noqa: S603
    except OSError as error:
        raise EngineMissingError(f"{words[0]} can't be started: {error.strerror or error}") from error
    if succeeds and done.returncode:
        raise EngineMissingError(f"{words[0]} fails: {_last_line(done)}")
    return done.stdout.decode("utf-8", "replace")


def speak(text: bytes, words: Callable[[Path], Sequence[str]]) -> Clip:
    """Have a program read a file aloud into another.

    Args:
        text: what is in the file ``text.txt``.
        words: the command for the folder that has it; the sound is to be left there in ``speech.wav``.

    Raises:
        SynthesisError: the program fails, or leaves no sound.
    """
    with tempfile.TemporaryDirectory(prefix="narrate-") as name:
        folder = Path(name)
        (folder / "text.txt").write_bytes(text + b"\n")
        command = words(folder)
        try:
            # The same; a story's text is in the file.
            done = subprocess.run(  # noqa: S603
                command, stdin=subprocess.DEVNULL, capture_output=True, check=False, cwd=folder
            )
        except OSError as error:
            raise SynthesisError(f"{command[0]} can't be started: {error.strerror or error}") from error
        if done.returncode:
            raise SynthesisError(f"{command[0]} fails with status {done.returncode}: {_last_line(done)}")
        return read_sound(folder / "speech.wav")


def played_faster(clip: Clip, factor: float) -> Clip:
    """A clip as if its tape ran faster: shorter and higher by ``factor``, formants too, at the rate that it has."""
    import av  # heavy, and most requests leave the pitch alone
    import numpy as np

    rate = clip.format.sample_rate_hz
    layout = "mono" if clip.format.channels == 1 else "stereo"
    frame = av.AudioFrame.from_ndarray(np.frombuffer(clip.pcm, "<i2").reshape(1, -1), format="s16", layout=layout)
    frame.sample_rate = round(rate * factor)
    resampler = av.AudioResampler("s16", layout, rate)
    pieces = [*resampler.resample(frame), *resampler.resample(None)]
    return Clip(
        AudioFormat(rate, clip.format.channels),
        b"".join(piece.to_ndarray().astype("<i2").tobytes() for piece in pieces),
    )


def _last_line(done: subprocess.CompletedProcess[bytes]) -> str:
    lines = done.stderr.decode("utf-8", "replace").split("\n")
    return next((line.strip() for line in reversed(lines) if line.strip()), f"status {done.returncode}")
