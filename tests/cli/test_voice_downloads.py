"""`narrate voices available` and `narrate voices download`, from a server on this machine."""

import json

import pytest
from tests.synthesis.tiny_voices import write_piper
from tests.synthesis.voicestore.voice_server import VoiceServer

NAME = "en_GB-tiny-high"


@pytest.fixture
def server(tmp_path):
    path = write_piper(tmp_path / "made", NAME)
    server = VoiceServer()
    server.add_piper(
        NAME,
        {path.name: path.read_bytes(), f"{path.name}.json": path.with_name(f"{path.name}.json").read_bytes(),
         "MODEL_CARD": b"* License: CC0\n"},
    )  # fmt: skip
    yield server
    server.stop()


def test_a_voice_is_listed_downloaded_and_speaks(narrate, server, monkeypatch, tmp_path):
    monkeypatch.setenv("NARRATE_VOICE_CATALOGUE", f"{server.url}/voices.json")
    monkeypatch.setenv("NARRATE_PIPER_VOICES", str(tmp_path / "voices"))

    listed = narrate("voices", "available", "--language", "en")
    before = narrate("voices", "--engine", "piper")
    done = narrate("voices", "download", NAME)
    after = narrate("voices", "--engine", "piper")
    heard = narrate("voices", "preview", f"piper:{NAME}", "Good evening.", "-o", "heard.mp3")

    assert NAME in listed.out
    assert (before.code, done.code, after.code, heard.code) == (4, 0, 0, 0)
    assert "narrate voices download" in before.err
    assert "licence: CC0" in done.out
    assert f"piper:{NAME}" in after.out
    assert (tmp_path / "heard.mp3").stat().st_size > 1000


def test_as_json(narrate, server):
    done = narrate("voices", "available", "--from", f"{server.url}/", "--json")

    (voice,) = json.loads(done.out)
    assert (voice["name"], voice["engine"], voice["languages"]) == (NAME, "piper", ["en-GB"])


def test_the_models_of_kokoro_are_known_without_asking_anybody(narrate):
    done = narrate("voices", "available", "--engine", "kokoro", "--language", "fr")

    assert "kokoro-v1.0.int8" in done.out


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (["available", "--language", "xx"], 4, "no such voice"),
        (["download", "en_GB-tiny-hihg"], 4, "Did you mean en_GB-tiny-high"),
        (["download"], 2, "NAME"),
    ],
)
def test_mistakes_are_told(narrate, server, words, code, told):
    done = narrate("voices", *words, "--from", f"{server.url}/voices.json")

    assert done.code == code
    assert told in done.err


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("http://example.org/voices.json", "--insecure"),
        ("voices.json", "https://"),
        ("file:///etc/passwd", "https://"),
    ],
)
def test_addresses_from_which_nothing_may_come_are_refused(narrate, address, told):
    done = narrate("voices", "available", "--from", address)

    assert done.code == 1
    assert told in done.err


def test_without_a_terminal_a_large_file_has_a_line_for_every_quarter(narrate, server, monkeypatch, tmp_path):
    server.add_piper("en_GB-large-high", {"en_GB-large-high.onnx": bytes(1_600_000)})
    monkeypatch.setenv("NARRATE_PIPER_VOICES", str(tmp_path / "voices"))

    done = narrate("voices", "download", "en_GB-large-high", "--from", f"{server.url}/")

    assert "en_GB-large-high.onnx: 2 MB of 2 MB, 100%" in done.err
    assert 2 <= done.err.count("en_GB-large-high.onnx") <= 5
    assert "\r" not in done.err
    assert "licence: not stated" in done.out
    assert (tmp_path / "voices" / "en_GB-large-high.MODEL_CARD").is_file()
