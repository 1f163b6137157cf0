"""The contract that every engine keeps, as tests: for engines that come with narrate, and for anybody's.

In the tests of a package with an engine of its own::

    from narrate.testing import EngineContract

    class TestWarble(EngineContract):
        engine_name = "warble"

It needs pytest, and the package installed, so that its entry point is found.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import ClassVar

import numpy as np
import pytest

from narrate.errors import VoiceMissingError
from narrate.model import Clip, SynthesisRequest, Voice
from narrate.synthesis import Engine, EngineHost, load_engine

SENTENCE = "The old clock on the landing struck nine, and nobody moved."
ODD_TEXTS = (
    "“Quotes”, 'quotes' and \"quotes\"",
    "[[inp PHON]] and [[h@l'oU]]",
    "Salt & pepper &amp; &#0; &lt;",
    "<b>bold</b> <break time='9s'/> <speak>",
    "A smile 🙂 and a flag 🇳🇱 and a family 👩‍👩‍👧",
    "-v en -w /tmp/file is no option",
    "--help",
    "$(reboot) `reboot` ; reboot | cat",
    "%s %d {} {0} \\n \\\\",
    "Ωmega, naïve, Zürich, 東京, مرحبا, עברית",
    "zero\u200bwidth, soft\u00adhyphen, right\u202eleft",
    "A tab\tand a\x07bell and a \x00null",
    "no letters: 12 345.67 €, 50 %",
    "word " * 400,
    "x" * 500,
)


def level_db(clip: Clip) -> float:
    """Root mean square of the whole clip, re full scale."""
    samples = np.frombuffer(clip.pcm, dtype="<i2").astype(float)
    return float(20 * np.log10(max(np.sqrt(np.mean(samples**2)), 1e-3) / 32768))


def pitch_hz(clip: Clip) -> float:
    """Median over the loud frames of the strongest period between 60 and 400 Hz (autocorrelation)."""
    rate = clip.format.sample_rate_hz
    samples = np.frombuffer(clip.pcm, dtype="<i2").astype(float)[:: clip.format.channels]
    size = rate // 20
    frames = [samples[start : start + size] for start in range(0, len(samples) - size, size // 2)]
    loudest = max(float(np.mean(frame**2)) for frame in frames)
    found = []
    for frame in frames:
        if np.mean(frame**2) > 0.1 * loudest:
            correlation = np.correlate(frame, frame, "full")[size - 1 :]
            shortest, longest = rate // 400, rate // 60
            found.append(rate / (shortest + int(np.argmax(correlation[shortest:longest]))))
    return float(np.median(found))


class EngineContract:
    """Every test is a clause of the contract (docs/engines.md); ``engine_name`` says which engine is held to it."""

    engine_name: ClassVar[str] = ""

    @pytest.fixture(scope="class")
    @classmethod
    def engine(cls) -> Iterator[Engine]:
        """The engine as the main process has it."""
        engine = load_engine(cls.engine_name)
        yield engine
        engine.close()

    @pytest.fixture(scope="class")
    @classmethod
    def host(cls, engine: Engine) -> Iterator[EngineHost]:
        """The engine in a process of its own; a fault is not asked for again."""
        with EngineHost(engine.name, retries=0) as host:
            yield host

    @pytest.fixture(scope="class")
    @classmethod
    def voice(cls, engine: Engine) -> Voice:
        """The voice that it would rather be heard with."""
        return min(engine.voices(), key=lambda voice: voice.preference)

    @pytest.fixture
    def plain(self, voice: Voice) -> SynthesisRequest:
        """A sentence, said plainly."""
        return SynthesisRequest(SENTENCE, voice.id, voice.language)

    def test_it_has_voices_with_ids_of_their_own(self, engine: Engine) -> None:
        voices = engine.voices()
        assert voices
        assert len({voice.id for voice in voices}) == len(voices)
        assert {voice.engine for voice in voices} == {engine.name}
        for voice in voices:
            assert voice.id.strip() == voice.id != ""
            assert voice.name
            assert voice.language
            assert 0 <= voice.preference <= 9
            assert voice.pitch_hz is None or 40 < voice.pitch_hz < 500
        assert list(load_engine(engine.name).voices()) == list(voices)

    def test_a_clip_is_whole_frames_at_the_declared_rate(
        self, engine: Engine, host: EngineHost, plain: SynthesisRequest
    ) -> None:
        clip = host.synthesize(plain)
        assert clip.pcm
        assert len(clip.pcm) % clip.format.bytes_per_frame == 0
        assert engine.capabilities.sample_rate_hz in (None, clip.format.sample_rate_hz)
        assert 1.0 < clip.duration_s < 15.0

    def test_it_can_be_heard_and_does_not_clip(self, engine: Engine, host: EngineHost, plain: SynthesisRequest) -> None:
        clip = host.synthesize(plain)
        assert (level_db(clip) > -40) == engine.capabilities.speaks
        full = np.mean(np.abs(np.frombuffer(clip.pcm, dtype="<i2").astype(int)) >= 32767)
        assert full < 1e-4

    def test_more_text_takes_longer(self, host: EngineHost, plain: SynthesisRequest) -> None:
        short, long, longer = (
            host.synthesize(replace(plain, text=text)).duration_s
            for text in ("Nine.", SENTENCE, f"{SENTENCE} {SENTENCE}")
        )
        assert short < 0.6 * long
        assert longer > 1.6 * long

    def test_the_same_request_gives_the_same_bytes_whatever_came_before(
        self, engine: Engine, host: EngineHost, plain: SynthesisRequest
    ) -> None:
        first = host.synthesize(plain)
        host.synthesize(replace(plain, text="Something else, faster.", rate=1.5))
        assert host.synthesize(plain) == first
        with EngineHost(engine.name, retries=0) as fresh:
            assert fresh.synthesize(plain) == first

    def test_the_rate_acts_as_a_factor(self, engine: Engine, host: EngineHost, plain: SynthesisRequest) -> None:
        if not engine.capabilities.rate_control:
            return
        own = host.synthesize(plain).duration_s
        for rate in (0.8, 1.25, 1.6):
            assert own / host.synthesize(replace(plain, rate=rate)).duration_s == pytest.approx(rate, rel=0.15)

    def test_the_pitch_moves_by_the_semitones_asked_for(
        self, engine: Engine, host: EngineHost, plain: SynthesisRequest
    ) -> None:
        if not (engine.capabilities.pitch_control and engine.capabilities.speaks):
            return
        own = pitch_hz(host.synthesize(plain))
        for semitones in (-4.0, 4.0):
            moved = 12 * np.log2(pitch_hz(host.synthesize(replace(plain, pitch_semitones=semitones))) / own)
            assert moved == pytest.approx(semitones, abs=1.2)

    def test_the_limits_of_rate_and_pitch_are_no_error(self, host: EngineHost, plain: SynthesisRequest) -> None:
        for rate, semitones in ((0.25, -12.0), (4.0, 12.0)):
            assert host.synthesize(replace(plain, rate=rate, pitch_semitones=semitones)).pcm

    def test_a_whisper_and_another_range_are_spoken_by_every_engine(
        self, engine: Engine, host: EngineHost, plain: SynthesisRequest
    ) -> None:
        own = host.synthesize(plain)
        for request in (
            replace(plain, whisper=True),
            replace(plain, pitch_range=0.25),
            replace(plain, pitch_range=2.0),
        ):
            assert host.synthesize(request).pcm
        assert (host.synthesize(replace(plain, whisper=True)) != own) == engine.capabilities.whisper
        assert host.synthesize(plain) == own

    def test_another_take_is_another_sound_where_takes_are_declared(
        self, engine: Engine, host: EngineHost, plain: SynthesisRequest
    ) -> None:
        own, other = host.synthesize(plain), host.synthesize(replace(plain, take=1))
        assert (other != own) == engine.capabilities.takes
        assert host.synthesize(replace(plain, take=1)) == other

    def test_it_tells_when_each_word_is_heard_where_it_declares_so(
        self, engine: Engine, host: EngineHost, plain: SynthesisRequest
    ) -> None:
        clip = host.synthesize(plain)
        assert bool(clip.words) == engine.capabilities.word_timings
        heard = [(word.start_s, word.end_s) for word in clip.words]
        assert heard == sorted(heard)
        assert all(0.0 <= start_s <= end_s <= clip.duration_s + 0.001 for start_s, end_s in heard)
        assert all(SENTENCE[word.start : word.end].strip() for word in clip.words)

    def test_odd_texts_are_spoken_or_refused_in_words(self, host: EngineHost, plain: SynthesisRequest) -> None:
        assert host.synthesize(plain).pcm
        pid = host.pid
        for text in ODD_TEXTS:
            assert host.synthesize(replace(plain, text=text)).duration_s < 1000, text
        assert host.pid == pid

    def test_line_breaks_are_spaces(self, host: EngineHost, plain: SynthesisRequest) -> None:
        broken = host.synthesize(replace(plain, text="One line.\n\nAnother line.\r\nA third.")).duration_s
        assert broken == pytest.approx(
            host.synthesize(replace(plain, text="One line. Another line. A third.")).duration_s, rel=0.1
        )

    def test_an_unknown_voice_is_named(self, host: EngineHost, plain: SynthesisRequest) -> None:
        with pytest.raises(VoiceMissingError, match="no-such-voice"):
            host.synthesize(replace(plain, voice="no-such-voice"))

    def test_its_first_voices_all_speak(self, engine: Engine, host: EngineHost) -> None:
        for voice in sorted(engine.voices(), key=lambda voice: voice.preference)[:12]:
            clip = host.synthesize(SynthesisRequest("Good evening, all.", voice.id, voice.language))
            assert (level_db(clip) > -40) == engine.capabilities.speaks, voice.id

    def test_the_fingerprint_stays_and_has_no_secrets_of_the_machine(self, engine: Engine) -> None:
        assert engine.fingerprint()
        assert engine.fingerprint() == load_engine(engine.name).fingerprint()
        assert str(Path.home()) not in engine.fingerprint()

    def test_it_describes_itself(self, engine: Engine) -> None:
        info = engine.describe()
        assert info.name == engine.name
        assert info.usable, info.problem
