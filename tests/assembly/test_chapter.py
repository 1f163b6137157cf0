import io
import itertools
import tracemalloc
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from narrate.assembly import Pauses, assemble, trim
from narrate.model import AudioFormat, Clip, Span, SpokenLine, UtteranceKind

FIRST = SpokenLine("c1u1", UtteranceKind.NARRATION, None, Span(0, 10), 1, 1, "It rained.")
PAUSES = Pauses()


def line(number, text="It rained.", **changes):
    span = Span(number * 10, number * 10 + 10)
    return replace(FIRST, utterance_id=f"c1u{number + 1}", span=span, text=text, **changes)


def run(lines, clips, audio_format, gains=None):
    out = io.BytesIO()
    gains_db = gains or [0.0] * len(lines)
    rates = [1.0] * len(lines)
    done = assemble(lines, iter(clips), gains_db=gains_db, rates=rates, pauses=PAUSES, format=audio_format, out=out)
    return done, out.getvalue()


def test_pauses_and_sounds_follow_each_other_to_the_frame(sounds):
    # given
    clip = trim(sounds.clip(sounds.tone(0.5)))
    lines = [line(0), line(1), line(2, paragraph=2), line(3, paragraph=3, scene=2)]
    # when
    done, pcm = run(lines, [clip] * 4, sounds.format)
    # then
    frames = sounds.format.frames
    expected = [0]
    for index in range(3):
        pause = PAUSES.after(lines[index], lines[index + 1])
        expected.append(expected[-1] + clip.frames + frames(pause / 1000))
    starts = [round(cue.start_s * 22_050) - frames(PAUSES.head / 1000) for cue in done.cues]
    assert starts == expected
    assert done.frames == len(pcm) // 2
    assert done.frames == starts[-1] + frames(PAUSES.head / 1000) + clip.frames + frames(PAUSES.tail / 1000)


def test_many_lines_without_a_word_make_no_long_silence(sounds):
    # given
    clip = trim(sounds.clip(sounds.tone(0.5)))
    empty = [line(number, "", paragraph=number, scene=1 + number // 3) for number in range(1, 20)]
    lines = [line(0), *empty, line(20, paragraph=20, scene=8), *(line(n, "", paragraph=n, scene=8) for n in (21, 22))]
    # when
    done, pcm = run(lines, [clip, *[None] * len(empty), clip, None, None], sounds.format)
    # then
    first, last = done.cues[0], done.cues[20]
    assert last.start_s - first.end_s == pytest.approx(PAUSES.longest / 1000, abs=0.001)
    assert len(pcm) / 2 / 22_050 - last.end_s == pytest.approx(PAUSES.tail / 1000, abs=0.001)


def test_a_cue_is_where_its_sound_is(sounds):
    lines = [line(0), line(1), line(2)]
    clips = [sounds.clip(sounds.silence(0.3), sounds.tone(0.4 + i / 5), sounds.silence(0.5)) for i in range(3)]
    done, pcm = run(lines, clips, sounds.format)
    heard = abs(sounds.samples(pcm)) > 0.02
    for cue, other in zip(done.cues, [*done.cues[1:], None], strict=True):
        start, end = round(cue.start_s * 22_050), round(cue.end_s * 22_050)
        loud = np.flatnonzero(heard[start:end])
        assert loud[0] < 0.03 * 22_050
        assert end - start - loud[-1] < 0.05 * 22_050
        between = heard[end : round(other.start_s * 22_050) if other else None]
        assert len(between) > 0
        assert not between.any()


def test_cues_say_what_they_are_of(sounds):
    lines = [line(0), line(1, kind=UtteranceKind.DIALOGUE, speaker="mary")]
    done, _ = run(lines, [sounds.clip(sounds.tone(0.2))] * 2, sounds.format)
    assert [(cue.utterance_id, cue.speaker, cue.span) for cue in done.cues] == [
        ("c1u1", None, Span(0, 10)),
        ("c1u2", "mary", Span(10, 20)),
    ]


def test_a_line_without_sound_is_a_pause(sounds):
    lines = [line(0), line(1, text=""), line(2)]
    done, _ = run(lines, [sounds.clip(sounds.tone(0.2)), None, sounds.clip(sounds.tone(0.2))], sounds.format)
    silent = done.cues[1]
    assert silent.start_s == silent.end_s
    assert done.cues[2].start_s - silent.end_s == pytest.approx(PAUSES.empty / 1000, abs=1 / 22_050)


def test_the_pause_after_a_hurried_line_is_shorter(sounds):
    clip = sounds.clip(sounds.tone(0.3))
    lines = [line(0), line(1), line(2), line(3, paragraph=2, scene=2)]
    out = io.BytesIO()
    done = assemble(
        lines, [clip] * 4, gains_db=[0.0] * 4, rates=[1.0, 2.0, 2.0, 1.0], pauses=PAUSES, format=sounds.format, out=out
    )
    plain, hurried, scene = (b.start_s - a.end_s for a, b in itertools.pairwise(done.cues))
    assert hurried == pytest.approx(plain / 2, abs=0.001)
    # … but a scene break belongs to the book, not to whoever spoke last.
    assert scene == pytest.approx(PAUSES.scene / 1000, abs=0.001)


def test_gains_reach_their_lines(sounds):
    clip = sounds.clip(sounds.tone(0.3, 0.2))
    done, pcm = run([line(0), line(1)], [clip, clip], sounds.format, gains=[0.0, -6.0])
    peaks = [
        abs(sounds.samples(pcm)[round(cue.start_s * 22_050) : round(cue.end_s * 22_050)]).max() for cue in done.cues
    ]
    assert 20 * np.log10(peaks[1] / peaks[0]) == pytest.approx(-6, abs=0.05)


def test_voices_of_several_engines_meet_in_one_format(sounds):
    other = AudioFormat(16_000)
    tone = Clip(other, np.rint(9000 * np.sin(2 * np.pi * 300 * np.arange(16_000) / 16_000)).astype("<i2").tobytes())
    done, pcm = run([line(0), line(1)], [tone, sounds.clip(sounds.tone(1))], sounds.format)
    first, second = done.cues
    assert first.end_s - first.start_s == pytest.approx(1, abs=0.001)
    heard = sounds.samples(pcm)[round(first.start_s * 22_050) : round(first.end_s * 22_050)]
    assert np.argmax(abs(np.fft.rfft(heard))) == pytest.approx(300, abs=1)
    assert second.end_s - second.start_s == pytest.approx(1, abs=0.001)


def test_no_click_at_any_join(sounds):
    clips = [sounds.clip(sounds.tone(0.2, 0.5, hz)[30:-30]) for hz in (100, 130, 170, 210)]
    _, pcm = run([line(number) for number in range(4)], clips, sounds.format)
    steepest_tone = 0.5 * 2 * np.pi * 210 / 22_050
    assert abs(np.diff(sounds.samples(pcm))).max() < steepest_tone + 0.5 / sounds.format.frames(0.003)


def test_a_chapter_without_lines_is_a_silence(sounds):
    done, pcm = run([], [], sounds.format)
    assert done.cues == ()
    assert len(pcm) == 2 * done.frames


def test_unequal_numbers_are_refused(sounds):
    with pytest.raises(ValueError, match="zip"):
        run([line(0), line(1)], [sounds.clip(sounds.tone(0.1))], sounds.format)


def test_ten_minutes_need_no_more_memory_than_a_clip(sounds, tmp_path):
    # given: 300 clips of two seconds that exist one at a time
    tone = sounds.tone(2)
    lines = [line(number) for number in range(300)]
    run(lines[:1], [sounds.clip(tone)], sounds.format)
    # when
    tracemalloc.start()
    with (tmp_path / "chapter.pcm").open("wb") as out:
        clips = (sounds.clip(tone) for _ in lines)
        done = assemble(
            lines, clips, gains_db=[-3.0] * 300, rates=[1.0] * 300, pauses=PAUSES, format=sounds.format, out=out
        )
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    # then
    assert done.frames > 600 * 22_050
    assert (tmp_path / "chapter.pcm").stat().st_size == 2 * done.frames
    assert peak < 4_000_000


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 900), st.integers(0, 2), st.booleans()), max_size=8))
def test_cues_come_in_order_and_within_the_file(recipe):
    audio_format = AudioFormat(8000)
    paragraph = 1
    lines, clips = [], []
    for number, (frames, step, missing) in enumerate(recipe):
        paragraph += step
        lines.append(line(number, paragraph=paragraph))
        clips.append(None if missing else Clip(audio_format, np.full(frames, 5000, "<i2").tobytes()))
    done, pcm = run(lines, clips, audio_format)
    assert len(done.cues) == len(lines)
    at = 0.0
    for cue in done.cues:
        assert at <= cue.start_s <= cue.end_s
        at = cue.end_s
    assert at <= done.frames / 8000
    assert len(pcm) == 2 * done.frames
