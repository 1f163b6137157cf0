"""Scripts made by hand."""

from __future__ import annotations

from collections.abc import Iterable

from narrate.model import Character, Line, Script, ScriptChapter, Source


def one_chapter(
    text: str, lines: Iterable[Line], people: Iterable[Character] = (), language: str = "en", title: str = "One"
) -> Script:
    """A script of one chapter."""
    source = Source("story.txt", "0" * 64, len(text))
    chapter = ScriptChapter(title, tuple(lines))
    return Script(source, text, title, None, language, (), tuple(people), (chapter,), ())
