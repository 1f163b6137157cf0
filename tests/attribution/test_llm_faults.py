"""A language model that answers badly, slowly, and not at all: a real server, on this machine."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from tests.attribution.llm_server import GOOD, completion, long_story, ranked
from tests.json_server import Reply

from narrate.attribution.attributors.llm_endpoint import MAX_BYTES
from narrate.attribution.attributors.llm_prompt import MOST_QUOTATIONS
from narrate.errors import AttributorError


@pytest.mark.parametrize(
    "reply",
    [
        completion("I'm sorry, I can't do that."),
        completion("{" * 100_000),
        completion('{"a":' * 50_000),
        completion("[" * 100_000),
        completion('{"1": "Orla'),
        (200, {}, b"<html>Bad gateway</html>"),
        (200, {}, b"\xff\xfe\x00"),
        (200, {}, b"[" * 200_000),
        (200, {}, b'{"choices": []}'),
        (200, {}, b'{"choices": [{"message": {"content": null}}]}'),
        (200, {}, b" " * (MAX_BYTES + 1)),
        (200, {"Content-Type": "text/event-stream"}, b"data: {}\n\n"),
        (500, {}, b"oops"),
        (503, {}, b""),
    ],
)
def test_a_server_that_never_answers_well_is_given_up_after_a_few_attempts(ask, server, waits, reply):
    server.behave = lambda _: reply

    with pytest.raises(AttributorError) as refused:
        ask()

    assert len(server.requests) == 4
    assert waits == [1.0, 2.0, 4.0]
    assert "127.0.0.1" in refused.value.message
    assert "--attribution llm" in refused.value.hint


def test_after_a_busy_answer_it_asks_again_when_the_server_says(ask, server, waits):
    replies = iter([(429, {"Retry-After": "7"}, b""), (429, {"Retry-After": "86400"}, b""), (500, {}, b"")])
    server.behave = lambda _: next(replies, completion(json.dumps(GOOD)))

    assert ask().names[2] == "Orla Finch"
    assert waits == [7.0, 30.0, 4.0]


def test_a_server_that_is_too_slow_is_not_waited_for(ask, server, waits):
    server.silent()

    with pytest.raises(AttributorError, match=r"no whole answer within 0\.2 s"):
        ask(NARRATE_LLM_TIMEOUT="0.2")

    assert waits == [1.0, 2.0, 4.0]


def test_no_server_at_all(ask, server, waits):
    with pytest.raises(AttributorError, match="no connection"):
        ask(NARRATE_LLM_URL="http://127.0.0.1:9/v1")

    assert server.requests == []
    assert len(waits) == 3


@pytest.mark.parametrize("status", [400, 401, 403, 404, 422])
def test_a_refusal_ends_it_at_once_without_telling_the_key(ask, server, waits, status):
    server.behave = lambda request: (status, {}, b"\x1b[31mno model for key sesame-open\n" + b"x" * 5000)

    with pytest.raises(AttributorError) as refused:
        ask(NARRATE_LLM_KEY="sesame-open")

    assert "no model for key …" in refused.value.message
    assert "\x1b" not in refused.value.message
    assert len(refused.value.message) < 400
    assert len(server.requests) == 1
    assert waits == []


def test_the_key_is_taken_to_no_other_address(ask, server):
    server.behave = lambda _: (302, {"Location": f"{server.url}/elsewhere"}, b"")

    with pytest.raises(AttributorError, match="302"):
        ask(NARRATE_LLM_KEY="sesame")

    assert len(server.requests) == 1


def test_what_some_windows_lack_the_ranker_has(ask, server, told):
    story = long_story(5 * MOST_QUOTATIONS)

    def all_but_one(request: dict[str, Any]) -> Reply:
        said = request["messages"][1]["content"]
        if "[[11]] “This is number 40." in said:
            return 500, {}, b""
        return completion(json.dumps(dict.fromkeys(re.findall(r"\[\[(\d+)\]\]", said), "Bram Cole")))

    server.behave = all_but_one
    spoken = ask(story, notify=told)

    window = slice(MOST_QUOTATIONS, 2 * MOST_QUOTATIONS)
    assert spoken.lines[window] == ranked(story).lines[window]
    assert {*spoken.names[: window.start], *spoken.names[window.stop :]} == {"Bram Cole"}
    assert "no usable answer for 30 of 150 lines" in told.notes[-1]


def test_an_interrupted_run_asks_only_for_the_rest(ask, server):
    story = long_story(2 * MOST_QUOTATIONS)
    server.behave = lambda request: (
        (403, {}, b"no more credit")
        if "[[30]] “This is number 59." in request["messages"][1]["content"]
        else completion(json.dumps({str(n): "Bram Cole" for n in range(1, 31)}))
    )
    with pytest.raises(AttributorError):
        ask(story)
    before = len(server.requests)
    server.labels({str(n): "Bram Cole" for n in range(1, 31)})

    spoken = ask(story)

    assert set(spoken.names) == {"Bram Cole"}
    assert len(server.requests) - before == 1
