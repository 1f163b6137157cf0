"""The files of Kokoro on this machine, the voices in them, and blends of voices."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from narrate.errors import VoiceMissingError
from narrate.model import Age, Gender, Voice
from narrate.synthesis.voicestore import files_below

PRECISIONS: Final = ("", "fp16", "int8")
"""Of a model's numbers, the best first: the halved ones gain nothing on most processors."""

LANGUAGES: Final = {
    "a": ("en-US", "en-us", "American"),
    "b": ("en-GB", "en-gb", "British"),
    "e": ("es", "es", "Spanish"),
    "f": ("fr", "fr-fr", "French"),
    "h": ("hi", "hi", "Hindi"),
    "i": ("it", "it", "Italian"),
    "j": ("ja", "ja", "Japanese"),
    "p": ("pt-BR", "pt-br", "Brazilian"),
    "z": ("zh", "cmn", "Chinese"),
}
"""By the first letter of a voice's name: BCP 47, eSpeak NG's name, and a word for people."""

MAX_PARTS: Final = 8
"""Of a blend: more are a murmur of everybody."""

_MODEL = re.compile(r"(.*?)-?(v\d[\d.]*\d|v\d)(-[a-z]+)?(?:\.([a-z]+\d+))?")
_PART = re.compile(r"([a-z]{2}_[a-z0-9]{1,32}) ?(?:\* ?(\d{1,3}(?:\.\d{1,6})?|\.\d{1,6}))?")
_GENDERS = {"f": Gender.FEMALE, "m": Gender.MALE}

_CLEAR = 4
_GRADED: Final = {
    "af_heart": 0, "af_bella": 0, "bf_emma": 1, "ff_siwis": 1, "am_fenrir": 2, "am_michael": 2, "am_puck": 2,
    "af_aoede": 2, "af_kore": 2, "af_sarah": 2, "bm_fable": 2, "bm_george": 2, "bf_isabella": 2, "af_alloy": 2,
    "af_nova": 2, "if_sara": 2, "im_nicola": 2, "hf_alpha": 2, "hf_beta": 2, "hm_omega": 2, "hm_psi": 2,
    "ef_dora": 2, "em_alex": 2, "pf_dora": 2, "pm_alex": 2, "bm_lewis": 3, "af_sky": 3, "af_nicole": 9, "am_santa": 6,
    "em_santa": 6, "pm_santa": 6, "am_adam": 6,
}  # fmt: skip
"""Preferences, after the grades that Kokoro's authors give (VOICES.md of Kokoro-82M). Nicole whispers throughout."""
_WEAK_LANGUAGES = frozenset("jz")
_WEAK = 8
"""Of Japanese and Chinese: eSpeak NG, which reads for this library, knows their characters badly."""


@dataclass(frozen=True, slots=True)
class KokoroFiles:
    """A model and the voices that go with it.

    Attributes:
        name: ``kokoro-v1.0.int8``, the name of the model's file.
        model: the file.
        voices: the pack of voices, in NumPy's ``npz``.
        names: of the voices in it, sorted.
    """

    name: str
    model: Path
    voices: Path
    names: tuple[str, ...]


def find_files(folders: Sequence[Path]) -> tuple[KokoroFiles, ...]:
    """All models in some folders that have their voices beside them, those of the best precision first."""
    found = []
    for folder in folders:
        packs = [*files_below(folder, ".bin"), *files_below(folder, ".npz")]
        for model in files_below(folder, ".onnx"):
            beside = [pack for pack in packs if pack.parent == model.parent]
            pack = _pack_for(model, beside)
            names = _names(pack) if pack else ()
            if pack and names:
                found.append(KokoroFiles(model.stem, model, pack, names))
    return tuple(sorted(found, key=lambda files: (_rank(files.name), files.name)))


def voice_of(engine: str, name: str) -> Voice:
    """What is known of a voice by its name: ``bf_emma`` is British and female."""
    language, _, word = LANGUAGES.get(name[:1], ("en-US", "", "American"))
    title = name.partition("_")[2].replace("_", " ").title() or name
    preference = _WEAK if name[:1] in _WEAK_LANGUAGES else _GRADED.get(name, _CLEAR)
    age = Age.OLD if name.endswith("_santa") else Age.UNKNOWN
    gender = _GENDERS.get(name[1:2], Gender.UNKNOWN)
    return Voice(engine, name, f"{title}, {word}", language, gender, preference=preference, age=age)


def parse_blend(voice: str, names: Sequence[str]) -> tuple[tuple[str, float], ...]:
    """The voices of a blend with their shares, which make 1: ``af_heart*0.6+bf_emma*0.4``; or one voice, whole.

    Raises:
        VoiceMissingError: it is no blend, or one of its voices is not there.
    """
    parts = tuple(_parts(voice, names))
    total = sum(weight for _, weight in parts)
    if not total:
        raise VoiceMissingError(f"the voice “{voice}” is a blend of nothing", hint="Its weights must make more than 0.")
    return tuple((name, weight / total) for name, weight in parts)


def blended_voice(engine: str, voice: str, names: Sequence[str]) -> Voice:
    """What is known of a blend: language, gender and age are those of its largest part.

    Raises:
        VoiceMissingError: as `parse_blend`.
    """
    parts = parse_blend(voice, names)
    known = voice_of(engine, max(parts, key=lambda part: part[1])[0])
    if len(parts) == 1:
        return known
    genders = {voice_of(engine, name).gender for name, _ in parts}
    title = " and ".join(voice_of(engine, name).name.partition(",")[0] for name, _ in parts)
    gender = known.gender if len(genders) == 1 else Gender.UNKNOWN
    # A novelty to casting: a blend is for whoever a person gave it to.
    return Voice(engine, voice, title, known.language, gender, preference=9)


def _parts(voice: str, names: Sequence[str]) -> Iterator[tuple[str, float]]:
    written = voice.split("+")
    for part in written:
        found = _PART.fullmatch(part.strip())
        if found is None or found[1] not in names or len(written) > MAX_PARTS:
            known = f"Its voices are: {', '.join(names)}." if names else ""
            raise VoiceMissingError(
                f"the engine “kokoro” has no voice “{voice}”",
                hint=f"{known} A blend is written af_heart*0.6+bf_emma*0.4, of {MAX_PARTS} at most.".strip(),
            )
        yield found[1], float(found[2] or 1)


def _pack_for(model: Path, packs: Sequence[Path]) -> Path | None:
    """The voices for a model: those of its version (``v1.0``, ``v1.1-zh``), or else the only ones."""
    found = _MODEL.fullmatch(model.stem)
    wanted = f"{found[2]}{found[3] or ''}" if found else ""
    named = [pack for pack in packs if wanted and pack.stem.removeprefix("voices-") == wanted]
    return named[0] if named else packs[0] if len(packs) == 1 else None


def _rank(name: str) -> int:
    found = _MODEL.fullmatch(name)
    precision = (found[4] or "") if found else ""
    return PRECISIONS.index(precision) if precision in PRECISIONS else len(PRECISIONS)


def _names(pack: Path) -> tuple[str, ...]:
    """The voices in a pack, without reading their numbers."""
    try:
        with zipfile.ZipFile(pack) as archive:
            names = [name.removesuffix(".npy") for name in archive.namelist() if name.endswith(".npy")]
    except (OSError, zipfile.BadZipFile):
        return ()
    return tuple(sorted(name for name in names if _PART.fullmatch(name)))
