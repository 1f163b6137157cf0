from __future__ import annotations

import json
from dataclasses import replace

import pytest

from narrate.errors import ScriptFileError
from narrate.model import SourcePart
from narrate.scripting import from_json, to_json


def test_the_keys_are_those_of_the_contract_in_order(script):
    form = json.loads(to_json(script))

    assert list(form) == [
        *("format", "source", "title", "author", "language", "metadata", "characters", "chapters", "omitted")
    ]
    assert form["format"] == "narrate-script/1"
    assert list(form["source"]) == ["path", "sha256", "characters"]
    assert form["metadata"] == {"rating": "G"}
    assert form["characters"][1] == {
        "id": "tobias",
        "name": "Tobias Fenn",
        "aliases": ["Tobias", "Mr. Fenn"],
        "gender": "unknown",
        "first_person": False,
        "utterances": 1,
        "words": 3,
    }
    utterance = form["chapters"][0]["utterances"][4]
    assert list(utterance.items())[:10] == [
        ("id", "c1u5"),
        ("kind", "dialogue"),
        ("speaker", "tobias"),
        ("confidence", 0.4),
        ("evidence", "“said” after the line"),
        ("delivery", None),
        ("scene", 1),
        ("start", script.text.index("“Was")),
        ("end", script.text.index("“Was") + 13),
        ("text", "“Was it you?”"),
    ]
    assert form["omitted"][0] == {"start": 0, "end": 36, "reason": "front matter"}


def test_only_what_is_so_is_called_edited(script, edit):
    after = json.loads(to_json(edit(("@Old Hob\n", "@Mara\n"))))

    assert [u["id"] for u in after["chapters"][0]["utterances"] if u.get("edited")] == ["c1u6"]
    assert '"edited"' not in to_json(script)


def test_characters_outside_ascii_are_written_as_they_are(script):
    assert "“Was it you?”" in to_json(script)


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (lambda form: form.update(format="narrate-script/2"), "not of the form narrate-script/1"),
        (lambda form: form.pop("source"), "'source' is missing"),
        (lambda form: form["chapters"][0]["utterances"][0].update(kind="song"), "song"),
        (lambda form: form["chapters"][0]["utterances"][0].update(start="0"), "'0' stands where a whole number"),
        (lambda form: form["chapters"][0]["utterances"][0].update(start=99), "can't be read"),
        (lambda form: form["chapters"][0]["utterances"][4].update(speaker="nobody"), "'nobody', who is not among"),
        (lambda form: form["chapters"][0]["utterances"].pop(2), "does not cover the story"),
        (lambda form: form.update(characters=None), "can't be read"),
        (lambda form: form.update(title=3), "3 stands where a text belongs"),
        (lambda form: form["characters"][0].update(first_person="no"), "'no' stands where true or false"),
    ],
)
def test_what_is_not_such_a_script_is_refused_in_words(script, spoil, message):
    form = json.loads(to_json(script))
    spoil(form)

    with pytest.raises(ScriptFileError, match=message) as caught:
        from_json(json.dumps(form), script.text)

    assert caught.value.hint


@pytest.mark.parametrize("data", ["", "[]", "nonsense", "[" * 100_000, "null", '{"format": "narrate-script/1"}'])
def test_what_is_no_script_at_all_is_refused(data):
    with pytest.raises(ScriptFileError):
        from_json(data, "")


def test_a_script_of_another_text_is_refused(script):
    with pytest.raises(ScriptFileError, match="is not what the story has there"):
        from_json(to_json(script), script.text.replace("goat", "calf"))


def test_the_files_of_a_book_come_back(script):
    script = replace(script, parts=(SourcePart("a.xhtml", 0), SourcePart("b.xhtml", 7)))
    form = to_json(script)

    assert json.loads(form)["source"]["parts"] == [
        {"path": "a.xhtml", "start": 0, "end": 7},
        {"path": "b.xhtml", "start": 7, "end": script.source.characters},
    ]
    assert from_json(form, script.text) == script
    assert "parts" not in json.loads(to_json(replace(script, parts=())))["source"]
