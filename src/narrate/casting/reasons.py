"""Why somebody has the voice they have, in words a person understands."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from narrate.casting.choosing import Chooser
from narrate.casting.conversations import difference
from narrate.casting.fitting import Wish
from narrate.model import Age, Gender

if TYPE_CHECKING:
    from narrate.casting.policy import Person

FROM_MAP = "as voices.toml says"
BY_HAND = "chosen by hand"
NARRATOR = "a clear voice that nobody else has"
TELLER = "tells the story, and speaks with the narrator's voice"

_TELLERS_VOICE = "the voice of {}, who tells the story"
_REASON = re.compile(r"(?:male|female|gender unknown)(?:, (?:a child|old)[^;\n]{0,500})?, \d{1,9} lines?(?:;|$)")

_PRONOUNS = {
    Gender.FEMALE: "whom she talks to",
    Gender.MALE: "whom he talks to",
    Gender.UNKNOWN: "whom they talk to",
}


def voice_of_teller(name: str) -> str:
    """Why the narrator has the voice of somebody who tells the story."""
    return _TELLERS_VOICE.format(name)


def is_reason(words: str) -> bool:
    """Whether words say why somebody has a voice as narrate says it, and are no remark of a person's own."""
    before, _, after = _TELLERS_VOICE.partition("{}")
    teller = words.startswith(before) and words.endswith(after)
    return words in {NARRATOR, TELLER, BY_HAND} or teller or _REASON.match(words) is not None


def reason_for(person: Person, chooser: Chooser, names: Mapping[str, str]) -> str:
    """Why somebody got their voice.

    Args:
        person: who.
        chooser: with everybody's voices.
        names: everybody's name, by id.
    """
    parts = [_who(person, chooser.meetings.lines[person.id]), *_accent(person.wish, chooser, person.id)]
    speaker = person.id if person.id in chooser.taken else ""
    if not speaker:  # another name of somebody who has the voice
        return parts[0]
    sharers = chooser.sharers(speaker)
    if sharers:
        met = [sharer for sharer in sharers if chooser.meetings.meet(speaker, sharer)]
        shared = _listed([names.get(sharer, sharer) for sharer in met or sharers])
        parts.append(f"shares a voice with {shared}: {'there are no more voices' if met else 'they never meet'}")
        return "; ".join(parts)
    partner = chooser.meetings.partner(speaker)
    if partner in chooser.taken:
        talked = f"{names.get(partner or '', partner or '')}, {_PRONOUNS[person.gender]} most"
        parts.append(_unlike(chooser, speaker, partner, talked))
    else:
        parts.append(_unlike(chooser, speaker, None, "the narrator"))
    alike = [names.get(other or "", "the narrator") for other in chooser.alike(speaker) if other != partner]
    if alike:
        parts.append(f"hard to tell from {_listed(alike)}: there are more people than voices")
    elif _is_copy(chooser, speaker) and _manner(chooser, speaker):
        parts.append(f"another's voice {_manner(chooser, speaker)}")
    return "; ".join(parts)


def _who(person: Person, count: int) -> str:
    parts = [person.gender.value if person.gender is not Gender.UNKNOWN else "gender unknown"]
    if person.traits.age in {Age.CHILD, Age.OLD}:
        told = f" ({person.traits.age_words})" if person.traits.age_words else ""
        parts.append(f"{'a child' if person.traits.age is Age.CHILD else 'old'}{told}")
    parts.append(f"{count} line{'s' * (count != 1)}")
    return ", ".join(parts)


def _accent(wish: Wish, chooser: Chooser, speaker: str) -> list[str]:
    if wish.accent is None or speaker not in chooser.taken:
        return []
    misfit = wish.accent.misfit(chooser.taken[speaker].sound.voice.language)
    if misfit == 0:
        return [f"{wish.accent.name} by the story"]
    return [f"{wish.accent.name} by the story, which no voice that fits is"]


def _unlike(chooser: Chooser, speaker: str, other: str | None, name: str) -> str:
    """In what a voice differs most clearly from another's."""
    if other not in chooser.taken:
        return f"unlike {name}"
    said = difference(chooser.taken[speaker].sound, chooser.taken[other].sound)
    return f"unlike {name}: {said}" if said else f"hardly unlike {name}: there are more people than voices"


def _is_copy(chooser: Chooser, speaker: str) -> bool:
    own = chooser.taken[speaker].setting.voice
    return any(taken.setting.voice == own for other, taken in chooser.taken.items() if other != speaker)


def _manner(chooser: Chooser, speaker: str) -> str:
    setting = chooser.taken[speaker].setting
    shift, rate = setting.pitch_semitones, setting.rate
    said = [f"{abs(shift):g} semitones {'higher' if shift > 0 else 'lower'}"] if shift else []
    if rate != 1.0:
        said.append("a little faster" if rate > 1.0 else "a little slower")
    return " and ".join(said)


def _listed(names: list[str]) -> str:
    if len(names) > 3:
        return f"{', '.join(names[:2])} and {len(names) - 2} others"
    return " and ".join([", ".join(names[:-1]), names[-1]] if names[:-1] else names)
