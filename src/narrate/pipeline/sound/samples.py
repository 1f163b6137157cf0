"""What somebody says, to judge a voice by: the line, what its engine is asked for, and the sound as MP3."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from narrate.config import Options
from narrate.model import PROFILES, AudioFormat, Clip, Line, Script, Span, SynthesisRequest, UtteranceKind, VoiceSetting
from narrate.pipeline.sound.engines import Studio, engine_set_by
from narrate.pipeline.sound.plan import request_for
from narrate.pipeline.sound.workers import Workers

if TYPE_CHECKING:
    from narrate.speech import Lexicon

SHORT, LONG = 45, 150
"""Characters of a line that is worth hearing: a few seconds."""


@dataclass(frozen=True, slots=True)
class Sample:
    """Something said in some voice.

    Attributes:
        text: the story's own words.
        engine: who is asked.
        request: for what; None where there is no word in the text.
    """

    text: str
    engine: str
    request: SynthesisRequest | None


def typical_line(script: Script, speaker: str | None) -> Line | None:
    """A line by which to know somebody's voice: their first of a few seconds, or else their longest short one.

    Args:
        script: who says what.
        speaker: a character's id; None is the narrator.
    """
    spoken = [
        line
        for line in script.lines()
        if line.attribution.speaker == speaker
        and (line.utterance.kind is UtteranceKind.NARRATION if speaker is None else True)
    ]
    good = next((line for line in spoken if SHORT <= len(line.utterance.span) <= LONG), None)
    shorter = [line for line in spoken if len(line.utterance.span) < SHORT]
    return good or max(shorter, key=lambda line: len(line.utterance.span), default=spoken[0] if spoken else None)


def sample_of(script: Script, line: Line, setting: VoiceSetting, options: Options, lexicon: Lexicon) -> Sample:
    """A line, as somebody with that voice would say it plainly; of a long one, the first sentences."""
    from narrate.segmentation import divide
    from narrate.speech import say

    span = line.utterance.span
    if len(span) > 2 * LONG:
        pieces = divide(script.text, span, limit=2 * LONG)
        span = Span(span.start, max((p.end for p in pieces if p.end <= span.start + 2 * LONG), default=pieces[0].end))
    text = " ".join(span.of(script.text).split())
    said = say(text, kind=line.utterance.kind, language=script.language, lexicon=lexicon)
    if not said.text:
        return Sample(text, setting.engine, None)
    request = request_for(setting, said.text, script.language)
    described = engine_set_by(options, setting.engine)
    takes_ipa = script.language.casefold().partition("-")[0] in described.ipa_languages
    return Sample(text, setting.engine, replace(request, pronunciations=said.pronunciations if takes_ipa else ()))


def speak(samples: Sequence[Sample], options: Options) -> list[Clip | str]:
    """The sound of each sample, or why there is none."""
    found: list[Clip | str] = ["There is no word to say." for _ in samples]
    with tempfile.TemporaryDirectory() as folder, Workers(options.workers, options.executor) as workers:
        studio = Studio(options, workers.executor, Path(folder))
        for engine in sorted({sample.engine for sample in samples if sample.request}):
            asked = [(n, s.request) for n, s in enumerate(samples) if s.request is not None and s.engine == engine]
            rendering = studio.render(engine, [request for _, request in asked], f"samples-{engine}")
            result = rendering.result()
            failed = {failure.index: failure.message for failure in result.failures}
            for place, ((number, _), clip) in enumerate(zip(asked, result.clips(), strict=True)):
                found[number] = clip or failed.get(place, "It could not be spoken.")
            rendering.discard()
    return found


def as_mp3(clip: Clip) -> bytes:
    """A clip as an MP3 file, at the usual loudness."""
    from narrate.assembly import mastered
    from narrate.publishing import write_mp3

    profile = PROFILES["listen"]
    with tempfile.TemporaryDirectory() as folder:
        pcm, path = Path(folder) / "sample.pcm", Path(folder) / "sample.mp3"
        pcm.write_bytes(clip.pcm)
        target = AudioFormat(profile.sample_rate_hz or clip.format.sample_rate_hz, clip.format.channels)
        write_mp3(path, mastered(pcm, clip.format, profile), target, profile.bitrate_kbps)
        return path.read_bytes()
