"""An edit whose line is gone: it is said, and the person's file is kept beside the new one."""

from __future__ import annotations

from pathlib import Path


def test_an_edit_without_a_place_is_shown_and_both_files_are_kept(narrate, story):
    assert narrate(story.name, "--engine", "silent", "-o", "book").code == 0
    script = Path("book/script.txt")
    edited = script.read_text(encoding="utf-8").replace("@the ferryman", "@Hester Vane", 1)
    script.write_text(edited, encoding="utf-8")
    text = story.read_text(encoding="utf-8")
    story.write_text(text.replace("“Not always,” said the ferryman. “Only when I am tired.”\n\n", ""), encoding="utf-8")

    done = narrate(story.name, "--engine", "silent", "-o", "book")

    assert done.code == 0, done.err
    assert "@Hester Vane for ‘“Not always,”" in done.err
    assert "both are kept: your script.txt as it was is book/.narrate/kept/script.1.txt" in done.err
    assert Path("book/.narrate/kept/script.1.txt").read_text(encoding="utf-8") == edited
    assert "Not always" not in script.read_text(encoding="utf-8")
