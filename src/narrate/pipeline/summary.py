"""What came out of a run, in figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from narrate.model import Casting, ChapterTimeline, Script, UtteranceKind, Voice


@dataclass(frozen=True, slots=True)
class SpeakerSummary:
    """One voice's part: ``share`` is of the words that are spoken, 0…1; ``lines`` counts utterances.

    ``character`` is the character's id; None is the narrator.
    """

    name: str
    voice: str
    voice_name: str
    lines: int
    words: int
    share: float
    reason: str
    character: str | None = None


@dataclass(frozen=True, slots=True)
class OmissionSummary:
    """What was left out for one reason: ``places`` slices with ``words`` words, the first of which begins so."""

    reason: str
    places: int
    words: int
    example: str


@dataclass(frozen=True, slots=True)
class ChapterSummary:
    """One finished file."""

    title: str
    file: str
    duration_s: float


@dataclass(frozen=True, slots=True)
class Summary:
    """A finished run.

    Attributes:
        folder: where everything is.
        chapters: all finished chapters, made now or earlier, in order.
        made: how many were made in this run.
        dialogue: lines of dialogue.
        unsure: those whose speaker a person had better look at.
        unsure_at: line number in script.txt of the first of them; 0 if there is none.
        speakers: the narrator first, then by words.
        unchanged: nothing had to be done.
        published: files that were asked for beside the chapters; paths within the folder.
    """

    title: str
    author: str | None
    folder: str
    chapters: tuple[ChapterSummary, ...]
    made: int
    dialogue: int
    unsure: int
    unsure_at: int
    speakers: tuple[SpeakerSummary, ...]
    omitted: tuple[OmissionSummary, ...]
    unchanged: bool = False
    published: tuple[str, ...] = ()

    @property
    def duration_s(self) -> float:
        """Length of all finished chapters together."""
        return sum(chapter.duration_s for chapter in self.chapters)


def summarise(  # noqa: D417 - the rest is what it says
    script: Script,
    casting: Casting,
    voices: Sequence[Voice],
    chapters: Sequence[ChapterTimeline],
    *,
    folder: str,
    made: int,
    unsure_at: int,
) -> Summary:
    """Count what a person wants to know.

    Args:
        unsure_at: line number in script.txt of the first unsure line.
    """
    dialogue = [line for line in script.lines() if line.utterance.kind is UtteranceKind.DIALOGUE]
    return Summary(
        title=script.title,
        author=script.author,
        folder=folder,
        chapters=tuple(ChapterSummary(c.title, c.file, c.duration_s) for c in chapters),
        made=made,
        dialogue=len(dialogue),
        unsure=sum(line.unsure for line in dialogue),
        unsure_at=unsure_at,
        speakers=speakers(script, casting, voices),
        omitted=omissions(script),
    )


def speakers(script: Script, casting: Casting, voices: Sequence[Voice]) -> tuple[SpeakerSummary, ...]:
    """Everybody's part, the narrator first, then by words."""
    lines: Counter[str | None] = Counter()
    words: Counter[str | None] = Counter()
    for line in script.lines():
        lines[line.attribution.speaker] += 1
        words[line.attribution.speaker] += len(line.utterance.span.of(script.text).split())
    names: dict[str | None, str] = {None: "Narrator"} | {c.id: c.name for c in script.characters}
    known = {voice.key: voice.name for voice in voices}
    total = max(words.total(), 1)
    parts = [
        SpeakerSummary(
            name=names[member.character_id],
            voice=member.setting.voice,
            voice_name=known.get(member.setting.voice, member.setting.voice),
            lines=lines[member.character_id],
            words=words[member.character_id],
            share=words[member.character_id] / total,
            reason=member.reason,
            character=member.character_id,
        )
        for member in (casting.narrator, *casting.members)
        if member.character_id in names
    ]
    return (parts[0], *sorted(parts[1:], key=lambda part: (-part.words, part.name)))


def omissions(script: Script) -> tuple[OmissionSummary, ...]:
    """What was left out, white space aside, by reason."""
    found: dict[str, list[str]] = {}
    for omission in script.omitted:
        if omission.reason != "whitespace":
            found.setdefault(omission.reason, []).append(" ".join(omission.span.of(script.text).split()))
    return tuple(
        OmissionSummary(reason, len(texts), sum(map(_words, texts)), texts[0][:60]) for reason, texts in found.items()
    )


def _words(text: str) -> int:
    return sum(any(map(str.isalnum, word)) for word in text.split())


def from_record(record: object, *, folder: str) -> Summary | None:
    """The summary of an earlier run, of which nothing had to be done again; None where it is damaged.

    Args:
        record: ``dataclasses.asdict`` of that summary.
        folder: where everything is now.
    """
    if not isinstance(record, Mapping):
        return None
    try:
        parts = {
            "chapters": tuple(ChapterSummary(**chapter) for chapter in record["chapters"]),
            "speakers": tuple(SpeakerSummary(**speaker) for speaker in record["speakers"]),
            "omitted": tuple(OmissionSummary(**omission) for omission in record["omitted"]),
        }
        return Summary(**{**record, **parts, "folder": folder, "made": 0, "unchanged": True})
    except (KeyError, TypeError):
        return None
