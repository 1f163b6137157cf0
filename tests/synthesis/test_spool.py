from pathlib import Path

import pytest

from narrate.errors import OutputError, SynthesisError
from narrate.model import AudioFormat, Clip
from narrate.synthesis.spool import SpoolWriter, find_spool, read_clips

CLIPS = (Clip(AudioFormat(22050), b"ab" * 100), None, Clip(AudioFormat(24000, 2), b"cdef" * 50))


def written(path: Path) -> Path:
    writer = SpoolWriter(path)
    for clip in CLIPS:
        writer.add(clip)
    assert not path.exists()
    writer.finish()
    return path


def test_clips_come_back_in_order_and_in_any_order(tmp_path):
    places = find_spool(written(tmp_path / "new folder" / "a.spool"))
    assert places is not None
    assert tuple(read_clips(places)) == CLIPS
    assert tuple(read_clips(places[::-1])) == CLIPS[::-1]


def test_a_file_that_is_not_whole_is_not_found(tmp_path):
    path = written(tmp_path / "a.spool")
    whole = path.read_bytes()
    assert find_spool(path) is not None
    for damaged in (b"", b"xx", whole[:-3], whole[10:], b"X" + whole[1:], bytes(len(whole))):
        path.write_bytes(damaged)
        assert find_spool(path) is None
    assert find_spool(tmp_path / "nosuch") is None


def test_a_file_that_shrinks_or_goes_is_an_error_not_a_short_clip(tmp_path):
    path = written(tmp_path / "a.spool")
    places = find_spool(path)
    assert places is not None
    path.write_bytes(path.read_bytes()[:50])
    with pytest.raises(SynthesisError, match="incomplete"):
        list(read_clips(places))
    path.unlink()
    with pytest.raises(SynthesisError, match="can't be read"):
        list(read_clips(places))


def test_what_is_abandoned_leaves_nothing(tmp_path):
    writer = SpoolWriter(tmp_path / "a.spool")
    writer.add(CLIPS[0])
    writer.abandon()
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_can_not_be_made_is_an_output_error(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(OutputError, match="can't be written"):
        SpoolWriter(tmp_path / "file" / "a.spool")
