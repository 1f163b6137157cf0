"""Sound files from strangers: what is opened is that file, and no other that its content or its name leads to."""

from __future__ import annotations

import wave
from pathlib import Path

import pytest

from narrate.errors import InputError
from narrate.publishing import SoundFile

PLAYLISTS = {
    "concat": "ffconcat version 1.0\nfile secret.wav\n",
    "hls": "#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\nsecret.wav\n#EXT-X-ENDLIST\n",
    "sdp": "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=audio 9 RTP/AVP 0\n",
}


@pytest.fixture
def secret(tmp_path):
    """A second of sound that is nobody else's business."""
    path = tmp_path / "secret.wav"
    with wave.open(str(path), "wb") as out:
        out.setparams((1, 2, 8000, 0, "NONE", ""))
        out.writeframes(b"\1\0" * 8000)
    return path


@pytest.mark.parametrize("kind", PLAYLISTS)
@pytest.mark.parametrize("suffix", [".wav", ".m3u8", ".ffconcat"])
def test_a_playlist_is_no_sound_whatever_it_is_called(narrate, story, secret, kind, suffix):
    assert secret.is_file()
    path = story.parent / f"ding{suffix}"
    path.write_text(PLAYLISTS[kind])
    (story.parent / "narrate.toml").write_text(f'scene_sound = "{path.name}"\n')

    for words in (["check", path.name], [story.name, "--engine", "silent"]):
        done = narrate(*words)
        assert done.code == 3, done.err
        assert path.name in done.err
    assert not Path("output").exists()


def test_a_name_that_ffmpeg_would_obey_is_a_name(tmp_path, monkeypatch, secret):
    monkeypatch.chdir(tmp_path)
    path = Path("subfile,,start,0,end,100000,,:") / secret.relative_to("/")
    path.parent.mkdir(parents=True)
    path.write_text("no sound")

    with pytest.raises(InputError):
        SoundFile(path)


def test_a_folder_with_a_colon_is_a_folder(narrate, story):
    done = narrate(story.name, "--engine", "silent", "-o", "Re:Zero", "--format", "m4b,flac", "--chapters", "1")

    assert done.code == 0, done.err
    assert list(Path("Re:Zero").glob("*.m4b"))
    assert narrate("check", "Re:Zero").code in {0, 1}
