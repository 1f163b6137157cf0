"""Speech from a server, be it good, bad, slow, overloaded or no server at all."""

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from tests.synthesis.speech_server import SpeechServer, good, tone, wav

from narrate.errors import ConfigError, EngineMissingError, NarrateError, SynthesisError, VoiceMissingError
from narrate.model import EngineSettings, Gender, SynthesisRequest
from narrate.synthesis import ClipCache, EngineHost, Renderer, check_engine, close_hosts
from narrate.synthesis.engines.openai import OpenAiEngine

KEY = "sk-very-secret-0123456789"
LINE = SynthesisRequest("Good evening, all of you.", "af_sky")


@pytest.fixture
def server():
    server = SpeechServer()
    yield server
    server.close()


@pytest.fixture
def environment(server, monkeypatch):
    """The server's address and a key, for engines in this process and in others."""
    found = {"NARRATE_SPEECH_URL": server.url, "NARRATE_SPEECH_KEY": KEY, "NARRATE_SPEECH_TIMEOUT": "0.4"}
    for name, value in found.items():
        monkeypatch.setenv(name, value)
    return found


@pytest.fixture
def waits():
    return []


@pytest.fixture
def engine(environment, waits):
    return OpenAiEngine(environment, waits.append)


def test_a_server_that_answers_well(server, engine):
    clip = engine.synthesize(LINE)
    assert clip.format.sample_rate_hz == 24_000
    assert clip.pcm == tone(server.requests[0])
    assert server.requests == [
        {"model": "tts-1", "input": LINE.text, "voice": "af_sky", "response_format": "wav", "speed": 1.0}
    ]
    assert server.headers[-1]["Authorization"] == f"Bearer {KEY}"


def test_voices_are_those_of_the_server_with_what_their_names_say(engine):
    voices = {voice.id: (voice.name, voice.language, voice.gender) for voice in engine.voices()}
    assert voices["af_sky"] == ("Sky", "en-US", Gender.FEMALE)
    assert voices["bm_lewis"] == ("Lewis", "en-GB", Gender.MALE)
    with pytest.raises(VoiceMissingError, match="nobody"):
        engine.synthesize(SynthesisRequest("Hello.", "nobody"))


@pytest.mark.parametrize(
    ("told", "names"),
    [
        (["alloy", "alloy", "nova"], ["alloy", "nova"]),
        ({"data": [{"id": "a"}, {"name": "b"}, {"other": 1}, 7, ""]}, ["a", "b"]),
        ({"voices": [{"voice_id": "x", "name": "X"}]}, ["x"]),
    ],
)
def test_lists_of_voices_come_in_several_forms(server, engine, told, names):
    server.voices = (200, {}, json.dumps(told).encode())
    assert [voice.id for voice in engine.voices()] == names


@pytest.mark.parametrize("reply", [(404, {}, b""), (200, {}, b"<html>"), (200, {}, b"[[[["), (200, {}, b"{}")])
def test_a_server_without_a_list_needs_one_in_the_settings(server, engine, reply):
    server.voices = reply
    with pytest.raises(EngineMissingError, match="does not list its voices"):
        engine.voices()
    named = OpenAiEngine({"NARRATE_SPEECH_URL": server.url})
    named.configure(EngineSettings(values=(("language", "de"), ("voices", "anna, onyx"))))
    assert [(voice.id, voice.language, voice.gender) for voice in named.voices()] == [
        ("anna", "de", Gender.UNKNOWN),
        ("onyx", "de", Gender.MALE),
    ]


class TestTroubleThatPasses:
    def test_a_server_that_wants_to_be_left_alone_is(self, server, engine, waits):
        server.first((429, {"Retry-After": "7"}, b""), (503, {}, b""), (500, {}, b""))
        assert engine.synthesize(LINE).frames
        assert waits == [7.0, 2.0, 4.0]

    def test_nobody_waits_for_an_hour(self, server, engine, waits):
        server.first((429, {"Retry-After": "3600"}, b""), (429, {"Retry-After": "soon"}, b""))
        engine.synthesize(LINE)
        assert waits == [30.0, 2.0]

    def test_an_answer_that_breaks_off_is_asked_for_again(self, server, engine, waits):
        server.first((200, {"Content-Length": "9999"}, b"RIFF"))
        assert engine.synthesize(LINE).frames
        assert waits == [1.0]

    def test_a_slow_server_is_given_another_chance(self, server, engine, waits):
        slow = [True]

        def behave(asked):
            if slow:
                slow.clear()
                server.closing.wait(1.0)
            return good(asked)

        server.behave = behave
        assert engine.synthesize(LINE).frames
        assert waits == [1.0]


@pytest.mark.parametrize(
    ("reply", "kind", "says"),
    [
        ((429, {}, b'{"error": "quota"}'), EngineMissingError, "answers 429"),
        ((503, {}, b"loading"), EngineMissingError, "answers 503"),
        ((500, {}, b"stumbled"), SynthesisError, "answers 500"),
        ((401, {}, b"who are you"), EngineMissingError, "answers 401"),
        ((404, {}, b"no such model"), EngineMissingError, "no such model"),
        ((400, {}, b"I do not say such words"), SynthesisError, "such words"),
        ((302, {"Location": "http://127.0.0.1:9/v1"}, b""), EngineMissingError, "answers 302"),
        ((200, {}, b""), SynthesisError, "answered with nothing"),
        ((200, {"Content-Type": "text/html"}, b"<html>Log in, please</html>"), SynthesisError, "is no sound"),
        ((200, {}, b"#EXTM3U\nfile:///etc/passwd"), SynthesisError, "is no sound"),
        ((200, {}, b"RIFF\0\0\0\0WAVEfmt "), SynthesisError, "is no sound"),
    ],
)
def test_trouble_that_stays_is_told_without_the_key(server, engine, reply, kind, says):
    server.behave = lambda _: (reply[0], reply[1], reply[2] + KEY.encode() if reply[0] >= 400 else reply[2])
    with pytest.raises(kind, match=says) as failed:
        engine.synthesize(LINE)
    assert type(failed.value) is kind
    assert KEY not in failed.value.message + failed.value.hint


def test_a_server_that_never_answers(server, engine, waits):
    server.silent()
    with pytest.raises(EngineMissingError, match="no whole answer within 0.4 s"):
        engine.synthesize(LINE)
    assert len(waits) == 3


def test_no_server_at_all(monkeypatch):
    engine = OpenAiEngine({"NARRATE_SPEECH_URL": "http://127.0.0.1:9/v1"}, lambda _: None)
    with pytest.raises(EngineMissingError, match="can't be reached") as failed:
        engine.voices()
    assert "NARRATE_SPEECH_URL" in failed.value.hint
    monkeypatch.delenv("NARRATE_SPEECH_URL", raising=False)
    info = check_engine("openai")
    assert "NARRATE_SPEECH_URL is not set" in info.problem
    assert "http://localhost:8880/v1" in info.hint


@pytest.mark.parametrize("address", ["ftp://x/v1", "http://user:pw@x/v1", "http://x/v1?key=1", "x", "http:///v1"])
def test_addresses_that_can_not_be_used_are_refused(address):
    with pytest.raises(NarrateError) as failed:
        OpenAiEngine({"NARRATE_SPEECH_URL": address}).voices()
    assert "pw" not in failed.value.message


class TestSound:
    def test_lengths_that_a_server_did_not_know_yet_do_no_harm(self, server, engine):
        pcm = tone({"input": LINE.text, "speed": 1.0, "voice": "af_sky"})
        whole = wav(pcm)
        for length in (b"\xff\xff\xff\xff", b"\0\0\0\0"):
            server.behave = lambda _, n=length: (200, {}, whole[:4] + n + whole[8:40] + n + whole[44:])
            assert engine.synthesize(LINE).pcm == pcm

    def test_stereo_and_other_rates_come_as_they_are(self, server, engine):
        pcm = tone({"input": LINE.text, "speed": 1.0, "voice": "af_sky"})
        server.behave = lambda _: (200, {}, wav(pcm, 44_100, 2))
        clip = engine.synthesize(LINE)
        assert (clip.format.sample_rate_hz, clip.format.channels) == (44_100, 2)

    def test_bare_samples_have_the_rate_of_the_settings(self, server, environment):
        engine = OpenAiEngine(environment)
        engine.configure(EngineSettings(values=(("pcm_rate_hz", 16_000), ("response_format", "pcm"))))
        server.behave = lambda asked: (200, {}, tone(asked, 16_000) + b"x")
        clip = engine.synthesize(LINE)
        assert clip.format.sample_rate_hz == 16_000
        assert clip.duration_s == pytest.approx(0.07 * len(LINE.text), abs=0.01)
        assert server.requests[0]["response_format"] == "pcm"

    def test_a_server_that_sends_mp3_all_the_same(self, server, engine):
        mp3 = next((Path(__file__).parents[2] / "docs").glob("*.mp3")).read_bytes()[:40_000]
        server.behave = lambda _: (200, {}, mp3)
        assert engine.synthesize(LINE).duration_s > 1

    def test_rate_and_pitch(self, server, engine):
        own = engine.synthesize(LINE)
        higher = engine.synthesize(SynthesisRequest(LINE.text, "af_sky", pitch_semitones=12.0, rate=1.5))
        assert server.requests[-1]["speed"] == 0.75
        assert higher.duration_s == pytest.approx(own.duration_s / 1.5, rel=0.02)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("url", "http://evil"), ("key", "x"), ("requests", 0), ("requests", 2.5), ("requests", "4"), ("requests", True),
        ("response_format", "exe"), ("pcm_rate_hz", 1), ("price_per_million", -1), ("model", 5), ("voices", "a\nb"),
    ],
)  # fmt: skip
def test_settings_that_can_not_be_used_are_refused(name, value):
    with pytest.raises(ConfigError, match="engines.openai"):
        OpenAiEngine({}).configure(EngineSettings(values=((name, value),)))


def test_no_more_requests_at_once_than_are_allowed(server, environment, tmp_path):
    def slowly(asked):
        server.closing.wait(0.05)
        return good(asked)

    server.behave = slowly
    requests = [SynthesisRequest(f"Line number {number}.", "af_sky") for number in range(8)]
    with ThreadPoolExecutor(6) as executor:
        settings = EngineSettings(values=(("requests", 2),))
        renderer = Renderer("openai", executor, tmp_path, batch_characters=1, settings=settings)
        result = renderer.submit(requests).result()
    close_hosts()
    assert not result.failures
    assert 1 <= server.most_at_once <= 2


def test_the_key_is_in_nothing_that_is_kept(server, environment, tmp_path):
    with ThreadPoolExecutor(1) as executor:
        renderer = Renderer("openai", executor, tmp_path / "spool", cache=ClipCache(tmp_path / "cache"))
        (tmp_path / "spool").mkdir()
        renderer.submit([LINE]).result()
    close_hosts()
    engine = OpenAiEngine(environment)
    assert KEY not in engine.fingerprint() + repr(engine.describe()) + repr(engine.destination())
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert files
    assert not [path for path in files if KEY.encode() in path.read_bytes() or KEY in path.name]
    assert engine.fingerprint() == OpenAiEngine({**environment, "NARRATE_SPEECH_KEY": "another"}).fingerprint()


def test_it_works_in_its_own_process(environment):
    with EngineHost("openai", retries=0) as host:
        assert host.synthesize(LINE).frames
    assert check_engine("openai").version.endswith("(this machine)")
