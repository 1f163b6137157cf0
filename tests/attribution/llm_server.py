"""A chat endpoint on this machine whose answers a test decides, and what a test asks of it."""

from __future__ import annotations

import json
from typing import Any

from tests.json_server import JsonServer, Reply

from narrate.attribution import attribute
from narrate.intake import parse_story
from narrate.model import Attributed, UtteranceKind
from narrate.segmentation import segment

STORY = """\
The Weir

“You're late,” said Orla Finch.

“The road was flooded,” said Bram Cole.

“It is always flooded.”

“Not always.”

The miller put his head out. “Is that the pair of you?”
"""


def completion(text: str) -> Reply:
    return 200, {}, json.dumps({"choices": [{"message": {"role": "assistant", "content": text}}]}).encode()


class Server(JsonServer):
    """An endpoint whose answers a test decides."""

    def __init__(self) -> None:
        super().__init__(lambda _: completion("{}"))

    def labels(self, labels: dict[str, Any]) -> None:
        self.behave = lambda _: completion(json.dumps(labels))


class Told:
    """What a person was told, and how far the work was said to be."""

    def __init__(self) -> None:
        self.notes: list[str] = []
        self.progress: list[str] = []

    def __call__(self, text: str, *, progress: bool = False) -> None:
        (self.progress if progress else self.notes).append(text)


class Spoken:
    """The dialogue of an attributed story."""

    def __init__(self, found: Attributed, segmentation: Any) -> None:
        self.found = found
        names = {character.id: character.name for character in found.characters}
        pairs = zip(segmentation.utterances, found.attributions, strict=True)
        self.lines = [who for utterance, who in pairs if utterance.kind is UtteranceKind.DIALOGUE]
        self.names = [names.get(who.speaker or "") for who in self.lines]


def ranked(story=STORY):
    document = parse_story(story.encode(), "story.txt")
    segmentation = segment(document)
    return Spoken(attribute(document, segmentation), segmentation)


GOOD = {"1": "Orla Finch", "2": "Bram Cole", "3": "Orla Finch", "4": "Bram Cole", "5": "new: The miller"}


def long_story(lines: int) -> str:
    """A conversation of so many lines; the names stand beside the first two."""
    said = [f"“This is number {n}.”" for n in range(2, lines)]
    first = ["“This is number 0,” said Orla Finch.", "“This is number 1,” said Bram Cole."]
    return "The Weir\n\n" + "\n\n".join([*first, *said]) + "\n"
