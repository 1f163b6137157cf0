"""``narrate cast --html``: the cast as one page, with a sample of each voice."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from narrate.config import Options
from narrate.model import Age, Casting, CastMember, Clip, Gender, Script, VoiceSetting
from narrate.pipeline.events import Listener, Notice, StageStarted, ignore
from narrate.pipeline.run.spending import Confirm, ask_before_samples
from narrate.pipeline.sound.samples import Sample, as_mp3, sample_of, speak, typical_line
from narrate.pipeline.story.job import Job
from narrate.pipeline.story.preparation import Preparation, prepare
from narrate.publishing.web.cast_page import CastBook, CastPerson, CastTalk, cast_page
from narrate.workspace import write_atomically, writing

HEARD = 100
"""How many people get a sample, those with most words: the page holds their sounds itself."""


def write_cast_page(
    story: Path, options: Options, path: Path, listener: Listener = ignore, *, confirm: Confirm | None = None
) -> None:
    """Write the cast of a story as one HTML file that loads nothing from elsewhere.

    Args:
        story: its file.
        options: as for `narrate.pipeline.show_cast`.
        path: where the page goes; its folder is made.
        listener: is told what goes on.
        confirm: is asked before text goes to a server elsewhere; None: then nothing is sent, and that is an error.

    Raises:
        NarrateError: what `show_cast` raises.
        EngineError: the engine can't speak.
        OutputError: the page can't be written.
    """
    job = Job.of(story, options)
    prepared = prepare(job, listener)
    members = _members(prepared.script, prepared.casting)
    lexicon = job.lexicon.lexicon()
    samples = []
    for member in members[:HEARD]:
        line = typical_line(prepared.script, member.character_id)
        nothing = Sample("", member.setting.engine, None)
        samples.append(sample_of(prepared.script, line, member.setting, options, lexicon) if line else nothing)
    ask_before_samples(samples, options, confirm)
    listener(StageStarted("speaking", f"a sample of {len(samples)} voices"))
    book = _book(prepared, members, samples, speak(samples, options))
    with writing(path):
        path.parent.mkdir(parents=True, exist_ok=True)
    write_atomically(path, cast_page(book).encode("utf-8"))
    listener(Notice(f"{path} is written: open it in a browser."))


def _members(script: Script, casting: Casting) -> list[CastMember]:
    """The narrator, then everybody by words."""
    words = _words(script)
    there = [member for member in casting.members if member.character_id in words]
    return [casting.narrator, *sorted(there, key=lambda m: (-words[m.character_id], m.character_id or ""))]


def _words(script: Script) -> Counter[str | None]:
    words: Counter[str | None] = Counter()
    for line in script.lines():
        words[line.attribution.speaker] += len(line.utterance.span.of(script.text).split())
    return words


def _book(
    prepared: Preparation, members: list[CastMember], samples: list[Sample], sounds: list[Clip | str]
) -> CastBook:
    from narrate.casting import conversations

    script = prepared.script
    words, lines = _words(script), Counter(line.attribution.speaker for line in script.lines())
    total = max(words.total(), 1)
    genders = {character.id: character.gender for character in script.characters}
    names: dict[str | None, str] = {None: "Narrator"} | {
        character.id: character.name for character in script.characters
    }
    people = []
    for number, member in enumerate(members):
        who = member.character_id
        sound = sounds[number] if number < len(sounds) else f"Only the {HEARD} who say most have a sample here."
        people.append(
            CastPerson(
                name=names[who],
                about="" if ";" in member.reason else _about(member, genders.get(who or "", Gender.UNKNOWN)),
                voice=_voice(member.setting),
                lines=lines[who],
                words=words[who],
                share=words[who] / total,
                reason=_sentence(member.reason),
                says=samples[number].text if number < len(samples) else "",
                sound=as_mp3(sound) if isinstance(sound, Clip) else b"",
                why_silent=sound if isinstance(sound, str) else "",
            )
        )
    place = {member.character_id: number for number, member in enumerate(members)}
    talks = tuple(
        CastTalk(place[talk.one], place[talk.other], talk.turns, talk.difference)
        for talk in conversations(script, prepared.casting, prepared.voices)
        if talk.one in place and talk.other in place
    )
    return CastBook(script.title, script.language, tuple(people), talks)


def _about(member: CastMember, gender: Gender) -> str:
    parts = [gender.value] if gender is not Gender.UNKNOWN else []
    parts += [{Age.CHILD: "a child", Age.OLD: "old"}.get(member.age, "")]
    parts += [member.accent]
    return ", ".join(part for part in parts if part)


def _voice(setting: VoiceSetting) -> str:
    parts = [setting.voice]
    if setting.pitch_semitones:
        parts.append(f"{setting.pitch_semitones:+g} semitones".replace("-", "−"))
    if setting.rate != 1.0:
        parts.append(f"{setting.rate:g} × speed")
    return ", ".join(parts)


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:] + "."
