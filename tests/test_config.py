"""Options come from narrate.toml, the environment and the command line, and what is wrong is said in words."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from narrate.config import Options, load_options
from narrate.errors import ConfigError, UsageError
from narrate.values import ChapterRange


@pytest.fixture
def story(tmp_path):
    return tmp_path / "story.txt"


def options(story, *, toml="", environment=None, **command_line):
    if toml:
        (story.parent / "narrate.toml").write_text(toml, encoding="utf-8")
    return load_options(story, command_line, environment=environment or {})


def test_nothing_given_gives_the_defaults(story):
    assert options(story) == Options()
    assert options(story).workers >= 1


def test_the_command_line_wins_over_the_environment_and_that_over_the_file(story):
    toml = 'engine = "a"\nprofile = "podcast"\nnotes = "skip"'
    environment = {"NARRATE_ENGINE": "b", "NARRATE_PROFILE": "listen"}

    found = options(story, toml=toml, environment=environment, engine="c", title=None)

    assert (found.engine, found.profile, found.notes) == ("c", "listen", "skip")


def test_paths_in_the_file_are_relative_to_it(story):
    assert options(story, toml='cover = "art/cover.png"').cover == story.parent / "art" / "cover.png"
    assert options(story, cover="cover.png").cover == Path("cover.png")


@pytest.mark.parametrize(
    ("text", "inside", "outside"),
    [("3", [3], [2, 4]), ("2-4", [2, 4], [1, 5]), ("5-", [5, 900], [4]), ("-2", [1, 2], [3])],
)
def test_a_range_of_chapters_holds_what_it_says(text, inside, outside):
    parsed = ChapterRange.parse(text)

    assert all(number in parsed for number in inside)
    assert not any(number in parsed for number in outside)


@pytest.mark.parametrize("text", ["", "-", "0", "4-2", "a", "1,2", "9999999"])
def test_what_is_no_range_of_chapters_is_refused(story, text):
    with pytest.raises(UsageError, match="--chapters"):
        options(story, chapters=text)


@pytest.mark.parametrize(
    ("value", "minutes"), [("60m", 60), ("1h", 60), ("1h30m", 90), ("1 h 30 min", 90), ("45", 45), ("0", 0), (45, 45)]
)
def test_the_longest_chapter_is_a_length_of_time(story, value, minutes):
    assert options(story, max_chapter=value).max_chapter == minutes


@pytest.mark.parametrize("value", ["", "m", "1:30", "-5m", "0.5", True, 0.2, float("nan")])
def test_what_is_no_length_of_time_is_refused(story, value):
    with pytest.raises(UsageError, match="--max-chapter"):
        options(story, max_chapter=value)


def test_a_mistyped_key_names_the_nearest(story):
    with pytest.raises(ConfigError) as caught:
        options(story, toml='enigne = "silent"')

    assert "narrate.toml" in caught.value.message
    assert "'engine'" in caught.value.hint


@pytest.mark.parametrize(
    ("toml", "named"),
    [
        ("engine = 3", "engine"),
        ("jobs = -1", "jobs"),
        ("jobs = true", "jobs"),
        ('known_cast = "perhaps"', "known_cast"),
        ('profile = "loud"', "profile"),
        ("engine = ", "narrate.toml"),
    ],
)
def test_a_wrong_value_in_the_file_is_named(story, toml, named):
    with pytest.raises(ConfigError, match=named):
        options(story, toml=toml)


def test_a_wrong_value_in_the_environment_names_the_variable(story):
    with pytest.raises(ConfigError, match="NARRATE_JOBS"):
        options(story, environment={"NARRATE_JOBS": "many"})


def test_booleans_can_come_from_the_environment(story):
    assert options(story, environment={"NARRATE_KNOWN_CAST": "yes"}).known_cast
    assert not options(story, environment={"NARRATE_KNOWN_CAST": "0"}).known_cast


@pytest.mark.parametrize(("value", "pace"), [("slow", 0.85), ("Normal", 1.0), ("fast", 1.2), ("0.9", 0.9), (2, 2.0)])
def test_a_pace_is_a_word_or_a_factor(story, value, pace):
    assert options(story, pace=value).pace == pace


@pytest.mark.parametrize("value", ["quick", "0.1", "3", "nan", "", True, "1,2"])
def test_what_is_no_pace_is_refused(story, value):
    with pytest.raises(UsageError, match="pace"):
        options(story, pace=value)


def test_settings_of_single_engines_are_tables_of_simple_values(story):
    toml = 'device = "cuda"\n[engines.piper]\nseed = 2\nnoise_scale = 0.5'

    found = options(story, toml=toml)

    assert found.engine_settings("piper").values == (("noise_scale", 0.5), ("seed", 2))
    assert found.engine_settings("piper").device == "cuda"
    assert found.engine_settings("kokoro").values == ()
    assert options(story, environment={"NARRATE_ENGINES": "piper.seed = 2"}).engines == (("piper", (("seed", 2),)),)


def test_the_workers_share_the_cores(story):
    assert options(story, jobs=1).engine_settings("piper").threads == Options().workers
    assert options(story, jobs=500).engine_settings("piper").threads == 1


@pytest.mark.parametrize(
    ("toml", "told"),
    [
        ("engines = 3", "tables"),
        ("engines.piper = 3", r"\[engines.piper\]"),
        ("engines.piper.seed = [1]", "piper.seed"),
        ('device = "../x"', "device"),
        ('device = "GPU 0"', "device"),
    ],
)
def test_settings_that_are_none_are_refused(story, toml, told):
    with pytest.raises(ConfigError, match=told):
        options(story, toml=toml)


@pytest.mark.parametrize(
    "line",
    [
        'output = "../elsewhere"',
        'output = "/var/www"',
        'voices = "~/voices.toml"',
        'cover = "art/../../cover.png"',
        'lexicon = "link/words.toml"',
        'then = ["chapter 2.txt", "../3.txt"]',
        'engines.cloud.base = "https://example.org"',
        'engines.cloud.model = "../model.onnx"',
        'engines.cloud.api_key = "1234"',
    ],
)
def test_a_file_that_came_with_a_story_leads_nowhere_else(story, line, tmp_path_factory):
    (story.parent / "link").symlink_to(tmp_path_factory.mktemp("elsewhere"))
    with pytest.raises(ConfigError, match=r"narrate\.toml: ") as caught:
        options(story, toml=line)
    assert "NARRATE_" in caught.value.hint


def test_a_file_that_came_with_a_story_starts_no_host_of_processes(story):
    found = options(story, toml="jobs = 100000").jobs

    assert 4 <= found <= 4 * (os.cpu_count() or 1)
    assert options(story, toml="jobs = 100000", jobs=300).jobs == 300


def test_paths_that_the_person_gives_lead_anywhere(story):
    assert options(story, output="../book").output == Path("../book")
    assert options(story, environment={"NARRATE_VOICES": "/v.toml"}).voices == Path("/v.toml")
    assert options(story, toml="[engines.cloud]\nseed = 3\nstyle = 'calm'").engines == (
        ("cloud", (("seed", 3), ("style", "calm"))),
    )


@pytest.mark.parametrize("content", ["a = " + "[" * 100_000, "#" * 9_000_000, 'a = "\x00"', "\ud800"])
def test_a_file_made_to_break_parsers_is_refused_in_words(story, content):
    (story.parent / "narrate.toml").write_bytes(content.encode("utf-8", "surrogatepass"))
    with pytest.raises(ConfigError, match=r"narrate\.toml"):
        options(story)


def test_folders_of_voices_are_those_of_the_environment_as_whole_paths(story, monkeypatch):
    monkeypatch.chdir(story.parent)
    monkeypatch.setenv("NARRATE_PIPER_VOICES", f"voices{os.pathsep}{os.pathsep}/usr/share/voices")

    assert options(story).engine_settings("piper").folders == (str(story.parent / "voices"), "/usr/share/voices")
    assert options(story).engine_settings("kokoro").folders == ()


def test_pauses_are_a_table_or_a_list(story):
    wanted = (("paragraph", 900), ("scene", 3000))
    assert options(story, toml="[pauses]\nscene = 3000\nparagraph = 900").pauses == wanted
    assert options(story, pauses="scene=3000, paragraph=900").pauses == wanted


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ("scena=3000", "scena"),
        ("scene", "scene"),
        ("scene=3 s", "scene"),
        ("scene=-1", "scene"),
        ("scene=99999", "20000"),
        ("scene=1=2", "scene"),
        ("", "no pause"),
    ],
)
def test_what_is_no_pause_is_refused(story, value, told):
    with pytest.raises(UsageError, match=told):
        options(story, pauses=value)


def test_a_profile_limits_its_chapters(story):
    assert options(story).longest_chapter_min == 0
    assert options(story, max_chapter="1h").longest_chapter_min == 60
    assert options(story, profile="acx").longest_chapter_min == pytest.approx(108)
    assert options(story, profile="acx", max_chapter="1h").longest_chapter_min == 60
    assert options(story, profile="acx", max_chapter="3h").longest_chapter_min == pytest.approx(108)
