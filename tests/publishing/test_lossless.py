"""Files for editors: FLAC, WAV, labels, and stems that add up to the chapter."""

from __future__ import annotations

import wave
from dataclasses import replace
from typing import Any

import av
import numpy as np
import pytest
from mutagen.flac import FLAC
from tests.publishing.editions import Said, edition

from narrate import publish_folder
from narrate.model import AudioFormat
from narrate.publishing import write_mp3
from narrate.publishing.lossless import StemsPublisher
from narrate.publishing.publisher import PublishOptions
from narrate.publishing.sound import read_pcm

RATE = AudioFormat(22_050)


def first(book):
    return min(book.glob("*.mp3"))


def heard(path):
    return np.frombuffer(b"".join(read_pcm(path, RATE)), "<i2").astype(int)


@pytest.fixture
def talked(tmp_path, talk):
    """An edition with sound in it: two people and a narrator, for six seconds."""
    path = tmp_path / "01 One.mp3"
    write_mp3(path, [talk(6, 22_050)], RATE, 64)
    found = edition(
        Said("“Come in,”", 0.5, 1.5, "hester"),
        Said("she said.", 1.6, 2.5),
        Said("“Why?”", 2.9, 3.5, "boy"),
        Said("“It rains.”", 4.0, 5.2, "hester"),
        names={"hester": "Hester / Vane", "boy": "HESTER - VANE"},
        duration_s=6.0,
    )
    return replace(found, folder=tmp_path, chapters=(replace(found.chapters[0], sound=path),))


@pytest.fixture
def stems(talked, tmp_path):
    (tmp_path / "out").mkdir()
    StemsPublisher().publish(talked, tmp_path / "out", PublishOptions())
    return {path.stem: heard(path) for path in sorted((tmp_path / "out" / "stems" / "01 One").iterdir())}


def test_stems_add_up_to_the_chapter_to_the_last_bit(stems, talked):
    mix = heard(talked.chapters[0].sound)

    assert {len(stem) for stem in stems.values()} == {len(mix)}
    assert (sum(stems.values()) == mix).all()


def test_names_that_a_file_system_takes_for_one_are_kept_apart(stems):
    assert sorted(stems) == ["HESTER - VANE 2", "Hester - Vane", "Narrator"]


def test_each_is_silent_while_another_speaks(stems):
    said = slice(round(2.8 * 22_050), round(3.6 * 22_050))

    assert stems["HESTER - VANE 2"][said].any()
    assert not stems["Hester - Vane"][said].any()
    assert not stems["Narrator"][said].any()


def test_flac_is_the_sound_without_loss_and_has_tags(book):
    (made,) = publish_folder(book, ["flac"])
    files = [book / file for file in made.files]
    tags: Any = FLAC(files[1])

    assert [file.parent.name for file in files] == ["flac", "flac"]
    assert tags["TITLE"] == ["Chapter Two: The Far Bank"]
    assert (tags["TRACKNUMBER"], tags["TRACKTOTAL"]) == (["2"], ["2"])
    assert (heard(files[0]) == heard(first(book))).all()


def test_wav_is_read_by_the_standard_library(book):
    (made,) = publish_folder(book, ["wav"])
    sound = heard(first(book))

    with wave.open(str(book / made.files[0])) as file:
        assert (file.getnchannels(), file.getsampwidth(), file.getframerate()) == (1, 2, 22_050)
        assert (np.frombuffer(file.readframes(file.getnframes()), "<i2") == sound).all()


def test_labels_are_times_and_text_between_tabs(book):
    (made,) = publish_folder(book, ["labels"])
    rows = [line.split("\t") for line in (book / made.files[0]).read_text(encoding="utf-8").splitlines()]

    assert all(len(row) == 3 for row in rows)
    assert [float(row[0]) for row in rows] == sorted(float(row[0]) for row in rows)
    assert "Hester Vane: “It is always late,”" in [row[2] for row in rows]


def test_files_carry_no_encoder_s_version(book):
    (made,) = publish_folder(book, ["wav"])

    with av.open(str(book / made.files[0])) as container:
        assert "encoder" not in {key.lower() for key in container.metadata}
