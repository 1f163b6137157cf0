import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from narrate.errors import InputError
from narrate.model import ChapterTimeline, Cue, CueWord, Span, Timeline
from narrate.publishing import timeline_from_json, timeline_to_json

TIMELINE = Timeline(
    (
        ChapterTimeline(
            "The “Bridge”",
            "01 The “Bridge”.mp3",
            12.3456,
            (
                Cue("c1u1", None, Span(0, 12), 0.5, 2.00049),
                Cue("c1u1", None, Span(13, 20), 2.35, 3.0),
                Cue("c1u2", "ianto-jones", Span(21, 30), 3.65, 5.0),
            ),
        ),
        ChapterTimeline("Two", "02 Two.mp3", 2.0, ()),
    )
)


def test_what_is_written():
    assert json.loads(timeline_to_json(TIMELINE)) == {
        "format": "narrate-timeline/1",
        "chapters": [
            {
                "title": "The “Bridge”",
                "file": "01 The “Bridge”.mp3",
                "duration": 12.346,
                "utterances": [
                    {
                        "id": "c1u1",
                        "speaker": None,
                        "start": 0.5,
                        "end": 3.0,
                        "source": {"start": 0, "end": 20},
                        "sentences": [
                            {"start": 0.5, "end": 2.0, "source": {"start": 0, "end": 12}},
                            {"start": 2.35, "end": 3.0, "source": {"start": 13, "end": 20}},
                        ],
                    },
                    {
                        "id": "c1u2",
                        "speaker": "ianto-jones",
                        "start": 3.65,
                        "end": 5.0,
                        "source": {"start": 21, "end": 30},
                        "sentences": [{"start": 3.65, "end": 5.0, "source": {"start": 21, "end": 30}}],
                    },
                ],
            },
            {"title": "Two", "file": "02 Two.mp3", "duration": 2.0, "utterances": []},
        ],
    }


def test_letters_stay_readable():
    assert "“Bridge”" in timeline_to_json(TIMELINE)
    assert timeline_to_json(TIMELINE).endswith("}\n")


milliseconds = st.integers(0, 10_000_000).map(lambda count: count / 1000)
cues = st.builds(
    Cue,
    utterance_id=st.sampled_from(["c1u1", "c1u2", "c1u3"]),
    speaker=st.none() | st.text(min_size=1),
    span=st.tuples(st.integers(0, 999), st.integers(0, 999)).map(lambda pair: Span(min(pair), max(pair))),
    start_s=milliseconds,
    end_s=milliseconds,
)
chapters = st.builds(
    ChapterTimeline,
    title=st.text(),
    file=st.text(),
    duration_s=milliseconds,
    cues=st.lists(cues, max_size=6).map(tuple),
)


@given(st.lists(chapters, max_size=3).map(lambda found: Timeline(tuple(found))))
def test_what_is_written_is_read_back(timeline):
    assert timeline_from_json(timeline_to_json(timeline)) == timeline


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"format": "narrate-timeline/2", "chapters": []}', '{"format": "narrate-timeline/1"}',
             '{"format": "narrate-timeline/1", "chapters": [{"title": 1}]}', "[" * 100_000]
)  # fmt: skip
def test_what_is_no_timeline_is_refused_in_words(text):
    with pytest.raises(InputError) as caught:
        timeline_from_json(text)
    assert caught.value.hint


def test_words_stand_where_they_are_known():
    words = (CueWord(Span(0, 4), 0.5, 0.8123), CueWord(Span(5, 12), 0.8123, 2.0))
    timeline = Timeline((ChapterTimeline("One", "1.mp3", 3.0, (Cue("u1", None, Span(0, 12), 0.5, 2.0, words),)),))
    written = timeline_to_json(timeline)
    (sentence,) = json.loads(written)["chapters"][0]["utterances"][0]["sentences"]
    assert sentence["words"] == [[0.5, 0.812, 0, 4], [0.812, 2.0, 5, 12]]
    assert timeline_from_json(written).chapters[0].cues[0].words[1] == CueWord(Span(5, 12), 0.812, 2.0)
    assert len(written.splitlines()) == 5
