"""pyttsx3's own drivers for macOS and Windows, on systems that stand in for them."""

import sys

import pytest
from tests.synthesis.fake_systems import RATE_HZ, Mac, Token, Windows

from narrate.errors import EngineMissingError, SynthesisError, VoiceMissingError
from narrate.model import Gender, SynthesisRequest
from narrate.synthesis.engines import system_voices
from narrate.synthesis.engines.pyttsx3 import Pyttsx3Engine

SERENA = "com.apple.voice.premium.en-GB.Serena"


@pytest.fixture(autouse=True)
def _drivers_go_again(monkeypatch):
    """No driver that knows a system that is not there stays loaded."""
    yield
    for name in ("nsss", "sapi5"):
        sys.modules.pop(f"pyttsx3.drivers.{name}", None)


@pytest.fixture
def mac(monkeypatch):
    return Mac(monkeypatch)


@pytest.fixture
def windows(monkeypatch):
    return Windows(monkeypatch)


class TestMac:
    def test_voices_with_language_gender_and_quality(self, mac):
        assert [(v.id, v.name, v.language, v.gender, v.preference) for v in Pyttsx3Engine("darwin").voices()] == [
            (SERENA, "Serena", "en-GB", Gender.FEMALE, 0),
            ("com.apple.speech.synthesis.voice.Zarvox", "Zarvox", "en-US", Gender.UNKNOWN, 9),
            ("com.apple.eloquence.en-US.Reed", "Reed", "en-US", Gender.MALE, 5),
        ]

    def test_a_file_that_is_still_written_is_waited_for(self, mac):
        engine = Pyttsx3Engine("darwin")
        for text in ("Good evening, all of you.", "And again."):
            clip = engine.synthesize(SynthesisRequest(text, SERENA, rate=2.0))
            assert clip.format.sample_rate_hz == RATE_HZ
            assert clip.duration_s == pytest.approx(60 / 300 * len(text.split()), abs=0.01)
        assert mac.said == [("Good evening, all of you.", SERENA, 300), ("And again.", SERENA, 300)]

    def test_a_file_that_is_never_whole_is_an_error(self, mac, monkeypatch):
        mac.never_finishes = True
        monkeypatch.setattr(system_voices, "_WAIT_S", 0.05)
        with pytest.raises(SynthesisError, match="no whole sound file"):
            Pyttsx3Engine("darwin").synthesize(SynthesisRequest("Hello.", SERENA))

    def test_a_voice_that_can_not_be_described_hides_no_other(self, mac):
        mac.voices = {"com.apple.voice.broken.Ghost": None, **mac.voices}
        voices = Pyttsx3Engine("darwin").voices()
        assert [(voice.name, voice.language) for voice in voices[:2]] == [("Ghost", "und"), ("Serena", "en-GB")]
        assert len(voices) == 4

    def test_no_command_comes_out_of_a_story(self, mac):
        Pyttsx3Engine("darwin").synthesize(SynthesisRequest("[[rate 900]] hello [[[slnc]]]", SERENA))
        assert "[" not in mac.said[0][0]
        with pytest.raises(SynthesisError, match="nothing to say"):
            Pyttsx3Engine("darwin").synthesize(SynthesisRequest("[[", SERENA))


class TestWindows:
    def test_voices_go_by_short_names(self, windows):
        windows.tokens.append(Token("TTS_EN-GB_HAZEL", "809", "Female", "Speech_OneCore"))
        found = [(voice.id, voice.language, voice.gender) for voice in Pyttsx3Engine("win32").voices()]
        assert found[:2] == [("TTS_EN-US_DAVID", "en-US", Gender.MALE), ("TTS_EN-GB_HAZEL", "en-GB", Gender.FEMALE)]
        assert found[2][0] == windows.tokens[2].Id  # the same voice in another package

    def test_lines_are_spoken_by_the_voice_that_was_asked_for_without_a_nap(self, windows):
        engine = Pyttsx3Engine("win32")
        for voice in ("TTS_EN-GB_HAZEL", "TTS_EN-US_DAVID"):
            assert engine.synthesize(SynthesisRequest("Good evening.", voice)).frames > 0
        assert [voice.rpartition("_")[2] for _, voice, _ in windows.said] == ["HAZEL", "DAVID"]
        assert windows.slept == []

    @pytest.mark.parametrize(
        ("rate", "steps"), [(0.25, -10), (0.8, -3), (1.0, 0), (1.25, 2), (1.6, 4), (4.0, 10), (1.04, 0)]
    )
    def test_the_nearest_speed_that_there_is(self, windows, rate, steps):
        Pyttsx3Engine("win32").synthesize(SynthesisRequest("Good evening.", "TTS_EN-US_DAVID", rate=rate))
        assert windows.said[0][2] == steps

    def test_no_line_leaves_its_speed_to_the_next(self, windows):
        engine = Pyttsx3Engine("win32")
        first = engine.synthesize(SynthesisRequest("One two three.", "TTS_EN-US_DAVID"))
        engine.synthesize(SynthesisRequest("One two three.", "TTS_EN-US_DAVID", rate=4.0))
        assert engine.synthesize(SynthesisRequest("One two three.", "TTS_EN-US_DAVID")) == first

    def test_a_voice_of_two_languages_hides_no_other(self, windows):
        windows.tokens.insert(0, Token("TTS_BOTH_ODD", "409;9", "Male"))
        windows.tokens.append(Token("TTS_FAR_AWAY", "1000", "Male"))
        found = [(voice.id, voice.language) for voice in Pyttsx3Engine("win32").voices()]
        assert found == [
            ("TTS_BOTH_ODD", "und"),
            ("TTS_EN-US_DAVID", "en-US"),
            ("TTS_EN-GB_HAZEL", "en-GB"),
            ("TTS_FAR_AWAY", "und"),
        ]

    def test_what_fails_within_the_loop_is_told_and_the_next_line_is_spoken(self, windows):
        engine = Pyttsx3Engine("win32")
        windows.fails = True
        with pytest.raises(SynthesisError, match="The audio device is gone"):
            engine.synthesize(SynthesisRequest("Hello.", "TTS_EN-US_DAVID"))
        windows.fails = False
        assert engine.synthesize(SynthesisRequest("Hello.", "TTS_EN-US_DAVID")).frames > 0

    def test_no_markup_comes_out_of_a_story(self, windows):
        Pyttsx3Engine("win32").synthesize(SynthesisRequest("<rate speed='9'/>x", "TTS_EN-US_DAVID"))
        assert "<" not in windows.said[0][0]

    def test_a_missing_voice_and_a_system_without_any(self, windows):
        with pytest.raises(VoiceMissingError, match="NOBODY"):
            Pyttsx3Engine("win32").synthesize(SynthesisRequest("Hello.", "NOBODY"))
        windows.tokens = []
        info = Pyttsx3Engine("win32").describe()
        assert info.problem
        assert "Settings" in info.hint


@pytest.mark.parametrize("platform", ["darwin", "win32"])
def test_the_rest_of_the_engine(platform, monkeypatch):
    """On a system where pyttsx3's driver can't be loaded: this one."""
    engine = Pyttsx3Engine(platform)
    with pytest.raises(EngineMissingError, match="pyttsx3 can't reach the system's voices"):
        engine.voices()
    assert not engine.capabilities.pitch_control
    assert engine.transcribe(["word"], "voice") == ()
    assert engine.fingerprint() == Pyttsx3Engine(platform).fingerprint()
    assert platform in engine.fingerprint()
    engine.close()
