"""Text that leaves this machine: nothing is sent before somebody agreed."""

import os
from pathlib import Path

import pytest
from tests.synthesis.speech_server import good

from narrate.config import Options
from narrate.errors import UsageError
from narrate.pipeline import make_audiobook
from narrate.synthesis import check_engine
from narrate.synthesis.engines.openai_endpoint import SpeechEndpoint

SETTINGS = '[engines.openai]\nprice_per_million = 15\nmodel = "tts-1-hd"\n'


@pytest.fixture
def elsewhere(server, monkeypatch):
    """The same server, taken for one in a cloud by the process that asks the person."""
    monkeypatch.setattr(SpeechEndpoint, "is_local", False)
    monkeypatch.setattr(SpeechEndpoint, "host", "speech.example.com")
    return server


def test_a_server_on_this_machine_is_simply_used(narrate, story, server):
    done = narrate(story.name, "--engine", "openai")
    assert done.code == 0, done.err
    assert {asked["voice"] for asked in server.requests} == {"af_sky", "am_adam", "bm_lewis"}


def test_without_a_terminal_nothing_is_sent_until_yes_is_said(narrate, story, elsewhere):
    Path("narrate.toml").write_text(SETTINGS, encoding="utf-8")
    done = narrate(story.name, "--engine", "openai")
    assert done.code == 2
    assert "characters of the story go to speech.example.com" in done.err
    assert "At 15 per million characters that is about 0.0" in done.err
    assert "--yes" in done.err
    assert elsewhere.requests == []
    assert narrate(story.name, "--engine", "openai", "--yes").code == 0
    assert {asked["model"] for asked in elsewhere.requests} == {"tts-1-hd"}
    asked = len(elsewhere.requests)
    assert narrate(story.name, "--engine", "openai").code == 0  # nothing is left to be sent
    assert len(elsewhere.requests) == asked


def test_a_person_is_asked_and_may_say_no(story, elsewhere):
    told: list[str] = []

    def no(text: str) -> bool:
        told.append(text)
        return False

    with pytest.raises(UsageError, match="nothing was sent"):
        make_audiobook(story, Options(engine="openai"), confirm=no)
    assert elsewhere.requests == []
    assert "the address is not https" in told[0]
    assert "price_per_million" in told[0]


def test_what_a_person_does_not_want_sent_again_stays_as_it_was(narrate, story, elsewhere):
    assert narrate(story.name, "--engine", "openai", "--yes").code == 0
    assert narrate("redo", story.name, "c1u2", "--engine", "openai", "--yes").code == 0
    takes = Path("output/The Ferry/.narrate/takes.json")
    asked, before = len(elsewhere.requests), takes.read_text(encoding="utf-8")

    refused = narrate("redo", story.name, "c1u2", "c2u2", "--engine", "openai")

    assert refused.code == 2
    assert "--yes" in refused.err
    assert takes.read_text(encoding="utf-8") == before
    assert "nothing to do" in narrate(story.name, "--engine", "openai").out
    assert len(elsewhere.requests) == asked


def test_the_key_is_nowhere_after_a_run_in_which_the_server_repeated_it(narrate, story, server, monkeypatch):
    key = "sk-very-secret-0123456789"
    monkeypatch.setenv("NARRATE_SPEECH_KEY", key)

    def repeat(asked):
        return (400, {}, f"no such key: {key}".encode()) if "tired" in asked["input"] else good(asked)

    server.behave = repeat
    done = narrate(story.name, "--engine", "openai", "--json", "--format", "html,json")

    assert done.code == 1
    assert "no such key: …" in done.err
    assert f"Bearer {key}" in {headers["Authorization"] for headers in server.headers}
    files = [path for place in (Path(), Path(os.environ["HOME"])) for path in place.rglob("*") if path.is_file()]
    assert key not in done.out + done.err
    assert not [path for path in files if key in str(path) or key.encode() in path.read_bytes()]


def test_doctor_spends_nothing(elsewhere):
    info = check_engine("openai")
    assert info.usable
    assert "text leaves this machine" in info.version
    assert elsewhere.requests == []


@pytest.mark.parametrize(
    "command",
    [["cast", "--html", "cast.html"], ["voices", "--engine", "openai", "audition", "c1u7"]],
    ids=["cast", "audition"],
)
def test_samples_too_are_sent_only_to_where_a_person_agreed(narrate, story, elsewhere, command):
    if command[0] == "cast":
        words = [command[0], story.name, *command[1:], "--engine", "openai"]
    else:
        words = [*command[:-1], story.name, command[-1]]
    done = narrate(*words)
    assert done.code == 2
    assert "characters of the story go to speech.example.com" in done.err
    assert elsewhere.requests == []
    assert narrate(*words, "--yes").code == 0
    assert elsewhere.requests
