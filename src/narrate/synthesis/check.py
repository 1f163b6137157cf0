"""Whether an engine works here, proved by having it speak."""

from __future__ import annotations

from dataclasses import replace

from narrate.errors import NarrateError
from narrate.model import EngineSettings, SynthesisRequest
from narrate.synthesis.engine import Engine, EngineInfo, Remote
from narrate.synthesis.host import EngineHost
from narrate.synthesis.registry import load_engine

_SENTENCE = "This is a test."


def _costs(engine: Engine) -> bool:
    return isinstance(engine, Remote) and not engine.destination().is_local


def check_engine(name: str, settings: EngineSettings | None = None, *, limit_s: float = 60.0) -> EngineInfo:
    """What the engine says of itself, and whether it really says something; never raises because of the engine.

    One that sends the text to a server elsewhere is not asked to speak: it may cost money.
    """
    try:
        engine = load_engine(name, settings)
    except NarrateError as error:
        return EngineInfo(name, "", error.message, error.hint)
    info = engine.describe()
    if not info.usable or _costs(engine):
        return info
    try:
        voice = min(engine.voices(), key=lambda voice: voice.preference)
        with EngineHost(name, start_limit_s=limit_s, retries=0, settings=settings) as host:
            host.synthesize(SynthesisRequest(_SENTENCE, voice.id, voice.language), limit_s=limit_s)
    except NarrateError as error:
        return replace(info, problem=error.message, hint=error.hint)
    return info
