"""Scripts and catalogues to cast with."""

from collections.abc import Iterable

import pytest
from tests.scripts import one_chapter

from narrate.model import (
    Attribution,
    Character,
    Gender,
    Line,
    Script,
    Span,
    Utterance,
    UtteranceKind,
    Voice,
)

_ACCENTS = (("gmw/en-gb-x-rp", "en-GB", 0), ("gmw/en-us", "en-US", 1), ("gmw/en-gb-scotland", "en-GB-scotland", 4))


def _script(turns: Iterable[tuple[str, int]], characters: Iterable[Character], language: str = "en") -> Script:
    """A story of nothing but speech: ``turns`` are pairs of speaker and scene."""
    lines = tuple(
        Line(Utterance(f"c1u{n + 1}", UtteranceKind.DIALOGUE, Span(n, n + 1), 0, scene, n), Attribution(speaker, 0.9))
        for n, (speaker, scene) in enumerate(turns)
    )
    return one_chapter("x" * len(lines), lines, characters, language)


def _espeak_like() -> tuple[Voice, ...]:
    """44 voices: three accents with eight men and five women each, and two novelties."""
    voices = []
    for accent, language, preference in _ACCENTS:
        for number in range(1, 9):
            pitch = 80.0 + 9 * number
            voices.append(
                Voice("pyttsx3", f"{accent}+m{number}", accent, language, Gender.MALE, pitch, preference + number % 3)
            )
        for number in range(1, 6):
            pitch = 165.0 + 14 * number
            voices.append(
                Voice("pyttsx3", f"{accent}+f{number}", accent, language, Gender.FEMALE, pitch, preference + number % 3)
            )
        voices.append(Voice("pyttsx3", accent, accent, language, Gender.MALE, 105.0, preference))
    voices.append(Voice("pyttsx3", "gmw/en-us+Demonic", "Demonic", "en-US", Gender.MALE, 45.0, 9))
    voices.append(Voice("pyttsx3", "gmw/en-us+UniRobot", "UniRobot", "en-US", Gender.UNKNOWN, 120.0, 9))
    return tuple(voices)


def _sapi_like() -> tuple[Voice, ...]:
    return (
        Voice("sapi5", "David", "David", "en-US", Gender.MALE, 110.0, 1),
        Voice("sapi5", "Mark", "Mark", "en-US", Gender.MALE, 100.0, 2),
        Voice("sapi5", "Zira", "Zira", "en-US", Gender.FEMALE, 200.0, 1),
    )


@pytest.fixture(scope="session")
def script_of():
    """Build a script of turns."""
    return _script


@pytest.fixture(scope="session")
def espeak():
    """A large catalogue."""
    return _espeak_like()


@pytest.fixture(scope="session")
def sapi():
    """A catalogue of three."""
    return _sapi_like()


@pytest.fixture(scope="session")
def people():
    """Jack, Ann, the waiter, and Tom who tells the story."""
    return {
        "jack": Character("jack", "Jack Hale", ("Jack", "Hale"), Gender.MALE),
        "ann": Character("ann", "Ann", (), Gender.FEMALE),
        "waiter": Character("waiter", "the waiter", (), Gender.MALE),
        "tom": Character("tom", "Tom", (), Gender.MALE, first_person=True),
    }
