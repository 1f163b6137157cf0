"""What has to be spoken for each chapter, and the key that tells whether it has been already."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import TYPE_CHECKING

import narrate
from narrate.assembly import Pauses
from narrate.config import Options
from narrate.model import PROFILES, Casting, Naming, Script, SpokenLine, SynthesisRequest, VoiceSetting
from narrate.pipeline.sound.sounds import ChosenSounds
from narrate.publishing import ChapterTags, chapter_file_name, mastered_to, underscored_file_name
from narrate.workspace import digest

if TYPE_CHECKING:
    from narrate.speech import Lexicon

RECORD_REVISION = 2
"""Raised when what is recorded of a finished chapter changes its form."""

OPENING = "opening"
"""`ChapterPlan.extra` of the opening credits, which may have music."""

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

    @property
    def rate(self) -> float:
        """Factor on the voice's own rate, by its setting and the delivery; the pace of the whole book is none of it."""
        return self.plain.rate * self.line.prosody.rate


@dataclass(frozen=True, slots=True)
class ChapterPlan:
    """One file to make.

    Attributes:
        number: of the chapter, from 1; of what is none, one that no chapter has.
        texts: of the lines, as the story (or the template of the credits) has them.
        scenes: its scenes are marked in the file; so in all files of a book in which any chapter has several.
        key: changes whenever the file would.
        extra: what the file is if it is no chapter: ``opening``, ``closing``, ``sample``.
    """

    number: int
    title: str
    file: str
    lines: tuple[PlannedLine, ...]
    texts: tuple[str, ...]
    scenes: bool
    tags: ChapterTags
    key: str
    extra: str = ""

    @property
    def characters(self) -> int:
        """How much there is to speak."""
        return sum(len(planned.request.text) for planned in self.lines if planned.request)


@dataclass(frozen=True, slots=True, kw_only=True)
class Planner:
    """Plans the files of a book.

    Attributes:
        script: who says what.
        casting: who has which voice.
        options: ``profile`` and the like.
        fingerprints: by voice (``engine:id``), what tells one version of its sound from another.
        narrator: who the tags name as the narrator.
        cover: a JPEG or PNG picture.
        sounds: what is heard beside the voices.
        lexicon: how some words are said. The keys hang on what is said of it, not on the lexicon itself.
        ipa_engines: those that take IPA for the story's language; the others get the nearest spelling.
        takes: which take of an utterance is wanted, by its id; 0 where nothing is said.
        scenes: as in `ChapterPlan`; found out once for all of them.
    """

    script: Script
    casting: Casting
    options: Options
    fingerprints: Mapping[str, str]
    narrator: str
    cover: bytes | None = None
    sounds: ChosenSounds = field(default_factory=ChosenSounds)
    lexicon: Lexicon | None = None
    ipa_engines: Collection[str] = ()
    takes: Mapping[str, int] = field(default_factory=dict)
    scenes: bool = field(init=False)

    def __post_init__(self) -> None:
        scenes = any(len({line.utterance.scene for line in chapter.lines}) > 1 for chapter in self.script.chapters)
        object.__setattr__(self, "scenes", scenes)

    def said(self) -> tuple[tuple[PlannedLine, ...], ...]:
        """What engines are asked for, chapter by chapter: the longest part of planning, which hangs on no cover."""
        return tuple(self.lines(self.script, chapter) for chapter in range(len(self.script.chapters)))

    def chapters(self, said: Sequence[tuple[PlannedLine, ...]]) -> tuple[ChapterPlan, ...]:
        """A plan for every chapter of the script, of what `said` gave."""
        titles = [chapter.title for chapter in self.script.chapters]
        return tuple(
            self.plan(number, title, self.file_name(number, title), lines)
            for number, (title, lines) in enumerate(zip(titles, said, strict=True), 1)
        )

    def plan(
        self,
        number: int,
        title: str,
        file: str,
        lines: tuple[PlannedLine, ...],
        *,
        extra: str = "",
        source: str | None = None,
    ) -> ChapterPlan:
        """The plan for a file that is to hold ``lines``, which are slices of ``source`` (None is the story)."""
        tags = self._tags(number, title)
        text = self.script.text if source is None else source
        texts = tuple(planned.line.span.of(text) for planned in lines)
        key = digest(
            {
                "narrate": narrate.__version__,
                "record": RECORD_REVISION,
                "file": file,
                "lines": repr(lines),
                "voices": {voice: self.fingerprints[voice] for voice in sorted({planned.voice for planned in lines})},
                "pauses": asdict(pauses_of(self.options)),
                "profile": asdict(PROFILES[self.options.profile]),
                "tags": repr(tags),
                "sounds": self.sounds.music_digest if extra == OPENING else self.sounds.scene_digest,
                "texts": texts,
                "scenes": self.scenes,
            }
        )
        return ChapterPlan(
            number=number,
            title=title,
            file=file,
            lines=lines,
            texts=texts,
            scenes=self.scenes,
            tags=tags,
            key=key,
            extra=extra,
        )

    def file_name(self, number: int, title: str) -> str:
        """What a file is called, as the profile has it."""
        count = len(self.script.chapters)
        if PROFILES[self.options.profile].naming is Naming.UNDERSCORES:
            return underscored_file_name(number, count, self.script.title, self.script.author or "")
        return chapter_file_name(number, count, title)

    def lines(self, script: Script, chapter: int) -> tuple[PlannedLine, ...]:
        """What engines are asked for, line by line: of the book's script, or of another in its place."""
        from narrate.segmentation import divide
        from narrate.speech import Lexicon, prepare

        lines = prepare(script, chapter, divide, self.lexicon or Lexicon())
        return tuple(paced(self._line(line, script.language), self.options.pace) for line in lines)

    def _line(self, line: SpokenLine, language: str) -> PlannedLine:
        setting, prosody = self.casting.setting_for(line.speaker), line.prosody
        if line.pronunciations and setting.engine not in self.ipa_engines:
            line = replace(line, pronunciations=())  # what the engine can't use is no part of the plan
        plain = request_for(setting, "", language, whisper=prosody.whisper)
        spoken = SynthesisRequest(
            text=line.text,
            voice=plain.voice,
            language=language,
            rate=_within(_RATE, plain.rate * prosody.rate),
            pitch_semitones=_within(_PITCH, plain.pitch_semitones + prosody.pitch_semitones),
            pitch_range=prosody.pitch_range,
            whisper=prosody.whisper,
            pronunciations=line.pronunciations,
            take=self.takes.get(line.utterance_id, 0),
        )
        gain_db = setting.gain_db + prosody.gain_db
        return PlannedLine(line, setting.engine, spoken if line.text else None, plain, gain_db)

    def _tags(self, number: int, title: str) -> ChapterTags:
        told = dict(self.script.metadata)
        return ChapterTags(
            title=title,
            album=self.script.title,
            author=self.script.author or "",
            narrator=self.narrator,
            track=number,
            tracks=len(self.script.chapters),
            language=self.script.language,
            description=told.get("summary", ""),
            date=told["date"] if _DATE.fullmatch(told.get("date", "")) else None,
            series=told.get("series", ""),
            series_number=told.get("series number", ""),
            cover=self.cover,
            loudness=mastered_to(PROFILES[self.options.profile]),
        )


def pauses_of(options: Options) -> Pauses:
    """The silences that the options ask for."""
    pauses = replace(Pauses().for_profile(PROFILES[options.profile]), **dict(options.pauses))
    return pauses.paced(options.pace)


def paced(planned: PlannedLine, pace: float) -> PlannedLine:
    """The line said faster by a factor. How loud its voice is does not depend on it, so ``plain`` stays."""
    if planned.request is None or pace == 1:
        return planned
    return replace(planned, request=replace(planned.request, rate=_within(_RATE, planned.request.rate * pace)))


def request_for(setting: VoiceSetting, text: str, language: str, *, whisper: bool = False) -> SynthesisRequest:
    """What an engine is asked for when a voice, set so, says ``text``."""
    return SynthesisRequest(
        text=text,
        voice=setting.voice_id,
        language=language,
        rate=_within(_RATE, setting.rate),
        pitch_semitones=_within(_PITCH, setting.pitch_semitones),
        whisper=whisper,
    )


def _within(bounds: tuple[float, float], value: float) -> float:
    return round(min(max(value, bounds[0]), bounds[1]), 4)
