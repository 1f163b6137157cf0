"""The tree of errors.

    NarrateError                 1
    ├── UsageError               2   the command or an option makes no sense
    ├── InputError               3   a file a person gave can't be read
    │   ├── StoryError           3   … the story
    │   ├── ScriptFileError      3   … script.txt, with its line number
    │   ├── VoiceMapError        3   … voices.toml, with its key
    │   ├── LexiconError         3   … a lexicon, with its line number
    │   └── ConfigError          3   … narrate.toml, with its key
    ├── EngineError              4   the speech engine
    │   ├── EngineMissingError   4   … is not installed or does not start
    │   └── VoiceMissingError    4   … has no such voice
    ├── AttributorError          4   what finds out who speaks is not installed, or does not answer
    ├── SynthesisError           1   lines that could not be spoken
    ├── DownloadError            1   something could not be fetched, or is not what it should be
    ├── OutputError              1   something could not be written
    │   └── WorkspaceBusyError   1   … because another run holds the folder
    ├── TilingError              1   a fault of ours: text would be lost or doubled
    └── StoppedError            130   stopped by the person

The number is the process's exit code. Every error says what was wrong, where, and what to do:
``message`` names the first two, ``hint`` the last.
"""

from __future__ import annotations

import errno
import os
from typing import ClassVar, Final, Self


class NarrateError(Exception):
    """Anything narrate reports to a person.

    Args:
        message: what was wrong and where, one sentence without a full stop.
        hint: what to do about it, a whole sentence; empty if there is nothing to say.
    """

    exit_code: ClassVar[int] = 1

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __reduce__(self) -> tuple[object, ...]:
        # Errors cross process borders: keep the hint when pickled.
        return (_restore, (type(self), self.message, self.hint))


def _restore(kind: type[NarrateError], message: str, hint: str) -> NarrateError:
    return kind(message, hint=hint)


class UsageError(NarrateError):
    """The command or an option makes no sense."""

    exit_code = 2


class InputError(NarrateError):
    """A file that a person gave can't be read."""

    exit_code = 3


class StoryError(InputError):
    """The story can't be read."""


class ScriptFileError(InputError):
    """``script.txt`` can't be used; the message carries path and line number."""


class VoiceMapError(InputError):
    """``voices.toml`` can't be used; the message carries path and key."""


class LexiconError(InputError):
    """A lexicon can't be used; the message carries path and line number."""


class ConfigError(InputError):
    """``narrate.toml`` or a ``NARRATE_*`` variable can't be used."""


class EngineError(NarrateError):
    """The speech engine can't do its work."""

    exit_code = 4


class EngineMissingError(EngineError):
    """The engine is not installed, or does not start on this machine."""


class VoiceMissingError(EngineError):
    """The engine has no voice of that name."""


class AttributorError(NarrateError):
    """What finds out who speaks is not installed, or can't do its work."""

    exit_code = 4


class SynthesisError(NarrateError):
    """Lines that could not be spoken, after every retry."""


class DownloadError(NarrateError):
    """Something could not be fetched from the network, or is not what its catalogue says."""


_WHAT_TO_DO: Final = {
    errno.ENOSPC: "The disk is full: free some space and run the same command again; finished chapters are kept.",
    errno.EDQUOT: "Your disk quota is used up: free some space and run the same command again.",
    errno.EACCES: "You may not write there: choose another folder with --output.",
    errno.EPERM: "You may not write there: choose another folder with --output.",
    errno.EROFS: "That place is read-only: choose another folder with --output.",
    errno.ENOTDIR: "A file stands where a folder is needed: choose another folder with --output.",
    errno.EEXIST: "A file stands where a folder is needed: choose another folder with --output.",
    errno.ENAMETOOLONG: "The name is too long for this disk: choose a shorter one with --output.",
}


class OutputError(NarrateError):
    """Something could not be written."""

    @classmethod
    def of(cls, what: object, error: Exception) -> Self:
        """The error of the operating system, or of a library that wraps it, in words.

        Args:
            what: could not be written: a path, or “the tags of” one.
            error: an `OSError`, or a library's own whose first argument is one, as mutagen's is.
        """
        inner = error.args[0] if error.args and isinstance(error.args[0], OSError) else error
        number = inner.errno if isinstance(inner, OSError) else None
        reason = os.strerror(number) if number else str(error)
        hint = _WHAT_TO_DO.get(number or 0, "Choose another folder with --output.")
        return cls(f"can't write {what}: {reason}", hint=hint)


class WorkspaceBusyError(OutputError):
    """Another run holds the output folder."""


class TilingError(NarrateError):
    """Utterances and omissions do not tile the source: a fault of narrate, never of the story."""


class StoppedError(NarrateError):
    """Stopped by the person."""

    exit_code = 130
