"""Evening the voices: how loud each is, measured once, and the gains that make all of them equally loud."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from typing import TYPE_CHECKING

from narrate.model import SynthesisRequest
from narrate.pipeline.sound.engines import Studio
from narrate.pipeline.sound.plan import ChapterPlan
from narrate.workspace import Workspace, digest

if TYPE_CHECKING:
    from narrate.synthesis import Rendering

RECORD = "levels.json"

SAMPLE = (
    "Not me. It is dark out there, and I have seen things move. Then we shall wait for the morning. "
    "Who would go, and when? I know what you did, and so does she."
)
"""What each voice says to have its level measured: short sentences, as people speak in stories, with a question among
them. Of the texts that were tried this one foretells best how loud 42 lines of dialogue are: see docs/sound.md."""


class VoiceLevels:
    """Gains that make all voices of some chapters equally loud, measured while the chapters' own lines are spoken.

    What was measured is kept in the workspace, by engine version and setting. Safe in threads.

    Args:
        plans: of the chapters.
        studio: speaks the samples of voices that were not measured before; begun at once.
        workspace: has the record.

    Raises:
        EngineMissingError: an engine is not there.
    """

    def __init__(self, plans: Sequence[ChapterPlan], studio: Studio, workspace: Workspace) -> None:
        voices = sorted({(p.engine, p.plain) for plan in plans for p in plan.lines if p.request}, key=repr)
        self._names = {
            voice: digest([studio.fingerprint(voice[0], voice[1].voice), asdict(voice[1]), SAMPLE]) for voice in voices
        }
        self._workspace = workspace
        known = workspace.read_json(RECORD)
        self._levels = {name: level for name, level in known.items() if _plausible(level)}
        self._begun: list[tuple[list[str], Rendering]] = []
        self._lock = threading.Lock()
        missing = [voice for voice in voices if self._names[voice] not in self._levels]
        for engine in sorted({engine for engine, _ in missing}):
            requests = [request for name, request in missing if name == engine]
            samples = [replace(request, text=SAMPLE) for request in requests]
            rendering = studio.render(engine, samples, f"levels-{engine}")
            self._begun.append(([self._names[engine, request] for request in requests], rendering))

    def gains(self) -> Mapping[tuple[str, SynthesisRequest], float]:
        """Gains in decibels by engine and plain request; waits for what was begun.

        Raises:
            EngineError: an engine or a voice is missing.
            SynthesisError: a worker was killed.
            OutputError: something could not be written.
        """
        from narrate.assembly import even_levels, measure_level

        with self._lock:
            measured = bool(self._begun)
            while self._begun:
                names, rendering = self._begun[-1]
                for name, clip in zip(names, rendering.result().clips(), strict=True):
                    # A voice that can't say the sample is not evened: its own lines will tell what is wrong with it.
                    self._levels[name] = measure_level(clip) if clip else None
                rendering.discard()
                self._begun.pop()
            if measured:
                self._workspace.write_json(RECORD, self._levels)
            return even_levels({voice: self._levels[name] for voice, name in self._names.items()})

    def close(self) -> None:
        """Let go of what nobody asked for."""
        with self._lock:
            for _, rendering in self._begun:
                rendering.cancel()
                rendering.discard()
            self._begun.clear()


def _plausible(level: object) -> bool:
    """Whether this can be a level in LUFS (or None: a voice that could not say the sample); a record may be damaged."""
    return level is None or (isinstance(level, float) and -100.0 <= level <= 0.0)
