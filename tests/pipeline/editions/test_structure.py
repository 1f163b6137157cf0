"""What readers see of a story, kept through a run: kinds of blocks, emphasis, breaks, the story's own spaces."""

from __future__ import annotations

import json

import pytest

from narrate import Options, make_audiobook
from narrate.model import BlockKind, EmphasisKind
from narrate.publishing import edition_from_json

STORY = """\
# The Ferry

The ferry was *always* late. “It is always late,”—Hester Vane said—“always.”

* * *

- a lamp
- a **wet** rope

> Dear Jo,
> the bells are here.
"""


@pytest.fixture
def told(tmp_path):
    story = tmp_path / "The Ferry.md"
    story.write_text(STORY, encoding="utf-8")
    make_audiobook(story, Options(engine="silent", output=tmp_path / "book", jobs=1))
    return tmp_path / "book"


def read(folder):
    return edition_from_json((folder / "timeline.json").read_text(encoding="utf-8"), folder)


def test_blocks_emphasis_and_breaks_are_kept(told):
    passages = list(read(told).passages())
    by_text = {passage.text: passage for passage in passages}

    assert by_text["a lamp"].block is BlockKind.LIST_ITEM
    assert by_text["a lamp"].after_break
    rope = by_text["a wet rope"]
    assert not rope.after_break
    assert [(one.kind, rope.words_of(one.span)) for one in rope.emphases] == [(EmphasisKind.STRONG, "wet")]
    assert {passage.block for passage in passages if "bells" in passage.text} == {BlockKind.LETTER}


def test_the_storys_own_spaces_are_kept(told):
    spoken = [passage for passage in read(told).passages() if passage.paragraph == 1]
    text = spoken[0].text + "".join(passage.lead + passage.text for passage in spoken[1:])

    assert text == "The ferry was always late. “It is always late,”—Hester Vane said—“always.”"


def test_a_timeline_of_an_earlier_version_is_written_anew_and_nothing_spoken(told):
    whole = (told / "timeline.json").read_text(encoding="utf-8")
    record = json.loads((told / ".narrate" / "run.json").read_text(encoding="utf-8"))
    record["inputs"] = "of an earlier version"
    (told / ".narrate" / "run.json").write_text(json.dumps(record), encoding="utf-8")
    (told / "timeline.json").write_text('{"format": "narrate-timeline/1", "chapters": []}', encoding="utf-8")

    summary = make_audiobook(told.parent / "The Ferry.md", Options(engine="silent", output=told, jobs=1))

    assert summary.made == 0
    assert (told / "timeline.json").read_text(encoding="utf-8") == whole
