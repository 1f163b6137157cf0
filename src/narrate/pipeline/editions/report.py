"""The report on a finished audiobook: a page of pictures and tables, beside the chapters."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from narrate.model import PROFILES, Edition, EditionChapter
from narrate.pipeline.editions.check import check_file
from narrate.pipeline.editions.publication import finished_workspace, read_edition
from narrate.pipeline.events import Listener, SoundMeasured, StageStarted, ignore

if TYPE_CHECKING:
    from narrate.publishing.report import ChapterSound

FILE = "report.html"

_SHORTEST_STEP_S = 1.0
_STEPS = 240
"""Stretches that a chapter's curves are made of, at most."""


@dataclass(frozen=True, slots=True)
class ReportSummary:
    """What a report found: its ``file``, and how many ``chapters`` there are, how many of them miss the profile."""

    file: str
    chapters: int
    missed: int
    doubtful: int


def make_report(folder: Path, *, workers: int = 1, listener: Listener = ignore) -> ReportSummary:
    """Write the report on the audiobook in an output folder.

    Args:
        folder: that a run has finished.
        workers: chapters that are measured at once.
        listener: is told what happens.

    Raises:
        InputError: there is no finished audiobook in the folder, or a chapter can't be read.
        OutputError: the page can't be written.
    """
    from narrate.publishing.report import report_page

    with finished_workspace(folder) as workspace:
        edition = read_edition(workspace)
        count = len(edition.chapters)
        listener(StageStarted("measuring", "1 chapter" if count == 1 else f"{count} chapters"))
        with ThreadPoolExecutor(max(1, workers), thread_name_prefix="measure") as threads:
            sounds: list[ChapterSound] = []
            done_s = 0.0
            for chapter, sound in zip(
                edition.chapters, threads.map(partial(_measured, edition), edition.chapters), strict=True
            ):
                sounds.append(sound)
                done_s += chapter.duration_s
                listener(SoundMeasured(done_s, edition.duration_s))
        workspace.write_text(FILE, report_page(edition, sounds), keep=False)
    missed = sum(not all(verdict.ok for verdict in sound.verdicts) for sound in sounds)
    doubtful = sum(passage.unsure for passage in edition.passages())
    return ReportSummary(str(folder / FILE), len(edition.chapters), missed, doubtful)


def _measured(edition: Edition, chapter: EditionChapter) -> ChapterSound:
    from narrate.assembly import loudness_course
    from narrate.publishing import SCALE_DB, SoundFile
    from narrate.publishing.report import ChapterSound, Verdict

    path = edition.folder / chapter.file
    checked = check_file(path, PROFILES.get(edition.profile) or PROFILES["listen"])
    every_s = max(_SHORTEST_STEP_S, chapter.duration_s / _STEPS)
    with SoundFile(path) as sound:
        course = loudness_course(sound.blocks(), sound.format, every_s=every_s, scale_db=SCALE_DB)
    verdicts = tuple(Verdict(one.what, one.measured, one.wanted, one.ok) for one in checked.requirements)
    return ChapterSound(every_s, course, verdicts)
