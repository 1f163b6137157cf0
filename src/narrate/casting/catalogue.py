"""The voices that an engine offers, as casting looks at them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches

from narrate.errors import EngineMissingError, VoiceMissingError
from narrate.model import Age, Gender, Voice, VoiceSetting

NOVELTY = 9
"""The preference of voices that nobody gets who did not ask for them."""

_OTHER_REGION = 3  # steps of preference that a narrator's foreign accent costs

_OTHER_AGE = 4  # … and a child's voice, or an old one


@dataclass(frozen=True, slots=True)
class Catalogue:
    """An engine's voices, the clearest first.

    Attributes:
        engine: its name.
        language: of the story.
        voices: all.
        usable: those that casting gives of its own accord: of the story's language and no novelties, where
            there are such.
        others: voices of other engines, for those to whom the map gives one.
    """

    engine: str
    language: str
    voices: tuple[Voice, ...]
    usable: tuple[Voice, ...]
    others: tuple[Voice, ...] = ()

    @classmethod
    def of(cls, voices: Sequence[Voice], language: str) -> Catalogue:
        """The catalogue of the engine whose voices come first.

        Raises:
            EngineMissingError: there is none.
        """
        if not voices:
            raise EngineMissingError(
                "the speech engine offers no voices",
                hint="`narrate doctor` says what is wrong with it; `--engine` takes another.",
            )
        engine = voices[0].engine
        ordered = tuple(sorted((v for v in voices if v.engine == engine), key=lambda v: (v.preference, v.id)))
        spoken = tuple(voice for voice in ordered if _primary(voice.language) == _primary(language))
        if _primary(language) != "en":
            spoken = _of_region(spoken, language)
        clear = tuple(voice for voice in spoken if voice.preference < NOVELTY)
        others = tuple(voice for voice in voices if voice.engine != engine)
        return cls(engine, language, ordered, clear or spoken or ordered, others)

    def fitting(self, gender: Gender) -> tuple[Voice, ...]:
        """The usable voices for somebody of that gender: any for unknown, those of neither where it has none."""
        if gender is Gender.UNKNOWN:
            return self.usable
        of_gender = tuple(voice for voice in self.usable if voice.gender is gender)
        return of_gender or tuple(voice for voice in self.usable if voice.gender is Gender.UNKNOWN)

    def unfit_to_narrate(self, voice: Voice) -> int:
        """How little a voice is fit to read the whole story: 0 is best."""
        region = self.language.casefold().partition("-")[2]
        foreign = bool(region) and voice.language.casefold().partition("-")[2] != region
        return voice.preference + _OTHER_REGION * foreign + _OTHER_AGE * (voice.age in {Age.CHILD, Age.OLD})

    def find(self, setting: VoiceSetting) -> Voice | None:
        """The voice a setting names, in whatever case; None if its engine has none of that name."""
        wanted = setting.voice.casefold()
        alike = [voice for voice in (*self.voices, *self.others) if voice.key.casefold() == wanted]
        return next((voice for voice in alike if voice.key == setting.voice), alike[0] if alike else None)

    def checked(self, setting: VoiceSetting, table: str) -> VoiceSetting:
        """``setting`` with the voice's name as the engine spells it.

        Raises:
            VoiceMissingError: its engine has no such voice.
        """
        voice = self.find(setting)
        if voice is None:
            engine = setting.engine
            known = [voice.id for voice in (*self.voices, *self.others) if voice.engine == engine]
            near = get_close_matches(setting.voice_id, known, n=3, cutoff=0.5)
            names = " or ".join(f'"{engine}:{name}"' for name in near)
            raise VoiceMissingError(
                f"voices.toml, [{table}]: {engine} has no voice {setting.voice_id!r}",
                hint=f"{f'Did you mean {names}? ' if near else ''}`narrate voices` lists them all; "
                "take the line out to have another voice chosen.",
            )
        return replace(setting, voice=voice.key)


def _of_region(voices: tuple[Voice, ...], language: str) -> tuple[Voice, ...]:
    """Those of the story's region (Brazil's for ``pt-BR``), where there are such.

    English is left out: its many accents are what tells people apart, and any of them is understood.
    """
    region = language.casefold().replace("_", "-").partition("-")[2]
    here = tuple(v for v in voices if v.language.casefold().replace("_", "-").partition("-")[2] == region)
    return here if region and here else voices


def _primary(language: str) -> str:
    return language.casefold().replace("_", "-").partition("-")[0]
