"""The same story, through the programs that people make their files with, gives the same script."""

from __future__ import annotations

import base64
import itertools
import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from mutagen.id3 import ID3
from tests.intake.test_html import AO3

Script = dict[str, Any]

STORY = """\
---
title: The Bell of Quarrel
author: N. Body
lang: en-GB
---

# Chapter 1: The Bell

The bell had *not* rung for a year, and nobody in the village of Quarrel said a word about it any more.

“Somebody cut the rope,” said Mara Quill. “It was **never** worn.”

“Was it you?” asked Tobias Fenn.

“No,” said Mara, and laughed.

* * *

In the morning there was a letter on the mat, and Mara read it twice & then once more – slowly.

> It was the goat that ate the rope. I saw it, and I said nothing. Hob

She laughed until the windows shook in their frames.

# Chapter 2: The Goat

“It was the goat,” said Old Hob sadly.

Nobody believed him, for the goat was a quiet animal, and the rope had been as thick as an arm.

“*You* told me so,” said Tobias Fenn to Mara.

“I never did!” cried Mara Quill.

The rain came down on the roof, and the goat looked out from under the wall and went on eating.
"""

PANDOC = ["html", "epub2", "epub3", "docx", "odt", "rtf", "fb2", "markdown-smart"]
# What sets a letter apart is lost in RTF, and in all that calibre writes but EPUB: there it is a paragraph like others.
CALIBRE = ["epub", "docx", "fb2"]
SUFFIXES = {"epub2": "epub", "epub3": "epub", "markdown-smart": "md"}


def tool(name: str) -> str:
    path = shutil.which(name)
    if path is None:
        pytest.skip(f"{name} is not installed")
    return path


def by_pandoc(source: Path, form: str) -> Path:
    path = source.parent / f"{form}.{SUFFIXES.get(form, form)}"
    subprocess.run([tool("pandoc"), "-s", "-t", form, "-o", path, source], check=True, capture_output=True)
    return path


@pytest.fixture
def written(tmp_path: Path) -> Path:
    path = tmp_path / "story.md"
    path.write_text(STORY, encoding="utf-8")
    return path


def script(narrate, path: Path) -> Script:
    done = narrate("script", path, "--format", "json")
    assert done.code == 0, done
    form: Script = json.loads(done.out)
    return form


def said(form: Script, *, letters: bool = True) -> list[tuple[str, str | None, str]]:
    return [
        (
            "narration" if line["kind"] == "letter" and not letters else line["kind"],
            line["speaker"],
            " ".join(line["text"].split()),
        )
        for chapter in form["chapters"]
        for line in chapter["utterances"]
        if line["kind"] != "front-matter"
    ]


def scenes(form: Script) -> list[list[str]]:
    found: dict[int, list[str]] = {}
    for chapter in form["chapters"]:
        for line in chapter["utterances"]:
            if line["kind"] in {"narration", "dialogue", "letter"}:
                found.setdefault(line["scene"], []).append(" ".join(line["text"].split()))
    return list(found.values())


def check(narrate, path: Path, written: Path, *, letters: bool = True) -> None:
    expected, found = script(narrate, written), script(narrate, path)

    assert said(found, letters=letters) == said(expected, letters=letters)
    assert [chapter["title"] for chapter in found["chapters"]] == ["Chapter 1: The Bell", "Chapter 2: The Goat"]
    assert scenes(found) == scenes(expected)
    assert found["title"] == "The Bell of Quarrel"
    assert found["author"] == "N. Body" or path.suffix == ".rtf"
    assert {one["id"] for one in found["characters"]} == {one["id"] for one in expected["characters"]}


def test_the_story_itself_is_read_as_meant(narrate, written):
    found = script(narrate, written)

    assert [chapter["title"] for chapter in found["chapters"]] == ["Chapter 1: The Bell", "Chapter 2: The Goat"]
    assert ("dialogue", "mara-quill", "“Somebody cut the rope,”") in said(found)
    assert len(scenes(found)) == 3


@pytest.mark.parametrize("form", PANDOC)
def test_pandoc_s_files_give_the_same_script(narrate, written, form):
    check(narrate, by_pandoc(written, form), written, letters=form != "rtf")


@pytest.mark.parametrize("form", CALIBRE)
def test_calibre_s_conversions_give_the_same_script(narrate, written, form):
    converter = tool("ebook-convert")
    path = written.parent / f"calibre.{form}"
    subprocess.run([converter, by_pandoc(written, "html"), path], check=True, capture_output=True)
    check(narrate, path, written, letters=form == "epub")


def test_a_download_of_an_archive_that_calibre_made_a_book_of(narrate, tmp_path):
    style = "<style>.toc-heading { display: none } .meta dl { margin: 1em } .byline { text-align: center }</style>"
    page = tmp_path / "page.html"
    page.write_text(f"<html><head><title>The Bell - ringer - Bells</title>{style}</head><body>{AO3}</body></html>")
    book = tmp_path / "book.epub"
    subprocess.run([tool("ebook-convert"), page, book], check=True, capture_output=True)
    found, expected = script(narrate, book), script(narrate, page)

    assert said(found) == said(expected)
    assert (found["title"], found["author"]) == ("The Bell", "ringer")
    assert found["metadata"]["fandom"] == expected["metadata"]["fandom"] == "Bells"


def test_the_script_names_the_pages_of_a_book(narrate, written):
    form = script(narrate, by_pandoc(written, "epub3"))
    parts = form["source"]["parts"]

    assert parts[0]["start"] == 0
    assert parts[-1]["end"] == form["source"]["characters"]
    assert all(one["end"] == other["start"] for one, other in itertools.pairwise(parts))
    first = form["chapters"][0]["utterances"][-1]
    assert sum("ch001" in one["path"] and one["start"] <= first["start"] < one["end"] for one in parts) == 1


PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
)


def test_the_cover_of_a_book_is_that_of_the_audiobook(narrate, written, tmp_path, monkeypatch):
    monkeypatch.delenv("NARRATE_COVER")
    (tmp_path / "cover.png").write_bytes(PNG)
    book = tmp_path / "book.epub"
    command = [tool("pandoc"), "-t", "epub3", f"--epub-cover-image={tmp_path / 'cover.png'}", "-o", book, written]
    subprocess.run(command, check=True, capture_output=True)

    def covers() -> list[bytes]:
        return [ID3(path).getall("APIC")[0].data for path in sorted((tmp_path / "output/book").glob("*.mp3"))]

    assert narrate(book, "--engine", "silent").code == 0
    assert covers() == [PNG, PNG]
    # The analysis is kept now: the book is not read again.
    assert narrate(book, "--engine", "silent", "--force").code == 0
    assert covers() == [PNG, PNG]


def test_a_page_full_of_tags_is_refused_in_words(narrate, tmp_path):
    (tmp_path / "page.html").write_text("<html>" + "<div>" * 500_000, encoding="utf-8")
    done = narrate("page.html")

    assert done.code == 3
    assert "page.html" in done.err
    assert "Traceback" not in done.err
