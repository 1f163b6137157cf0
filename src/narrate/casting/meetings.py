"""Who speaks how much, who talks to whom, and who is ever in a scene with whom."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from narrate.model import Script


@dataclass(frozen=True, slots=True)
class Meetings:
    """What casting wants to know of a script; speakers are characters' ids.

    Attributes:
        lines: how many utterances a speaker has.
        talks: how often two speakers' turns follow each other in a scene, under both.
        scenes: the scenes a speaker speaks in.
    """

    lines: Counter[str] = field(default_factory=Counter)
    talks: dict[str, Counter[str]] = field(default_factory=dict)
    scenes: dict[str, set[int]] = field(default_factory=dict)
    _met: dict[str, frozenset[str]] = field(default_factory=dict)

    def met(self, speaker: str) -> AbstractSet[str]:
        """Whom a speaker is ever in a scene with."""
        found = self._met.get(speaker)
        if found is None:
            scenes = self.scenes.get(speaker, set())
            found = frozenset(
                other for other, theirs in self.scenes.items() if other != speaker and not scenes.isdisjoint(theirs)
            )
            self._met[speaker] = found
        return found

    def meet(self, one: str, other: str) -> bool:
        """Whether two speakers ever speak in the same scene."""
        return not self.scenes.get(one, set()).isdisjoint(self.scenes.get(other, set()))

    def partner(self, speaker: str) -> str | None:
        """Whom a speaker talks to most; the one with more lines if it is a draw."""
        talks = self.talks.get(speaker)
        return min(talks, key=lambda other: (-talks[other], -self.lines[other], other)) if talks else None

    def by_lines(self) -> list[str]:
        """All speakers, most lines first."""
        return sorted(self.lines, key=lambda speaker: (-self.lines[speaker], speaker))


def meetings_of(script: Script) -> Meetings:
    """Count a script's turns. Narration between two turns does not part them; a new scene does."""
    found = Meetings()
    for speaker, scene in _speakers(script):
        found.lines[speaker] += 1
        found.scenes.setdefault(speaker, set()).add(scene)
    last_speaker, last_scene = "", 0
    for speaker, scene in _speakers(script):
        if scene == last_scene and speaker != last_speaker:
            found.talks.setdefault(speaker, Counter())[last_speaker] += 1
            found.talks.setdefault(last_speaker, Counter())[speaker] += 1
        last_speaker, last_scene = speaker, scene
    return found


def _speakers(script: Script) -> Iterator[tuple[str, int]]:
    known = {character.id for character in script.characters}
    for line in script.lines():
        speaker = line.attribution.speaker
        if speaker is not None and speaker in known:
            yield speaker, line.utterance.scene
