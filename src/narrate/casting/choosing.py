"""One voice after another: for each newcomer the one that sounds least like the people they talk to."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from narrate.casting.catalogue import Catalogue
from narrate.casting.distance import TYPICAL_PITCH_HZ, manner_distance, pitch_semitones, voice_distance
from narrate.casting.meetings import Meetings
from narrate.model import Gender, Voice, VoiceSetting

MINOR_BELOW = 10
"""Whoever has fewer lines had better share a plain voice with somebody they never meet than have a bent one."""

SHIFTS_SEMITONES = (-2.0, 2.0, -4.0, 4.0)
"""How far a voice's pitch is moved to set people apart; farther would sound bent. An engine's men often differ in
little but timbre (those of eSpeak NG span five semitones), and it is pitch that one tells apart at once."""

PITCH_RANGE_HZ = (78.0, 300.0)
"""No voice is moved beyond: deep for a grown man, high for a grown woman (Traunmüller & Eriksson 1995)."""

RATES = (0.94, 1.06)
"""The ways a voice is varied besides when there are more people than voices."""

_NEIGHBOURS = 8  # whoever else one speaks with matters less than any of these
_LIKENESS_SEMITONES = 4.0  # the distance at which likeness falls to 1/e
_PREFERENCE_COST = 0.03
_PITCH_COST = 0.02
_BENDING_COST = 0.01  # for a semitone, or for half a per cent of rate


@dataclass(frozen=True, slots=True)
class Taken:
    """A voice somebody has; ``speaker`` None is the narrator."""

    speaker: str | None
    setting: VoiceSetting
    voice: Voice


@dataclass(frozen=True, slots=True)
class Choice:
    """A voice for a newcomer.

    Attributes:
        varied: the voice is somebody else's too, at another pitch or rate.
        sharers: the ids of the people who have exactly the same.
        strangers: none of the sharers is ever in a scene with the newcomer.
    """

    voice: Voice
    setting: VoiceSetting
    varied: bool = False
    sharers: tuple[str, ...] = ()
    strangers: bool = True


@dataclass(slots=True)
class Chooser:
    """Keeps what is taken, and chooses for one newcomer at a time.

    Attributes:
        bendable: the engine can move the pitch of a voice.
    """

    catalogue: Catalogue
    meetings: Meetings
    bendable: bool = True
    taken: list[Taken] = field(default_factory=list)

    def take(self, speaker: str | None, setting: VoiceSetting) -> None:
        """Note that somebody has a voice; one the engine does not have is nobody's rival."""
        voice = self.catalogue.find(setting)
        if voice is not None:
            self.taken.append(Taken(speaker, setting, voice))

    def choose(self, speaker: str, gender: Gender, manner: VoiceSetting | None) -> Choice:
        """The voice for a newcomer.

        Args:
            speaker: the character's id.
            gender: the character's.
            manner: rate, pitch and gain that a person set already, if so; the voice is then not varied.
        """
        judge = _Judge(self, speaker, gender)
        narrators = {taken.voice.id for taken in self.taken if taken.speaker is None}
        fitting = [voice for voice in self.catalogue.fitting(gender) if voice.id not in narrators]
        rest = [voice for voice in self.catalogue.usable if voice.id not in narrators and voice not in fitting]
        for choices in self._pools(speaker, fitting, rest, manner):
            best = judge.best(choices)
            if best is not None:
                return best
        return self._least_met(speaker, fitting or rest or self.catalogue.usable, manner or VoiceSetting(""))

    def _pools(
        self, speaker: str, fitting: Sequence[Voice], rest: Sequence[Voice], manner: VoiceSetting | None
    ) -> Iterator[Iterator[Choice]]:
        """What is tried in turn: the first pool with anything in it decides."""
        used = {taken.voice.id for taken in self.taken}
        plain = manner or VoiceSetting("")
        yield (
            Choice(voice, _set(way, voice))
            for voice in fitting
            if voice.id not in used
            for way in ([plain] if manner is not None else self._shifted(voice))
        )
        if self.meetings.lines[speaker] < MINOR_BELOW:
            yield self._strangers(speaker, fitting, manner)
        yield self._variants(fitting, manner)
        yield self._strangers(speaker, fitting, manner)
        yield self._variants(rest, manner)
        yield self._variants(self.catalogue.usable, manner)  # the narrator's voice, bent

    def _shifted(self, voice: Voice) -> list[VoiceSetting]:
        """A voice as it is, and at the other pitches that it can be given and that still sound human."""
        lowest, highest = (12.0 * math.log2(bound) for bound in PITCH_RANGE_HZ)
        shifts = SHIFTS_SEMITONES if self.bendable else ()
        human = [shift for shift in shifts if lowest <= pitch_semitones(voice) + shift <= highest]
        return [VoiceSetting("", pitch_semitones=shift) for shift in (0.0, *human)]

    def _variants(self, voices: Sequence[Voice], manner: VoiceSetting | None) -> Iterator[Choice]:
        """Free settings of ``voices``: of other pitch alone while there are such, then of another rate too."""
        taken = {_sound(taken.setting) for taken in self.taken}
        used = {taken.voice.id for taken in self.taken}
        for rates in ((1.0,), RATES) if manner is None else ((manner.rate,),):
            free = [
                (voice, _set(replace(way, rate=rate), voice))
                for voice in voices
                for rate in rates
                for way in ([manner] if manner is not None else self._shifted(voice))
            ]
            free = [(voice, setting) for voice, setting in free if _sound(setting) not in taken]
            yield from (Choice(voice, setting, varied=voice.id in used) for voice, setting in free)
            if free:
                return

    def _strangers(self, speaker: str, voices: Sequence[Voice], manner: VoiceSetting | None) -> Iterator[Choice]:
        """Settings whose every holder the speaker never meets."""
        holders: dict[tuple[str, float, float], list[Taken]] = {}
        for taken in self.taken:
            holders.setdefault(_sound(taken.setting), []).append(taken)
        usable = {voice.id for voice in voices}
        for group in holders.values():
            first = group[0]
            names = tuple(taken.speaker for taken in group if taken.speaker is not None)
            if first.voice.id not in usable or len(names) < len(group):
                continue
            if manner is not None and _sound(manner)[1:] != _sound(first.setting)[1:]:
                continue
            if not any(self.meetings.meet(speaker, name) for name in names):
                way = manner or replace(first.setting, gain_db=0.0)
                yield Choice(first.voice, _set(way, first.voice), sharers=names)

    def _least_met(self, speaker: str, voices: Sequence[Voice], plain: VoiceSetting) -> Choice:
        """With everything taken: what the people have with whom the speaker has least to do."""
        talks = self.meetings.talks.get(speaker, Counter())
        usable = {voice.id for voice in voices}
        groups: dict[tuple[str, float, float], list[Taken]] = {}
        for taken in self.taken:
            if taken.voice.id in usable and taken.speaker is not None:
                groups.setdefault(_sound(taken.setting), []).append(taken)
        if not groups:
            return Choice(voices[0], _set(plain, voices[0]))

        def closeness(sound: tuple[str, float, float]) -> tuple[int, int, tuple[str, float, float]]:
            names = [taken.speaker or "" for taken in groups[sound]]
            return sum(talks[name] for name in names), len(names), sound

        group = groups[min(groups, key=closeness)]
        names = tuple(taken.speaker for taken in group if taken.speaker is not None)
        return Choice(group[0].voice, replace(group[0].setting, gain_db=plain.gain_db), sharers=names, strangers=False)


class _Judge:
    """Weighs voices for one newcomer against those of the people around them.

    Likeness falls off exponentially with distance, so that one partner who sounds the same weighs more than
    many who sound a little alike.
    """

    def __init__(self, chooser: Chooser, speaker: str, gender: Gender) -> None:
        meetings = chooser.meetings
        talks = meetings.talks.get(speaker, Counter())
        around: list[tuple[float, Taken]] = []
        for taken in chooser.taken:
            if taken.speaker is None:
                weight = 1.0 + meetings.lines[speaker] / 2  # narration stands around every line
            else:
                weight = talks[taken.speaker] + float(meetings.meet(speaker, taken.speaker))
                weight += 0.001 * meetings.lines[taken.speaker]
            around.append((weight, taken))
        around.sort(key=lambda pair: -pair[0])
        self._around = [
            (weight, taken.voice, pitch_semitones(taken.voice) + taken.setting.pitch_semitones, taken.setting.rate)
            for weight, taken in around[:_NEIGHBOURS]
            if weight
        ]
        self._weight = sum(weight for weight, *_ in self._around) or 1.0
        self._gender = gender
        self._usual = 12.0 * math.log2(TYPICAL_PITCH_HZ[gender])
        self._distances: dict[str, list[float]] = {}

    def best(self, choices: Iterable[Choice]) -> Choice | None:
        """The choice of least cost; equal ones by name, so that nothing hangs on the catalogue's order."""
        return min(choices, key=lambda choice: (self._cost(choice), _sound(choice.setting)), default=None)

    def _cost(self, choice: Choice) -> float:
        voice, setting = choice.voice, choice.setting
        pitch = pitch_semitones(voice) + setting.pitch_semitones
        apart = self._distances.get(voice.id)
        if apart is None:
            apart = [voice_distance(voice, other) for _, other, _, _ in self._around]
            self._distances[voice.id] = apart
        likeness = 0.0
        for distance, (weight, _, other_pitch, other_rate) in zip(apart, self._around, strict=True):
            far = distance + manner_distance(pitch, setting.rate, other_pitch, other_rate)
            likeness += weight * math.exp(-far / _LIKENESS_SEMITONES)
        cost = likeness / self._weight + _PREFERENCE_COST * voice.preference
        cost += _BENDING_COST * (abs(setting.pitch_semitones) + 200 * abs(setting.rate - 1.0))
        if self._gender is Gender.UNKNOWN or voice.gender is not self._gender:
            # Somebody of unknown gender had better not sound decidedly like either; and where a man's voice
            # must do for a woman, one that is near hers in pitch.
            cost += _PITCH_COST * abs(pitch - self._usual)
        return round(cost, 9)


def _set(manner: VoiceSetting, voice: Voice) -> VoiceSetting:
    return replace(manner, voice=voice.key)


def _sound(setting: VoiceSetting) -> tuple[str, float, float]:
    """What one hears of a setting: two people with the same can't be told apart."""
    return setting.voice, setting.rate, setting.pitch_semitones
