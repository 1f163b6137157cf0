import tracemalloc

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from mutagen.mp3 import BitrateMode

from narrate.errors import OutputError
from narrate.model import AudioFormat
from narrate.publishing import write_mp3
from narrate.publishing.crc16 import crc16
from narrate.publishing.mpeg import bitrates, info_frame_header, parse_header

LISTEN = (AudioFormat(22_050), 64)
PODCAST = (AudioFormat(44_100), 96)


@pytest.mark.parametrize(
    ("audio_format", "kbps"), [LISTEN, PODCAST, (AudioFormat(24_000), 64), (AudioFormat(16_000), 32)]
)
def test_a_file_is_what_was_asked_for_and_says_so(tmp_path, talk, probe, audio_format, kbps):
    path = tmp_path / "a.mp3"
    pcm = talk(3, audio_format.sample_rate_hz)
    written = write_mp3(path, [pcm], audio_format, kbps)
    info = probe(path)
    assert info.bitrate == pytest.approx(kbps * 1000, rel=0.001)
    assert info.bitrate_mode is BitrateMode.CBR
    assert info.sample_rate == audio_format.sample_rate_hz
    assert info.channels == 1
    assert info.encoder_info.startswith("LAME")
    assert not info.sketchy
    assert info.length == pytest.approx(3, abs=0.001)
    assert written.bytes == path.stat().st_size
    assert written.duration_s == 3


@pytest.mark.parametrize(("audio_format", "kbps"), [LISTEN, PODCAST, (AudioFormat(44_100, 2), 128)])
def test_a_player_hears_the_same_sound_at_the_same_time_and_level(tmp_path, talk, decode, audio_format, kbps):
    # given
    pcm = talk(4, audio_format.sample_rate_hz, audio_format.channels)
    # when
    write_mp3(tmp_path / "a.mp3", [pcm], audio_format, kbps)
    heard = decode(tmp_path / "a.mp3")
    # then: not a frame more or less, nothing shifted, not turned down
    sent = np.frombuffer(pcm, "<i2").reshape(-1, audio_format.channels) / 32768
    assert heard.shape == sent.shape
    shifts = [float(np.vdot(np.roll(heard[:, 0], shift), sent[:, 0])) for shift in range(-3, 4)]
    assert np.argmax(shifts) == 3
    assert np.sqrt((heard**2).mean() / (sent**2).mean()) == pytest.approx(1, abs=0.01)
    assert abs(heard).max() <= abs(sent).max() * 10 ** (0.5 / 20)


def test_the_info_tag_is_right_to_the_byte(tmp_path, talk):
    # given
    path = tmp_path / "a.mp3"
    write_mp3(path, [talk(2, 22_050)], *LISTEN)
    data = path.read_bytes()
    # when: one reads the file frame by frame
    first = parse_header(data)
    at, frames = first.size, 0
    while at < len(data):
        at += parse_header(data[at:]).size
        frames += 1
    # then
    tag = data[4 + first.side_information :]
    assert tag[:4] == b"Info"
    assert int.from_bytes(tag[8:12], "big") == frames
    assert int.from_bytes(tag[12:16], "big") == len(data) == at
    assert list(tag[16:116]) == sorted(tag[16:116])
    delay_padding = int.from_bytes(tag[141:144], "big")
    assert (delay_padding >> 12) + (delay_padding & 0xFFF) + 2 * 22_050 == frames * 576
    assert int.from_bytes(tag[152:154], "big") == crc16(data[first.size :])
    tag_end = 4 + first.side_information + 154
    assert int.from_bytes(data[tag_end : tag_end + 2], "big") == crc16(data[:tag_end])


def test_the_same_sound_gives_the_same_bytes_whatever_its_pieces(tmp_path, talk):
    pcm = talk(5, 22_050)
    write_mp3(tmp_path / "a.mp3", [pcm], *LISTEN)
    write_mp3(tmp_path / "b.mp3", (pcm[at : at + 2000] for at in range(0, len(pcm), 2000)), *LISTEN)
    write_mp3(tmp_path / "c.mp3", [pcm], *LISTEN)
    assert (tmp_path / "a.mp3").read_bytes() == (tmp_path / "c.mp3").read_bytes()
    assert (tmp_path / "a.mp3").read_bytes() == (tmp_path / "b.mp3").read_bytes()


@pytest.mark.parametrize("frames", [575, 576, 577, 5000])
def test_even_the_shortest_sound_comes_back_whole(tmp_path, decode, frames):
    pcm = np.full(frames, 3000, "<i2").tobytes()
    write_mp3(tmp_path / "a.mp3", [pcm], *LISTEN)
    assert len(decode(tmp_path / "a.mp3")) == frames


@pytest.mark.parametrize("kbps", [32, 40, 56])
def test_a_bit_rate_too_low_for_the_info_tag_still_gets_one(tmp_path, talk, probe, decode, kbps):
    write_mp3(tmp_path / "a.mp3", [talk(1, 22_050)], AudioFormat(22_050), kbps)
    assert len(decode(tmp_path / "a.mp3")) == 22_050
    assert probe(tmp_path / "a.mp3").encoder_info.startswith("LAME")


def test_memory_does_not_grow_with_the_sound(tmp_path, talk):
    second = talk(1, 22_050)
    write_mp3(tmp_path / "warm.mp3", [second], *LISTEN)
    tracemalloc.start()
    write_mp3(tmp_path / "a.mp3", (second for _ in range(120)), *LISTEN)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 3_000_000


@pytest.mark.parametrize(
    ("rate_hz", "kbps", "complaint"), [(22_000, 64, "22000 Hz"), (22_050, 65, "65 kbit/s"), (44_100, 24, "24 kbit/s")]
)
def test_what_mp3_has_not_is_refused_with_what_it_has(tmp_path, rate_hz, kbps, complaint):
    with pytest.raises(OutputError, match=complaint) as caught:
        write_mp3(tmp_path / "a.mp3", [bytes(100)], AudioFormat(rate_hz), kbps)
    assert caught.value.hint
    assert not (tmp_path / "a.mp3").exists()


def test_no_sound_is_an_error(tmp_path):
    with pytest.raises(OutputError, match="no sound"):
        write_mp3(tmp_path / "a.mp3", [b""], *LISTEN)


def test_a_place_that_can_not_be_written_is_named(tmp_path):
    with pytest.raises(OutputError, match="nowhere"):
        write_mp3(tmp_path / "nowhere" / "a.mp3", [bytes(100)], *LISTEN)


def plain_crc(data, start=0):
    """CRC-16/ARC, bit by bit."""
    total = start
    for byte in data:
        total ^= byte
        for _ in range(8):
            total = (total >> 1) ^ (0xA001 if total & 1 else 0)
    return total


def test_the_checksum_has_its_published_check_value():
    assert crc16(b"123456789") == 0xBB3D


@given(st.binary(max_size=300), st.integers(0, 40), st.integers(0, 0xFFFF))
def test_the_checksum_of_many_rows_is_that_of_the_bytes(data, times, start):
    whole = data * times
    assert crc16(whole, start) == plain_crc(whole, start)


@given(st.binary(max_size=8))
def test_a_header_is_read_or_refused(data):
    try:
        header = parse_header(data)
    except ValueError:
        return
    assert header.kbps in bitrates(header.sample_rate_hz)
    assert header.size > 4
    assert parse_header(info_frame_header(data)).size >= 4 + header.side_information + 156
