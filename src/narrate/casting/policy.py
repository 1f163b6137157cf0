"""A voice for everybody who speaks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from narrate.casting.catalogue import Catalogue
from narrate.casting.choosing import Chooser
from narrate.casting.entries import entries_of, has_own_manner, narrator_for_engine, setting_for_engine
from narrate.casting.meetings import Meetings, meetings_of
from narrate.casting.reasons import FROM_MAP, NARRATOR, TELLER, reason_for
from narrate.model import Casting, CastMember, Gender, Script, Voice, VoiceMap, VoiceMapEntry, VoiceSetting


@dataclass(frozen=True, slots=True)
class _Person:
    """Somebody who speaks, and what the voice map says of them for the engine in use."""

    id: str
    name: str
    gender: Gender
    first_person: bool
    entry: VoiceMapEntry | None
    given: VoiceSetting | None

    @property
    def manner(self) -> VoiceSetting | None:
        """Rate, pitch and gain that a person set, whatever the voice."""
        setting = self.entry.setting if self.entry else None
        return setting if has_own_manner(setting) else None


def cast(
    script: Script,
    voices: Sequence[Voice],
    voice_map: VoiceMap = VoiceMap(),  # noqa: B008 - frozen
    *,
    bendable: bool = True,
) -> Casting:
    """Give everybody who speaks in a script a voice.

    What the voice map says for the engine in use is kept. The narrator gets the clearest voice, and whoever
    tells the story as “I” speaks with it. The others come by number of lines: each gets the free voice of their
    gender that sounds least like the people they talk to, at another pitch where that sets them apart. When voices
    run out, minor characters share with somebody they never meet, and the rest get voices at another rate too.

    Args:
        script: who says what.
        voices: what the engine in use offers, in any order; then those of other engines that the map may name.
        voice_map: what was chosen before.
        bendable: the engine can move the pitch of a voice.

    Returns:
        The narrator, and every character of the script with at least one line, most lines first.

    Raises:
        EngineMissingError: ``voices`` is empty.
        VoiceMissingError: the map gives somebody who speaks a voice that the engine does not have.
    """
    catalogue = Catalogue.of(voices, script.language)
    meetings = meetings_of(script)
    people = _people(script, meetings, voice_map, catalogue)
    chooser = Chooser(catalogue, meetings, bendable)
    _take_given(chooser, people, voice_map)
    narrator = _narrator(chooser, people, voice_map)
    chooser.take(None, narrator.setting)
    names = {entry.id: entry.name for entry in voice_map.characters} | {person.id: person.name for person in people}
    tellers = _tellers(people, meetings, narrator.setting.voice)
    chosen: dict[str, CastMember] = {}
    for person in sorted(people, key=lambda person: person.id not in tellers):  # whom others must be unlike, first
        key = person.entry.id if person.entry else person.id
        if person.given is not None:
            member = CastMember(person.id, person.given, FROM_MAP)
        elif key in chosen:
            member = chosen[key]
        elif person.id in tellers:
            setting = replace(person.manner or narrator.setting, voice=narrator.setting.voice)
            chooser.take(person.id, setting)
            member = CastMember(person.id, setting, TELLER)
        else:
            choice = chooser.choose(person.id, person.gender, person.manner)
            chooser.take(person.id, choice.setting)
            reason = reason_for(choice, person.id, person.gender, meetings, names)
            member = CastMember(person.id, choice.setting, reason)
        chosen.setdefault(key, member)
        chosen[person.id] = replace(
            member, character_id=person.id, locked=person.entry is not None and person.entry.locked
        )
    return Casting(narrator, tuple(chosen[person.id] for person in people))


def _people(script: Script, meetings: Meetings, voice_map: VoiceMap, catalogue: Catalogue) -> list[_Person]:
    """Everybody who speaks, most lines first."""
    characters = {character.id: character for character in script.characters}
    entries = entries_of(script.characters, voice_map)
    people = []
    for speaker in meetings.by_lines():
        character = characters[speaker]
        entry = entries.get(speaker)
        given = setting_for_engine(entry, catalogue.engine) if entry else None
        if entry is not None and given is not None:
            given = catalogue.checked(given, f"characters.{entry.id}")
        gender = entry.gender if entry and entry.gender is not Gender.UNKNOWN else character.gender
        first_person = character.first_person or (entry is not None and entry.first_person)
        people.append(_Person(speaker, character.name, gender, first_person, entry, given))
    return people


def _take_given(chooser: Chooser, people: Sequence[_Person], voice_map: VoiceMap) -> None:
    """Take what the map gives, also to those of whom this story says nothing: a series goes on."""
    here = {person.entry.id for person in people if person.entry}
    for person in people:
        if person.given is not None:
            chooser.take(person.id, person.given)
    for entry in voice_map.characters:
        given = setting_for_engine(entry, chooser.catalogue.engine)
        if entry.id not in here and given is not None:
            chooser.take(entry.id, given)


def _narrator(chooser: Chooser, people: Sequence[_Person], voice_map: VoiceMap) -> CastMember:
    catalogue = chooser.catalogue
    given = narrator_for_engine(voice_map, catalogue.engine)
    if given is not None:
        return CastMember(None, catalogue.checked(given, "narrator"), FROM_MAP)
    tellers = [person for person in people if person.first_person]
    for teller in tellers:
        if teller.given is not None:
            return CastMember(None, teller.given, f"the voice of {teller.name}, who tells the story")
    gender = tellers[0].gender if tellers else Gender.UNKNOWN
    wanted = {person.gender for person in people if not person.first_person} - {Gender.UNKNOWN}
    taken = {other.voice.id for other in chooser.taken}

    def unfit(voice: Voice) -> tuple[bool, bool, bool, int, str]:
        mismatch = gender is not Gender.UNKNOWN and voice.gender is not gender
        only_one = voice.gender in wanted and len(catalogue.fitting(voice.gender)) == 1
        return voice.id in taken, mismatch, only_one, catalogue.unfit_to_narrate(voice), voice.id

    manner = voice_map.narrator if has_own_manner(voice_map.narrator) else None
    voice = min(catalogue.usable, key=unfit)
    return CastMember(None, replace(manner or VoiceSetting(""), voice=voice.key), NARRATOR)


def _tellers(people: Sequence[_Person], meetings: Meetings, voice: str) -> set[str]:
    """Who speaks with the narrator's voice: all who tell the story as “I”, unless they meet each other.

    Those to whom the voice map gives that voice come first, then those it knows: they have spoken with it before.
    Whoever it gives another voice is none of them.
    """
    tellers: list[str] = []
    for person in sorted(people, key=lambda person: (person.given is None, person.entry is None)):
        may = person.first_person and (person.given is None or person.given.voice == voice)
        if may and not any(meetings.meet(person.id, teller) for teller in tellers):
            tellers.append(person.id)
    return set(tellers)
