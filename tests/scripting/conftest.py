"""Small stories put together by hand."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from narrate.model import (
    Attribution,
    Character,
    Line,
    Omission,
    Script,
    ScriptChapter,
    Source,
    Span,
    Utterance,
    UtteranceKind,
    fill_omissions,
)
from narrate.scripting import apply_script_file, parse_script_file, write_script_file

CAST = (
    Character("mara", "Mara Quill", ("Mara",)),
    Character("tobias", "Tobias Fenn", ("Tobias", "Mr. Fenn")),
    Character("old-hob", "Old Hob"),
)


class StoryBuilder:
    """A story that grows paragraph by paragraph; `script` is what an analysis would make of it."""

    def __init__(self, characters: tuple[Character, ...] = CAST) -> None:
        self.characters = characters
        self.text = ""
        self.lines: list[list[Line]] = []
        self.titles: list[str] = []
        self.omitted: list[Omission] = []
        self.scene, self.paragraph = 0, -1

    def chapter(self, title: str) -> StoryBuilder:
        """Begin a chapter whose heading is ``title``."""
        self.lines.append([])
        self.titles.append(title)
        self.scene += 1
        return self.says(None, title, kind=UtteranceKind.HEADING)

    def says(
        self, speaker: str | None, text: str, confidence: float = 1.0, *, kind: UtteranceKind | None = None, on=False
    ) -> StoryBuilder:
        """Add an utterance: in a new paragraph, or with ``on`` in the last one. Quotations are dialogue."""
        self.text += " " if on else "\n\n" if self.text else ""
        self.paragraph += not on
        if kind is None:
            kind = UtteranceKind.DIALOGUE if text.startswith("“") else UtteranceKind.NARRATION
        span = Span(len(self.text), len(self.text) + len(text))
        chapter = len(self.lines) - 1
        name = f"c{chapter + 1}u{len(self.lines[-1]) + 1}"
        utterance = Utterance(name, kind, span, chapter, self.scene, self.paragraph)
        evidence = "" if kind is not UtteranceKind.DIALOGUE else "“said” after the line"
        self.lines[-1].append(Line(utterance, Attribution(speaker, confidence, evidence)))
        self.text += text
        return self

    def omits(self, text: str, reason: str) -> StoryBuilder:
        """Add a paragraph that is not read."""
        self.text += "\n\n" if self.text else ""
        self.omitted.append(Omission(Span(len(self.text), len(self.text) + len(text)), reason))
        self.text += text
        return self

    def breaks(self, mark: str = "* * *") -> StoryBuilder:
        """Begin a scene; an empty mark is a blank line more."""
        self.scene += 1
        return self.omits(mark, "scene break")

    def script(self) -> Script:
        """The whole story."""
        spans = [line.utterance.span for lines in self.lines for line in lines]
        return Script(
            Source("tales/bell.txt", "ab" * 32, len(self.text)),
            self.text,
            "The Bell of Quarrel",
            "N. Body",
            "en",
            (("rating", "G"),),
            self.characters,
            tuple(ScriptChapter(title, tuple(lines)) for title, lines in zip(self.titles, self.lines, strict=True)),
            fill_omissions(self.text, spans, self.omitted),
        )


def _story() -> StoryBuilder:
    story = StoryBuilder()
    story.lines.append([])
    story.titles.append("The Bell")
    story.omits("Title: The Bell of Quarrel\nRating: G", "front matter")
    story.scene = 1
    story.says(None, "The Bell", kind=UtteranceKind.HEADING)
    story.says(None, "The bell had not rung for a year.")
    story.says("mara", "“Somebody cut the rope,”", 0.9).says(None, "said Mara.", on=True)
    story.says("tobias", "“Was it you?”", 0.4)
    story.breaks()
    story.says("old-hob", "“It was the goat,”", 0.8).says(None, "said Old Hob, and went back to sleep.", on=True)
    story.chapter("The Goat")
    story.says(None, "The goat said nothing. It chewed.")
    story.says(None, "“Well?”", 0.1)
    story.omits("A/N: no goats were harmed.", "author's note")
    return story


@pytest.fixture
def builder() -> type[StoryBuilder]:
    """For stories of a test's own."""
    return StoryBuilder


@pytest.fixture
def story() -> StoryBuilder:
    """The Bell of Quarrel: two chapters, two unsure lines, front matter and a note."""
    return _story()


@pytest.fixture
def script(story: StoryBuilder) -> Script:
    """Its script."""
    return story.script()


@pytest.fixture
def content(script: Script) -> str:
    """Its script.txt."""
    return write_script_file(script)


@pytest.fixture
def edit(script: Script, content: str) -> Callable[..., Script]:
    """Replace passages of the script.txt, each of which must be there once, and read it back."""

    def edit(*replacements: tuple[str, str]) -> Script:
        changed = content
        for old, new in replacements:
            assert changed.count(old) == 1, old
            changed = changed.replace(old, new)
        return apply_script_file(script, parse_script_file(changed, "out/script.txt"))

    return edit
