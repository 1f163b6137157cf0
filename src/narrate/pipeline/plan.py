"""What has to be spoken for each chapter, and the key that tells whether it has been already."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING

import narrate
from narrate.assembly import Pauses
from narrate.config import Options
from narrate.model import PROFILES, Casting, Naming, Script, SpokenLine, SynthesisRequest, VoiceSetting
from narrate.publishing import ChapterTags, chapter_file_name, mastered_to, underscored_file_name
from narrate.workspace import digest

if TYPE_CHECKING:
    from narrate.speech import Lexicon

RECORD_REVISION = 2
"""Raised when what is recorded of a finished chapter changes its form."""

_DATE = re.compile(r"\d{4}(?:-\d\d-\d\d)?")
_RATE = (0.25, 4.0)
_PITCH = (-12.0, 12.0)


@dataclass(frozen=True, slots=True)
class PlannedLine:
    """A line with what its engine is asked for; ``request`` is None where there is nothing to say (“…”).

    Attributes:
        gain_db: of the voice's setting and the line's delivery; the evening of voices comes on top.
        plain: the request as it is without the line's delivery: what the voice's level is measured on. A whisper is
            a voice with a level of its own.
    """

    line: SpokenLine
    engine: str
    request: SynthesisRequest | None
    plain: SynthesisRequest
    gain_db: float

    @property
    def voice(self) -> str:
        """The voice, as ``engine:id``."""
        return f"{self.engine}:{self.plain.voice}"


@dataclass(frozen=True, slots=True)
class ChapterPlan:
    """One chapter to make.

    Attributes:
        number: from 1.
        texts: of the lines, as the story has them.
        scenes: its scenes are marked in the file; so in all files of a book in which any chapter has several.
        key: changes whenever the file would.
    """

    number: int
    title: str
    file: str
    lines: tuple[PlannedLine, ...]
    texts: tuple[str, ...]
    scenes: bool
    tags: ChapterTags
    key: str

    @property
    def characters(self) -> int:
        """How much there is to speak."""
        return sum(len(planned.request.text) for planned in self.lines if planned.request)


def plan_chapters(
    script: Script,
    casting: Casting,
    options: Options,
    *,
    fingerprints: Mapping[str, str],
    narrator: str,
    cover: bytes | None = None,
    lexicon: Lexicon | None = None,
    ipa_engines: Collection[str] = (),
) -> tuple[ChapterPlan, ...]:
    """Plan every chapter of a script.

    Args:
        script: who says what.
        casting: who has which voice.
        options: ``profile`` and the like.
        fingerprints: by voice (``engine:id``), what tells one version of its sound from another.
        narrator: who the tags name as the narrator.
        cover: a JPEG or PNG picture.
        lexicon: how some words are said. The keys hang on what is said of it, not on the lexicon itself.
        ipa_engines: those that take IPA for the story's language; the others get the nearest spelling.
    """
    count = len(script.chapters)
    told = dict(script.metadata)
    scenes = any(len({line.utterance.scene for line in chapter.lines}) > 1 for chapter in script.chapters)
    profile = PROFILES[options.profile]
    plans = []
    for index, chapter in enumerate(script.chapters):
        lines = _lines(script, casting, index, lexicon, ipa_engines)
        lines = tuple(paced(planned, options.pace) for planned in lines)
        tags = ChapterTags(
            title=chapter.title,
            album=script.title,
            author=script.author or "",
            narrator=narrator,
            track=index + 1,
            tracks=count,
            language=script.language,
            description=told.get("summary", ""),
            date=told["date"] if _DATE.fullmatch(told.get("date", "")) else None,
            series=told.get("series", ""),
            series_number=told.get("series number", ""),
            cover=cover,
            loudness=mastered_to(profile),
        )
        texts = tuple(planned.line.span.of(script.text) for planned in lines)
        file = _file_name(script, index + 1, options)
        key = digest(
            {
                "narrate": narrate.__version__,
                "record": RECORD_REVISION,
                "file": file,
                "lines": [asdict(planned) for planned in lines],
                "voices": {voice: fingerprints[voice] for voice in sorted({planned.voice for planned in lines})},
                "pauses": asdict(pauses_of(options)),
                "profile": asdict(PROFILES[options.profile]),
                "tags": repr(tags),
                "texts": texts,
                "scenes": scenes,
            }
        )
        plans.append(
            ChapterPlan(
                number=index + 1,
                title=chapter.title,
                file=file,
                lines=lines,
                texts=texts,
                scenes=scenes,
                tags=tags,
                key=key,
            )
        )
    return tuple(plans)


def _lines(
    script: Script, casting: Casting, chapter: int, lexicon: Lexicon | None, ipa_engines: Collection[str]
) -> tuple[PlannedLine, ...]:
    from narrate.segmentation import divide  # noqa: PLC0415 - rooms are loaded when they are entered
    from narrate.speech import Lexicon, prepare  # noqa: PLC0415

    planned = []
    for line in prepare(script, chapter, divide, lexicon or Lexicon()):
        setting = casting.setting_for(line.speaker)
        if setting.engine not in ipa_engines:
            line = replace(line, pronunciations=())  # noqa: PLW2901 - what the engine can't use is no part of the plan
        plain = request_for(setting, line.text, script.language)
        spoken = replace(
            plain,
            rate=_within(_RATE, plain.rate * line.prosody.rate),
            pitch_semitones=_within(_PITCH, plain.pitch_semitones + line.prosody.pitch_semitones),
            pitch_range=line.prosody.pitch_range,
            whisper=line.prosody.whisper,
            pronunciations=line.pronunciations,
        )
        planned.append(
            PlannedLine(
                line,
                setting.engine,
                spoken if line.text else None,
                replace(plain, text="", whisper=line.prosody.whisper),
                setting.gain_db + line.prosody.gain_db,
            )
        )
    return tuple(planned)


def pauses_of(options: Options) -> Pauses:
    """The silences that the options ask for."""
    return Pauses().paced(options.pace).for_profile(PROFILES[options.profile])


def _file_name(script: Script, number: int, options: Options) -> str:
    count = len(script.chapters)
    if PROFILES[options.profile].naming is Naming.UNDERSCORES:
        return underscored_file_name(number, count, script.title, script.author or "")
    return chapter_file_name(number, count, script.chapters[number - 1].title)


def paced(planned: PlannedLine, pace: float) -> PlannedLine:
    """The line said faster by a factor. How loud its voice is does not depend on it, so ``plain`` stays."""
    if planned.request is None:
        return planned
    return replace(planned, request=replace(planned.request, rate=_within(_RATE, planned.request.rate * pace)))


def request_for(setting: VoiceSetting, text: str, language: str) -> SynthesisRequest:
    """What an engine is asked for when a voice, set so, says ``text``."""
    return SynthesisRequest(
        text=text,
        voice=setting.voice_id,
        language=language,
        rate=_within(_RATE, setting.rate),
        pitch_semitones=_within(_PITCH, setting.pitch_semitones),
    )


def _within(bounds: tuple[float, float], value: float) -> float:
    return round(min(max(value, bounds[0]), bounds[1]), 4)
