"""Sound files of any kind, opened to be measured."""

from __future__ import annotations

import av
import numpy as np
import pytest

from narrate.errors import InputError
from narrate.model import AudioFormat
from narrate.publishing import SoundFile, write_mp3

NOISE = np.random.default_rng(5).bytes(60_000)


def write(path, samples, *, codec, rate_hz=44_100, layout="mono", kbps=0):
    """Encode samples of shape (channels, frames) by FFmpeg."""
    with av.open(str(path), "w") as container:
        stream = container.add_stream(codec, rate=rate_hz, layout=layout)
        if kbps:
            stream.bit_rate = 1000 * kbps
        frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(samples, np.float32), format="fltp", layout=layout)
        frame.sample_rate = rate_hz
        resampler = av.AudioResampler(stream.format, layout, rate_hz, stream.frame_size or 1024)
        for piece in [*resampler.resample(frame), *resampler.resample(None)]:
            container.mux(stream.encode(piece))
        container.mux(stream.encode(None))


def tone(seconds=2.0, amplitude=0.25, rate_hz=44_100):
    return amplitude * np.sin(2 * np.pi * 440 * np.arange(round(seconds * rate_hz)) / rate_hz)[None]


def heard(path):
    with SoundFile(path) as sound:
        pcm = np.frombuffer(b"".join(sound.blocks()), "<i2") / 32_768
        return sound.codec, sound.channels, sound.format, sound.constant_bitrate, sound.bitrate_kbps, pcm


@pytest.mark.parametrize(
    ("suffix", "codec", "named"),
    [("flac", "flac", "flac"), ("m4a", "aac", "aac"), ("wav", "pcm_f32le", "pcm_f32le"), ("ogg", "libopus", "opus")],
)
def test_the_sound_of_any_codec_comes_out_at_half_its_level(tmp_path, suffix, codec, named):
    path = tmp_path / f"tone.{suffix}"
    rate_hz = 48_000 if named == "opus" else 44_100
    write(path, tone(rate_hz=rate_hz), codec=codec, rate_hz=rate_hz, kbps=0 if named in {"flac", "pcm_f32le"} else 96)
    found, channels, audio_format, constant, _, pcm = heard(path)
    assert named in found
    assert (channels, audio_format, constant) == (1, AudioFormat(rate_hz), None)
    assert len(pcm) / rate_hz == pytest.approx(2, abs=0.1)
    assert np.abs(pcm[rate_hz // 2 : rate_hz]).max() == pytest.approx(0.125, rel=0.03)


def test_what_lies_above_full_scale_is_still_there(tmp_path):
    write(tmp_path / "loud.wav", tone(amplitude=1.5), codec="pcm_f32le")
    assert np.abs(heard(tmp_path / "loud.wav")[-1]).max() == pytest.approx(0.75, rel=0.01)


def test_two_channels_stay_two_and_more_are_mixed_to_two(tmp_path):
    write(tmp_path / "stereo.flac", np.repeat(tone(), 2, axis=0), codec="flac", layout="stereo")
    _, channels, audio_format, *_, pcm = heard(tmp_path / "stereo.flac")
    assert (channels, audio_format.channels, len(pcm)) == (2, 2, 2 * 88_200)
    write(tmp_path / "surround.flac", np.repeat(tone(), 6, axis=0), codec="flac", layout="5.1")
    _, channels, audio_format, *_, pcm = heard(tmp_path / "surround.flac")
    assert (channels, audio_format.channels, len(pcm)) == (6, 2, 2 * 88_200)


def test_a_constant_bit_rate_is_told_from_a_varying_one(tmp_path, talk):
    write_mp3(tmp_path / "constant.mp3", [talk(3, 44_100)], AudioFormat(44_100), 96)
    _, _, _, constant, kbps, pcm = heard(tmp_path / "constant.mp3")
    assert (constant, kbps) == (True, 96)
    assert len(pcm) == 3 * 44_100
    # given: frames of two bit rates in one file
    write_mp3(tmp_path / "other.mp3", [talk(3, 44_100)], AudioFormat(44_100), 128)
    both = (tmp_path / "constant.mp3").read_bytes() + (tmp_path / "other.mp3").read_bytes()
    (tmp_path / "both.mp3").write_bytes(both)
    _, _, _, constant, kbps, _ = heard(tmp_path / "both.mp3")
    assert constant is False
    assert 96 < kbps < 128


@pytest.mark.parametrize("content", [b"", b"no sound at all\n" * 50, bytes(5000), NOISE])
def test_what_is_no_sound_is_refused_by_name(tmp_path, content):
    path = tmp_path / "story.mp3"
    path.write_bytes(content)
    with pytest.raises(InputError, match=r"story\.mp3"):
        heard(path)
