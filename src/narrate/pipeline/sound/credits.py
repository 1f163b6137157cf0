"""Files beside the chapters: opening and closing credits, and the sample that shops let people hear."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from narrate.model import (
    PROFILES,
    Attribution,
    ChapterTimeline,
    Line,
    ScriptChapter,
    Span,
    Utterance,
    UtteranceKind,
    fill_credits,
)
from narrate.pipeline.sound.plan import OPENING, ChapterPlan, PlannedLine, Planner

CLOSING, SAMPLE = "closing", "sample"

_SPARE_S = 5.0
"""A sample stays by so much under its longest: its own beginning and end are not those of the chapter."""


def credit_plans(planner: Planner) -> list[ChapterPlan]:
    """Opening and closing credits, as far as the options ask for them."""
    from narrate.speech import credits_wording

    options, script = planner.options, planner.script
    wording = credits_wording(script.language)
    chosen = options.credits
    if chosen == "auto":
        chosen = "on" if PROFILES[options.profile].credits else "off"
    templates = {
        OPENING: (0, wording.titles[0], options.opening or wording.opening),
        CLOSING: (len(script.chapters) + 1, wording.titles[1], options.closing or wording.closing),
    }
    plans = []
    for name, (number, title, template) in templates.items():
        text = fill_credits(template, _values(planner, wording.voices))
        lines = _lines(planner, text, name)
        if chosen in {"on", name} and lines:
            file = planner.file_name(number, title)
            plans.append(planner.plan(number, title, file, lines, extra=name, source=text))
    return plans


def sample_plans(
    planner: Planner, plans: Sequence[ChapterPlan], finished: Callable[[ChapterPlan], ChapterTimeline | None]
) -> list[ChapterPlan]:
    """The sample, where the profile has one: the beginning of the book, up to the end of a paragraph.

    Args:
        planner: of the book.
        plans: of all chapters, in order.
        finished: what is known of a chapter's file; the sample ends before one that is not made.
    """
    from narrate.speech import credits_wording

    profile = PROFILES[planner.options.profile]
    if not profile.sample_min:
        return []
    longest_s = 60 * profile.sample_min - (profile.head_ms + profile.tail_ms) / 1000 - _SPARE_S
    lines = sample_lines([(plan, finished(plan)) for plan in plans], longest_s)
    if not lines:
        return []
    title = credits_wording(planner.script.language).titles[2]
    return [planner.plan(len(plans) + 2, title, f"{title}.mp3", lines, extra=SAMPLE)]


def sample_lines(
    chapters: Sequence[tuple[ChapterPlan, ChapterTimeline | None]], longest_s: float
) -> tuple[PlannedLine, ...]:
    """The first lines of a book that take no longer than ``longest_s``, up to the end of a paragraph.

    Where the first paragraph takes longer, up to the end of a sentence.
    """
    lines: list[PlannedLine] = []
    whole, at_s = 0, 0.0
    for planned, following, length_s in _timed(chapters):
        at_s += length_s
        if at_s > longest_s:
            whole = whole or len(lines)
            break
        lines.append(planned)
        if following is None or following.line.paragraph != planned.line.paragraph:
            whole = len(lines)
    return tuple(lines[:whole])


def _timed(
    chapters: Sequence[tuple[ChapterPlan, ChapterTimeline | None]],
) -> Iterator[tuple[PlannedLine, PlannedLine | None, float]]:
    """Each line, the next, and how long it takes with the pause after it."""
    for plan, timeline in chapters:
        if timeline is None:
            return
        ends = [*(cue.start_s for cue in timeline.cues[1:]), timeline.duration_s]
        following = [*plan.lines[1:], None]
        for planned, after, cue, end_s in zip(plan.lines, following, timeline.cues, ends, strict=True):
            yield planned, after, end_s - cue.start_s


def _values(planner: Planner, voices: str) -> dict[str, str]:
    script = planner.script
    told = dict(script.metadata)
    return {
        "title": script.title,
        "author": script.author or "",
        "narrator": planner.options.narrator or voices,
        "series": told.get("series", ""),
        "series_number": told.get("series number", ""),
        "year": told.get("date", "")[:4],
    }


def _lines(planner: Planner, text: str, name: str) -> tuple[PlannedLine, ...]:
    """The credits as the narrator says them: a script of their own, with a paragraph for each line."""
    script = planner.script
    lines, at = [], 0
    for number, paragraph in enumerate(text.splitlines(keepends=True)):
        span = Span(at, at + len(paragraph)).trimmed(text)
        at += len(paragraph)
        if len(span):
            utterance = Utterance(f"{name}{number + 1}", UtteranceKind.NARRATION, span, 0, 1, number)
            lines.append(Line(utterance, Attribution(None)))
    spoken = replace(script, text=text, chapters=(ScriptChapter(name, tuple(lines)),), omitted=())
    return planner.lines(spoken, 0)
