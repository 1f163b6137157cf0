"""Before text leaves this machine: who gets how much of it, what that costs, and whether the person wants it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from narrate.config import Options
from narrate.errors import UsageError
from narrate.pipeline.run.production import finished
from narrate.pipeline.sound.engines import engine_set_by
from narrate.pipeline.sound.levels import SAMPLE
from narrate.pipeline.sound.plan import ChapterPlan
from narrate.pipeline.sound.samples import Sample
from narrate.pipeline.story.job import Job

Confirm = Callable[[str], bool]
"""Shows a person a sentence, and tells whether they agree."""


def ask_before_sending(plans: Sequence[ChapterPlan], job: Job, confirm: Confirm | None, *, force: bool) -> None:
    """Ask, if what is to be made goes to a server elsewhere; nothing is sent before.

    Raises:
        UsageError: the person does not want it, or nobody can be asked.
    """
    elsewhere = [engine for engine in _engines(plans) if _told(engine, 0, job.options)]
    if not elsewhere:  # most often: then it does not matter what is to be made
        return
    due = [plan for plan in plans if force or finished(plan, job.workspace) is None]
    spoken = _engines(due)
    _ask([_sending(engine, due, job) for engine in elsewhere if engine in spoken], confirm)


def ask_before_samples(samples: Sequence[Sample], options: Options, confirm: Confirm | None) -> None:
    """Ask, if any of some samples goes to a server elsewhere.

    Raises:
        UsageError: the person does not want it, or nobody can be asked.
    """
    sizes: Counter[str] = Counter()
    for sample in samples:
        sizes[sample.engine] += len(sample.request.text) if sample.request else 0
    _ask([sentence for engine in sorted(sizes) if (sentence := _told(engine, sizes[engine], options))], confirm)


def _ask(told: Sequence[str], confirm: Confirm | None) -> None:
    if not told:
        return
    if confirm is None:
        raise UsageError(
            " ".join(told), hint="Nothing was sent. Add --yes to the command if you want that, or use another engine."
        )
    if not confirm(" ".join(told)):
        raise UsageError("nothing was sent, and nothing was made", hint="--engine takes another engine.")


def _engines(plans: Sequence[ChapterPlan]) -> list[str]:
    return sorted({planned.engine for plan in plans for planned in plan.lines if planned.request})


def _sending(engine: str, plans: Sequence[ChapterPlan], job: Job) -> str:
    """What a person should know before this engine, which is elsewhere, speaks."""
    lines = [planned for plan in plans for planned in plan.lines if planned.engine == engine and planned.request]
    voices = {planned.plain.voice for planned in lines}
    # Each voice says a sentence first, to have its level measured.
    characters = sum(len(planned.request.text) for planned in lines if planned.request) + len(SAMPLE) * len(voices)
    return _told(engine, characters, job.options)


def _told(engine: str, characters: int, options: Options) -> str:
    destination = engine_set_by(options, engine).destination
    if destination is None or destination.is_local:
        return ""
    open_way = "" if destination.is_encrypted else ", and others on the way can read it (the address is not https)"
    told = f"About {characters:,} characters of the story go to {destination.host}{open_way}."
    if destination.price_per_million is None:
        where = f"price_per_million in narrate.toml, [engines.{engine}],"
        return f"{told} That may cost money: {where} has narrate say how much."
    cost = characters * destination.price_per_million / 1_000_000
    return f"{told} At {destination.price_per_million:g} per million characters that is about {cost:.2f}."
