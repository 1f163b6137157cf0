"""Before text leaves this machine: who gets how much of it, what that costs, and whether the person wants it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from narrate.config import Options
from narrate.errors import UsageError
from narrate.pipeline.engines import describe_engine
from narrate.pipeline.job import Job
from narrate.pipeline.levels import SAMPLE
from narrate.pipeline.plan import ChapterPlan
from narrate.pipeline.production import finished

Confirm = Callable[[str], bool]
"""Shows a person a sentence, and tells whether they agree."""


def agree(characters: Mapping[str, int], options: Options, confirm: Confirm | None) -> None:
    """Ask, if what is to be spoken goes to a server elsewhere; nothing is sent before.

    Args:
        characters: how many, by engine.
        options: with the engines' settings.
        confirm: is asked; None: there is nobody to ask.

    Raises:
        UsageError: the person does not want it, or nobody can be asked.
    """
    told = [sentence for engine in sorted(characters) if (sentence := _sending(engine, characters[engine], options))]
    if not told:
        return
    if confirm is None:
        raise UsageError(
            " ".join(told), hint="Nothing was sent. Add --yes to the command if you want that, or use another engine."
        )
    if not confirm(" ".join(told)):
        raise UsageError("nothing was sent, and nothing was made", hint="--engine takes another engine.")


def ask_before_sending(plans: Sequence[ChapterPlan], job: Job, confirm: Confirm | None, *, force: bool) -> None:
    """Ask before what is to be made of some chapters goes to a server elsewhere; raises as `agree` does."""
    characters: Counter[str] = Counter()
    voices: set[tuple[str, str]] = set()
    for plan in plans:
        if force or finished(plan, job.workspace) is None:
            for planned in plan.lines:
                if planned.request:
                    characters[planned.engine] += len(planned.request.text)
                    voices.add((planned.engine, planned.plain.voice))
    for engine, _ in voices:  # each voice says a sentence first, to have its level measured
        characters[engine] += len(SAMPLE)
    agree(characters, job.options, confirm)


def _sending(engine: str, characters: int, options: Options) -> str:
    """What a person should know before this engine speaks; empty where nothing leaves this machine."""
    destination = describe_engine(engine, options.engine_settings(engine)).destination
    if destination is None or destination.is_local:
        return ""
    open_way = "" if destination.is_encrypted else ", and others on the way can read it (the address is not https)"
    told = f"About {characters:,} characters of the story go to {destination.host}{open_way}."
    if destination.price_per_million is None:
        where = f"price_per_million in narrate.toml, [engines.{engine}],"
        return f"{told} That may cost money: {where} has narrate say how much."
    cost = characters * destination.price_per_million / 1_000_000
    return f"{told} At {destination.price_per_million:g} per million characters that is about {cost:.2f}."
