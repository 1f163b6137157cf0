"""Evening the voices: how loud each is, measured once, and the gains that make all of them equally loud."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, replace

from narrate.model import SynthesisRequest
from narrate.pipeline.engines import Studio
from narrate.pipeline.plan import ChapterPlan
from narrate.workspace import Workspace, digest

RECORD = "levels.json"

SAMPLE = (
    "Not me. It is dark out there, and I have seen things move. Then we shall wait for the morning. "
    "Who would go, and when? I know what you did, and so does she."
)
"""What each voice says to have its level measured: short sentences, as people speak in stories, with a question among
them. Of the texts that were tried this one foretells best how loud 42 lines of dialogue are: see docs/sound.md."""


def even_voices(
    plans: Sequence[ChapterPlan], studio: Studio, workspace: Workspace
) -> dict[tuple[str, SynthesisRequest], float]:
    """Gains in decibels by engine and plain request, so that all voices of the chapters are equally loud.

    What was measured is kept in the workspace, by engine version and setting.
    """
    from narrate.assembly import even_levels, measure_level  # noqa: PLC0415 - start-up time

    voices = sorted({(p.engine, p.plain) for plan in plans for p in plan.lines if p.request}, key=repr)
    names = {
        voice: digest([studio.fingerprint(voice[0], voice[1].voice), asdict(voice[1]), SAMPLE]) for voice in voices
    }
    levels = {name: level for name, level in workspace.read_json(RECORD).items() if _plausible(level)}
    missing = [voice for voice in voices if names[voice] not in levels]
    for engine in sorted({engine for engine, _ in missing}):
        requests = [request for name, request in missing if name == engine]
        samples = [replace(request, text=SAMPLE) for request in requests]
        rendering = studio.render(engine, samples, f"levels-{engine}")
        for request, clip in zip(requests, rendering.result().clips(), strict=True):
            # A voice that can't say the sample is not evened: its own lines will tell what is wrong with it.
            levels[names[engine, request]] = measure_level(clip) if clip else None
        rendering.discard()
    if missing:
        workspace.write_json(RECORD, levels)
    return even_levels({voice: levels[names[voice]] for voice in voices})


def _plausible(level: object) -> bool:
    """Whether this can be a level in LUFS (or None: a voice that could not say the sample); a record may be damaged."""
    return level is None or (isinstance(level, float) and -100.0 <= level <= 0.0)
