"""The seam between narrate and whatever speaks: `Engine`, and what an engine says about itself.

An engine is a class in the entry-point group ``narrate.engines``. ``docs/engines.md`` shows a whole one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from narrate.model import Clip, EngineSettings, SynthesisRequest, Voice


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What an engine can do; declared, and held by the contract suite.

    Attributes:
        sample_rate_hz: of every clip; None where it depends on the voice.
        parallelism: how many of its processes are worth running at once; None is one for each core.
        rate_control: ``SynthesisRequest.rate`` acts.
        pitch_control: ``SynthesisRequest.pitch_semitones`` acts.
        whisper: ``SynthesisRequest.whisper`` acts.
        ipa_languages: primary tags of the languages for whose voices ``SynthesisRequest.pronunciations`` act.
        word_timings: it knows when each word is heard.
        needs_network: text leaves the machine.
        fast: faster than about fifty times real time, so that keeping its clips costs more than making them again.
        speaks: it makes sound; False for an engine that stands in for one.
        takes: ``SynthesisRequest.take`` acts: it can say the same line otherwise.
        patience: how many times longer than usual it may take for a line, its model's loading included, before it
            counts as hung: for what takes minutes on a small computer.
    """

    sample_rate_hz: int | None
    parallelism: int | None = None
    rate_control: bool = True
    pitch_control: bool = False
    whisper: bool = False
    ipa_languages: tuple[str, ...] = ()
    word_timings: bool = False
    needs_network: bool = False
    fast: bool = False
    speaks: bool = True
    takes: bool = False
    patience: float = 1.0


@dataclass(frozen=True, slots=True)
class Destination:
    """Where the text goes that an engine is asked to say.

    Attributes:
        host: the server's name, with its port if it has one.
        is_local: it is this machine itself.
        is_encrypted: nobody on the way can read along.
        price_per_million: what a million characters cost, in whatever currency it was given; None if nobody said.
    """

    host: str
    is_local: bool
    is_encrypted: bool
    price_per_million: float | None = None


@dataclass(frozen=True, slots=True)
class EngineInfo:
    """What ``narrate doctor`` shows.

    Attributes:
        version: of the engine and of the library below it; empty where it could not be found out.
        problem: why it can't be used here, one sentence without a full stop; empty if it can.
        hint: what to do about the problem, a whole sentence.
    """

    name: str
    version: str
    problem: str = ""
    hint: str = ""

    @property
    def usable(self) -> bool:
        """Whether nothing is known to be wrong."""
        return not self.problem


@runtime_checkable
class Transcriber(Protocol):
    """An engine that can tell how it says a word; `Engine` does not ask for it."""

    def transcribe(self, words: Sequence[str], voice: str) -> Sequence[str]:
        """What ``voice`` says for each of some words, in IPA; nothing at all where it can't tell on this system."""
        ...


@runtime_checkable
class Remote(Protocol):
    """An engine that sends text to a server; `Engine` does not ask for it."""

    def destination(self) -> Destination:
        """Where the text goes; nothing is asked there.

        Raises:
            ConfigError: nobody said where.
        """
        ...


@runtime_checkable
class VoiceNamer(Protocol):
    """An engine with voices beside those that it lists: blends, variants; `Engine` does not ask for it."""

    def voice_named(self, voice: str) -> Voice:
        """What is known of a voice that ``voices()`` need not list.

        Raises:
            VoiceMissingError: there is no such voice.
        """
        ...


@runtime_checkable
class Configurable(Protocol):
    """An engine that heeds a device, a number of threads, or settings of its own; `Engine` does not ask for it."""

    def configure(self, settings: EngineSettings) -> None:
        """Called once, before anything else, in every process; cheap.

        Raises:
            ConfigError: a setting can't be used.
        """
        ...


class Engine(Protocol):
    """Something that speaks.

    It is made without arguments, and that is cheap: libraries and models are loaded by the first call that
    needs them. It lives in a process of its own (`narrate.synthesis.host`), is called from that process's
    main thread, one call at a time, and may be killed at any moment. It raises nothing but
    ``narrate.errors.EngineError`` (with its subclasses) and ``narrate.errors.SynthesisError``: every error of
    its library is translated.
    """

    @property
    def name(self) -> str:
        """Its name in the entry-point group ``narrate.engines``."""
        ...

    @property
    def capabilities(self) -> Capabilities:
        """What it can do; known without loading anything."""
        ...

    def voices(self) -> Sequence[Voice]:
        """The voices it offers, in an order that stays; ids are unique.

        Raises:
            EngineMissingError: the library below it is not there.
        """
        ...

    def synthesize(self, request: SynthesisRequest) -> Clip:
        """The sound of ``request.text``: whole frames, not empty, the same bytes for the same request.

        Raises:
            VoiceMissingError: there is no voice ``request.voice``.
            SynthesisError: this text could not be spoken.
            EngineError: the engine can't speak at all.
        """
        ...

    def fingerprint(self) -> str:
        """A short text that changes whenever the sound of any request may: name, versions, digests of data.

        What belongs to one voice alone goes into ``Voice.version``: a voice more, or another edition of one, is no
        reason to make anew what the others said.
        """
        ...

    def describe(self) -> EngineInfo:
        """Version, and what is wrong if it can't be used here; never raises."""
        ...

    def close(self) -> None:
        """Give back what it holds; it is not used afterwards."""
        ...
