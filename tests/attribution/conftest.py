"""What the tests of the language model share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from tests.attribution.llm_server import STORY, Server, Spoken, Told

from narrate.attribution.attributor import NOTHING_FIXED, say_nothing
from narrate.attribution.attributors.llm import LlmAttributor
from narrate.attribution.attributors.llm_answers import AnswerStore
from narrate.intake import parse_story
from narrate.segmentation import segment


@pytest.fixture
def server() -> Iterator[Server]:
    server = Server()
    yield server
    server.close()


@pytest.fixture
def told() -> Told:
    return Told()


@pytest.fixture
def waits() -> list[float]:
    """How long was waited between attempts, without waiting."""
    return []


@pytest.fixture
def ask(server, tmp_path, waits):
    """Attribute a story with the model behind the server; the names of the speakers of its dialogue."""

    def call(
        story=STORY, *, store=None, notify=say_nothing, known=(), exclusive=False, fixed=NOTHING_FIXED, **environment
    ):
        values = {"NARRATE_LLM_URL": server.url, "NARRATE_LLM_MODEL": "tiny", **environment}
        attributor = LlmAttributor(values, store or AnswerStore(tmp_path / "answers"), waits.append)
        document = parse_story(story.encode(), "story.txt")
        segmentation = segment(document)
        places = {document.text.index(words): who for words, who in fixed.items()}
        found = attributor.attribute(
            document, segmentation, known=known, exclusive=exclusive, fixed=places, notify=notify
        )
        return Spoken(found, segmentation)

    return call
