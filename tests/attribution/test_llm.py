"""A language model that answers well, badly, slowly, and not at all: a real server, on this machine."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from narrate.attribution import attribute
from narrate.attribution.attributor import say_nothing
from narrate.attribution.attributors.llm import LlmAttributor
from narrate.attribution.attributors.llm_answers import AnswerStore
from narrate.attribution.attributors.llm_endpoint import MAX_BYTES, Endpoint, NoAnswerError
from narrate.attribution.attributors.llm_prompt import MOST_QUOTATIONS, read_labels, windows
from narrate.errors import AttributorError, ConfigError
from narrate.intake import parse_story
from narrate.model import Attributed, Character, UtteranceKind
from narrate.segmentation import segment

STORY = """\
The Weir

“You're late,” said Orla Finch.

“The road was flooded,” said Bram Cole.

“It is always flooded.”

“Not always.”

The miller put his head out. “Is that the pair of you?”
"""

Reply = tuple[int, dict[str, str], bytes]


def completion(text: str) -> Reply:
    return 200, {}, json.dumps({"choices": [{"message": {"role": "assistant", "content": text}}]}).encode()


class Server:
    """An endpoint whose answers a test decides; what it was asked is in ``requests``, ``headers`` and ``paths``."""

    def __init__(self) -> None:
        self.requests: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        self.paths: list[str] = []
        self.behave: Callable[[dict[str, Any]], Reply] = lambda _: completion("{}")
        self.closing = threading.Event()
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                server.requests.append(request)
                server.headers.append(dict(self.headers))
                server.paths.append(self.path)
                status, headers, body = server.behave(request)
                try:
                    self.send_response(status)
                    for name, value in headers.items():
                        self.send_header(name, value)
                    self.send_header("Content-Length", str(len(body)))
                    self.end_headers()
                    self.wfile.write(body)
                except OSError:
                    self.close_connection = True  # whoever asked has gone

            def log_message(self, *_: Any) -> None:
                """Keep quiet."""

        self._http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._http.daemon_threads = True
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.01,))
        self._thread.start()
        self.url = f"http://127.0.0.1:{self._http.server_port}/v1"

    def labels(self, labels: dict[str, Any]) -> None:
        self.behave = lambda _: completion(json.dumps(labels))

    def silent(self) -> None:
        def wait(_: dict[str, Any]) -> Reply:
            self.closing.wait()
            return 503, {}, b""

        self.behave = wait

    def close(self) -> None:
        self.closing.set()
        self._http.shutdown()
        self._thread.join()
        self._http.server_close()


@pytest.fixture
def server() -> Iterator[Server]:
    server = Server()
    yield server
    server.close()


class Told:
    """What a person was told, and how far the work was said to be."""

    def __init__(self) -> None:
        self.notes: list[str] = []
        self.progress: list[str] = []

    def __call__(self, text: str, *, progress: bool = False) -> None:
        (self.progress if progress else self.notes).append(text)


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

    def call(story=STORY, *, store=None, notify=say_nothing, known=(), exclusive=False, **environment):
        values = {"NARRATE_LLM_URL": server.url, "NARRATE_LLM_MODEL": "tiny", **environment}
        attributor = LlmAttributor(values, store or AnswerStore(tmp_path / "answers"), waits.append)
        document = parse_story(story.encode(), "story.txt")
        segmentation = segment(document)
        found = attributor.attribute(document, segmentation, known=known, exclusive=exclusive, notify=notify)
        return Spoken(found, segmentation)

    return call


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


def test_good_answers_are_taken(ask, server):
    server.labels(GOOD)

    spoken = ask()

    assert spoken.names == ["Orla Finch", "Bram Cole", "Orla Finch", "Bram Cole", "The miller"]
    assert "tiny" in spoken.lines[0].evidence
    assert len(server.requests) == 1


def test_only_numbered_text_and_the_cast_are_sent(ask, server):
    server.labels(GOOD)

    ask(NARRATE_LLM_KEY="sesame")

    [request] = server.requests
    said = request["messages"][1]["content"]
    assert request["model"] == "tiny"
    assert server.paths == ["/v1/chat/completions"]
    assert server.headers[0]["Authorization"] == "Bearer sesame"
    assert "- Orla Finch\n- Bram Cole\n" in said
    assert "[[1]] “You're late,” said Orla Finch.\n\n[[2]] “The road was flooded,”" in said
    assert "[[5]] “Is that the pair of you?”" in said
    assert "sesame" not in json.dumps(request)


def test_the_words_never_change_whatever_comes_back(ask, server):
    server.labels({**GOOD, "1": "“Rewritten,” said Orla"})
    document = parse_story(STORY.encode(), "story.txt")

    spoken = ask()

    assert len(spoken.found.attributions) == len(segment(document).utterances)
    assert spoken.names[0] == ranked().names[0]


def test_a_second_run_asks_nothing(ask, server, told):
    server.labels(GOOD)

    first, second = ask(), ask(notify=told)

    assert second.found == first.found
    assert len(server.requests) == 1
    assert told.notes == []


def test_another_model_is_asked_anew(ask, server):
    server.labels(GOOD)

    ask()
    ask(NARRATE_LLM_MODEL="large")

    assert [request["model"] for request in server.requests] == ["tiny", "large"]


def test_the_key_is_in_no_file(ask, server, tmp_path):
    server.labels(GOOD)

    ask(NARRATE_LLM_KEY="sesame-open")
    ask(NARRATE_LLM_KEY="another-key")

    files = [path for path in (tmp_path / "answers").rglob("*") if path.is_file()]
    assert len(files) == len(server.requests) == 1
    assert b"sesame" not in files[0].read_bytes()
    assert b"flooded" not in files[0].read_bytes()


def test_agreement_is_surer_than_opposition(ask, server):
    before = ranked()
    server.labels({**GOOD, "2": "Orla Finch"})

    spoken = ask()

    assert spoken.lines[0].confidence >= 0.95
    assert spoken.names[1] == "Orla Finch" != before.names[1]
    assert spoken.lines[1].confidence < 0.6


@pytest.mark.parametrize(
    "text",
    [
        f"```json\n{json.dumps(GOOD)}\n```",
        f'<think>Is it {{Bram}}? {{}} {{"x": 1}}</think> Here you are: {json.dumps(GOOD)} Anything else?',
        json.dumps({**GOOD, "0": "Bram Cole", "6": "Bram Cole", "²": "x", "a": "b"}),
        json.dumps({number: f"  {name.upper()} " for number, name in GOOD.items()}),
    ],
)
def test_labels_are_found_among_chatter(ask, server, text):
    server.behave = lambda _: completion(text)

    assert ask().names[:4] == ["Orla Finch", "Bram Cole", "Orla Finch", "Bram Cole"]


@pytest.mark.parametrize(
    "label",
    ["Sherlock Holmes", "new: Sherlock Holmes", "new: ", "new: ...", "the road", "x" * 500, 7, None, ["Bram Cole"]],
)
def test_a_name_that_nobody_has_leaves_the_line_to_the_ranker(ask, server, told, label):
    server.labels({**GOOD, "3": label})
    before = ranked()

    spoken = ask(notify=told)

    assert spoken.lines[2] == before.lines[2]
    assert spoken.names[3] == "Bram Cole"
    assert "no usable answer for 1 of 5 lines" in told.notes[-1]


def test_missing_numbers_leave_their_lines_to_the_ranker(ask, server):
    server.labels({"1": "Bram Cole"})
    before = ranked()

    spoken = ask()

    assert spoken.names[0] == "Bram Cole"
    assert spoken.lines[1:] == before.lines[1:]


def test_nobody_is_added_to_a_known_cast(ask, server):
    server.labels({**GOOD, "1": "new: the miller"})
    known = (Character("orla", "Orla Finch", ("Orla",)), Character("bram", "Bram Cole"))

    spoken = ask(known=known, exclusive=True)

    assert spoken.found.characters == known
    assert "new:" not in server.requests[0]["messages"][0]["content"]


def test_a_new_name_that_is_an_old_one_is_nobody_new(ask, server):
    server.labels({**GOOD, "5": "new: Bram Cole"})

    spoken = ask()

    assert spoken.names[4] == "Bram Cole"
    assert len({character.name for character in spoken.found.characters}) == len(spoken.found.characters)


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

    with pytest.raises(AttributorError, match=r"no answer within 0\.2 s"):
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


def test_who_is_asked_is_said_before_anything_is_sent(ask, server):
    heard: list[tuple[str, int]] = []
    server.labels(GOOD)

    ask(notify=lambda text, progress=False: heard.append((text, len(server.requests))))

    assert heard == [(f"Asking tiny at {server.url[7:-3]} who speaks 5 lines, in 1 request.", 0)]


def test_a_long_story_says_how_far_it_is(ask, server, told):
    server.labels({str(n): "Bram Cole" for n in range(1, 31)})

    ask(long_story(12 * MOST_QUOTATIONS), notify=told)

    assert told.progress == [f"{n} of 12 requests answered" for n in range(1, 12)]


def test_text_that_leaves_the_machine_is_said_to(ask, told, waits):

    with pytest.raises(AttributorError):
        ask(NARRATE_LLM_URL="http://model.invalid/v1", notify=told)

    assert "leaves this machine, and others on the way can read it" in told.notes[0]
    assert "model.invalid" in told.notes[0]


def test_no_proxy_stands_between_this_machine_and_itself(ask, server, monkeypatch):
    monkeypatch.setenv("http_proxy", "http://proxy.invalid:3128")
    server.labels(GOOD)

    assert ask().names[0] == "Orla Finch"


@pytest.mark.parametrize(
    ("url", "local"),
    [
        ("http://localhost:11434/v1", True),
        ("http://127.0.0.1/v1", True),
        ("http://127.9.9.9:80/v1", True),
        ("http://[::1]:8080/v1", True),
        ("http://192.168.1.7:8080/v1", False),
        ("https://api.example.com/v1", False),
        ("http://localhost.example.com/v1", False),
        ("http://127.0.0.1.example.com/v1", False),
    ],
)
def test_what_is_this_machine(url, local):
    endpoint = Endpoint.from_environment({"NARRATE_LLM_URL": url, "NARRATE_LLM_MODEL": "m"})

    assert endpoint.is_local is local
    assert endpoint.url == f"{url}/chat/completions"


@pytest.mark.parametrize(
    ("values", "named"),
    [
        ({}, "NARRATE_LLM_URL is not set"),
        ({"NARRATE_LLM_URL": "http://localhost/v1"}, "NARRATE_LLM_MODEL is not set"),
        ({"NARRATE_LLM_URL": "localhost:11434", "NARRATE_LLM_MODEL": "m"}, "no http address"),
        ({"NARRATE_LLM_URL": "file:///etc/passwd", "NARRATE_LLM_MODEL": "m"}, "no http address"),
        ({"NARRATE_LLM_URL": "http://a b/v1", "NARRATE_LLM_MODEL": "m"}, "no http address"),
        ({"NARRATE_LLM_URL": "http://h:99999/v1", "NARRATE_LLM_MODEL": "m"}, "no http address"),
        ({"NARRATE_LLM_URL": "http://me:secret@h/v1", "NARRATE_LLM_MODEL": "m"}, "no password"),
        ({"NARRATE_LLM_URL": "http://h/v1?key=secret", "NARRATE_LLM_MODEL": "m"}, "no password"),
        ({"NARRATE_LLM_URL": "http://h/v1", "NARRATE_LLM_MODEL": "m", "NARRATE_LLM_KEY": "se\ncret"}, "LLM_KEY"),
        ({"NARRATE_LLM_URL": "http://h/v1", "NARRATE_LLM_MODEL": "m", "NARRATE_LLM_TIMEOUT": "nan"}, "TIMEOUT"),
    ],
)
def test_settings_that_are_missing_or_wrong_are_named_and_not_repeated(values, named):
    with pytest.raises(ConfigError) as refused:
        LlmAttributor(values).fingerprint()

    assert named in refused.value.message
    assert "secret" not in refused.value.message + refused.value.hint


def test_the_fingerprint_tells_models_apart_and_knows_no_key():
    values = {"NARRATE_LLM_URL": "http://h/v1", "NARRATE_LLM_MODEL": "m"}

    one = LlmAttributor(values).fingerprint()

    assert one == LlmAttributor({**values, "NARRATE_LLM_KEY": "sesame"}).fingerprint()
    assert one != LlmAttributor({**values, "NARRATE_LLM_MODEL": "n"}).fingerprint()
    assert "sesame" not in repr(Endpoint.from_environment({**values, "NARRATE_LLM_KEY": "sesame"}))


def long_story(lines: int) -> str:
    """A conversation of so many lines; the names stand beside the first two."""
    said = [f"“This is number {n}.”" for n in range(2, lines)]
    first = ["“This is number 0,” said Orla Finch.", "“This is number 1,” said Bram Cole."]
    return "The Weir\n\n" + "\n\n".join([*first, *said]) + "\n"


@given(
    st.lists(st.sampled_from(["“Yes.”", "“No,” said Orla.", "It rained.", "“So.” “Well.”", "x" * 9000]), max_size=90)
)
def test_every_quotation_is_asked_about_once(paragraphs):
    document = parse_story("\n\n".join(["Orla waited.", *paragraphs]).encode(), "story.txt")
    segmentation = segment(document)

    asked = [index for window in windows(document, segmentation) for index in window.quotations]

    dialogue = [
        index
        for index, utterance in enumerate(segmentation.utterances)
        if utterance.kind is UtteranceKind.DIALOGUE and not utterance.continues
    ]
    assert asked == dialogue
    assert all(len(window.passage) < 20_000 for window in windows(document, segmentation))


@given(st.text(alphabet='{}[]":,123 aé\\n', max_size=300))
def test_no_answer_breaks_the_reader(text):
    try:
        labels = read_labels(text, 3)
    except NoAnswerError:
        return
    assert labels
    assert all(1 <= number <= 3 and name for number, name in labels.items())


def test_a_damaged_answer_on_disk_is_asked_for_again(ask, server, tmp_path):
    server.labels(GOOD)
    ask()
    [path] = list((tmp_path / "answers").rglob("*.json"))
    path.write_text("{", encoding="ascii")

    assert ask().names[0] == "Orla Finch"
    assert len(server.requests) == 2


def test_from_the_command_line(narrate, story, server, monkeypatch):
    """`narrate script --attribution llm`, with the environment a person sets."""
    monkeypatch.setenv("NARRATE_LLM_URL", server.url)
    monkeypatch.setenv("NARRATE_LLM_MODEL", "tiny")
    monkeypatch.setenv("NARRATE_LLM_KEY", "sesame")
    server.labels({str(n): "the ferryman" for n in range(1, 31)})

    made = narrate(story.name, "--engine", "silent", "--attribution", "llm")
    asked = len(server.requests)
    again = narrate(story.name, "--engine", "silent", "--attribution", "llm")

    assert made.code == again.code == 0, made.err
    assert "Asking tiny at 127.0.0.1" in made.err
    assert "nothing to do" in again.out
    assert len(server.requests) == asked
    script = Path("output/The Ferry/script.txt").read_text(encoding="utf-8")
    assert re.search(r"@the ferryman( \?)?\n“It is always late,”", script)
    written = b"".join(path.read_bytes() for path in Path("output").rglob("*") if path.is_file())
    assert b"sesame" not in written


def test_unset_it_says_what_to_set_and_leaves_nothing_behind(narrate, story, monkeypatch):
    monkeypatch.delenv("NARRATE_LLM_URL", raising=False)

    done = narrate(story.name, "--engine", "silent", "--attribution", "llm")

    assert done.code == 3
    assert "NARRATE_LLM_URL" in done.err
    assert not Path("output").exists()
