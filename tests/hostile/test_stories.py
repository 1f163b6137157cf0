"""Hundreds of hostile stories, each from the command line through the whole path: a script without a hole, or a refusal."""

from __future__ import annotations

import json
import os
import unicodedata
from pathlib import Path

import mutagen
import pytest
from tests.hostile import inputs

FAMILIES = ("encodings", "characters", "repetitions", "nestings", "injections", "packages")


def fault_of_refusal(done):
    """What is wrong with a refusal in words, if anything is."""
    lines = done.err.splitlines()
    if not lines or not lines[0].startswith("narrate: "):
        return "it does not say what is wrong"
    if len(lines) < 2 or not lines[1].startswith("  "):
        return "it does not say what to do"
    if any(unicodedata.category(c) == "Cc" for c in done.err.replace("\n", "")):
        return "it sends control characters to the terminal"
    return ""


def fault_of_script(content):
    """What is wrong with a script in JSON, if anything is: the slices tile the story, and none is spoken twice."""
    script = json.loads(content)
    said = [utterance for chapter in script["chapters"] for utterance in chapter["utterances"]]
    place = 0
    for start, end in sorted((piece["start"], piece["end"]) for piece in (*said, *script["omitted"])):
        if start != place or end <= start:
            return f"a hole or an overlap at character {place}"
        place = end
    if place != script["source"]["characters"]:
        return "the end is missing"
    return ""


def fault(done):
    if done.code == 0:
        return fault_of_script(done.out)
    if done.code == 3:
        return fault_of_refusal(done)
    return f"exit code {done.code}: {done.err}"


@pytest.mark.parametrize("family", FAMILIES)
def test_a_hostile_story_gives_a_whole_script_or_a_refusal_in_words(narrate, family):
    faults = {}
    for case in getattr(inputs, family)():
        Path(case.file).write_bytes(case.data)
        problem = fault(narrate("script", "--format", "json", case.file))
        if problem:
            faults[case.name] = problem
    assert faults == {}
    assert not Path("owned").exists()


def test_there_are_more_than_five_hundred_of_them():
    names = [(case.name, case.file) for case in inputs.all_texts()]
    assert len(set(names)) == len(names) >= 500


def test_a_million_quotation_marks_and_a_line_of_fifty_megabytes(narrate):
    for text in ("“" * 1_000_000, "a" * 50_000_000):
        Path("story.txt").write_text(f"“Late,” said Hester.\n\n{text}\n", encoding="utf-8")
        assert fault(narrate("script", "--format", "json", "story.txt")) == ""


def test_hostile_names_of_files(narrate):
    faults = {}
    for number, case in enumerate(inputs.file_names()):
        folder = Path(f"{number}")
        folder.mkdir()
        try:
            (folder / case.file).write_bytes(case.data)
        except OSError:
            continue  # this system has no such name
        problem = fault(narrate("script", "--format", "json", f"{number}/{case.file}"))
        if problem:
            faults[case.name] = problem
    assert faults == {}


@pytest.mark.parametrize("name", ["-rf.txt", "--help.txt", "--output", "cast"])
def test_a_file_that_looks_like_an_option_is_narrated_after_two_dashes_or_with_its_folder(narrate, name):
    Path(name).write_text(inputs.STORY.format(name="Hester", line="It rained."), encoding="utf-8")
    assert fault(narrate("script", "--format", "json", "--", name)) == ""
    assert fault(narrate("script", "--format", "json", f"./{name}")) == ""


@pytest.fixture
def audiobook(narrate):
    """Make a story whole, with an engine that makes silence, and everything that can be published of it."""

    def make(text, *words):
        Path("story.txt").write_bytes(text.encode("utf-8", "surrogatepass"))
        done = narrate("story.txt", "--engine", "silent", "-o", "book", *words)
        assert done.code == 0, done.err
        return Path("book")

    return make


def test_titles_make_names_that_every_system_takes(audiobook):
    text = "".join(f"Chapter {n}: {title}\n\n“Late,” said Hester.\n\n" for n, title in enumerate(inputs.TITLES, 1))
    book = audiobook(text)
    names = [path.relative_to(book).as_posix() for path in book.rglob("*.mp3")]
    assert len(names) > 50
    for name in names:
        assert "/" not in name
        assert len(name.encode()) <= 255
        assert not set(name) & set('<>:"\\|?*')
        assert all(unicodedata.category(character)[0] != "C" for character in name)
        assert not name.removesuffix(".mp3").endswith((" ", "."))
    inside = {path.resolve() for path in Path().rglob("*") if path.is_file()} - {Path("story.txt").resolve()}
    assert all(path.is_relative_to(book.resolve()) for path in inside)


def test_orders_in_a_story_are_nothing_but_words(audiobook, monkeypatch):
    orders = [order for order in inputs.INJECTIONS if not order.startswith(("#", "***"))]
    text = "".join(f"Chapter {n}: {order}\n\n“{order}” said Hester.\n\n" for n, order in enumerate(orders, 1))
    book = audiobook(text)
    assert not Path("owned").exists()
    for path in book.glob("*.mp3"):
        tags = mutagen.File(path).tags
        assert tags["TIT2"].text[0]
        assert all("\x00" not in str(text) for frame in tags.getall("TIT2") for text in frame.text)
    # The same again: what the story holds has not become part of script.txt's own language.
    again = audiobook(text)
    assert json.loads((again / ".narrate" / "run.json").read_text())["inputs"]


def test_hidden_characters_in_a_name_do_not_reach_the_terminal(narrate):
    Path("story.txt").write_text(
        inputs.STORY.format(name="\x1b[31mHes\u202eter\x07", line="It rained."), encoding="utf-8"
    )
    for words in (["cast", "story.txt"], ["review", "story.txt"], ["story.txt", "--engine", "silent"]):
        done = narrate(*words)
        assert done.code == 0
        assert not {"\x1b", "\x07", "\u202e"} & set(done.out + done.err)


@pytest.mark.parametrize(
    "words",
    [
        ["script", "story.txt", "--format", "json"],
        ["cast", "story.txt", "--engine", "silent", "--json"],
        ["review", "story.txt", "--json"],
        ["lexicon", "suggest", "story.txt", "--json"],
        ["story.txt", "--engine", "silent", "--json", "--quiet"],
    ],
    ids=lambda words: words[0],
)
def test_json_holds_everything_and_commands_no_terminal(narrate, words):
    name = "Hes\u202eter\u200f \x9b31mVane\u2028"
    text = f"Title: A Tale of {name}\n\n{inputs.STORY.format(name='Hester Vane', line=f'“Oh, {name}!” he cried.')}"
    Path("story.txt").write_text(text, encoding="utf-8")

    done = narrate(*words)

    assert done.code == 0, done.err
    assert not {"\x1b", "\x9b", "\u202e", "\u2028"} & set(done.out + done.err)
    told = json.loads(done.out)
    if words[0] == "script":
        said = [one["text"] for chapter in told["chapters"] for one in chapter["utterances"]]
        assert any("Hes\u202eter\u200f \x9b31mVane" in one for one in said)


SETTINGS = (
    "", "\x00", "\ud800", "[", "a", "a = ", "= 1", "[[narrator]]", "[narrator", "narrator = 1", "[characters]\na = 1", "x = 1979-05-27",
    "[narrator]\nvoice = 1", "[narrator]\nvoice = ''", "[narrator]\nvoice = 'a'", "[narrator]\nvoice = 'os:system'",
    "[narrator]\nvoice = '../../evil:x'", "[narrator]\nvoice = 'silent:../../etc/passwd'", "[narrator]\nvoice = 'silent:\\u0000'",
    "[narrator]\nvoice = 'narrate.cli:main'", '[narrator]\nvoice = "silent:\x1b[31m"', "[narrator]\nrate = nan", "[narrator]\nrate = inf",
    "[narrator]\nrate = 1e400", "[narrator]\nrate = -0.0", "[narrator]\ngain_db = 99999999999999999999999999", "[narrator]\nrate = '1'",
    "[characters.'../x']\nname = 'A'", "[characters.a]\nname = ''", "[characters.a]\nname = 1", "[characters.a]\naliases = 'x'",
    "[characters.a]\naliases = [[1]]", '[characters.a]\nname = "a\\nb"', '[characters.a]\nname = "\\u202eyrollaM"',
    "[characters.a]\nname = '<script>'", "[characters.a]\ngender = 'x'", "[characters.a]\nlocked = 'yes'", "[characters.__class__]\nname='A'",
    "[include]\npath = '/etc/passwd'", "a = " + "[" * 50_000, "a." * 20_000 + "b = 1", "a = {" + "b = {" * 5_000, "#" * 1_000_000,
    "[characters.a]\nname = '" + "a" * 100_000 + "'", "".join(f"[characters.a{n}]\nname = 'A{n}'\n" for n in range(3_000)),
)  # fmt: skip


@pytest.mark.parametrize("file", ["voices.toml", "narrate.toml", "lexicon.toml", "script.txt"])
def test_hostile_settings_are_used_or_refused_in_words(narrate, story, file):
    place = story.parent / file
    if file in {"voices.toml", "script.txt"}:
        place = story.parent / "output" / "The Ferry" / file
        place.parent.mkdir(parents=True)
    faults = {}
    for content in SETTINGS:
        place.write_bytes(content.encode("utf-8", "surrogatepass"))
        done = narrate("cast", story.name, "--engine", "silent")
        problem = fault_of_refusal(done) if done.code in {2, 3, 4} else done.err if done.code else ""
        if problem:
            faults[content[:80]] = problem
    assert faults == {}


def test_secrets_of_the_environment_are_in_no_file(narrate, story, monkeypatch):
    for name in ("NARRATE_LLM_KEY", "OPENAI_API_KEY", "NARRATE_OPENAI_KEY", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "hunter2-hunter2")
    done = narrate(story.name, "--engine", "silent", "--attribution", "ranker", "--json")
    assert done.code == 0
    assert "hunter2" not in done.out + done.err
    kept = [path for place in (Path(), Path(os.environ["HOME"])) for path in place.rglob("*") if path.is_file()]
    assert not [path for path in kept if b"hunter2" in path.read_bytes()]
