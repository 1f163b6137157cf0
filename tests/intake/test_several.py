from __future__ import annotations

from pathlib import Path

import pytest

from narrate.errors import StoryError
from narrate.intake import read_story, story_digest
from narrate.intake.files import files_of
from narrate.intake.several import chapter_title
from narrate.model import Document, fill_omissions

PROSE = "“{0},” said Hester Vane. She looked at the river for a long while, and nobody came to the landing that day."


def test_files_of_a_folder_are_read_as_people_count(tmp_path: Path):
    for name in ("10.txt", "2.md", "1.html", ".hidden.txt", "README.md", "cover.jpg", "narrate.toml"):
        (tmp_path / name).write_text("x", encoding="utf-8")
    (tmp_path / "drafts").mkdir()

    assert [path.name for path in files_of(tmp_path)] == ["1.html", "2.md", "10.txt"]


def test_a_folder_is_one_book_whose_parts_are_named(tmp_path: Path):
    for number in (1, 2, 10):
        (tmp_path / f"{number}.txt").write_text(PROSE.format(number), encoding="utf-8")

    document = read_story(tmp_path)

    assert [chapter.title for chapter in document.chapters] == ["Chapter 1", "Chapter 2", "Chapter 10"]
    assert [Path(part.path).name for part in document.parts] == ["1.txt", "2.txt", "10.txt"]
    starts = [part.start for part in document.parts]
    assert [document.text[start:].startswith(PROSE.format(n)) for start, n in zip(starts, (1, 2, 10), strict=True)] == [
        True
    ] * 3
    fill_omissions(document.text, [block.span for block in document.blocks()], document.omitted)


def test_files_of_several_formats_go_together(tmp_path: Path):
    (tmp_path / "1.txt").write_text("Chapter One\n\n" + PROSE.format("One"), encoding="utf-8")
    (tmp_path / "2.html").write_text(f"<h1>Chapter Two</h1><p>{PROSE.format('<i>Two</i>')}</p>", encoding="utf-8")

    document = read_story(tmp_path)

    assert [chapter.title for chapter in document.chapters] == ["Chapter One", "Chapter Two"]
    assert [emphasis.span.of(document.text) for emphasis in document.emphases] == ["Two"]


def test_a_title_page_that_every_file_has_is_told_once(tmp_path: Path):
    for number in (1, 2):
        (tmp_path / f"{number}.txt").write_text(
            f"The Ferry\nby M. Tidewell\n\nChapter {number}\n\n{PROSE.format(number)}\n", encoding="utf-8"
        )

    document = read_story(tmp_path)

    assert (document.title, document.author) == ("The Ferry", "M. Tidewell")
    assert sum(block.span.of(document.text) == "The Ferry" for block in document.blocks()) <= 1
    assert len(document.chapters) == 2
    fill_omissions(document.text, [block.span for block in document.blocks()], document.omitted)


def anthology(folder: Path, *heads: str) -> Document:
    """A folder of stories that begin so, read."""
    for number, head in enumerate(heads):
        (folder / f"{number}.txt").write_text(f"{head}\n\n{PROSE.format(number)}\n", encoding="utf-8")
    return read_story(folder)


@pytest.mark.parametrize(
    ("heads", "author"),
    [
        (["The Ferry\nby M. Tidewell", "The Weir\nby Ada Finch"], "M. Tidewell, Ada Finch"),
        (["The Ferry\nby M. Tidewell", "The Weir\nby M. TIDEWELL"], "M. Tidewell"),
        (["The Ferry\nby M. Tidewell", "Title: The Weir\nRating: T"], "M. Tidewell"),
        (["The Ferry\nby M. Tidewell", "THE WEIR"], "M. Tidewell"),
        (["THE FERRY", "Title: The Weir\nAuthor: Ada Finch"], None),
        (["The Ferry\nby A. B.", "The Weir\nby C. D.", "The Lock\nby E. F.", "The Quay\nby G. H."], None),
    ],
)
def test_a_folder_of_stories_has_an_author_if_one_can_be_said(tmp_path: Path, heads: list[str], author: str | None):
    document = anthology(tmp_path, *heads)

    assert (document.title, document.author) == (None, author)


def test_what_one_story_tells_of_itself_is_not_told_of_all(tmp_path: Path):
    document = anthology(
        tmp_path,
        "Title: The Ferry\nFandom: Harbour Lights\nSummary: A late boat.\nRating: G",
        "Title: The Weir\nFandom: Harbour Lights\nRating: Explicit",
    )

    assert dict(document.metadata) == {"fandom": "Harbour Lights", "explicit": "yes"}


def test_chapters_of_one_story_among_others_are_told_apart(tmp_path: Path):
    document = anthology(tmp_path, "THE FERRY", f"THE WEIR\n\n\nChapter One\n\n{PROSE}\n\n\nChapter Two")

    assert [chapter.title for chapter in document.chapters] == [
        "THE FERRY",
        "THE WEIR: Chapter One",
        "THE WEIR: Chapter Two",
    ]


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("01 - The Bridge.txt", "The Bridge"),
        ("ch03.txt", "Chapter 3"),
        ("chapter_12.html", "Chapter 12"),
        ("7.txt", "Chapter 7"),
        ("the-river.md", "The river"),
        ("Part 2.docx", "Part 2"),
        ("1984 was a year.txt", "1984 was a year"),
        ("--.txt", None),
    ],
)
def test_titles_by_the_names_of_files(name: str, title: str | None):
    assert chapter_title(name) == title


def test_a_folder_changes_with_any_of_its_files(tmp_path: Path):
    for name in ("1.txt", "2.txt"):
        (tmp_path / name).write_text("It was late.", encoding="utf-8")
    before = story_digest(tmp_path)

    (tmp_path / "2.txt").rename(tmp_path / "3.txt")
    renamed = story_digest(tmp_path)
    (tmp_path / "3.txt").write_text("It was later.", encoding="utf-8")

    assert len({before, renamed, story_digest(tmp_path)}) == 3


def test_folders_that_are_no_story_are_explained(tmp_path: Path):
    with pytest.raises(StoryError, match="no story in it") as empty:
        read_story(tmp_path)
    (tmp_path / "a.txt").write_text("x", encoding="utf-8")
    (tmp_path / "a.html").write_text("x", encoding="utf-8")
    with pytest.raises(StoryError, match="several formats"):
        read_story(tmp_path)
    (tmp_path / ".narrate").mkdir()
    with pytest.raises(StoryError, match="finished audiobook"):
        read_story(tmp_path)
    assert empty.value.hint


def test_files_that_are_named_are_one_book_in_the_order_of_the_names(tmp_path: Path):
    first, second = tmp_path / "z.txt", tmp_path / "a.md"
    first.write_text("Chapter One\n\n" + PROSE.format("One"), encoding="utf-8")
    second.write_text("# Chapter Two\n\n" + PROSE.format("Two"), encoding="utf-8")

    document = read_story(first, then=[second])

    assert [chapter.title for chapter in document.chapters] == ["Chapter One", "Chapter Two"]
    assert [Path(part.path).name for part in document.parts] == ["z.txt", "a.md"]
    assert document.source.sha256 == story_digest(first, [second]) != story_digest(second, [first])


def test_a_folder_can_be_followed_by_a_file(tmp_path: Path):
    (tmp_path / "book").mkdir()
    for name in ("book/1.txt", "book/2.txt", "epilogue.txt"):
        (tmp_path / name).write_text(PROSE.format(name), encoding="utf-8")

    assert len(read_story(tmp_path / "book", then=[tmp_path / "epilogue.txt"]).chapters) == 3
