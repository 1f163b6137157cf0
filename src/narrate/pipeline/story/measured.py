"""How voices sound that nobody has measured: found out on first use, and kept for all stories."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from narrate.config import Options
from narrate.errors import NarrateError
from narrate.model import Clip, SynthesisRequest, Voice, VoiceSound
from narrate.pipeline.events import Listener, StageStarted
from narrate.pipeline.sound.engines import EngineDescription
from narrate.pipeline.sound.samples import Sample, speak
from narrate.workspace import digest, write_atomically

MOST = 40
"""How many voices are measured, the clearest of the story's language: more would keep a person waiting."""

_NOVELTY = 9
_REVISION = 1
"""To be raised when measuring changes what it finds."""


def measured_voices(
    engine: EngineDescription, voices: tuple[Voice, ...], language: str, options: Options, listener: Listener
) -> tuple[Voice, ...]:
    """Voices, with pitch and sound for those of a language that casting may give.

    What is measured is kept in the cache folder, by the version of the engine and the voice. Voices that cost money
    or leave the machine are left as they are; so are all if the engine can't speak: whoever speaks next says why.

    Args:
        engine: whose voices they are.
        voices: what it offers.
        language: of the story (BCP 47).
        options: the engine's settings, and how many workers measure.
        listener: is told if there is something to measure.
    """
    missing = _unmeasured(engine, voices, language)
    if len(missing) < 2:  # nothing to choose among
        return voices
    path = record_of(engine.name)
    kept = _read(path)
    new = [voice for voice in missing if _key(engine, voice) not in kept]
    if new:
        count = "1 voice" if len(new) == 1 else f"{len(new)} voices"
        listener(StageStarted("measuring", f"{count} that nobody has measured yet; once only"))
        kept = {**kept, **_measure(engine, new, options)}
        _write(path, kept)
    found = {voice.id: kept.get(_key(engine, voice)) for voice in missing}
    return tuple(_with(voice, found.get(voice.id)) for voice in voices)


def record_of(engine: str) -> Path:
    """The file in which what was measured of an engine's voices is kept."""
    import platformdirs

    return Path(platformdirs.user_cache_dir("narrate")) / "voices" / f"{engine}.json"


def _unmeasured(engine: EngineDescription, voices: Sequence[Voice], language: str) -> Sequence[Voice]:
    # One that sends the text elsewhere is not asked for more than a person agreed to.
    local = engine.destination.is_local if engine.destination is not None else not engine.needs_network
    if not engine.speaks or not local:
        return ()
    primary = language.casefold().replace("_", "-").partition("-")[0]
    fit = [
        voice
        for voice in voices
        if voice.language.casefold().replace("_", "-").partition("-")[0] == primary and voice.preference < _NOVELTY
    ]
    fit.sort(key=lambda voice: (voice.preference, voice.id))
    return [voice for voice in fit[:MOST] if voice.sound is None or voice.pitch_hz is None]


def _measure(engine: EngineDescription, voices: Sequence[Voice], options: Options) -> dict[str, Any]:
    from narrate.casting.measuring import measure, sample_text

    texts = [sample_text(voice.language) for voice in voices]
    samples = [
        Sample(text, engine.name, SynthesisRequest(text, voice.id, voice.language))
        for text, voice in zip(texts, voices, strict=True)
    ]
    try:
        clips = speak(samples, options)
    except NarrateError:
        return {}
    found: dict[str, Any] = {}
    for voice, text, clip in zip(voices, texts, clips, strict=True):
        try:
            result = measure(clip, text) if isinstance(clip, Clip) else None
        except ValueError:
            result = None
        record = {"pitch_hz": result.pitch_hz, **asdict(result.sound)} if result else None
        found[_key(engine, voice)] = record
    return found


def _key(engine: EngineDescription, voice: Voice) -> str:
    return digest([_REVISION, engine.fingerprint_of(voice.id), voice.id, voice.language])


def _with(voice: Voice, record: Mapping[str, Any] | None) -> Voice:
    """A voice with what was measured; what its engine says of itself counts first."""
    if record is None:
        return voice
    sound = VoiceSound(record["brightness_hz"], record["letters_per_s"], record["level_db"], tuple(record["timbre"]))
    return replace(voice, pitch_hz=voice.pitch_hz or record["pitch_hz"] or None, sound=voice.sound or sound)


def _read(path: Path) -> dict[str, Any]:
    """What is kept; nothing where it is not there or can't be read: then it is measured again."""
    try:
        kept = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return {}
    keys = {"pitch_hz", "brightness_hz", "letters_per_s", "level_db", "timbre"}
    if not isinstance(kept, dict):
        return {}
    return {key: record for key, record in kept.items() if record is None or keys == set(record)}


def _write(path: Path, kept: Mapping[str, Any]) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(path, json.dumps(kept, sort_keys=True).encode("utf-8"))
    except (OSError, NarrateError):
        return  # a place that can't be written to costs time the next time, no more
