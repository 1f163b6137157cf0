"""eSpeak NG from the wheel ``espeakng-loader``: its data where voices are found at once, and copies of its library.

Why copies: eSpeak NG keeps state from one text to the next (the phase of its waves, the place in its table of
flutter, echoes) that no function of it resets, so that the same request twice gives different samples. Loaded anew it
begins with the same memory, and the same request gives the same bytes. Measured: 0.3 ms to load, start and drop a
copy; a forked child for each request cost 5 ms, nearly all of it for pages copied.

Why links to its data: eSpeak NG looks for a voice by the name in small letters, which its files have not all, and
then reads the heads of all its voices (2.5 ms for each copy).
"""

from __future__ import annotations

import contextlib
import ctypes
import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, Final

from narrate.errors import EngineMissingError

REINSTALL = "Reinstall it: pip install --force-reinstall pyttsx3 espeakng-loader"

PLAIN_BRITISH: Final = "gmw/en-gb"
"""Our name for eSpeak NG's file of British English, which is plain ``gmw/en``; files of ours say which English."""

_SYNCHRONOUS = 2
_BUFFER_MS = 1000


def wheel() -> Any:  # noqa: ANN401 - a module without types
    """The module ``espeakng_loader``.

    Raises:
        EngineMissingError: it is not installed.
    """
    try:
        import espeakng_loader  # Linux alone has it
    except ImportError as error:
        raise EngineMissingError("the package espeakng-loader is not installed", hint=REINSTALL) from error
    return espeakng_loader


def data_folder() -> Path:
    """The wheel's folder of voices and dictionaries."""
    return Path(wheel().get_data_path())


@cache
def library_digest() -> str:
    """Of the wheel's library: part of fingerprints."""
    return hashlib.blake2b(Path(wheel().get_library_path()).read_bytes(), digest_size=6).hexdigest()


def load() -> ctypes.CDLL:
    """Load the wheel's library for good, so that whoever asks for its soname finds it.

    Raises:
        EngineMissingError: there is none, or it can't be loaded.
    """
    try:
        return ctypes.CDLL(wheel().get_library_path())
    except (OSError, RuntimeError) as error:
        raise EngineMissingError(f"eSpeak NG can't be loaded: {error}", hint=REINSTALL) from error


class PrivateEspeak:
    """eSpeak NG in a folder of its own.

    In it are a copy of the library, which nobody else in the process can have loaded, and links to its data under
    names that are found at once. The folder goes with this object, or with the process.

    Raises:
        EngineMissingError: the wheel is not installed, or the folder can't be made.
    """

    def __init__(self) -> None:
        try:
            self._folder = tempfile.TemporaryDirectory(prefix="narrate-espeak-")
            self.data = Path(self._folder.name)
            self._library = self.data / "library.so"
            shutil.copyfile(wheel().get_library_path(), self._library)
            for entry in data_folder().iterdir():
                if entry.name != "lang":
                    (self.data / entry.name).symlink_to(entry)
            languages = data_folder() / "lang"
            for file in languages.rglob("*"):
                if file.is_file():
                    self._link(file, file.relative_to(languages).as_posix().lower())
            self._link(languages / "gmw" / "en", PLAIN_BRITISH)
        except OSError as error:
            reason = f"eSpeak NG has no room for its files in {tempfile.gettempdir()}: {error.strerror or error}"
            raise EngineMissingError(reason, hint="Make room there, or name another folder in TMPDIR.") from error

    @contextlib.contextmanager
    def fresh(self, callback: Any) -> Iterator[ctypes.CDLL]:  # noqa: ANN401 - any ctypes function
        """A freshly loaded library, ready to speak in its synchronous mode; none of its functions outlives the block.

        The mode matters: the asynchronous one has a thread, in which ``runAndWait`` of pyttsx3 cancels what
        ``setProperty`` has queued: one rate or pitch in two is silently lost.

        Args:
            callback: takes the sound: a C function as ``speak_lib.h`` says under ``espeak_SetSynthCallback``.

        Raises:
            EngineMissingError: it does not start.
        """
        try:
            # Its functions call each other, not those of the same names in another eSpeak NG that is loaded.
            library = ctypes.CDLL(str(self._library), os.RTLD_NOW | os.RTLD_LOCAL | os.RTLD_DEEPBIND)
        except OSError as error:
            raise EngineMissingError(f"eSpeak NG can't be loaded: {error}", hint=REINSTALL) from error
        try:
            if library.espeak_Initialize(_SYNCHRONOUS, _BUFFER_MS, os.fsencode(self.data), 0) <= 0:
                raise EngineMissingError("eSpeak NG does not start with its own data", hint=REINSTALL)
            library.espeak_SetSynthCallback(callback)
            library.espeak_ng_SetRandSeed(1)
            yield library
            library.espeak_Terminate()
        finally:
            _unload(library)

    def _link(self, file: Path, name: str) -> None:
        link = self.data / "lang" / name
        link.parent.mkdir(parents=True, exist_ok=True)
        link.symlink_to(file)


def _unload(library: ctypes.CDLL) -> None:
    _closer()(library._handle)  # noqa: SLF001 - ctypes has no other way


@cache
def _closer() -> Any:  # noqa: ANN401 - a function of the C library
    close = ctypes.CDLL(None).dlclose
    close.argtypes = [ctypes.c_void_p]
    return close
