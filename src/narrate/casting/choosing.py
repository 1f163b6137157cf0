"""The choice of voices, as one sum that is made small.

For everybody: what their voice costs by itself (`narrate.casting.fitting`), plus how alike it is to those around them.
Likeness falls off exponentially with distance, so that one partner who sounds the same weighs more than many who sound
a little alike; a partner counts by their share of all that somebody says. Two who meet and can't be told apart cost as
much as a voice of the wrong age, two who sound the same far more.

People come by number of lines. Those who say most (`Chooser.leads`) are then looked at again, one after another,
until nobody can gain by another voice; the others only if they can't be told from somebody they meet. So a minor
character more changes nobody's voice.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from narrate.casting.fitting import Wish, costs
from narrate.casting.meetings import Meetings
from narrate.casting.stock import Sound, Stock, steps_between
from narrate.model import Voice, VoiceSetting

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

MINOR_BELOW = 10
"""Whoever has fewer lines is no lead, and may share a voice with somebody they never meet for less."""

_LEADS = 40
_SWEEPS = 4
_NEIGHBOURS = 60  # whoever else one speaks with matters less than any of these
_ALIKE = 1.0  # two who meet, and are not told apart
_SAME = 5.0  # … and sound exactly the same
_SHARED = 0.8  # exactly the same as somebody one never meets
_SHARED_BY_A_LEAD = 2.0
_BENT_COPY = 0.12  # another's voice at another pitch
_NARRATORS = 1.5  # the narrator's voice, bent
_AVOIDED = 1000.0
_LIKE_AVOIDED = 3.0
_MOST_ABSENT = 8
_ABSENT = 0.3  # weight of those of a series who are not in this book


@dataclass(frozen=True, slots=True)
class Taken:
    """A voice somebody has.

    Attributes:
        speaker: None is the narrator.
        way: which of the stock it is; None for none of them.
        absent: they are in the voice map, not in this story.
    """

    speaker: str | None
    setting: VoiceSetting
    sound: Sound
    way: int | None
    absent: bool = False


@dataclass(slots=True)
class Chooser:
    """Keeps what is taken, and chooses for everybody else.

    Attributes:
        stock: what can be chosen.
        meetings: who talks to whom.
        language: of the story.
        taken: by speaker; the narrator's key is None.
    """

    stock: Stock
    meetings: Meetings
    language: str
    taken: dict[str | None, Taken] = field(default_factory=dict)
    _costs: dict[Wish, Floats] = field(default_factory=dict)
    _nearest: dict[str, Sequence[tuple[float, str | None]]] = field(default_factory=dict)

    def take(self, speaker: str | None, setting: VoiceSetting, voice: Voice, *, absent: bool = False) -> None:
        """Note that somebody has a voice."""
        way = self.stock.number(replace(setting, gain_db=0.0))
        self.taken[speaker] = Taken(speaker, setting, Sound.of(voice, setting), way, absent)

    def choose(self, wishes: Mapping[str, Wish], avoid: Mapping[str, Collection[str]]) -> None:
        """Choose for everybody in ``wishes``, who come by number of lines; `taken` has them all afterwards.

        Args:
            wishes: by character's id, most lines first.
            avoid: keys of voices (``engine:id``) that somebody is to lose.
        """
        people = list(wishes)
        leads = [speaker for speaker in people[:_LEADS] if self.meetings.lines[speaker] >= MINOR_BELOW]
        for speaker in leads:
            self._give(speaker, wishes[speaker], avoid.get(speaker, ()))
        self._improve(leads, wishes, avoid)
        for speaker in people:
            if speaker not in self.taken:
                self._give(speaker, wishes[speaker], avoid.get(speaker, ()))
        unclear = [speaker for speaker in people if self.alike(speaker)][:_LEADS]
        self._improve(unclear, wishes, avoid)

    def sharers(self, speaker: str) -> tuple[str, ...]:
        """Who else has exactly the same."""
        own = _manner(self.taken[speaker].setting)
        return tuple(
            taken.speaker
            for taken in self.taken.values()
            if taken.speaker not in {None, speaker} and taken.speaker and _manner(taken.setting) == own
        )

    def _improve(
        self,
        people: Sequence[str],
        wishes: Mapping[str, Wish],
        avoid: Mapping[str, Collection[str]],
    ) -> None:
        """Let one after another take what suits them better, until nobody can."""
        for _ in range(_SWEEPS):
            changed = False
            for speaker in people:
                before = self.taken.pop(speaker)
                self._give(speaker, wishes[speaker], avoid.get(speaker, ()), before)
                changed |= self.taken[speaker].setting != before.setting
            if not changed:
                return

    def _give(self, speaker: str, wish: Wish, avoided: Collection[str], before: Taken | None = None) -> None:
        """The voice of least cost; the one they had ``before`` if no other is better."""
        import numpy as np

        total = self._total(speaker, wish)
        for key in avoided:  # the voice itself is worse than all else; another that sounds like it is hardly another
            itself = [number for number, way in enumerate(self.stock.ways) if self.stock.voices[way.voice].key == key]
            total[itself] += _AVOIDED
            total += _LIKE_AVOIDED * self.stock.like(key)
        # Rounded, so that equal costs are equal on every machine; the first of equal ones is the plainest.
        total = np.round(total, 6)
        best = int(np.argmin(total))
        if before is not None:
            own = before.way
            if own is not None and total[own] <= total[best]:
                self.taken[speaker] = before
                return
        setting = self.stock.setting(best)
        if wish.manner is not None:
            setting = replace(wish.manner, voice=setting.voice)
        self.take(speaker, setting, self.stock.voices[self.stock.ways[best].voice])

    def _total(self, speaker: str, wish: Wish) -> Floats:
        """What each way of the stock would cost somebody, among all who have a voice."""
        import numpy as np

        if wish not in self._costs:
            self._costs[wish] = costs(self.stock, wish, self.language)
        total = self._costs[wish].copy()
        met = self.meetings.met(speaker)
        for weight, other in self._near(speaker):
            taken = self.taken.get(other)
            if taken is not None:
                apart = self.stock.apart_from(taken.sound)
                total += weight * apart.likeness
                if other is None or other in met:
                    total += _ALIKE * apart.alike
        lead = self.meetings.lines[speaker] >= MINOR_BELOW
        # However many a series has: all of them together count no more than a few people here.
        absent = _ABSENT * min(1.0, _MOST_ABSENT / max(sum(taken.absent for taken in self.taken.values()), 1))
        used: set[str] = set()
        for other, taken in self.taken.items():
            if taken.absent:
                total += absent * self.stock.apart_from(taken.sound).likeness
            if taken.way is not None:
                meets = other is None or other in met
                total[taken.way] += _SAME if meets else _SHARED_BY_A_LEAD if lead or taken.absent else _SHARED
            used.add(taken.setting.voice)
        narrator = self.taken[None].setting.voice if None in self.taken else ""
        extra = [
            _NARRATORS if voice.key == narrator else _BENT_COPY if voice.key in used else 0.0
            for voice in self.stock.voices
        ]
        result: Floats = total + np.array(extra)[self.stock.of]
        return result

    def _near(self, speaker: str) -> Sequence[tuple[float, str | None]]:
        """Those whose voices matter most to somebody, with how much: the narrator, and whom they meet.

        It matters as much as the shares of what each of two says to the other, added up.
        """
        found = self._nearest.get(speaker)
        if found is None:
            meetings = self.meetings
            own = _all_closeness(meetings, speaker)
            shares: list[tuple[float, str | None]] = [(_narration(meetings, speaker) / own, None)]
            for other in meetings.met(speaker):
                close = 1.0 + meetings.talks.get(speaker, Counter())[other]
                shares.append((close / own + close / _all_closeness(meetings, other), other))
            found = sorted(shares, key=lambda share: (-share[0], share[1] or ""))[:_NEIGHBOURS]
            self._nearest[speaker] = found
        return found

    def alike(self, speaker: str) -> tuple[str | None, ...]:
        """Those whom somebody meets and can't be told from; None is the narrator."""
        sound = self.taken[speaker].sound
        met: set[str | None] = {None, *self.meetings.met(speaker)}
        return tuple(
            other
            for other, taken in self.taken.items()
            if other in met and max(map(abs, steps_between(sound, taken.sound)[:3])) < 1.0
        )


def _narration(meetings: Meetings, speaker: str) -> float:
    return 1.0 + meetings.lines[speaker] / 2  # it stands around every line


def _all_closeness(meetings: Meetings, speaker: str) -> float:
    talks = meetings.talks.get(speaker, Counter())
    return _narration(meetings, speaker) + len(meetings.met(speaker)) + talks.total()


def _manner(setting: VoiceSetting) -> tuple[str, float, float]:
    """What one hears of a setting: two people with the same can't be told apart."""
    return setting.voice, setting.rate, setting.pitch_semitones
