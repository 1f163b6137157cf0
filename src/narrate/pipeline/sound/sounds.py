"""The sounds that a person chose beside the voices: at scene breaks, and music under the opening credits."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from pathlib import Path

from narrate.config import Options
from narrate.errors import InputError
from narrate.model import AudioFormat, Clip
from narrate.workspace import file_digest


@dataclass(frozen=True, slots=True)
class ChosenSounds:
    """What was chosen; small, for it crosses to the workers.

    Attributes:
        scene: path of a sound file for scene breaks.
        tone: narrate's own soft tone there.
        music: path of a sound file.
        scene_digest: changes with what is heard at scene breaks; empty where nothing is.
        music_digest: changes with the music; likewise.
    """

    scene: str | None = None
    tone: bool = False
    music: str | None = None
    scene_digest: str = ""
    music_digest: str = ""

    @classmethod
    def of(cls, options: Options) -> ChosenSounds:
        """What the options name.

        Raises:
            InputError: a file is not there, or is no sound.
        """
        scene = _readable(options.scene_sound) if options.scene_sound else None
        music = _readable(options.music) if options.music else None
        return cls(
            scene=scene,
            tone=options.scene_tone and not scene,
            music=music,
            scene_digest=file_digest(Path(scene)) if scene else "tone" if options.scene_tone else "",
            music_digest=file_digest(Path(music)) if music else "",
        )

    def ornament(self, audio_format: AudioFormat) -> Clip | None:
        """What is heard at a scene break; None is silence."""
        return _ornament(self.scene, self.tone, audio_format)

    def opening_music(self, audio_format: AudioFormat) -> Clip | None:
        """What is heard under the opening credits."""
        from narrate.assembly.ornaments import LONGEST_MUSIC_S

        return _read(self.music, audio_format, LONGEST_MUSIC_S) if self.music else None


@functools.lru_cache(maxsize=4)
def _ornament(file: str | None, tone: bool, audio_format: AudioFormat) -> Clip | None:
    from narrate.assembly.ornaments import LONGEST_SCENE_S, scene_ornament, soft_tone

    if file:
        # Some more than is used: silence at its beginning is taken off.
        return scene_ornament(_read(file, audio_format, 2 * LONGEST_SCENE_S))
    return scene_ornament(soft_tone(audio_format)) if tone else None


def _read(file: str, audio_format: AudioFormat, longest_s: float) -> Clip:
    """The beginning of a sound file."""
    from narrate.publishing.sound import read_pcm

    size = audio_format.frames(longest_s) * audio_format.bytes_per_frame
    pcm = bytearray()
    for piece in read_pcm(Path(file), audio_format):
        pcm += piece
        if len(pcm) >= size:
            break
    return Clip(audio_format, bytes(pcm[:size]))


def _readable(path: Path) -> str:
    from narrate.publishing import SoundFile

    if not path.is_file():
        raise InputError(f"there is no sound file {path}", hint="Check the path.")
    with SoundFile(path):
        return str(path.absolute())
