"""Fit speaker attribution and measure it.

    python -m training.attribution CORPUS [--out FOLDER] [--cache FOLDER] [--jobs N] [--measure-only]

CORPUS holds `pdnc/` (a folder for each novel: novel_text.txt, quotation_info.csv, character_info.csv) and
`splits.json` (`pdnc_folds`: lists of novels). For each fold the weights are fitted on the other folds and measured on
it; then those that ship are fitted on everything and written to FOLDER (src/narrate/attribution/data unless told
otherwise), with the tables beside the cache. Seeded: the same corpus and code give the same files. What was read out
of the novels is cached, so a run that was stopped goes on. Needs the dependency group `training`.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from training.attribution.boosting import flattened
from training.attribution.folds import Fitted, Outcome, fit, measure, reliability
from training.attribution.measure import Line
from training.attribution.report import render, render_reliability
from training.attribution.samples import Sample, samples_of

ROOT = Path(__file__).parents[2]
DATA = ROOT / "src/narrate/attribution/data"


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--out", type=Path, default=DATA)
    parser.add_argument("--cache", type=Path, default=ROOT / "build/attribution")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--measure-only", action="store_true")
    options = parser.parse_args(argv)
    begun = time.perf_counter()
    folds: list[list[str]] = json.loads((options.corpus / "splits.json").read_text(encoding="utf-8"))["pdnc_folds"]
    folders = [options.corpus / "pdnc" / novel for fold in folds for novel in fold]
    read = partial(samples_of, cache=options.cache)
    by_fold = []
    with _workers(options.jobs) as pool:
        count = sum(pool(partial(_count, cache=options.cache), folders))
        print(f"{count} samples after {time.perf_counter() - begun:.0f} s", flush=True)
        held = [[options.corpus / "pdnc" / novel for novel in fold] for fold in folds]
        for number, outcomes in enumerate(pool(partial(_fold, folders, cache=options.cache), held), 1):
            by_fold.append(outcomes)
            print(f"fold {number} after {time.perf_counter() - begun:.0f} s", flush=True)
    results = _tables(by_fold)
    print(results)
    options.cache.mkdir(parents=True, exist_ok=True)
    (options.cache / "results.md").write_text(results, encoding="utf-8")
    if not options.measure_only:
        samples: list[Sample] = list(chain.from_iterable(map(read, folders)))
        options.out.mkdir(parents=True, exist_ok=True)
        _write(options.out, fit(samples), reliability(_lines(by_fold)))
    print(f"done after {time.perf_counter() - begun:.0f} s")
    return 0


@contextmanager
def _workers(jobs: int) -> Iterator[Callable[..., Iterable[Any]]]:
    """A ``map`` over so many processes; over none where it is one."""
    if jobs == 1:
        yield map
        return
    with ProcessPoolExecutor(jobs) as pool:
        yield pool.map


def _count(folder: Path, cache: Path) -> int:
    """Read the samples of a novel into the cache; how many there are."""
    return len(samples_of(folder, cache))


def _fold(folders: Sequence[Path], held: Sequence[Path], cache: Path) -> dict[str, Outcome]:
    """Fit on all novels but those held out, and measure on these."""
    fitted = fit([sample for folder in folders if folder not in held for sample in samples_of(folder, cache)])
    return measure(fitted, [sample for folder in held for sample in samples_of(folder, cache)])


def _lines(by_fold: Sequence[dict[str, Outcome]]) -> list[Line]:
    """What confidence is fitted on: lines of novels and pieces that the weights had not seen, nothing given."""
    return [line for outcomes in by_fold for name in ("found", "piece") for line in outcomes[name].lines]


def _tables(by_fold: Sequence[dict[str, Outcome]]) -> str:
    """All tables; the confidence of each fold is fitted on the others."""
    stated = []
    for number, outcomes in enumerate(by_fold):
        known = reliability(_lines([other for at, other in enumerate(by_fold) if at != number]))
        for line in outcomes["found"].lines:
            share = np.interp(line.probability, known["probability"], known["by_name" if line.named else "otherwise"])
            stated.append(line._replace(probability=float(share)))
    return render(by_fold) + "\n### confidence, nothing given\n\n" + render_reliability(stated)


def _write(folder: Path, fitted: Fitted, known: dict[str, NDArray[np.float64]]) -> None:
    lines = ["# Feature and weight: the natural logarithm of odds. Fitted, see docs/attribution.md."]
    lines += [f"{name} {value:.3f}" for name, value in sorted(fitted.weights.items()) if value]
    (folder / "weights.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    names = sorted(fitted.vocabulary, key=lambda name: fitted.vocabulary[name])
    arrays = {"vocabulary": np.array(names)} | known
    for number, look in enumerate(fitted.looks, 1):
        arrays |= {f"look{number}_{name}": values for name, values in flattened(look).items()}
    np.savez_compressed(folder / "ranker.npz", allow_pickle=False, **arrays)


if __name__ == "__main__":
    sys.exit(main())
