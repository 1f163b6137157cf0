"""Measure the voices of the wheel's eSpeak NG and write the catalogue that ships.

    python training/measure_voices.py [--all]     → src/narrate/synthesis/engines/espeak_voices.csv

The three plain accents of English are tried with every variant, the others with the clearest. A voice is dropped
if it fails, is silent, has no steady pitch, has a median pitch out of the range of human speech, or sounds like
one already in the list (same base, nearly the same timbre and pitch). Preference: 0 to 2 are the plain formant
voices, for long listening; 4 to 8 follow how steady the pitch is and how much clips; 9 are effects (robots,
whispers, croaks). Each says `narrate.casting.measuring.sample_text`. Prints what it drops and why; `--all` prints
the measurements too.
"""

from __future__ import annotations

import argparse
import csv
import io
import math
from collections.abc import Iterator
from pathlib import Path

import espeakng_loader

from narrate.casting.measuring import Measurement, measure, sample_text
from narrate.errors import NarrateError
from narrate.model import Age, Gender, SynthesisRequest
from narrate.synthesis.host import EngineHost

CATALOGUE = Path(__file__).parent.parent / "src/narrate/synthesis/engines/espeak_voices.csv"
COLUMNS = (
    "id", "name", "language", "gender", "age", "pitch_hz", "pitch_base_hz", "preference", "brightness_hz",
    "letters_per_s", "level_db", "timbre_db",
)  # fmt: skip

# Longest in the list first for English, the language of the stories: base file, language, name, preference.
ACCENTS = (
    ("gmw/en-gb-x-rp", "en-GB", "Received Pronunciation", 0),
    ("gmw/en-gb", "en-GB", "British", 0),
    ("gmw/en-us", "en-US", "American", 0),
    ("gmw/en-gb-scotland", "en-GB-scotland", "Scottish", 1),
    ("gmw/en-gb-x-gbclan", "en-GB-x-gbclan", "Lancastrian", 1),
    ("gmw/en-gb-x-gbcwmd", "en-GB-x-gbcwmd", "West Midlands", 1),
    ("gmw/en-us-nyc", "en-US-x-nyc", "New York", 1),
    ("gmw/en-029", "en-029", "Caribbean", 1),
)
OTHER_LANGUAGES = (
    ("gmw/de", "de", "German"),
    ("gmw/nl", "nl", "Dutch"),
    ("roa/fr", "fr", "French"),
    ("roa/es", "es", "Spanish"),
    ("roa/it", "it", "Italian"),
    ("roa/pt", "pt-PT", "Portuguese"),
    ("roa/pt-br", "pt-BR", "Brazilian"),
    ("gmq/sv", "sv", "Swedish"),
    ("gmq/da", "da", "Danish"),
    ("gmq/nb", "nb", "Norwegian"),
    ("zlw/pl", "pl", "Polish"),
    ("zlw/cs", "cs", "Czech"),
    ("urj/fi", "fi", "Finnish"),
    ("zle/ru", "ru", "Russian"),
)

# By ear, for hours of listening: plain formant voices without echo, breath or buzz.
CLEAREST = {
    "": 0,
    "m3": 1,
    "f3": 1,
    "f2": 1,
    "m7": 1,
    "m1": 1,
    "f4": 2,
    "f1": 2,
    "m2": 2,
    "m4": 2,
    "m6": 2,
    "m8": 2,
    "m5": 5,
    "f5": 5,
}
EFFECTS = (
    "croak", "demonic", "whisper", "robo", "unirobot", "anikarobot", "fast", "klatt", "storm", "tweaky", "announcer",
    "ricishay", "anxious",
)  # fmt: skip
SOME_VARIANTS = ("", "m1", "m2", "m3", "m4", "m7", "f1", "f2", "f3", "f4")
GENDERS = {"grandma": Gender.FEMALE, "grandpa": Gender.MALE, "aunty": Gender.FEMALE}
AGES = {"grandma": Age.OLD, "grandpa": Age.OLD}

LOWEST_HZ, HIGHEST_HZ = 65.0, 320.0
DUPLICATE_DB = 0.7  # a voice differs from itself by as much when it says something else
DUPLICATE_SEMITONES = 0.5


def variant_gender(variant: str) -> Gender | None:
    text = (Path(espeakng_loader.get_data_path()) / "voices/!v" / variant).read_text(encoding="utf-8", errors="replace")
    for line in text.splitlines():
        words = line.lower().split()
        if words[:1] == ["gender"] and len(words) > 1 and words[1] in ("male", "female"):
            return Gender(words[1])
    return None


def pitch_base_hz(voice: str) -> float:
    """The part of the pitch that eSpeak's pitch setting moves: 9 below the first number of “pitch” (voices.c)."""
    data = Path(espeakng_loader.get_data_path())
    base, _, variant = voice.partition("+")
    files = [path for path in (data / "lang").rglob("*") if path.relative_to(data / "lang").as_posix().lower() == base]
    files += [data / "voices/!v" / variant] if variant else []
    lowest = 82.0
    for path in files:
        for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
            words = line.split()
            if words[:1] == ["pitch"]:
                lowest = float(words[1])
    return lowest - 9


def preference(accent: int, variant: str, measured: Measurement) -> int:
    if any(variant.lower().startswith(effect) for effect in EFFECTS):
        return 9
    rough = 4 if measured.steadiness > 0.9 else 5 if measured.steadiness > 0.75 else 7
    rough += measured.clipped > 0.0005
    return min(CLEAREST.get(variant, rough) + accent, 8)


def jobs() -> Iterator[tuple[str, str, str, int, list[str]]]:
    """Base, language, name, what the accent adds to the preference, variants."""
    every = ["", *sorted(path.name for path in (Path(espeakng_loader.get_data_path()) / "voices/!v").iterdir())]
    for base, language, name, weight in ACCENTS:
        yield base, language, name, weight, list(CLEAREST) if weight else every
    for base, language, name in OTHER_LANGUAGES:
        yield base, language, name, 0, list(SOME_VARIANTS)


def row(job: tuple[str, str, str, int], variant: str, found: Measurement) -> dict[str, object]:
    base, language, name, weight = job
    voice = f"{base}+{variant}" if variant else base
    gender = variant_gender(variant) if variant else Gender.MALE
    gender = GENDERS.get(variant) or gender or (Gender.FEMALE if found.pitch_hz > 165 else Gender.MALE)
    values = (
        voice, f"{name}, {variant}" if variant else name, language, gender.value, AGES.get(variant, Age.ADULT).value,
        f"{found.pitch_hz:.1f}", f"{pitch_base_hz(voice):.0f}", preference(weight, variant, found),
        f"{found.sound.brightness_hz:.0f}", f"{found.sound.letters_per_s:.2f}", f"{found.sound.level_db:.1f}",
        " ".join(f"{value:.2f}" for value in found.sound.timbre),
    )  # fmt: skip
    return dict(zip(COLUMNS, values, strict=True))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--all", action="store_true", help="print every measurement")
    every = parser.parse_args().all
    rows: list[dict[str, object]] = []
    with EngineHost("pyttsx3", retries=0) as host:
        for base, language, name, weight, choice in jobs():
            kept: list[Measurement] = []
            text = sample_text(language)
            for variant in sorted(choice, key=lambda v: (CLEAREST.get(v, 3), v)):
                voice = f"{base}+{variant}" if variant else base
                try:
                    found = measure(host.synthesize(SynthesisRequest(text, voice, language)), text)
                except (NarrateError, ValueError) as error:
                    print(f"dropped {voice}: {error}")
                    continue
                why = fault(found, kept)
                if every or why:
                    print(
                        f"{'dropped ' if why else ''}{voice}: {found.pitch_hz:.0f} Hz, steady {found.steadiness:.2f}, "
                        f"clipped {found.clipped:.4f} {why}"
                    )
                if not why:
                    kept.append(found)
                    rows.append(row((base, language, name, weight), variant, found))
    table = io.StringIO()
    writer = csv.DictWriter(table, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    CATALOGUE.write_text(table.getvalue(), encoding="utf-8")
    print(f"{len(rows)} voices in {CATALOGUE.name}")


def fault(found: Measurement, kept: list[Measurement]) -> str:
    if not LOWEST_HZ <= found.pitch_hz <= HIGHEST_HZ:
        return "pitch out of range"
    if found.steadiness < 0.4:
        return "no steady pitch"
    for other in kept:
        alike = math.dist(found.sound.timbre, other.sound.timbre) < DUPLICATE_DB
        if alike and abs(12 * math.log2(found.pitch_hz / other.pitch_hz)) < DUPLICATE_SEMITONES:
            return "like another"
    return ""


if __name__ == "__main__":
    main()
