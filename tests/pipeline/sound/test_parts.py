"""Long chapters, which are encoded in parts."""

import subprocess
from concurrent.futures import ThreadPoolExecutor
from typing import cast

import numpy as np
import pytest
from tests.pipeline.conftest import PLUGINS

from narrate import Options, make_audiobook
from narrate.assembly import cutting
from narrate.errors import StoppedError
from narrate.model import PROFILES, AudioFormat
from narrate.pipeline.sound import finish
from narrate.pipeline.sound.engines import Studio
from narrate.synthesis import close_hosts

STORY = "\n\n".join(
    f"“The {thing} is on the quay,” said {who}.\n\nNobody had asked about it, and the rain went on."
    for thing, who in [("lamp", "Ida"), ("rope", "Tom"), ("crate", "Ida"), ("bell", "Tom"), ("kettle", "Ida")]
)


@pytest.fixture
def in_threads(monkeypatch):
    monkeypatch.syspath_prepend(str(PLUGINS))
    monkeypatch.setenv("NARRATE_EXECUTOR", "threads")
    yield
    close_hosts()


def narrated(tmp_path, name, jobs=2, profile="listen"):
    story = tmp_path / "story.txt"
    story.write_text(STORY, encoding="utf-8")
    folder = tmp_path / name
    make_audiobook(story, Options(output=folder, engine="pyttsx3", jobs=jobs, profile=profile, executor="threads"))
    return folder


def chapter(folder):
    (file,) = folder.glob("*.mp3")
    return file


def heard(folder):
    command = ["ffmpeg", "-v", "error", "-i", str(chapter(folder)), "-f", "s16le", "-"]
    return np.frombuffer(subprocess.run(command, check=True, capture_output=True).stdout, "<i2") / 32768


@pytest.mark.usefixtures("in_threads")
@pytest.mark.parametrize("profile", ["listen", "podcast"])
def test_a_chapter_made_in_parts_sounds_like_one_made_whole(tmp_path, monkeypatch, need, profile):
    need("ffmpeg")
    whole = narrated(tmp_path, "whole", profile=profile)
    monkeypatch.setattr(cutting, "PART_S", 4.0)
    in_parts, alone = narrated(tmp_path, "parts", profile=profile), narrated(tmp_path, "alone", jobs=1, profile=profile)
    # then: parts there were, as long, the same times, nothing left over
    assert chapter(in_parts).read_bytes() != chapter(whole).read_bytes()
    one, other = heard(whole), heard(in_parts)
    assert len(one) == len(other)
    assert np.sqrt(((one - other) ** 2).mean() / (one**2).mean()) < 0.05
    assert (in_parts / "timeline.json").read_bytes() == (whole / "timeline.json").read_bytes()
    assert not list(in_parts.rglob("*.pcm")) + list(in_parts.rglob("*.plan")) + list(in_parts.rglob("*-0*.mp3"))
    # and: the number of workers makes no difference
    assert chapter(alone).read_bytes() == chapter(in_parts).read_bytes()


@pytest.mark.usefixtures("in_threads")
def test_room_tone_goes_through_a_chapter_whole(tmp_path, monkeypatch):
    assert PROFILES["acx"].room_tone_db is not None
    whole = narrated(tmp_path, "whole", profile="acx")
    monkeypatch.setattr(cutting, "PART_S", 4.0)
    again = narrated(tmp_path, "again", profile="acx")
    files = sorted(path.name for path in whole.glob("*.mp3"))
    assert [(whole / name).read_bytes() for name in files] == [(again / name).read_bytes() for name in files]


def test_a_stop_between_two_steps_of_a_long_chapter_leaves_nothing(tmp_path, monkeypatch):
    # given: a chapter that is divided, and a person who says stop just then
    spooled = [tmp_path / name for name in ("1.pcm", "1.plan", "1-000.mp3")]
    for path in spooled:
        path.touch()
    pcm, plan, file = map(str, spooled)
    part = finish.Part(pcm, plan, 0, None, AudioFormat(22_050), PROFILES["listen"], file)
    executor = ThreadPoolExecutor(1)

    def divided(_):
        executor.shutdown(wait=False)
        return finish.Divided(finish.FinishedChapter(0.0, (), ()), (part,))

    monkeypatch.setattr(finish, "finish", divided)
    # when
    with pytest.raises(StoppedError):
        Studio(Options(), executor, tmp_path).finish(cast("finish.FinishTask", None))
    # then
    assert not any(path.exists() for path in spooled)
