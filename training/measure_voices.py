"""Measure the voices of the wheel's eSpeak NG and write the catalogue that ships.

    python training/measure_voices.py [--all]     → src/narrate/synthesis/engines/espeak_voices.csv

The three plain accents of English are tried with every variant, the others with the clearest. A voice is dropped
if it fails, is silent, has no steady pitch, has a median pitch out of the range of human speech, or sounds like
one already in the list (same base, nearly the same spectrum and pitch). Preference: 0 to 2 are the plain formant
voices, for long listening; 4 to 8 follow how steady the pitch is and how much clips; 9 are effects (robots,
whispers, croaks). Prints what it drops and why; `--all` prints the measurements too.
"""

from __future__ import annotations

import argparse
import csv
import io
import itertools
from dataclasses import dataclass
from pathlib import Path

import espeakng_loader
import numpy as np
from numpy.typing import NDArray

from narrate.errors import NarrateError
from narrate.model import Clip, Gender, SynthesisRequest
from narrate.synthesis.host import EngineHost

CATALOGUE = Path(__file__).parent.parent / "src/narrate/synthesis/engines/espeak_voices.csv"

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
    ("gmw/de", "de", "German", "Der Nordwind und die Sonne stritten sich, wer von ihnen der Stärkere sei."),
    ("gmw/nl", "nl", "Dutch", "De noordenwind en de zon waren erover aan het redetwisten wie de sterkste was."),
    ("roa/fr", "fr", "French", "La bise et le soleil se disputaient, chacun assurant qu'il était le plus fort."),
    ("roa/es", "es", "Spanish", "El viento norte y el sol discutían sobre cuál de ellos era el más fuerte."),
    ("roa/it", "it", "Italian", "Si bisticciavano un giorno il vento di tramontana e il sole."),
    ("roa/pt", "pt-PT", "Portuguese", "O vento norte e o sol discutiam qual deles era o mais forte."),
    ("roa/pt-br", "pt-BR", "Brazilian", "O vento norte e o sol discutiam qual deles era o mais forte."),
    ("gmq/sv", "sv", "Swedish", "Nordanvinden och solen tvistade om vem av dem som var starkast."),
    ("gmq/da", "da", "Danish", "Nordenvinden og solen skændtes om hvem af dem der var den stærkeste."),
    ("gmq/nb", "nb", "Norwegian", "Nordavinden og sola kranglet om hvem av dem som var den sterkeste."),
    ("zlw/pl", "pl", "Polish", "Północny wiatr i słońce sprzeczali się, kto z nich jest silniejszy."),
    ("zlw/cs", "cs", "Czech", "Severní vítr a slunce se hádali, kdo z nich je silnější."),
    ("urj/fi", "fi", "Finnish", "Pohjantuuli ja aurinko väittelivät kummalla olisi enemmän voimaa."),
    ("zle/ru", "ru", "Russian", "Северный ветер и солнце спорили, кто из них сильнее."),
)
ENGLISH = "The north wind and the sun were arguing one day about which of them was the stronger, when a traveller came."

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
AGES = {"grandma": Gender.FEMALE, "grandpa": Gender.MALE, "aunty": Gender.FEMALE}

LOWEST_HZ, HIGHEST_HZ = 65.0, 320.0
DUPLICATE = 1.0  # mean difference of spectra, dB


@dataclass(frozen=True)
class Measured:
    pitch_hz: float
    steadiness: float  # share of loud frames that have a pitch
    clipped: float  # share of samples at full scale
    spectrum: NDArray[np.float64]  # dB in 24 bands, mean 0
    seconds: float


def measure(clip: Clip) -> Measured:
    samples = np.frombuffer(clip.pcm, dtype="<i2").astype(float)
    pitches, loud = pitch_track(samples, clip.format.sample_rate_hz)
    power = np.abs(np.fft.rfft(samples * np.hanning(len(samples)))) ** 2
    edges = np.geomspace(80, 10_000, 25) / clip.format.sample_rate_hz * len(samples)
    bands = [power[int(a) : int(b) + 1].mean() for a, b in itertools.pairwise(edges)]
    spectrum = 10 * np.log10(np.array(bands) + 1)
    return Measured(
        pitch_hz=float(np.median(pitches)) if len(pitches) else 0.0,
        steadiness=len(pitches) / max(loud, 1),
        clipped=float(np.mean(np.abs(samples) >= 32_700)),
        spectrum=spectrum - spectrum.mean(),
        seconds=clip.duration_s,
    )


def pitch_track(samples: NDArray[np.float64], rate: int) -> tuple[NDArray[np.float64], int]:
    """Pitch of each voiced frame by YIN (de Cheveigné and Kawahara 2002, steps 1 to 5), and how many are loud."""
    shortest, longest = int(rate / 420), int(rate / 55)
    size = 2 * longest
    loudest = np.sqrt(np.convolve(samples**2, np.ones(size) / size, "valid").max())
    found, loud = [], 0
    for start in range(0, len(samples) - 2 * size, int(rate * 0.01)):
        frame = samples[start : start + size + longest]
        if np.sqrt(np.mean(frame[:size] ** 2)) < 0.1 * loudest:
            continue
        loud += 1
        squares = np.concatenate(([0.0], np.cumsum(frame**2)))
        energy = squares[np.arange(longest) + size] - squares[np.arange(longest)]
        cross = np.correlate(frame, frame[:size], "valid")[:longest]
        difference = np.maximum(energy[0] + energy - 2 * cross, 0)
        mean = np.cumsum(difference[1:]) / np.arange(1, longest)
        normal = np.concatenate(([1.0], difference[1:] / np.maximum(mean, 1e-9)))
        below = np.flatnonzero(normal[shortest:] < 0.15)
        # eSpeak's low voices glide within a frame: their dip is less deep.
        lag = shortest + int(below[0] if len(below) else np.argmin(normal[shortest:]))
        if normal[lag] > 0.45:
            continue
        while lag + 1 < longest and normal[lag + 1] < normal[lag]:
            lag += 1
        if 0 < lag < longest - 1:
            a, b, c = normal[lag - 1 : lag + 2]
            curve = a - 2 * b + c
            found.append(rate / (lag + (0.5 * (a - c) / curve if curve > 0 else 0.0)))
    return np.array(found), loud


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


def preference(accent: int, variant: str, measured: Measured) -> int:
    if any(variant.lower().startswith(effect) for effect in EFFECTS):
        return 9
    rough = 4 if measured.steadiness > 0.9 else 5 if measured.steadiness > 0.75 else 7
    rough += measured.clipped > 0.0005
    return min(CLEAREST.get(variant, rough) + accent, 8)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--all", action="store_true", help="print every measurement")
    every = parser.parse_args().all
    variants = ["", *sorted(path.name for path in (Path(espeakng_loader.get_data_path()) / "voices/!v").iterdir())]
    rows: list[tuple[str, str, str, str, str, str, int]] = []
    with EngineHost("pyttsx3", retries=0) as host:
        jobs = [
            (base, language, name, weight, ENGLISH, list(CLEAREST) if weight else variants)
            for base, language, name, weight in ACCENTS
        ]
        jobs += [(base, language, name, 0, text, list(SOME_VARIANTS)) for base, language, name, text in OTHER_LANGUAGES]
        for base, language, name, weight, text, choice in jobs:
            kept: list[Measured] = []
            for variant in sorted(choice, key=lambda v: (CLEAREST.get(v, 3), v)):
                voice = f"{base}+{variant}" if variant else base
                try:
                    clip = host.synthesize(SynthesisRequest(text, voice, language))
                except NarrateError as error:
                    print(f"dropped {voice}: {error}")
                    continue
                found = measure(clip)
                why = fault(found, kept)
                if every or why:
                    print(
                        f"{'dropped ' if why else ''}{voice}: {found.pitch_hz:.0f} Hz, steady {found.steadiness:.2f}, "
                        f"clipped {found.clipped:.4f}, {found.seconds:.1f} s {why}"
                    )
                if why:
                    continue
                kept.append(found)
                gender = variant_gender(variant) if variant else Gender.MALE
                gender = AGES.get(variant) or gender or (Gender.FEMALE if found.pitch_hz > 165 else Gender.MALE)
                label = f"{name}, {variant}" if variant else name
                pitch, base_pitch = f"{found.pitch_hz:.1f}", f"{pitch_base_hz(voice):.0f}"
                rows.append((voice, label, language, gender, pitch, base_pitch, preference(weight, variant, found)))
    table = io.StringIO()
    writer = csv.writer(table, lineterminator="\n")
    writer.writerow(("id", "name", "language", "gender", "pitch_hz", "pitch_base_hz", "preference"))
    writer.writerows(rows)
    CATALOGUE.write_text(table.getvalue(), encoding="utf-8")
    print(f"{len(rows)} voices in {CATALOGUE.name}")


def fault(found: Measured, kept: list[Measured]) -> str:
    if not LOWEST_HZ <= found.pitch_hz <= HIGHEST_HZ:
        return "pitch out of range"
    if found.steadiness < 0.4:
        return "no steady pitch"
    for other in kept:
        near = np.mean(np.abs(found.spectrum - other.spectrum)) < DUPLICATE
        if near and abs(12 * np.log2(found.pitch_hz / other.pitch_hz)) < 0.5:
            return "like another"
    return ""


if __name__ == "__main__":
    main()
