"""The labels of our own stories: each is the slice it says it is, and no quotation is without one."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import pytest

TESTS = Path(__file__).parent
EXTRA = TESTS / "data" / "labelled"
STORIES = TESTS.parent / "stories"
TEXTS = sorted(STORIES.glob("*.txt")) + sorted(EXTRA.glob("*.txt"))

OPENING = '“‘«„"—'
CLOSING = '”’»“"'
QUOTING = '“”‘«»„‚"'
"""Marks that stand for nothing but a quotation; ’ and ' may be an apostrophe."""


@dataclass(frozen=True, slots=True)
class Label:
    start: int
    end: int
    text: str
    speaker: str
    accept: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Labelled:
    text: str
    labels: tuple[Label, ...]

    def covered(self) -> frozenset[int]:
        return frozenset(at for label in self.labels for at in range(label.start, label.end))


def labels_of(story: Path) -> Path:
    return story.with_suffix(".jsonl")


@pytest.fixture(params=TEXTS, ids=lambda path: path.stem)
def story(request: pytest.FixtureRequest) -> Labelled:
    path: Path = request.param
    lines = labels_of(path).read_text(encoding="utf-8").splitlines()
    labels = []
    for line in lines:
        fields = json.loads(line)
        labels.append(Label(fields["start"], fields["end"], fields["text"], fields["speaker"], tuple(fields["accept"])))
    return Labelled(path.read_bytes().decode("utf-8"), tuple(labels))


def test_every_story_has_labels_and_every_labels_file_a_story() -> None:
    stories = {labels_of(path) for path in TEXTS}
    assert stories == {*STORIES.glob("*.jsonl"), *EXTRA.glob("*.jsonl")}
    assert len(list(STORIES.glob("*.txt"))) == 5


def test_stories_are_plain_text_with_unix_line_ends(story: Labelled) -> None:
    assert not set(story.text) & set("\r\t\ufeff{}|")
    assert story.text.endswith("\n")


@pytest.mark.parametrize("path", sorted(STORIES.glob("*.txt")), ids=lambda path: path.stem)
def test_published_stories_are_of_a_length_to_listen_to(path: Path) -> None:
    assert 1_500 <= len(path.read_text(encoding="utf-8").split()) <= 5_000


def test_a_label_is_the_slice_that_it_says(story: Labelled) -> None:
    for label in story.labels:
        assert story.text[label.start : label.end] == label.text


def test_labels_come_in_order_and_do_not_overlap(story: Labelled) -> None:
    at = 0
    for label in story.labels:
        assert at <= label.start < label.end
        at = label.end


def test_a_label_is_a_whole_quotation_within_one_paragraph(story: Labelled) -> None:
    for label in story.labels:
        assert label.text[0] in OPENING, label
        assert "\n\n" not in label.text
        left_open = story.text.startswith("\n\n", label.end)
        assert label.text[-1] in CLOSING or left_open or label.text[0] == "—", label


def test_a_quotation_left_open_goes_on_with_the_same_speaker(story: Labelled) -> None:
    for label, following in zip(story.labels, story.labels[1:], strict=False):
        if label.text[-1] not in CLOSING and label.text[0] != "—":
            assert following.start == label.end + 2
            assert following.speaker == label.speaker


def test_no_quotation_is_without_a_label(story: Labelled) -> None:
    covered = story.covered()
    for at, character in enumerate(story.text):
        if character in QUOTING:
            assert at in covered, story.text[max(0, at - 40) : at + 40]


def test_no_line_of_dash_dialogue_is_without_a_label(story: Labelled) -> None:
    covered = story.covered()
    for at, character in enumerate(story.text):
        if character == "—" and story.text[at - 1] == "\n":
            assert at in covered, story.text[at : at + 40]


def test_the_speaker_is_among_the_names_that_count_as_right(story: Labelled) -> None:
    for label in story.labels:
        assert label.speaker in label.accept
        assert len(set(label.accept)) == len(label.accept)
        assert label.speaker or label.accept == ("",)


def test_several_people_speak(story: Labelled) -> None:
    assert len({label.speaker for label in story.labels} - {""}) >= 4
