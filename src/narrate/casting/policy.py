"""A voice for everybody who speaks."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from narrate.casting.accents import Accent, accent_named
from narrate.casting.catalogue import Catalogue
from narrate.casting.choosing import Chooser
from narrate.casting.entries import entries_of, has_own_manner, narrator_for_engine, newcomers, setting_for_engine
from narrate.casting.fitting import Wish
from narrate.casting.meetings import Meetings, meetings_of
from narrate.casting.reasons import FROM_MAP, NARRATOR, TELLER, reason_for, voice_of_teller
from narrate.casting.stock import Stock
from narrate.casting.traits import Traits, traits_of
from narrate.model import Age, Casting, CastMember, Gender, Script, Voice, VoiceMap, VoiceMapEntry, VoiceSetting


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who speaks, with what the story and the voice map say of them for the engine in use."""

    id: str
    name: str
    gender: Gender
    first_person: bool
    entry: VoiceMapEntry | None
    given: VoiceSetting | None
    traits: Traits

    @property
    def wish(self) -> Wish:
        """What their voice should be like; rate, pitch and gain that a person set hold whatever the voice."""
        setting = self.entry.setting if self.entry else None
        manner = setting if has_own_manner(setting) else None
        return Wish(self.gender, self.traits.age, self.traits.accent, manner)


def cast(
    script: Script,
    voices: Sequence[Voice],
    voice_map: VoiceMap = VoiceMap(),  # noqa: B008 - frozen
    *,
    bendable: bool = True,
    avoid: Mapping[str | None, Collection[str]] | None = None,
) -> Casting:
    """Give everybody who speaks in a script a voice.

    What the voice map says for the engine in use is kept. The narrator gets the clearest voice, and whoever
    tells the story as “I” speaks with it. The others get voices that fit gender, age and accent, and sound as little
    alike as can be where people talk to each other: `narrate.casting.choosing` says what is made small.

    Args:
        script: who says what.
        voices: what the engine in use offers, in any order; then those of other engines that the map may name.
        voice_map: what was chosen before.
        bendable: the engine can move the pitch of a voice.
        avoid: voices (``engine:id``) that somebody, by the id of their entry in the map or their own, is not to get;
            None is the narrator.

    Returns:
        The narrator, and every character of the script with at least one line, most lines first.

    Raises:
        EngineMissingError: ``voices`` is empty.
        VoiceMissingError: the map gives somebody who speaks a voice that the engine does not have.
    """
    catalogue = Catalogue.of(voices, script.language)
    meetings = meetings_of(script)
    people = _people(script, meetings, voice_map, catalogue)
    chooser = Chooser(Stock.made_of(catalogue.usable, bendable=bendable), meetings, script.language)
    _take_given(chooser, catalogue, people, voice_map)
    avoid = avoid or {}
    narrator = _narrator(chooser, catalogue, people, voice_map, avoid.get(None, ()))
    _take(chooser, catalogue, None, narrator.setting)
    if "-" not in chooser.language:  # a story of no country: people speak as the narrator does
        chooser.language = next((v.language for v in voices if v.key == narrator.setting.voice), chooser.language)
    tellers = _tellers(people, meetings, narrator.setting.voice)
    first_of = _first_of_each(people)
    for person in people:
        if person.id in tellers and person.given is None:
            setting = replace(person.wish.manner or narrator.setting, voice=narrator.setting.voice)
            _take(chooser, catalogue, person.id, setting)
    wishes = {
        person.id: person.wish
        for person in people
        if person.given is None and person.id not in tellers and first_of[person.id] == person.id
    }
    chooser.choose(wishes, {person.id: _avoided(person, avoid) for person in people})
    members = tuple(_member(person, people, chooser, tellers, first_of) for person in people)
    return Casting(narrator, members)


def _member(
    person: Person, people: Sequence[Person], chooser: Chooser, tellers: set[str], first_of: Mapping[str, str]
) -> CastMember:
    traits = person.traits
    member = CastMember(
        person.id,
        person.given or chooser.taken[first_of[person.id]].setting,
        FROM_MAP,
        locked=person.entry is not None and person.entry.locked,
        age=traits.age,
        accent=traits.accent.name if traits.accent else "",
    )
    if person.given is not None:
        return member
    if person.id in tellers:
        return replace(member, reason=TELLER)
    return replace(member, reason=reason_for(person, chooser, {one.id: one.name for one in people}))


def _avoided(person: Person, avoid: Mapping[str | None, Collection[str]]) -> frozenset[str]:
    return frozenset(avoid.get(person.id, ())) | frozenset(avoid.get(person.entry.id, ()) if person.entry else ())


def _first_of_each(people: Sequence[Person]) -> Mapping[str, str]:
    """Whose voice somebody has: that of the one with most lines among those whom one entry of the map names."""
    owners: dict[str, str] = {}
    return {
        person.id: owners.setdefault(person.entry.id if person.entry else person.id, person.id) for person in people
    }


def _take(
    chooser: Chooser, catalogue: Catalogue, speaker: str | None, setting: VoiceSetting, *, absent: bool = False
) -> None:
    """Note that somebody has a voice; one the engine does not have is nobody's rival."""
    voice = catalogue.find(setting)
    if voice is not None:
        chooser.take(speaker, setting, voice, absent=absent)


def _people(script: Script, meetings: Meetings, voice_map: VoiceMap, catalogue: Catalogue) -> list[Person]:
    """Everybody who speaks, most lines first."""
    characters = {character.id: character for character in script.characters}
    entries = entries_of(script.characters, voice_map)
    # The whole story is read for them: not where everybody has a voice already.
    told = traits_of(script) if newcomers(script, voice_map, catalogue.engine) else {}
    people = []
    for speaker in meetings.by_lines():
        character = characters[speaker]
        entry = entries.get(speaker)
        given = setting_for_engine(entry, catalogue.engine) if entry else None
        if entry is not None and given is not None:
            given = catalogue.checked(given, f"characters.{entry.id}")
        gender = entry.gender if entry and entry.gender is not Gender.UNKNOWN else character.gender
        first_person = character.first_person or (entry is not None and entry.first_person)
        traits = _traits(told.get(speaker, Traits()), entry)
        people.append(Person(speaker, character.name, gender, first_person, entry, given, traits))
    return people


def _traits(told: Traits, entry: VoiceMapEntry | None) -> Traits:
    """What the map says counts before what the story says."""
    if entry is None:
        return told
    accent: Accent | None = accent_named(entry.accent) if entry.accent else told.accent
    if entry.age is not Age.UNKNOWN:
        return Traits(entry.age, "voices.toml", accent)
    return replace(told, accent=accent)


def _take_given(chooser: Chooser, catalogue: Catalogue, people: Sequence[Person], voice_map: VoiceMap) -> None:
    """Take what the map gives, also to those of whom this story says nothing: a series goes on."""
    here = {person.entry.id for person in people if person.entry}
    for person in people:
        if person.given is not None:
            _take(chooser, catalogue, person.id, person.given)
    for entry in voice_map.characters:
        given = setting_for_engine(entry, catalogue.engine)
        if entry.id not in here and given is not None:
            _take(chooser, catalogue, entry.id, given, absent=True)


def _narrator(
    chooser: Chooser, catalogue: Catalogue, people: Sequence[Person], voice_map: VoiceMap, avoided: Collection[str]
) -> CastMember:
    given = narrator_for_engine(voice_map, catalogue.engine)
    if given is not None:
        return CastMember(None, catalogue.checked(given, "narrator"), FROM_MAP)
    tellers = [person for person in people if person.first_person]
    for teller in tellers:
        if teller.given is not None:
            return CastMember(None, teller.given, voice_of_teller(teller.name))
    gender = tellers[0].gender if tellers else Gender.UNKNOWN
    wanted = {person.gender for person in people if not person.first_person} - {Gender.UNKNOWN}
    taken = {other.setting.voice for other in chooser.taken.values()} | set(avoided)

    def unfit(voice: Voice) -> tuple[bool, bool, bool, int, str]:
        mismatch = gender is not Gender.UNKNOWN and voice.gender is not gender
        only_one = voice.gender in wanted and len(catalogue.fitting(voice.gender)) == 1
        return voice.key in taken, mismatch, only_one, catalogue.unfit_to_narrate(voice), voice.id

    manner = voice_map.narrator if has_own_manner(voice_map.narrator) else None
    voice = min(catalogue.usable, key=unfit)
    return CastMember(None, replace(manner or VoiceSetting(""), voice=voice.key), NARRATOR)


def _tellers(people: Sequence[Person], meetings: Meetings, voice: str) -> set[str]:
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
