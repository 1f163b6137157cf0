import pickle
import signal
from collections.abc import Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import replace

import pytest

from narrate.errors import EngineMissingError, OutputError, SynthesisError, VoiceMissingError
from narrate.model import SynthesisRequest
from narrate.synthesis import ClipCache, Renderer, RenderTask, close_hosts, load_executor, render

pytestmark = pytest.mark.usefixtures("faulty_engines")

LINES = tuple(SynthesisRequest(f"Line {'and on ' * (number % 5)}{number}.", "narrator") for number in range(40))


@pytest.fixture
def executor() -> Iterator[Executor]:
    with ThreadPoolExecutor(2) as pool:
        yield pool
    close_hosts()


def of_engine(texts: list[str]) -> list[SynthesisRequest]:
    return [SynthesisRequest(text, "one") for text in texts]


def test_clips_come_in_the_order_of_the_lines(executor, tmp_path):
    rendering = Renderer("silent", executor, tmp_path, batch_characters=100).submit(LINES)
    streamed = [clip.duration_s for clip in rendering.clips() if clip is not None]
    assert streamed == pytest.approx([max(0.25, len(line.text) / 14) for line in LINES], abs=1e-4)
    lines = rendering.result()
    assert [clip.duration_s for clip in lines.clips() if clip] == streamed
    assert lines.failures == rendering.failures == ()
    assert [form.sample_rate_hz for form in lines.formats] == [22050]


def test_progress_counts_lines_to_the_end(executor, tmp_path):
    rendering = Renderer("silent", executor, tmp_path, batch_characters=100).submit(LINES)
    seen: list[int] = []
    rendering.wait(seen.append)
    assert len(seen) > 3
    assert seen == sorted(seen)
    assert seen[-1] == rendering.lines == len(LINES)


def test_what_was_rendered_travels_as_a_small_pickle(executor, tmp_path):
    lines = Renderer("silent", executor, tmp_path).submit(LINES).result()
    pickled = pickle.dumps(lines)
    assert len(pickled) < 100 * len(LINES) + 1000
    there = pickle.loads(pickled)
    assert list(there.clips()) == list(lines.clips())
    there.discard()
    assert list(tmp_path.iterdir()) == []


def test_no_lines_are_no_work(executor, tmp_path):
    lines = Renderer("silent", executor, tmp_path).submit(()).result()
    assert (list(lines.clips()), lines.formats, lines.spool_files()) == ([], (), ())


def test_a_failing_line_does_not_lose_the_others(executor, tmp_path):
    requests = of_engine(["one", "bad line", "three", "four"])
    rendering = Renderer("crashes", executor, tmp_path, batch_characters=8).submit(requests)
    lines = rendering.result()
    assert [clip is not None for clip in lines.clips()] == [True, False, True, True]
    ((failure),) = lines.failures
    assert failure.index == 1
    assert "“bad line”" in failure.message
    # and the next run asks for it again
    again = Renderer("crashes", executor, tmp_path, batch_characters=8).submit(requests).result()
    assert [failure.index for failure in again.failures] == [1]


def test_a_hung_line_costs_its_limit(executor, tmp_path):
    rendering = Renderer("hangs", executor, tmp_path, limit_s=0.2).submit(of_engine(["bad line", "good line"]))
    assert [clip is not None for clip in rendering.clips()] == [False, True]


def test_whole_batches_of_a_killed_run_are_not_made_again(executor, tmp_path):
    first = Renderer("counts", executor, tmp_path, batch_characters=10).submit(of_engine(["first line", "second line"]))
    kept = list(first.clips())
    first.result().spool_files()[1].unlink()
    close_hosts()
    again = Renderer("counts", executor, tmp_path, batch_characters=10).submit(of_engine(["first line", "second line"]))
    lines = again.result()
    assert lines.cached == 1
    assert next(lines.clips()) == kept[0]


def test_labels_keep_equal_lines_apart(executor, tmp_path):
    renderer = Renderer("silent", executor, tmp_path)
    one, two = (renderer.submit(LINES[:2], label=label).result() for label in ("c1", "c2"))
    one.discard()
    assert [clip is not None for clip in two.clips()] == [True, True]


def test_the_clip_cache_serves_slow_engines_and_is_left_out_for_fast_ones(executor, tmp_path):
    cache = ClipCache(tmp_path / "cache")
    requests = of_engine(["first line", "second line"])
    made = Renderer("counts", executor, tmp_path / "a", cache=cache).submit(requests).result()
    found = Renderer("counts", executor, tmp_path / "b", cache=cache).submit(requests).result()
    assert (made.cached, found.cached) == (0, 2)
    assert list(found.clips()) == list(made.clips())
    kept = cache.info().clips
    Renderer("silent", executor, tmp_path / "c", cache=cache).submit(LINES).wait()
    assert cache.info().clips == kept == 2


def test_what_no_line_can_do_without_is_raised(executor, tmp_path):
    with pytest.raises(EngineMissingError):
        Renderer("nosuch", executor, tmp_path)
    with pytest.raises(EngineMissingError, match="model is not there"):
        Renderer("refuses", executor, tmp_path).submit(of_engine(["line"])).wait()
    with pytest.raises(VoiceMissingError, match="“tenor”"):
        Renderer("silent", executor, tmp_path).submit([replace(LINES[0], voice="tenor")]).result()
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "file").touch()
    with pytest.raises(OutputError):
        Renderer("silent", executor, tmp_path / "file").submit(LINES).wait()


def test_discard_after_cancel_leaves_nothing(tmp_path):
    with ThreadPoolExecutor(1) as pool:
        rendering = Renderer("silent", pool, tmp_path, batch_characters=20).submit(LINES)
        rendering.cancel()
    rendering.discard()
    assert list(tmp_path.iterdir()) == []
    close_hosts()


def test_a_task_may_be_run_by_anybody_twice(tmp_path):
    task = RenderTask("silent", LINES[:3], str(tmp_path / "a.spool"), ("fingerprint",) * 3)
    assert pickle.loads(pickle.dumps(task)) == task
    first = render(task)
    written = (tmp_path / "a.spool").read_bytes()
    second = render(task)
    assert second.places == first.places
    assert (tmp_path / "a.spool").read_bytes() == written
    close_hosts()


def test_worker_processes_give_the_same_bytes_as_threads(tmp_path):
    requests = [SynthesisRequest(f"This is line number {n}.", "gmw/en-us+f3", "en-US") for n in range(8)]
    with load_executor(jobs=2) as processes, ThreadPoolExecutor(1) as thread:
        some = Renderer("pyttsx3", processes, tmp_path / "a", batch_characters=60).submit(requests).result()
        others = Renderer("pyttsx3", thread, tmp_path / "b", batch_characters=25).submit(requests[::-1]).result()
        assert list(some.clips()) == list(others.clips())[::-1]
    close_hosts()


def test_a_killed_worker_is_said_and_what_it_had_done_is_kept(tmp_path):
    with load_executor(jobs=1) as processes:
        renderer = Renderer("silent", processes, tmp_path, batch_characters=1)
        renderer.submit(LINES[:2]).wait()
        processes.submit(signal.raise_signal, signal.SIGKILL)
        with pytest.raises(SynthesisError, match="a worker process was killed"):
            renderer.submit(LINES[:4]).wait()
    with load_executor(jobs=1) as processes:
        assert Renderer("silent", processes, tmp_path, batch_characters=1).submit(LINES[:4]).result().cached >= 2
