import io

import numpy as np
import pytest

from narrate.assembly import (
    VOICE_LEVEL_LUFS,
    Pauses,
    assemble,
    lay_music,
    measure_level,
    scene_ornament,
    soft_tone,
    trim,
)
from narrate.assembly.ornaments import LEAD_S, LINGER_S, LONGEST_SCENE_S, SCENE_BELOW_LU
from narrate.model import AudioFormat, Span, SpokenLine, UtteranceKind

PAUSES = Pauses(head=500, tail=1000)


def line(number, **changes):
    settled = {"kind": UtteranceKind.NARRATION, "speaker": None, "scene": 1, "paragraph": number, "text": "It rained."}
    return SpokenLine(f"c1u{number}", span=Span(number, number + 1), **{**settled, **changes})


def run(lines, clips, audio_format, ornament):
    out = io.BytesIO()
    count = len(lines)
    done = assemble(
        lines, clips, gains_db=[0.0] * count, rates=[1.0] * count, pauses=PAUSES, format=audio_format, out=out,
        ornament=ornament,
    )  # fmt: skip
    return done, out.getvalue()


@pytest.mark.parametrize("rate_hz", [16_000, 22_050, 44_100])
def test_the_tone_is_soft_short_and_without_a_click(sounds, rate_hz):
    tone = soft_tone(AudioFormat(rate_hz))
    samples = sounds.samples(tone.pcm)
    assert 2 < tone.duration_s < 3
    assert abs(np.diff(samples)).max() < 0.3
    assert abs(samples[0]) < 0.001
    assert abs(samples[-20:]).max() < 0.001
    hz = np.abs(np.fft.rfft(samples)).argmax() * rate_hz / len(samples)
    assert hz == pytest.approx(392, abs=2)


def test_a_sound_at_scene_breaks_is_softer_than_the_voices_whatever_it_was(sounds):
    for loudness in (0.9, 0.01):
        made = scene_ornament(sounds.clip(sounds.silence(1), sounds.tone(2, loudness), sounds.silence(1)))
        assert measure_level(made) == pytest.approx(VOICE_LEVEL_LUFS - SCENE_BELOW_LU, abs=0.3)
        assert made.duration_s == pytest.approx(2, abs=0.1)


def test_a_long_sound_is_faded_out(sounds):
    made = scene_ornament(sounds.clip(sounds.tone(20, 0.4)))
    assert made.duration_s == pytest.approx(LONGEST_SCENE_S, abs=0.01)
    samples = sounds.samples(made.pcm)
    assert abs(samples[-50:]).max() < 0.02 * abs(samples).max()


def test_a_sound_without_any_sound_stays_one(sounds):
    silent = sounds.clip(sounds.silence(1))
    assert scene_ornament(silent) == silent


def test_it_is_heard_at_scene_breaks_and_nowhere_else(sounds):
    # given: a paragraph, a scene, a heading
    clip = trim(sounds.clip(sounds.tone(0.4)))
    lines = [line(1), line(2), line(3, scene=2), line(4, scene=3, kind=UtteranceKind.HEADING)]
    ornament = sounds.clip(sounds.noise(1.0, 0.2))
    # when
    plain, _ = run(lines, [clip] * 4, sounds.format, None)
    done, pcm = run(lines, [clip] * 4, sounds.format, ornament)
    # then: it stands in the middle of the pause, and the pause is as long as it was
    assert done.frames == plain.frames + ornament.frames
    gaps = [b.start_s - a.end_s for a, b in zip(done.cues, done.cues[1:], strict=False)]
    before = [b.start_s - a.end_s for a, b in zip(plain.cues, plain.cues[1:], strict=False)]
    assert [a - b for a, b in zip(gaps, before, strict=True)] == pytest.approx([0, 1, 0], abs=0.001)
    samples = sounds.samples(pcm)
    start = round(done.cues[1].end_s * 22_050)
    heard = np.flatnonzero(samples[start : round(done.cues[2].start_s * 22_050)])
    assert heard[0] / 22_050 == pytest.approx(PAUSES.scene / 2000, abs=0.01)


def test_many_empty_scenes_have_one_sound_between_two_words(sounds):
    clip = trim(sounds.clip(sounds.tone(0.4)))
    empty = [line(number, scene=number, text="") for number in range(2, 9)]
    lines = [line(1), *empty, line(9, scene=9)]
    ornament = sounds.clip(sounds.noise(1.0, 0.2))
    done, _ = run(lines, [clip, *[None] * len(empty), clip], sounds.format, ornament)
    assert done.cues[-1].start_s - done.cues[0].end_s < PAUSES.longest / 1000 + 1.01


@pytest.fixture
def laid(sounds, tmp_path):
    """Credits of three seconds with music under them: samples, and by how much the voice comes later."""

    def lay(music, voice=None):
        path = tmp_path / "credits.pcm"
        said = sounds.tone(3, 0.1, 1000) if voice is None else voice
        path.write_bytes(sounds.pcm(np.concatenate([sounds.silence(0.5), said, sounds.silence(1)])))
        later_s = lay_music(path, sounds.format, sounds.clip(music), head_ms=500, tail_ms=1000)
        return sounds.samples(path.read_bytes()), later_s

    return lay


def band(samples, low, high):
    """Root mean square between two frequencies, in decibels."""
    spectrum = np.fft.rfft(samples)
    hz = np.fft.rfftfreq(len(samples), 1 / 22_050)
    inside = np.abs(spectrum[(hz >= low) & (hz < high)]) ** 2
    return 10 * np.log10(2 * inside.sum() / len(samples) ** 2)


def test_music_makes_room_for_the_voice(sounds, laid):
    # given: music about 300 Hz, a voice about 1000 Hz
    samples, later_s = laid(sounds.tone(60, 0.8, 300))
    # then
    assert later_s == LEAD_S
    assert len(samples) / 22_050 == pytest.approx(0.5 + LEAD_S + 3 + LINGER_S + 1, abs=0.01)

    def music(start_s, end_s):
        return band(samples[int(start_s * 22_050) : int(end_s * 22_050)], 250, 350)

    alone, under, again = music(1.5, 3.5), music(5, 7), music(9.0, 9.5)
    assert under - alone == pytest.approx(-20, abs=0.5)
    assert again == pytest.approx(alone, abs=0.5)
    voice = band(samples[(5 * 22_050) : (7 * 22_050)], 950, 1050)
    assert voice == pytest.approx(20 * np.log10(0.1 / np.sqrt(2)), abs=0.3)


def test_music_comes_and_goes_without_a_step_and_leaves_the_silence_at_the_ends(sounds, laid):
    samples, _ = laid(sounds.tone(60, 0.8, 300)[37:])
    assert not samples[: int(0.5 * 22_050)].any()
    assert not samples[-22_050:].any()
    steepest = abs(samples).max() * 2 * np.pi * 1000 / 22_050
    assert abs(np.diff(samples)).max() < 1.5 * steepest


def test_short_music_ends_before_the_voice_does(sounds, laid):
    samples, _ = laid(sounds.tone(2, 0.8, 300))
    assert len(samples) / 22_050 == pytest.approx(0.5 + LEAD_S + 3 + LINGER_S + 1, abs=0.01)
    assert band(samples[(5 * 22_050) : (7 * 22_050)], 250, 350) < -90


def test_silent_music_changes_nothing(sounds, laid):
    samples, later_s = laid(sounds.silence(5))
    assert (later_s, len(samples)) == (0, round(4.5 * 22_050))
