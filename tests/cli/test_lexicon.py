"""How names and made-up words are said, from a person's side."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

STORY = """Chapter I

Ianto Jones walked into the Hub. “Where is Gwen?” he asked.

Chapter II

Jack paid $5.50. “In 1984,” said Jack, “nobody paid.”
"""


@pytest.fixture
def tale(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("tale.txt").write_text(STORY, encoding="utf-8")
    return Path("tale.txt")


def chapters() -> dict[str, tuple[int, bytes]]:
    return {path.name[:2]: (path.stat().st_mtime_ns, path.read_bytes()) for path in Path("output/tale").glob("*.mp3")}


def test_an_entry_re_does_the_chapters_with_its_word_and_no_others(narrate, tale):
    narrate("tale.txt")
    before = chapters()
    Path("lexicon.toml").write_text('Ianto = "YAN-toe"\n', encoding="utf-8")
    narrate("tale.txt")
    respelt = chapters()
    Path("lexicon.toml").write_text('Ianto = "/ˈjæntəʊ/"\n# a comment\nMyfanwy = "muh-van-wee"\n', encoding="utf-8")
    narrate("tale.txt")
    in_ipa = chapters()

    assert before["01"][1] != respelt["01"][1] != in_ipa["01"][1]
    assert before["02"] == respelt["02"] == in_ipa["02"]
    again = narrate("tale.txt")
    assert "nothing to do" in again.out
    assert chapters() == in_ipa


@pytest.mark.parametrize("engine", ["silent", "pyttsx3"])
def test_the_story_and_its_script_keep_the_word(narrate, tale, engine):
    Path("lexicon.toml").write_text('Ianto = "/ˈjæntəʊ/"\n', encoding="utf-8")
    assert narrate("tale.txt", "--engine", engine).code == 0
    assert "Ianto Jones walked" in Path("output/tale/script.txt").read_text(encoding="utf-8")


def test_what_lies_beside_the_story_comes_before_a_series_and_narrate_toml_before_both(narrate, tale):
    from narrate.config import load_options
    from narrate.pipeline.story.lexicon import story_lexicon

    Path("series.toml").write_text('Ianto = "series"\nJack = "series"\nGwen = "series"\n', encoding="utf-8")
    Path("lexicon.toml").write_text('Ianto = "beside"\nJack = "beside"\n', encoding="utf-8")
    Path("narrate.toml").write_text('[lexicon]\nIanto = "config"\n', encoding="utf-8")
    options = load_options(tale, {"lexicon": Path("series.toml")}, environment={})
    entries = story_lexicon(tale, options).lexicon().entries
    assert {word: entry.say for word, entry in entries.items()} == {
        "Ianto": "config",
        "Jack": "beside",
        "Gwen": "series",
    }


def test_a_lexicon_that_can_not_be_used_leaves_no_folder(narrate, tale):
    Path("lexicon.toml").write_text('Jack = "jack"\nIanto = \n', encoding="utf-8")
    done = narrate("tale.txt")
    assert done.code == 3
    assert "lexicon.toml, line 2" in done.err
    assert not Path("output").exists()
    assert narrate("tale.txt", "--lexicon", "nowhere.toml").code == 3


def test_suggest_lists_what_is_in_no_dictionary_with_what_is_said(narrate, tale):
    found = json.loads(narrate("lexicon", "suggest", "tale.txt", "--json").out)
    assert [(word["word"], word["count"]) for word in found] == [("Ianto", 1)]
    assert found[0]["ipa"]
    assert found[0]["sounds_like"]
    lines = narrate("lexicon", "suggest", "tale.txt", "--toml").out
    assert lines.startswith("# Ianto = ")
    Path("lexicon.toml").write_text('Ianto = "YAN-toe"\n' + lines, encoding="utf-8")
    assert "No word" in narrate("lexicon", "suggest", "tale.txt").out


def test_say_writes_sound_and_tells_what_was_said(narrate, tale):
    plain = narrate("lexicon", "say", "Ianto")
    tried = narrate("lexicon", "say", "Ianto", "--ipa", "ˈjæntəʊ", "-o", "tried.mp3")
    assert "say Ianto.mp3" in plain.out
    assert "/ˈjæntəʊ/" in tried.out
    assert Path("say Ianto.mp3").read_bytes() != Path("tried.mp3").read_bytes()
    assert narrate("lexicon", "say", "Ianto", "--ipa", "j@nto").code == 3
    assert narrate("lexicon", "say", "…").code == 2


def test_export_and_import(narrate, tale):
    Path("lexicon.toml").write_text('Ianto = "YAN-toe"\nCthulhu = "/kəˈθuːluː/"\n', encoding="utf-8")
    assert "2 words written to lexicon.pls" in narrate("lexicon", "export").out
    shutil.move("lexicon.toml", "old.toml")
    Path("lexicon.toml").write_text('# mine\nIanto = "mine"\n', encoding="utf-8")
    assert "1 word added to lexicon.toml; 1 that it had" in narrate("lexicon", "import", "lexicon.pls").out
    assert Path("lexicon.toml").read_text(encoding="utf-8") == '# mine\nIanto = "mine"\nCthulhu = "/kəˈθuːluː/"\n'
    assert narrate("tale.txt", "--lexicon", "lexicon.pls", "--engine", "silent").code == 0
