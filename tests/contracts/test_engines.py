"""What every engine must do; `docs/engines.md` says how to run it on one of yours.

NARRATE_CONTRACT_ENGINES=mine,other python -m pytest tests/contracts/test_engines.py
"""

import os
from collections.abc import Iterator
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest
from tests.synthesis.speech_server import SpeechServer

from narrate.errors import VoiceMissingError
from narrate.model import Clip, SynthesisRequest, Voice
from narrate.synthesis import Engine, EngineHost, load_engine

OPTIONAL = ("flite", "festival")
"""Engines on programs of the system, which .ci/run installs."""

NEURAL = {"piper": "piper", "kokoro": "kokoro_onnx"}
"""Engines on libraries that the tests' own requirements bring, each with its module; their models are tiny ones."""

CHOSEN = os.environ.get("NARRATE_CONTRACT_ENGINES", "")
NEURAL_HERE = [name for name, module in NEURAL.items() if find_spec(module)]
ENGINES = CHOSEN.split(",") if CHOSEN else ["pyttsx3", "espeak", "silent", "openai", *OPTIONAL, *NEURAL_HERE]

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


@pytest.fixture(scope="module")
def tiny_voices(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Voices for the neural engines, unless whoever runs this names some."""
    missing = [name for name in NEURAL if name in ENGINES and f"NARRATE_{name.upper()}_VOICES" not in os.environ]
    with pytest.MonkeyPatch.context() as patch:
        if missing:
            from tests.synthesis.tiny_voices import write_all  # noqa: PLC0415 - it needs those libraries

            folder = tmp_path_factory.mktemp("voices")
            write_all(folder)
            for name in missing:
                patch.setenv(f"NARRATE_{name.upper()}_VOICES", str(folder / name))
        yield


@pytest.fixture(scope="module")
def speech_server() -> Iterator[None]:
    """A server on this machine for the engine that asks one, unless whoever runs this names another."""
    with pytest.MonkeyPatch.context() as patch:
        if "openai" not in ENGINES or "NARRATE_SPEECH_URL" in os.environ:
            yield
            return
        server = SpeechServer()
        patch.setenv("NARRATE_SPEECH_URL", server.url)
        yield
        server.close()


@pytest.fixture(scope="module", params=ENGINES)
def engine(request: pytest.FixtureRequest, tiny_voices: None, speech_server: None) -> Iterator[Engine]:
    engine = load_engine(request.param)
    if not CHOSEN and request.param in OPTIONAL and (problem := engine.describe().problem):
        pytest.skip(f"{request.param}: {problem}; .ci/run installs it")
    yield engine
    engine.close()


@pytest.fixture(scope="module")
def host(engine: Engine) -> Iterator[EngineHost]:
    with EngineHost(engine.name, retries=0) as host:
        yield host


@pytest.fixture(scope="module")
def voice(engine: Engine) -> Voice:
    return min(engine.voices(), key=lambda voice: voice.preference)


@pytest.fixture
def plain(voice: Voice) -> SynthesisRequest:
    return SynthesisRequest(SENTENCE, voice.id, voice.language)


def level_db(clip: Clip) -> float:
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


def test_it_has_voices_with_ids_of_their_own(engine: Engine):
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


def test_a_clip_is_whole_frames_at_the_declared_rate(engine: Engine, host: EngineHost, plain: SynthesisRequest):
    clip = host.synthesize(plain)
    assert clip.pcm
    assert len(clip.pcm) % clip.format.bytes_per_frame == 0
    assert engine.capabilities.sample_rate_hz in (None, clip.format.sample_rate_hz)
    assert 1.0 < clip.duration_s < 15.0


def test_it_can_be_heard_and_does_not_clip(engine: Engine, host: EngineHost, plain: SynthesisRequest):
    clip = host.synthesize(plain)
    assert (level_db(clip) > -40) == engine.capabilities.speaks
    full = np.mean(np.abs(np.frombuffer(clip.pcm, dtype="<i2").astype(int)) >= 32767)
    assert full < 1e-4


def test_more_text_takes_longer(host: EngineHost, plain: SynthesisRequest):
    short, long, longer = (
        host.synthesize(replace(plain, text=text)).duration_s for text in ("Nine.", SENTENCE, f"{SENTENCE} {SENTENCE}")
    )
    assert short < 0.6 * long
    assert longer > 1.6 * long


def test_the_same_request_gives_the_same_bytes_whatever_came_before(
    engine: Engine, host: EngineHost, plain: SynthesisRequest
):
    first = host.synthesize(plain)
    host.synthesize(replace(plain, text="Something else, faster.", rate=1.5))
    assert host.synthesize(plain) == first
    with EngineHost(engine.name, retries=0) as fresh:
        assert fresh.synthesize(plain) == first


def test_the_rate_acts_as_a_factor(engine: Engine, host: EngineHost, plain: SynthesisRequest):
    if not engine.capabilities.rate_control:
        return
    own = host.synthesize(plain).duration_s
    for rate in (0.8, 1.25, 1.6):
        assert own / host.synthesize(replace(plain, rate=rate)).duration_s == pytest.approx(rate, rel=0.15)


def test_the_pitch_moves_by_the_semitones_asked_for(engine: Engine, host: EngineHost, plain: SynthesisRequest):
    if not (engine.capabilities.pitch_control and engine.capabilities.speaks):
        return
    own = pitch_hz(host.synthesize(plain))
    for semitones in (-4.0, 4.0):
        moved = 12 * np.log2(pitch_hz(host.synthesize(replace(plain, pitch_semitones=semitones))) / own)
        assert moved == pytest.approx(semitones, abs=1.2)


def test_the_limits_of_rate_and_pitch_are_no_error(host: EngineHost, plain: SynthesisRequest):
    for rate, semitones in ((0.25, -12.0), (4.0, 12.0)):
        assert host.synthesize(replace(plain, rate=rate, pitch_semitones=semitones)).pcm


def test_a_whisper_and_another_range_are_spoken_by_every_engine(
    engine: Engine, host: EngineHost, plain: SynthesisRequest
):
    own = host.synthesize(plain)
    for request in (replace(plain, whisper=True), replace(plain, pitch_range=0.25), replace(plain, pitch_range=2.0)):
        assert host.synthesize(request).pcm
    assert (host.synthesize(replace(plain, whisper=True)) != own) == engine.capabilities.whisper
    assert host.synthesize(plain) == own


def test_another_take_is_another_sound_where_takes_are_declared(
    engine: Engine, host: EngineHost, plain: SynthesisRequest
):
    own, other = host.synthesize(plain), host.synthesize(replace(plain, take=1))
    assert (other != own) == engine.capabilities.takes
    assert host.synthesize(replace(plain, take=1)) == other


def test_odd_texts_are_spoken_or_refused_in_words(host: EngineHost, plain: SynthesisRequest):
    assert host.synthesize(plain).pcm
    pid = host.pid
    for text in ODD_TEXTS:
        assert host.synthesize(replace(plain, text=text)).duration_s < 1000, text
    assert host.pid == pid


def test_line_breaks_are_spaces(engine: Engine, host: EngineHost, plain: SynthesisRequest):
    broken = host.synthesize(replace(plain, text="One line.\n\nAnother line.\r\nA third.")).duration_s
    assert broken == pytest.approx(
        host.synthesize(replace(plain, text="One line. Another line. A third.")).duration_s, rel=0.1
    )


def test_an_unknown_voice_is_named(host: EngineHost, plain: SynthesisRequest):
    with pytest.raises(VoiceMissingError, match="no-such-voice"):
        host.synthesize(replace(plain, voice="no-such-voice"))


def test_its_first_voices_all_speak(engine: Engine, host: EngineHost):
    for voice in sorted(engine.voices(), key=lambda voice: voice.preference)[:12]:
        clip = host.synthesize(SynthesisRequest("Good evening, all.", voice.id, voice.language))
        assert (level_db(clip) > -40) == engine.capabilities.speaks, voice.id


def test_the_fingerprint_stays_and_has_no_secrets_of_the_machine(engine: Engine):
    assert engine.fingerprint()
    assert engine.fingerprint() == load_engine(engine.name).fingerprint()
    assert str(Path.home()) not in engine.fingerprint()


def test_it_describes_itself(engine: Engine):
    info = engine.describe()
    assert info.name == engine.name
    assert info.usable, info.problem
