"""An audition: one line of a story in several voices."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from narrate.config import Options
from narrate.errors import SynthesisError, UsageError
from narrate.model import PROFILES, AudioFormat, Clip, VoiceMap, VoiceSetting
from narrate.pipeline.events import Listener, StageStarted, ignore
from narrate.pipeline.run.spending import Confirm, ask_before_samples
from narrate.pipeline.sound.engines import find_voice
from narrate.pipeline.sound.samples import as_mp3, sample_of, speak
from narrate.pipeline.story.job import Job, parse_voices
from narrate.pipeline.story.pointing import lines_named
from narrate.pipeline.story.preparation import Preparation, prepare
from narrate.workspace import write_atomically, writing

CANDIDATES = 5
"""How many voices are heard where a person names none: the one in use, and what casting would choose next."""

BETWEEN_S = 0.8
"""Silence between two voices in one file."""


@dataclass(frozen=True, slots=True)
class Heard:
    """A voice in an audition.

    Attributes:
        setting: the voice and how it is set.
        file: where it is.
        start_s: where in the file it begins.
    """

    setting: VoiceSetting
    file: str
    start_s: float


@dataclass(frozen=True, slots=True)
class Audition:
    """A line, who says it, and the voices in the order in which they are heard."""

    speaker: str
    text: str
    heard: tuple[Heard, ...]


def hold_audition(
    story: Path,
    options: Options,
    line: str,
    voices: Sequence[str] = (),
    *,
    output: Path | None = None,
    separate: bool = False,
    listener: Listener = ignore,
    confirm: Confirm | None = None,
) -> Audition:
    """Have several voices say one line of a story, into MP3 files.

    Args:
        story: its file.
        options: as for `narrate.pipeline.show_cast`.
        line: its id (``c2u14``) or its number in script.txt.
        voices: by any name that `find_voice` understands; none: those that suit whoever says the line.
        output: the file, or the folder where ``separate``; None: ``audition LINE.mp3`` or ``audition LINE``, here.
        separate: a file for each voice.
        listener: is told what goes on.
        confirm: is asked before text goes to a server elsewhere; None: then nothing is sent, and that is an error.

    Raises:
        UsageError: there is no such line, or no word in it.
        VoiceMissingError: there is no voice of that name.
        SynthesisError: none of the voices could say it.
        OutputError: a file can't be written.
    """
    job = Job.of(story, options)
    prepared = prepare(job)
    (spoken,) = lines_named(prepared.script, job.workspace, [line])
    settings = [_setting(name, options) for name in voices] or _candidates(job, prepared, spoken.attribution.speaker)
    lexicon = job.lexicon.lexicon()
    samples = [sample_of(prepared.script, spoken, setting, options, lexicon) for setting in settings]
    if samples[0].request is None:
        raise UsageError("there is no word in that line to say")
    ask_before_samples(samples, options, confirm)
    count = "one voice" if len(settings) == 1 else f"{len(settings)} voices"
    listener(StageStarted(f"speaking in {count}", samples[0].text))
    found = speak(samples, options)
    clips = [(setting, clip) for setting, clip in zip(settings, found, strict=True) if isinstance(clip, Clip)]
    if not clips:
        raise SynthesisError(f"none of the voices could say it: {found[0]}")
    name = f"audition {spoken.utterance.id}"
    heard = _in_files(clips, output or Path(name)) if separate else _in_one(clips, output or Path(f"{name}.mp3"))
    names: dict[str | None, str] = {None: "Narrator"} | {each.id: each.name for each in prepared.script.characters}
    return Audition(names[spoken.attribution.speaker], samples[0].text, tuple(heard))


def _setting(name: str, options: Options) -> VoiceSetting:
    return VoiceSetting(find_voice(name, options).key)


def _candidates(job: Job, prepared: Preparation, speaker: str | None) -> list[VoiceSetting]:
    """The voice somebody has, and what casting would choose if it were not to be had, and so on."""
    from narrate.casting import cast

    voice_map = _without(parse_voices(prepared.voice_map, job.voices_path), prepared, speaker)
    found = [replace(prepared.casting.setting_for(speaker), gain_db=0.0)]
    while len(found) < CANDIDATES:
        avoid = {speaker: frozenset(setting.voice for setting in found)}
        casting = cast(prepared.script, prepared.voices, voice_map, bendable=job.engine.pitch_control, avoid=avoid)
        following = replace(casting.setting_for(speaker), gain_db=0.0)
        if following.voice in avoid[speaker]:  # the engine has no more
            break
        found.append(following)
    return found


def _without(voice_map: VoiceMap, prepared: Preparation, speaker: str | None) -> VoiceMap:
    """The map with everybody else's voices as they are, and none for the one who is to be heard."""
    from narrate.casting import keeping_voices

    return keeping_voices(voice_map, prepared.script, prepared.casting, speaker)


def _in_files(clips: Sequence[tuple[VoiceSetting, Clip]], folder: Path) -> Iterator[Heard]:
    with writing(folder):
        folder.mkdir(parents=True, exist_ok=True)
    for number, (setting, clip) in enumerate(clips, 1):
        path = folder / f"{number} {re.sub(r'[^A-Za-z0-9+-]+', ' ', setting.voice_id).strip()}.mp3"
        with writing(path):
            write_atomically(path, as_mp3(clip))
        yield Heard(setting, str(path), 0.0)


def _in_one(clips: Sequence[tuple[VoiceSetting, Clip]], path: Path) -> Iterator[Heard]:
    from narrate.assembly import mastered
    from narrate.publishing import write_mp3

    profile = PROFILES["podcast"]  # which has a rate of its own: engines differ
    target = AudioFormat(profile.sample_rate_hz or 44_100)
    blocks: list[bytes] = []
    heard = []
    size = 0
    with tempfile.TemporaryDirectory() as scratch:
        for setting, clip in clips:
            heard.append(Heard(setting, str(path), size / target.bytes_per_frame / target.sample_rate_hz))
            pcm = Path(scratch) / "clip.pcm"
            pcm.write_bytes(clip.pcm)
            silence = bytes(int(BETWEEN_S * target.sample_rate_hz) * target.bytes_per_frame)
            said = [*mastered(pcm, clip.format, profile), silence]
            blocks += said
            size += sum(len(block) for block in said)
    with writing(path), tempfile.TemporaryDirectory() as scratch:
        made = Path(scratch) / "audition.mp3"
        write_mp3(made, blocks, target, profile.bitrate_kbps)
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(path, made.read_bytes())
    yield from heard
