import os
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from tests.synthesis.cache_worker import asked, clip_of

from narrate.model import AudioFormat, Clip, SynthesisRequest
from narrate.synthesis import ClipCache
from narrate.synthesis.cache import Fetched, _decode, _encode

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
        assert cache.fetch("e", REQUEST) == Fetched(None, damaged=True)
        assert not path.exists()
    assert cache.fetch("e", REQUEST) == Fetched(None)


def test_a_clip_under_the_name_of_another_is_damaged(tmp_path):
    cache = ClipCache(tmp_path)
    cache.put("e", REQUEST, CLIP)
    other = replace(REQUEST, text="Good evening.")
    stray = cache._path("e", other)
    stray.parent.mkdir(exist_ok=True)
    stray.write_bytes(only_file(tmp_path).read_bytes())
    assert cache.fetch("e", other) == Fetched(None, damaged=True)
    assert cache.get("e", REQUEST) == CLIP


def test_it_stays_within_its_bound_while_a_run_goes_on(tmp_path):
    cache = ClipCache(tmp_path, max_bytes=200_000)
    for number in range(100):
        cache.put("e", replace(REQUEST, text=f"line {number}"), CLIP)
        assert cache.info().bytes <= 200_000 * 21 / 20 + 20_000
    assert cache.get("e", replace(REQUEST, text="line 99")) == CLIP
    assert not ClipCache(tmp_path, max_bytes=1000).put("e", REQUEST, CLIP)


def test_what_a_killed_process_had_half_written_goes_after_a_day(tmp_path):
    cache = ClipCache(tmp_path)
    cache.put("e", REQUEST, CLIP)
    old, new = (only_file(tmp_path).with_name(f"tmp{n}.part") for n in (1, 2))
    for path in (old, new):
        path.write_bytes(b"half")
    os.utime(old, (1, 1))
    cache.prune()
    assert (old.exists(), new.exists()) == (False, True)


@given(st.integers(1, 200_000), st.integers(1, 8), st.binary(max_size=100))
def test_any_clip_comes_back_whole(rate, channels, sound):
    clip = Clip(AudioFormat(rate, channels), sound * 2 * channels)
    assert _decode(_encode(clip, "a"), "a") == clip
    assert _decode(_encode(clip, "a"), "b") is None


def test_pruning_removes_what_was_used_longest_ago(tmp_path):
    cache = ClipCache(tmp_path)
    requests = [replace(REQUEST, text=f"line {number}") for number in range(4)]
    long_ago = time.time() - 1000
    for age, request in enumerate(requests):
        cache.put("e", request, CLIP)
        os.utime(cache._path("e", request), (long_ago + age, long_ago + age))
    assert cache.get("e", requests[0]) is not None  # used now
    assert cache.info().clips == 4
    cache = ClipCache(tmp_path, max_bytes=25_000)
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


class Cache(RuleBasedStateMachine):
    """Against a model: which clips there are, and in which order they were used."""

    texts = st.sampled_from([f"line {number}" for number in range(6)])

    def __init__(self):
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.cache = ClipCache(Path(self.folder.name))
        self.used: list[str] = []  # the last one last

    def teardown(self):
        self.folder.cleanup()

    def touch(self, text):
        self.used = [other for other in self.used if other != text] + [text]

    @rule(text=texts)
    def put(self, text):
        assert self.cache.put("e", asked(text), clip_of(text))
        self.touch(text)

    @rule(text=texts)
    def get(self, text):
        found = self.cache.fetch("e", asked(text))
        assert found == Fetched(clip_of(text) if text in self.used else None)
        if text in self.used:
            self.touch(text)

    @precondition(lambda self: self.used)
    @rule(data=st.data())
    def damage(self, data):
        text = data.draw(st.sampled_from(self.used))
        path = self.cache._path("e", asked(text))
        whole = path.read_bytes()
        place = data.draw(st.integers(0, len(whole) - 1))
        cut = data.draw(st.booleans())
        path.write_bytes(whole[:place] if cut else whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        assert self.cache.fetch("e", asked(text)) == Fetched(None, damaged=True)
        self.used.remove(text)

    @rule(share=st.sampled_from([0, 0.3, 0.7, 1]))
    def prune(self, share):
        before = self.cache.info().bytes
        removed = self.cache.prune(int(before * share))
        left = self.cache.info()
        assert left.bytes == before - removed <= before * share
        self.used = self.used[len(self.used) - left.clips :]

    @rule()
    def clear(self):
        self.cache.clear()
        self.used = []

    @invariant()
    def the_clips_are_those_used_last(self):
        names = {self.cache._path("e", asked(text)) for text in self.used}
        assert {path for path in self.cache.root.rglob("*") if path.is_file()} == names


TestCacheAgainstAModel = Cache.TestCase
TestCacheAgainstAModel.settings = settings(max_examples=30, stateful_step_count=20, deadline=None)


def test_several_processes_share_a_folder(tmp_path):
    worker = Path(__file__).parent / "cache_worker.py"
    command = [sys.executable, str(worker), str(tmp_path)]
    processes = [
        subprocess.Popen([*command, str(seed)], stdout=subprocess.PIPE, stderr=subprocess.STDOUT) for seed in range(4)
    ]
    assert [process.communicate()[0] for process in processes] == [b""] * 4
    assert not list(tmp_path.rglob("*.part"))
    ClipCache(tmp_path).prune(4000)
    assert ClipCache(tmp_path).info().bytes <= 4000
