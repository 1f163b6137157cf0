"""The command that fits and measures: its files are the same for the same corpus, and the program can use them."""

import numpy as np
import pytest

from narrate.attribution.deciding import ranker

try:
    from training.attribution import __main__ as command
    from training.attribution import boosting, folds, samples
except OSError:  # LightGBM's wheel wants the system's OpenMP
    pytest.skip("no libgomp: apt install libgomp1", allow_module_level=True)


@pytest.fixture
def small(monkeypatch):
    """Few trees, and columns for features that a small corpus has."""
    monkeypatch.setattr(boosting, "ROUNDS", 4)
    monkeypatch.setattr(folds, "COMMON", 20)
    monkeypatch.setitem(boosting.PARAMETERS, "min_data_in_leaf", 5)


def run(corpus, tmp_path, name, *options):
    out = tmp_path / name
    arguments = [str(corpus), "--out", str(out), "--cache", str(tmp_path / "cache"), "--jobs", "1", *options]
    assert command.main(arguments) == 0
    return out


def test_weights_are_written_measured_and_the_same_again(corpus, tmp_path, small, capsys, monkeypatch):
    first = run(corpus, tmp_path, "first")
    printed = capsys.readouterr().out
    monkeypatch.setattr(samples, "extract", None)  # all that is needed of the novels is in the cache
    second = run(corpus, tmp_path, "second")

    assert "### nothing given" in printed
    assert (tmp_path / "cache" / "results.md").read_text(encoding="utf-8") in printed
    assert (first / "weights.txt").read_bytes() == (second / "weights.txt").read_bytes()
    with np.load(first / "ranker.npz") as one, np.load(second / "ranker.npz") as other:
        assert set(one.files) == set(other.files)
        assert all(np.array_equal(one[name], other[name]) for name in one.files)
        looks = {name.partition("_")[0] for name in one.files if name.startswith("look")}
    assert looks == {f"look{number}" for number in range(1, ranker.LOOKS + 1)}


def test_measuring_alone_writes_no_weights(corpus, tmp_path, small):
    out = run(corpus, tmp_path, "out", "--measure-only")

    assert not out.exists()
