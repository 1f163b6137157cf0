import os
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from narrate.model import AudioFormat, Clip, SynthesisRequest
from narrate.synthesis import ClipCache
from narrate.synthesis.cache import _decode, _encode

REQUEST = SynthesisRequest("Good morning.", "one")
CLIP = Clip(AudioFormat(24000), b"\x01\x02" * 5000)


def only_file(root: Path) -> Path:
    (path,) = (path for path in root.rglob("*") if path.is_file())
    return path


def test_what_was_put_is_got_with_its_format(tmp_path):
    cache = ClipCache(tmp_path / "clips")
    assert cache.get("engine-1", REQUEST) is None
    assert cache.put("engine-1", REQUEST, CLIP)
    assert cache.get("engine-1", REQUEST) == CLIP


def test_everything_that_changes_the_sound_is_in_the_key(tmp_path):
    cache = ClipCache(tmp_path)
    cache.put("engine-1", REQUEST, CLIP)
    assert cache.get("engine-2", REQUEST) is None
    for other in (
        replace(REQUEST, text="Good evening."),
        replace(REQUEST, voice="two"),
        replace(REQUEST, language="de"),
        replace(REQUEST, rate=1.1),
        replace(REQUEST, pitch_semitones=1.0),
    ):
        assert cache.get("engine-1", other) is None


def test_a_damaged_clip_is_a_miss_and_is_removed(tmp_path):
    cache = ClipCache(tmp_path)
    cache.put("e", REQUEST, CLIP)
    whole = only_file(tmp_path).read_bytes()
    for damaged in (b"", whole[:-1], whole[:20], whole + b"x", whole[:500] + b"\xff" + whole[501:]):
        cache.put("e", REQUEST, CLIP)
        path = only_file(tmp_path)
        path.write_bytes(damaged)
        assert cache.get("e", REQUEST) is None
        assert not path.exists()


@given(st.integers(1, 200_000), st.integers(1, 8), st.binary(max_size=100))
def test_any_clip_comes_back_whole(rate, channels, sound):
    clip = Clip(AudioFormat(rate, channels), sound * 2 * channels)
    assert _decode(_encode(clip)) == clip


def test_pruning_removes_what_was_used_longest_ago(tmp_path):
    cache = ClipCache(tmp_path, max_bytes=25_000)
    requests = [replace(REQUEST, text=f"line {number}") for number in range(4)]
    long_ago = time.time() - 1000
    for age, request in enumerate(requests):
        cache.put("e", request, CLIP)
        os.utime(cache._path("e", request), (long_ago + age, long_ago + age))
    assert cache.get("e", requests[0]) is not None  # used now
    assert cache.info().clips == 4
    removed = cache.prune()
    assert removed > 0
    assert cache.info().bytes <= 25_000
    assert [cache.get("e", request) is not None for request in requests] == [True, False, False, True]
    assert cache.clear() > 0
    assert (cache.info().clips, cache.info().bytes) == (0, 0)
    assert list(tmp_path.iterdir()) == []


def test_an_unusable_folder_is_a_cache_that_keeps_nothing(tmp_path):
    (tmp_path / "file").write_text("not a folder")
    cache = ClipCache(tmp_path / "file" / "clips")
    assert not cache.put("e", REQUEST, CLIP)
    assert cache.get("e", REQUEST) is None
    assert cache.info().clips == 0
    assert cache.prune(0) == 0


def test_many_at_once_never_get_half_a_clip(tmp_path):
    cache = ClipCache(tmp_path)
    requests = [replace(REQUEST, text=f"line {number}") for number in range(3)]

    def work(number: int) -> set[Clip | None]:
        got = set()
        for turn in range(30):
            request = requests[(number + turn) % 3]
            cache.put("e", request, CLIP)
            got.add(cache.get("e", request))
            if turn % 10 == 9:
                cache.prune(0)
        return got

    with ThreadPoolExecutor(4) as pool:
        found = set().union(*pool.map(work, range(4)))
    assert found <= {CLIP, None}
    assert not list(tmp_path.rglob("*.part"))
