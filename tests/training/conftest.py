"""A corpus of our own stories in the layout that training reads."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FOLDS = [
    ["the-river-that-would-not-go-to-bed", "the-last-train-to-harrow-bridge"],
    ["the-weighing-of-skarn", "the-lamp-at-number-nine"],
]


def write_novel(folder: Path, story: Path) -> None:
    """A labelled story as a novel of the corpus: its text, quotations and characters."""
    folder.mkdir(parents=True)
    (folder / "novel_text.txt").write_text(story.read_text(encoding="utf-8"), encoding="utf-8")
    rows = [json.loads(line) for line in story.with_suffix(".jsonl").read_text(encoding="utf-8").splitlines()]
    rows = [row for row in rows if row["speaker"] not in {"", "*"}]
    aliases = {row["speaker"]: sorted({row["speaker"], *row["accept"]}) for row in rows}
    with (folder / "quotation_info.csv").open("w", encoding="utf-8", newline="") as handle:
        table = csv.writer(handle)
        table.writerow(["quoteByteSpans", "speaker", "quoteType"])
        table.writerows([[[[row["start"], row["end"]]], row["speaker"], "Implicit"] for row in rows])
    with (folder / "character_info.csv").open("w", encoding="utf-8", newline="") as handle:
        table = csv.writer(handle)
        table.writerow(["Main Name", "Aliases", "Gender"])
        table.writerows([[who, names, "FM"[number % 2]] for number, (who, names) in enumerate(sorted(aliases.items()))])


@pytest.fixture(scope="session")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("corpus")
    for fold in FOLDS:
        for name in fold:
            write_novel(root / "pdnc" / name, ROOT / "stories" / f"{name}.txt")
    (root / "splits.json").write_text(json.dumps({"pdnc_folds": FOLDS}), encoding="utf-8")
    return root
