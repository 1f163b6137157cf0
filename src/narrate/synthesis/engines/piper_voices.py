"""The voices of Piper that are on this machine: a model (``NAME.onnx``) with its description (``NAME.onnx.json``)."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any, Final

from narrate.model import Gender, Voice
from narrate.synthesis.voicestore import file_version, files_below

MODEL: Final = ".onnx"
DESCRIPTION: Final = ".onnx.json"
MAX_DESCRIPTION_BYTES: Final = 10_000_000
"""A voice of 900 speakers has 40 kB."""

MAX_SPEAKERS: Final = 10_000
"""The largest of the public voices has 904."""

PHONEME_TYPES: Final = {"espeak": "", "text": "", "hebrew": "", "japanese": "ja", "thai": "th"}
"""How a voice's text becomes phonemes, each with the extra of piper-tts that it needs. Chinese is not among them: its
converter is fetched from the network by the first text."""

_NAME = re.compile(r"([a-z]{2,3})_([A-Z]{2,3}|\d{3})-(.+)-([a-z_]+)")
_PREFERENCES = {"high": 0, "medium": 1, "low": 3, "x_low": 5}
_UNKNOWN_QUALITY = 4
_NOVELTY = 9
_CROWD = 1
"""What is added for the voice of one of many: each of them was learnt from less speech."""


@dataclass(frozen=True, slots=True)
class PiperModel:
    """A model and what its description says.

    Attributes:
        name: ``en_GB-alba-medium``, the name of the file.
        path: of the model; its description lies beside it.
        language: BCP 47.
        quality: ``x_low`` to ``high``; empty where neither name nor description says it.
        speakers: their names by their numbers; one empty name for a voice with one speaker.
        phoneme_type: how text becomes phonemes.
    """

    name: str
    path: Path
    language: str
    quality: str
    speakers: tuple[str, ...]
    phoneme_type: str

    @property
    def description(self) -> Path:
        """The file beside the model."""
        return self.path.with_name(self.path.name.removesuffix(MODEL) + DESCRIPTION)

    def voices(self, engine: str) -> Iterator[Voice]:
        """One voice a speaker."""
        version = file_version(self.path, self.description)
        preference = _PREFERENCES.get(self.quality, _UNKNOWN_QUALITY)
        found = _NAME.fullmatch(self.name)
        title = (found[3] if found else self.name).replace("_", " ")
        for number, speaker in enumerate(self.speakers):
            several = len(self.speakers) > 1
            gender, accent, novelty = _known(self.name, speaker if several else "")
            yield Voice(
                engine,
                f"{self.name}#{number}" if several else self.name,
                f"{title} {speaker or number}" if several else title.title(),
                accent or self.language,
                gender,
                preference=_NOVELTY if novelty else preference + _CROWD * several,
                version=version,
            )


def find_models(folders: Sequence[Path]) -> tuple[PiperModel, ...]:
    """All models in some folders, by name; of two with one name, the one in the first folder."""
    found: dict[str, PiperModel] = {}
    for folder in folders:
        for path in files_below(folder, MODEL):
            name = path.name.removesuffix(MODEL)
            model = None if name in found else _model(name, path)
            if model is not None:
                found[name] = model
    return tuple(found[name] for name in sorted(found))


def _model(name: str, path: Path) -> PiperModel | None:
    """What lies at ``path``; None if it has no description, or one that is none of Piper's."""
    description = path.with_name(name + DESCRIPTION)
    try:
        if description.stat().st_size > MAX_DESCRIPTION_BYTES:
            return None
        told = json.loads(description.read_text(encoding="utf-8"))
        if not isinstance(told["phoneme_id_map"], dict) or not isinstance(told["audio"]["sample_rate"], int):
            return None
        count = min(max(int(told.get("num_speakers", 1)), 1), MAX_SPEAKERS)
        kind = str(told.get("phoneme_type", "espeak"))
        language, quality = _language(name, told), _quality(name, told)
        speakers = _speakers(count, told.get("speaker_id_map") or {})
    except (OSError, ValueError, TypeError, LookupError, AttributeError, OverflowError, RecursionError):
        return None
    return PiperModel(name, path, language, quality, speakers, kind) if kind in PHONEME_TYPES else None


def _speakers(count: int, numbers: Mapping[str, int]) -> tuple[str, ...]:
    names = {number: name for name, number in numbers.items()}
    return tuple(names.get(number, "") for number in range(count)) if count > 1 else ("",)


def _language(name: str, told: Mapping[str, Any]) -> str:
    found = _NAME.fullmatch(name)
    if found:
        return f"{found[1]}-{found[2]}"
    code = (told.get("language") or {}).get("code") or told["espeak"]["voice"]
    primary, _, region = str(code).replace("_", "-").partition("-")
    return f"{primary}-{region.upper()}" if len(region) == 2 else primary


def _quality(name: str, told: Mapping[str, Any]) -> str:
    found = _NAME.fullmatch(name)
    return found[4] if found else str(told["audio"].get("quality") or "")


def _known(name: str, speaker: str) -> tuple[Gender, str, bool]:
    """What is known of a speaker: gender, the language where it is not that of the voice, whether it is a novelty."""
    title = name.rpartition("-")[0]
    table = _table()
    if not speaker:
        return _gender(table, title), "", False
    several = table["speakers"].get(title.partition("-")[2], {})
    accents = several.get("accents", {})
    accent = next((tag for tag, people in accents.items() if speaker in people.split()), "")
    return _gender(several, speaker), accent, speaker in several.get("novelty", "").split()


def _gender(table: Mapping[str, Any], name: str) -> Gender:
    for gender in (Gender.FEMALE, Gender.MALE):
        if name in table.get(gender.value, "").split():
            return gender
    return Gender.UNKNOWN


@cache
def _table() -> dict[str, Any]:
    file = resources.files("narrate.synthesis.engines").joinpath("piper_speakers.toml")
    return tomllib.loads(file.read_text(encoding="utf-8"))
