"""What a person set for an engine holds wherever that engine speaks."""

from __future__ import annotations

from pathlib import Path

import pytest

SETTINGS = '[engines.openai]\nmodel = "tts-1-hd"\nvoices = "af_sky, am_adam, of_our_own"\n'


@pytest.fixture
def here(narrate, server):
    """The command line in a folder whose narrate.toml sets an engine."""
    Path("narrate.toml").write_text(f'engine = "openai"\n{SETTINGS}', encoding="utf-8")

    def call(*words):
        done = narrate(*words)
        assert done.code == 0, done.err
        return done

    return call


@pytest.mark.parametrize(
    "words",
    [
        ["voices", "preview", "of_our_own", "Good evening.", "-o", "heard.mp3"],
        ["voices", "preview", "openai:of_our_own", "Good evening.", "-o", "heard.mp3"],
        ["lexicon", "say", "evening", "--voice", "of_our_own", "-o", "heard.mp3"],
        ["doctor"],
    ],
    ids=["preview", "full name", "word", "doctor"],
)
def test_it_is_asked_as_it_was_set(here, server, words):
    here(*words)

    assert {asked["model"] for asked in server.requests} == {"tts-1-hd"}


def test_an_audition_finds_the_voices_that_were_named(here, server, story):
    here("voices", "audition", story.name, "c1u1", "of_our_own", "-o", "heard.mp3")

    assert server.requests[-1]["voice"] == "of_our_own"
    assert {asked["model"] for asked in server.requests} == {"tts-1-hd"}


def test_the_list_of_voices_is_that_of_the_engine_that_was_chosen(here):
    assert "openai:of_our_own" in here("voices").out
    assert "openai:" not in here("voices", "--engine", "silent").out


def test_a_voice_that_only_the_settings_name_can_be_given(here, story):
    here("cast", story.name, "--voice", "Hester Vane=of_our_own")

    assert "openai:of_our_own" in Path("output/The Ferry/voices.toml").read_text(encoding="utf-8")
