"""What is particular to the default engine; what holds for all is in tests/contracts."""

import wave
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from narrate.errors import SynthesisError, VoiceMissingError
from narrate.model import Clip, Gender, SynthesisRequest
from narrate.synthesis import EngineHost, load_engine
from narrate.synthesis.engines.decode import read_sound
from narrate.synthesis.engines.pyttsx3_driver import one_line


def test_the_catalogue_has_what_casting_needs():
    voices = {voice.id: voice for voice in load_engine("pyttsx3").voices()}
    assert voices["gmw/en-gb-x-rp"].preference == 0
    for accent in ("gmw/en-gb-x-rp", "gmw/en-gb", "gmw/en-us", "gmw/en-gb-scotland", "gmw/en-us-nyc", "gmw/en-029"):
        assert voices[accent].gender is Gender.MALE
        for variant in ("m1", "m3", "m7"):
            assert voices[f"{accent}+{variant}"].gender is Gender.MALE
        for variant in ("f1", "f2", "f3", "f4"):
            assert voices[f"{accent}+{variant}"].gender is Gender.FEMALE
    clear_english = [v for v in voices.values() if v.language.startswith("en") and v.preference <= 2]
    assert len(clear_english) >= 60
    assert all(65 <= (voice.pitch_hz or 0) <= 320 for voice in voices.values())
    assert {voice.language for voice in voices.values()} >= {"en-GB", "en-US", "de", "fr", "es", "it", "nl", "pl", "ru"}


def test_variants_that_are_not_in_the_catalogue_speak_and_others_are_refused():
    # eSpeak NG itself takes any name and speaks with another voice.
    with EngineHost("pyttsx3") as host:
        line = "Who goes there?"
        assert host.synthesize(SynthesisRequest(line, "gmw/en-us+whisper")).pcm
        own = host.synthesize(SynthesisRequest(line, "gmw/en-gb"))
        assert host.synthesize(SynthesisRequest(line, "gmw/en")) == own
        assert host.synthesize(SynthesisRequest(line, "gmw/en-gb+Mr serious")) != own
        for missing in ("gmw/en-gb+nobody", "gmw/xx", "en-us", "gmw/en-us+mr serious", "../../etc", ""):
            with pytest.raises(VoiceMissingError):
                host.synthesize(SynthesisRequest(line, missing))


def test_a_whisper_is_that_of_the_voice_s_language_and_gender():
    with EngineHost("pyttsx3") as host:
        line = "Who goes there?"

        def whispered(voice: str):
            return host.synthesize(SynthesisRequest(line, voice, whisper=True))

        male, female = (host.synthesize(SynthesisRequest(line, f"gmw/en-gb+{one}")) for one in ("whisper", "whisperf"))
        assert male != female
        assert whispered("gmw/en-gb") == whispered("gmw/en-gb+m3") == whispered("gmw/en-gb+Mr serious") == male
        assert whispered("gmw/en-gb+f2") == whispered("gmw/en-gb+f4") == female
        assert whispered("roa/fr+f1") == host.synthesize(SynthesisRequest(line, "roa/fr+whisperf"))
        with pytest.raises(VoiceMissingError):
            whispered("gmw/en-gb+nobody")


def test_a_whisper_is_breath_and_the_pitch_range_is_how_far_the_pitch_moves():
    with EngineHost("pyttsx3") as host:
        plain = SynthesisRequest("You never told me that the boat was gone, and the rope with it.", "gmw/en-gb+m3")
        assert brightness_db(host.synthesize(replace(plain, whisper=True))) > brightness_db(host.synthesize(plain)) + 6
        flat, own, lively = (host.synthesize(replace(plain, pitch_range=factor)) for factor in (0.5, 1.0, 1.5))
        assert own == host.synthesize(plain)
        assert pitch_range_semitones(flat) < pitch_range_semitones(own) < pitch_range_semitones(lively)


def brightness_db(clip: Clip) -> float:
    """Energy from 2 to 8 kHz against that up to 1 kHz: breath has more of the one, voice of the other."""
    samples = np.frombuffer(clip.pcm, dtype="<i2").astype(float)
    power = np.abs(np.fft.rfft(samples)) ** 2
    hz = np.fft.rfftfreq(len(samples), 1 / clip.format.sample_rate_hz)
    return float(10 * np.log10(power[(hz > 2000) & (hz < 8000)].sum() / power[hz < 1000].sum()))


def pitch_range_semitones(clip: Clip) -> float:
    """From the tenth to the ninetieth percentile of the pitch of voiced frames (autocorrelation)."""
    rate = clip.format.sample_rate_hz
    samples = np.frombuffer(clip.pcm, dtype="<i2").astype(float)
    size, found = rate // 25, []
    for start in range(0, len(samples) - size, size // 4):
        frame = samples[start : start + size] * np.hanning(size)
        correlation = np.correlate(frame, frame, "full")[size - 1 :]
        lag = rate // 250 + int(np.argmax(correlation[rate // 250 : rate // 60]))
        if correlation[lag] > 0.5 * correlation[0] > 0:
            found.append(rate / lag)
    low, high = np.percentile(found, [10, 90])
    return float(12 * np.log2(high / low))


def test_a_text_without_anything_in_it_is_refused():
    with EngineHost("pyttsx3", retries=0) as host, pytest.raises(SynthesisError, match="nothing to say"):
        host.synthesize(SynthesisRequest("\x00 \n", "gmw/en-gb"))


def test_one_line_leaves_what_can_be_said():
    assert one_line("a\r\n\nb\tc\x00d\ud800e\u2028f") == "a b c d e f"
    assert one_line("naïve — “yes” 🙂") == "naïve — “yes” 🙂"


def test_broken_sound_files_are_said(tmp_path: Path):
    for content in (b"", b"RIFF\x00\x00", b"RIFF" + bytes(100), b"FORM" + bytes(100), b"\xff" * 1000):
        path = tmp_path / "speech"
        path.write_bytes(content)
        with pytest.raises(SynthesisError):
            read_sound(path)
    with wave.open(str(path), "wb") as file:
        file.setparams((2, 2, 8000, 0, "NONE", ""))
        file.writeframes(bytes(400))
    with pytest.raises(SynthesisError, match="2 channels"):
        read_sound(path)
