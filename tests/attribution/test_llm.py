"""A language model that answers well: what it is sent, what is made of its answers, what is said and kept."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.attribution.llm_server import GOOD, STORY, completion, long_story, ranked

from narrate.attribution.attributors.llm import LlmAttributor
from narrate.attribution.attributors.llm_endpoint import Endpoint, NoAnswerError
from narrate.attribution.attributors.llm_prompt import MOST_QUOTATIONS, read_labels, windows
from narrate.errors import AttributorError, ConfigError
from narrate.intake import parse_story
from narrate.model import Character, UtteranceKind
from narrate.segmentation import segment


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


def test_what_a_person_fixed_is_told_and_stays(ask, server):
    server.labels(GOOD)
    orla = Character("orla", "Orla Finch")

    spoken = ask(known=[orla], fixed={"“The road was flooded,”": "orla"})

    said = server.requests[0]["messages"][1]["content"]
    assert "Known for certain: quotation 2 is Orla Finch.\n\nWho speaks quotations 1 to 5?" in said
    assert spoken.names[1] == "Orla Finch"
    assert spoken.lines[1].confidence == 1.0


def test_nothing_is_asked_of_a_model_where_everything_is_fixed(ask, server):
    spoken = ask("“Who is there?”\n", known=[Character("orla", "Orla")], fixed={"“Who": "orla"})

    assert server.requests == []
    assert spoken.names == ["Orla"]


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


@settings(deadline=None)  # a busy machine is no error
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
