"""The whole book as one MP3 or Opus file, as tools that we did not write read it."""

from __future__ import annotations

import itertools
import json
import shutil
import subprocess
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from mutagen.id3 import ID3
from mutagen.mp3 import MP3
from mutagen.oggopus import OggOpus

from narrate import publish_folder
from narrate.model import AudioFormat
from narrate.publishing import (
    JOIN_SAMPLES,
    edition_from_json,
    frame_samples,
    join_mp3,
    load_publisher,
    write_mp3,
)
from narrate.publishing.publisher import PublishOptions
from narrate.publishing.sound import read_pcm

RATE = AudioFormat(22_050)


@pytest.fixture
def parts(tmp_path, talk):
    """Three files of different sound, with their PCM."""
    made = []
    for number, seconds in enumerate((2.0, 1.3, 0.71)):
        pcm = talk(seconds, 22_050, seed=number)
        path = tmp_path / f"{number}.mp3"
        write_mp3(path, [pcm], RATE, 64)
        made.append((path, pcm))
    return made


def test_joined_files_are_heard_one_after_the_other_as_they_were(tmp_path, parts):
    joined = join_mp3([path for path, _ in parts], tmp_path / "all.mp3")
    heard = samples(b"".join(read_pcm(tmp_path / "all.mp3", RATE)))

    assert len(joined.starts_s) == 3
    assert len(heard) / 22_050 == pytest.approx(joined.duration_s, abs=0.001)
    for start_s, (path, _) in zip(joined.starts_s, parts, strict=True):
        alone = samples(b"".join(read_pcm(path, RATE)))
        at = round(start_s * 22_050)
        assert np.abs(heard[at : at + len(alone)] - alone).max() <= 40


def test_the_joined_file_says_how_long_it_is(tmp_path, parts, need):
    joined = join_mp3([path for path, _ in parts], tmp_path / "all.mp3")
    info: Any = MP3(tmp_path / "all.mp3").info
    said = subprocess.run([need("mp3val"), str(tmp_path / "all.mp3")], check=True, capture_output=True, text=True)

    assert info.length == pytest.approx(joined.duration_s, abs=0.001)
    assert not info.sketchy
    assert [line for line in said.stdout.splitlines() if "WARNING" in line and "No supported tags" not in line] == []


def test_tags_before_and_after_the_parts_are_left_out(tmp_path, parts):
    plain = join_mp3([path for path, _ in parts], tmp_path / "plain.mp3")
    for path, _ in parts:
        ID3().save(path, v1=2)

    assert join_mp3([path for path, _ in parts], tmp_path / "tagged.mp3") == plain
    assert (tmp_path / "tagged.mp3").read_bytes() == (tmp_path / "plain.mp3").read_bytes()


@pytest.mark.parametrize("spoil", [b"not an mp3 file at all", b""])
def test_what_can_not_be_joined_is_refused(tmp_path, parts, spoil):
    parts[1][0].write_bytes(spoil)

    with pytest.raises(ValueError, match=r"Info|MPEG"):
        join_mp3([path for path, _ in parts], tmp_path / "all.mp3")


def samples(pcm):
    return np.frombuffer(pcm, "<i2").astype(int)


def test_one_mp3_file_has_the_chapters_marked(book, need):
    (made,) = publish_folder(book, ["single"])
    path = book / made.files[0]
    said = subprocess.run(
        [need("ffprobe"), "-v", "error", "-of", "json", "-show_chapters", "-show_format", str(path)],
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    found = json.loads(said.stdout)
    timeline = json.loads((book / "timeline.json").read_text(encoding="utf-8"))

    assert made.files == ("single/The Ferry.mp3",)
    assert [chapter["tags"]["title"] for chapter in found["chapters"]] == [c["title"] for c in timeline["chapters"]]
    assert float(found["chapters"][1]["start_time"]) == pytest.approx(timeline["chapters"][0]["duration"], abs=0.1)
    assert float(found["chapters"][1]["end_time"]) == pytest.approx(float(found["format"]["duration"]), abs=0.1)
    assert found["format"]["tags"]["title"] == "The Ferry"
    lyrics = ID3(path).getall("SYLT")[0].text
    assert [time for _, time in lyrics] == sorted(time for _, time in lyrics)


def test_chapters_of_different_rates_are_encoded_anew(book, tmp_path, talk):
    edition = edition_from_json((book / "timeline.json").read_text(encoding="utf-8"), book)
    other = book / edition.chapters[1].file
    write_mp3(other, [talk(2, 24_000)], AudioFormat(24_000), 64)
    chapters = (edition.chapters[0], replace(edition.chapters[1], duration_s=2.0))

    load_publisher("single").publish(replace(edition, chapters=chapters), tmp_path, PublishOptions())

    info: Any = MP3(tmp_path / "single" / "The Ferry.mp3").info
    assert info.sample_rate == 22_050
    assert info.length == pytest.approx(sum(chapter.duration_s for chapter in chapters), abs=0.01)


def test_an_opus_file_has_chapters_tags_and_the_sound(book, need, tmp_path):
    (book / "cover.jpg").write_bytes(b"\xff\xd8\xff\xe0 cover")
    (made,) = publish_folder(book, ["opus"])
    path = book / made.files[0]
    tags: Any = OggOpus(path).tags
    said = subprocess.run(
        [need("ffprobe"), "-v", "error", "-of", "json", "-show_chapters", "-show_format", "-show_streams", str(path)],
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    found = json.loads(said.stdout)

    assert [chapter["tags"]["title"] for chapter in found["chapters"]] == [
        "Chapter One: The Near Bank",
        "Chapter Two: The Far Bank",
    ]
    assert tags["CHAPTER001"] == ["00:00:00.000"]
    assert tags["ARTIST"] == ["M. Tidewell"]
    assert "METADATA_BLOCK_PICTURE" in tags
    assert found["streams"][0]["codec_name"] == "opus"
    timeline = json.loads((book / "timeline.json").read_text(encoding="utf-8"))
    whole = sum(chapter["duration"] for chapter in timeline["chapters"])
    assert float(found["format"]["duration"]) == pytest.approx(whole, abs=0.02)


def test_opus_is_the_same_bytes_again(book):
    (made,) = publish_folder(book, ["opus"])
    before = (book / made.files[0]).read_bytes()
    shutil.rmtree(book / ".narrate" / "publishing", ignore_errors=True)
    (book / made.files[0]).unlink()

    publish_folder(book, ["opus"])

    assert (book / made.files[0]).read_bytes() == before


@pytest.mark.parametrize(
    ("audio_format", "kbps"), [(RATE, 64), (AudioFormat(44_100), 96), (AudioFormat(24_000, 2), 64)]
)
def test_parts_cut_in_silence_are_joined_without_a_seam(tmp_path, talk, decode, audio_format, kbps):
    # given: a sound, encoded whole, and in parts that are cut at frames of MPEG
    rate_hz, channels = audio_format.sample_rate_hz, audio_format.channels
    grid = frame_samples(rate_hz)
    silence = bytes(2 * JOIN_SAMPLES * audio_format.bytes_per_frame)
    pieces = []
    for seed in range(3):
        sound = talk(2.0, rate_hz, channels, seed)
        whole = (len(sound) // audio_format.bytes_per_frame + 2 * JOIN_SAMPLES) // grid * grid
        pieces.append((sound + silence)[: whole * audio_format.bytes_per_frame])
    joints = (
        np.cumsum([len(piece) // audio_format.bytes_per_frame for piece in pieces])[:-1] - JOIN_SAMPLES // grid * grid
    )
    pcm = b"".join(pieces)
    bounds = [0, *(int(joint) * audio_format.bytes_per_frame for joint in joints), len(pcm)]
    files = []
    for number, (start, end) in enumerate(itertools.pairwise(bounds)):
        files.append(tmp_path / f"{number}.mp3")
        write_mp3(files[-1], [pcm[start:end]], audio_format, kbps)
    write_mp3(tmp_path / "whole.mp3", [pcm], audio_format, kbps)
    # when
    joined = join_mp3(files, tmp_path / "joined.mp3", seamless=True)
    heard, expected = decode(tmp_path / "joined.mp3"), decode(tmp_path / "whole.mp3")
    # then: as long, nothing shifted, silent where it was cut
    assert joined.duration_s == len(pcm) / audio_format.bytes_per_frame / rate_hz
    assert heard.shape == expected.shape
    assert np.sqrt(((heard - expected) ** 2).mean() / (expected**2).mean()) < 0.02
    for joint in joints:
        assert abs(heard[joint - 1_000 : joint + 1_000]).max() < 0.001
