"""voices.toml, completed: what a person wrote stays as it is, and newcomers follow at the end."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from narrate.casting.entries import PLAIN, entries_of, folded, narrator_for_engine, setting_for_engine
from narrate.casting.reading import RANGES, parse_voice_map
from narrate.casting.tables import add_lines, fit_for_comment
from narrate.errors import VoiceMapError
from narrate.model import Age, Casting, CastMember, Character, Script, VoiceMap, VoiceSetting

if TYPE_CHECKING:
    from tomlkit import TOMLDocument
    from tomlkit.items import InlineTable, Table

HEADER = """\
The voices of a story, or of a whole series. Change what you like and run narrate again: what stands here is
kept, and people who are new are added at the end.
  voice = "engine:voice"    `narrate voices` lists them, `narrate voices preview VOICE` lets you hear one
  rate = 1.1                faster; pitch_semitones = -2 is lower, gain_db = 3 louder
  aliases = ["Ann"]         the person's other names
  age = "old"               or child, adult; accent = "Scottish": what kind of voice is looked for
  locked = true             you chose this voice, and nothing may ever choose another
Take a voice line out to have another voice chosen."""


def render_voice_map(existing: str | None, script: Script, casting: Casting) -> str:
    """A voice map completed by what a casting decided.

    People the file does not have are appended, most lines first; people it has without a voice for the engine
    in use get one more line. Nothing else changes: with nothing to add, the text comes back as it is.

    Args:
        existing: the file, decoded; None (or white space) begins one.
        script: for names and genders.
        casting: made with the map that ``existing`` is.

    Raises:
        VoiceMapError: ``existing`` is no voice map, or one that can't be appended to.
    """
    import tomlkit  # loaded when a map is written, not at start-up

    fresh = existing is None or not existing.strip()
    before = "" if existing is None or fresh else existing
    voice_map = parse_voice_map(before, "voices.toml")
    completed = _complete(before, voice_map, script, casting)
    addition = tomlkit.document()
    if fresh:
        for line in HEADER.splitlines():
            addition.add(tomlkit.comment(line))
    if not completed.narrator:
        addition.add("narrator", _narrator_table(casting.narrator))
    _add_newcomers(addition, voice_map, script, casting)
    added = addition.as_string()
    if not added:
        return completed.text
    text = _joined(completed.text, added)
    try:
        parse_voice_map(text, "voices.toml")
    except VoiceMapError as error:
        raise VoiceMapError(
            f"voices.toml can't be added to: {error.message}",
            hint="Write each person as a table of their own: [characters.anna] on a line, their keys below.",
        ) from error
    return text


class _Completed:
    """The person's text with a voice in every table that lacked one, and whether the narrator has a table."""

    __slots__ = ("narrator", "text")

    def __init__(self, text: str, *, narrator: bool) -> None:
        self.text = text
        self.narrator = narrator


def _complete(text: str, voice_map: VoiceMap, script: Script, casting: Casting) -> _Completed:
    import tomlkit

    mark = "\ufeff" if text.startswith("\ufeff") else ""
    document = tomlkit.parse(text.removeprefix("\ufeff"))
    changed = False
    narrator = document.get("narrator")
    if narrator is not None and narrator_for_engine(voice_map, casting.narrator.setting.engine) is None:
        _give_voice(narrator, voice_map.narrator, casting.narrator.setting)
        changed = True
    entries = entries_of(script.characters, voice_map)
    done: set[str] = set()
    for member in casting.members:
        entry = entries.get(member.character_id or "")
        if entry is None or entry.id in done:
            continue
        done.add(entry.id)
        if entry.first_person and _as_narrator(member, casting):
            continue
        if setting_for_engine(entry, member.setting.engine) is None:
            _give_voice(document["characters"][entry.id], entry.setting, member.setting)
            changed = True
    return _Completed(mark + document.as_string() if changed else text, narrator=narrator is not None)


def _give_voice(table: Table | InlineTable, kept: VoiceSetting | None, setting: VoiceSetting) -> None:
    """Add a voice to a person's table, below its last line, in the words that leave all others as they are."""
    import tomlkit

    lines: dict[str, Any] = {}
    if kept is None or not kept.voice:
        lines = {"voice": setting.voice, **(_manner(setting) if kept is None else {})}
    elif _manner(setting) == _manner(kept):
        lines = {setting.engine: setting.voice_id}
    else:
        own = tomlkit.inline_table()
        own.update({"voice": setting.voice_id, **_manner(setting)})
        lines = {setting.engine: own}
    add_lines(table, lines)


def _narrator_table(narrator: CastMember) -> Table:
    import tomlkit

    table = tomlkit.table()
    table.comment(fit_for_comment(narrator.reason))
    table.update({"voice": narrator.setting.voice, **_manner(narrator.setting)})
    return table


def _add_newcomers(document: TOMLDocument, voice_map: VoiceMap, script: Script, casting: Casting) -> None:
    import tomlkit

    characters = {character.id: character for character in script.characters}
    entries = entries_of(script.characters, voice_map)
    names = _Names(name for entry in voice_map.characters for name in (entry.name, *entry.aliases))
    newcomers = [
        (characters[member.character_id], member)
        for member in casting.members
        if member.character_id in characters and member.character_id not in entries
    ]
    # Names first: an alias of one must not keep another from being called what the story calls them.
    own_names = [names.claim(character) for character, _ in newcomers]
    tables = tomlkit.table(is_super_table=True)
    for name, (character, member) in zip(own_names, newcomers, strict=True):
        aliases = names.free(character.aliases)
        tables.add(character.id, _character_table(name, aliases, character, member, _as_narrator(member, casting)))
    if newcomers:
        document.add("characters", tables)


def _as_narrator(member: CastMember, casting: Casting) -> bool:
    """Whether somebody speaks with the narrator's voice, which the file then names in one place alone."""
    return member.setting.voice == casting.narrator.setting.voice


def _character_table(
    name: str, aliases: Sequence[str], character: Character, member: CastMember, as_narrator: bool
) -> Table:
    import tomlkit

    table = tomlkit.table()
    table.comment(fit_for_comment(member.reason))
    table.add("name", name)
    if aliases:
        table.add("aliases", list(aliases))
    table.add("gender", character.gender.value)
    if member.age in {Age.CHILD, Age.OLD}:
        table.add("age", member.age.value)
    if member.accent:
        table.add("accent", member.accent)
    if character.first_person:
        table.add("first_person", value=True)
    if not (character.first_person and as_narrator):
        table.update({"voice": member.setting.voice, **_manner(member.setting)})
    return table


class _Names:
    """The names in a file; each belongs to one person."""

    def __init__(self, taken: Iterable[str]) -> None:
        self._taken = {folded(name) for name in taken}

    def claim(self, character: Character) -> str:
        """The character's name, with the id after it if somebody else is called so already."""
        name = character.name if folded(character.name) not in self._taken else f"{character.name} ({character.id})"
        self._taken.add(folded(name))
        return name

    def free(self, names: Iterable[str]) -> list[str]:
        """Those of ``names`` that nobody has, taken from now on."""
        found = []
        for name in names:
            if folded(name) and folded(name) not in self._taken:
                self._taken.add(folded(name))
                found.append(name)
        return found


def _manner(setting: VoiceSetting) -> dict[str, float]:
    """What is set otherwise than usual."""
    return {key: getattr(setting, key) for key in RANGES if getattr(setting, key) != getattr(PLAIN, key)}


def _joined(text: str, added: str) -> str:
    if not text:
        return added
    newline = "\r\n" if "\r\n" in text else "\n"
    between = newline if text.endswith("\n") else newline * 2
    return text + between + added.replace("\n", newline)
