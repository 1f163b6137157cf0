"""``narrate read``."""

from __future__ import annotations


def test_it_makes_the_page_and_says_where(narrate, book):
    done = narrate("read", book)

    assert done.code == 0
    assert done.out.strip() == str(book / "read-along.html")
    assert "It is always late" in (book / "read-along.html").read_text(encoding="utf-8")


def test_it_opens_the_page_or_says_how_to(narrate, book, monkeypatch):
    opened: list[str] = []
    monkeypatch.setattr("webbrowser.open", opened.append)

    done = narrate("read", book, "--open")

    assert opened == [(book / "read-along.html").as_uri()]
    assert f"open it yourself: {opened[0]}" in done.err


def test_one_file_with_the_sound(narrate, book):
    done = narrate("read", book, "--inline", "-q")

    assert (done.code, done.out) == (0, "")
    page = (book / "read-along-with-sound.html").read_text(encoding="utf-8")
    assert page.count('type="application/octet-stream"') == 2


def test_a_folder_without_an_audiobook(narrate, tmp_path):
    done = narrate("read", tmp_path)

    assert done.code == 3
    assert "no finished audiobook" in done.err
