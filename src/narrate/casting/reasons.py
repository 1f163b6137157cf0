"""Why somebody has the voice they have, in words a person understands."""

from __future__ import annotations

from collections.abc import Mapping

from narrate.casting.choosing import Choice
from narrate.casting.meetings import Meetings
from narrate.model import Gender

FROM_MAP = "as voices.toml says"
NARRATOR = "a clear voice that nobody else has"
TELLER = "tells the story, and speaks with the narrator's voice"

_PRONOUNS = {
    Gender.FEMALE: "whom she talks to",
    Gender.MALE: "whom he talks to",
    Gender.UNKNOWN: "whom they talk to",
}


def reason_for(choice: Choice, speaker: str, gender: Gender, meetings: Meetings, names: Mapping[str, str]) -> str:
    """Why a newcomer got this voice.

    Args:
        choice: what was chosen.
        speaker: the newcomer's id.
        gender: the newcomer's.
        meetings: who talks to whom.
        names: everybody's name, by id.
    """
    count = meetings.lines[speaker]
    who = f"{gender.value if gender is not Gender.UNKNOWN else 'gender unknown'}, {count} line{'s' * (count != 1)}"
    parts = [who]
    if choice.sharers:
        shared = _listed([names.get(sharer, sharer) for sharer in choice.sharers])
        if choice.strangers:
            parts.append(f"shares a voice with {shared}: they never meet")
        else:
            parts.append(f"shares a voice with {shared}: there are no more voices")
        return "; ".join(parts)
    partner = meetings.partner(speaker)
    if partner is not None:
        parts.append(f"unlike {names.get(partner, partner)}, {_PRONOUNS[gender]} most")
    else:
        parts.append("unlike the narrator")
    if choice.varied:
        parts.append(f"another's voice {_manner(choice)}: there are more people than voices")
    return "; ".join(parts)


def _manner(choice: Choice) -> str:
    shift, rate = choice.setting.pitch_semitones, choice.setting.rate
    said = [f"{abs(shift):g} semitones {'higher' if shift > 0 else 'lower'}"] if shift else []
    if rate != 1.0:
        said.append("a little faster" if rate > 1.0 else "a little slower")
    return " and ".join(said) or "as it is"


def _listed(names: list[str]) -> str:
    if len(names) > 3:
        return f"{', '.join(names[:2])} and {len(names) - 2} others"
    return " and ".join([", ".join(names[:-1]), names[-1]] if names[:-1] else names)
