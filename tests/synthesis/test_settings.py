"""How engines are to work reaches them, in every process."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from narrate.errors import ConfigError
from narrate.model import EngineSettings, SynthesisRequest
from narrate.synthesis import ClipCache, EngineHost, Renderer, check_engine, close_hosts, load_engine

pytestmark = pytest.mark.usefixtures("faulty_engines")

LINE = SynthesisRequest("a line", "one")


def first_samples(clip):
    return [int.from_bytes(clip.pcm[at : at + 2], "little") for at in (0, 2)]


def test_an_engine_in_its_process_is_set_as_the_host_was_told():
    with EngineHost("settable", settings=EngineSettings("cpu", 3, (("number", 7),))) as host:
        assert first_samples(host.synthesize(LINE)) == [3, 7]
    with EngineHost("settable") as host:
        assert first_samples(host.synthesize(LINE)) == [0, 0]


def test_lines_of_two_settings_have_a_process_each(tmp_path):
    with ThreadPoolExecutor(1) as pool:
        renderings = [
            Renderer("settable", pool, tmp_path, settings=EngineSettings(threads=threads)).submit(
                [LINE], label=f"{threads}"
            )
            for threads in (1, 2)
        ]
        found = [[first_samples(clip) for clip in rendering.clips()] for rendering in renderings]
    close_hosts()
    assert found == [[[1, 0]], [[2, 0]]]


def test_an_engine_without_settings_is_left_be():
    assert load_engine("silent", EngineSettings("cuda")).describe().usable


def test_what_an_engine_cannot_use_is_said_before_anything_is_spoken(tmp_path):
    with pytest.raises(ConfigError, match="abacus"), ThreadPoolExecutor(1) as pool:
        Renderer("settable", pool, tmp_path, settings=EngineSettings("abacus"))
    assert check_engine("settable", EngineSettings("abacus")).problem == "there is no abacus here"


def test_another_edition_of_a_voice_makes_its_own_lines_anew_and_no_others(tmp_path):
    cache = ClipCache(tmp_path / "cache")
    requests = [SynthesisRequest("a line", "one"), SynthesisRequest("a line", "two")]

    def cached(number):
        settings = EngineSettings(values=(("edition", number),))
        renderer = Renderer("settable", pool, tmp_path / str(number), cache=cache, settings=settings)
        return renderer.submit(requests).result().cached

    with ThreadPoolExecutor(1) as pool:
        assert [cached(1), cached(1), cached(2)] == [0, 2, 1]
    close_hosts()
