"""What a run is about: the story, the options, and everything a person gave, looked at before anything is written."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from narrate.config import Options
from narrate.errors import InputError, OutputError, VoiceMapError
from narrate.locking import Waiting
from narrate.model import Document, VoiceMap
from narrate.pipeline.sound.engines import EngineDescription, engine_set_by
from narrate.pipeline.sound.sounds import ChosenSounds
from narrate.pipeline.story.analysis import attributor_fingerprint, read_document
from narrate.pipeline.story.lexicon import StoryLexicon, story_lexicon
from narrate.workspace import VOICES, Workspace

NO_COVER = "none"


@dataclass(frozen=True, slots=True)
class Job:
    """One story to be narrated.

    Attributes:
        sha256: of the story's bytes.
        engine: the one that was chosen.
        attributor: fingerprint of the one that was chosen.
        cover: the picture's bytes.
        sounds: what is heard beside the voices.
        document: the story, where it had to be read already.
        lexicon: how its words are said.
    """

    story: Path
    sha256: str
    options: Options
    workspace: Workspace
    engine: EngineDescription
    attributor: str
    cover: bytes | None
    sounds: ChosenSounds
    document: Document | None
    lexicon: StoryLexicon

    @classmethod
    def of(cls, story: Path, options: Options, waiting: Waiting | None = None) -> Job:
        """The job for a story, in its output folder, which need not be there; for ``waiting`` see `Workspace`.

        Everything that a person gave is looked at first, so that a mistake leaves no folder behind.

        Raises:
            StoryError: there is no such file, or it can't be read.
            EngineMissingError: there is no such engine.
            ConfigError: the engine can't use a setting.
            AttributorError: there is no such attributor.
            InputError: the cover can't be read.
            LexiconError: a lexicon can't be used.
        """
        workspace = Workspace(options.output or default_folder(story), waiting)
        return cls(
            story,
            story_digest(story, options),
            options,
            workspace,
            engine_set_by(options),
            attributor_fingerprint(options),
            _cover(options.cover),
            ChosenSounds.of(options),
            None if workspace.private.exists() else read_document(story, options),
            story_lexicon(story, options),
        )

    def read(self) -> Document:
        """The story."""
        return self.document or read_document(self.story, self.options)

    @property
    def voices_path(self) -> Path:
        """The voice map of this story."""
        return self.options.voices or self.workspace.path(VOICES)


def default_folder(story: Path, parent: Path | None = None) -> Path:
    """Where a story's audiobook goes if nobody says otherwise: ``output/<story>``."""
    from narrate.publishing import story_folder_name

    return (parent or Path("output")) / story_folder_name(story.stem)


def refuse_another_story(job: Job) -> None:
    """Don't take the audiobook of one story for that of another which happens to have the same name.

    Raises:
        OutputError: the output folder holds another story's.
    """
    record = job.workspace.read_json("story.json")
    other = record.get("path")
    if not other or record.get("sha256") == job.sha256 or Path(other) == job.story.absolute():
        return
    raise OutputError(
        f"{job.workspace.folder} holds the audiobook of another story, {other}",
        hint="Choose another folder with --output; if it is the same story, moved and changed, add --force.",
    )


def story_digest(story: Path, options: Options) -> str:
    """SHA-256, in hexadecimal, of a story's bytes, be it a file or several, a folder of chapters or standard input.

    Raises:
        StoryError: there is no such file, or it can't be read.
    """
    from narrate import intake

    return intake.story_digest(story, options.then)


def read_voice_map(path: Path) -> VoiceMap:
    """Read a voice map.

    Raises:
        VoiceMapError: it is not there or can't be read; says where and what to do.
    """
    content = read_voice_map_text(path)
    if content is None:
        raise VoiceMapError(f"there is no file {path}", hint="Check the path.")
    return parse_voices(content, path)


def parse_voices(content: str | None, path: Path) -> VoiceMap:
    """Parse a voice map; None is an empty one.

    Args:
        content: TOML.
        path: named in errors.

    Raises:
        VoiceMapError: it can't be used; says where and what to do.
    """
    from narrate.casting import parse_voice_map
    from narrate.synthesis import engine_names

    return parse_voice_map(content or "", str(path), engine_names())


def read_voice_map_text(path: Path) -> str | None:
    """A voice map's content; None where there is no such file.

    Raises:
        VoiceMapError: it can't be read as UTF-8.
    """
    try:
        if path.exists() and not path.is_file():
            raise VoiceMapError(f"{path} is no ordinary file", hint="It must be a TOML file in UTF-8.")
        return path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise VoiceMapError(f"can't read {path}: {error}", hint="It must be a TOML file in UTF-8.") from error


def cover_is_off(options: Options) -> bool:
    """Whether a person wants no cover: ``--cover none``."""
    return options.cover is not None and options.cover.name == NO_COVER and not options.cover.exists()


def _cover(path: Path | None) -> bytes | None:
    if path is None or (path.name == NO_COVER and not path.exists()):
        return None
    from narrate.publishing import cover_type

    try:
        if path.exists() and not path.is_file():
            raise InputError(f"the cover {path} is no ordinary file", hint="Name a JPEG or PNG file.")
        picture = path.read_bytes()
    except OSError as error:
        raise InputError(f"can't read the cover {path}: {error.strerror}", hint="Name a JPEG or PNG file.") from error
    try:
        cover_type(picture)
    except InputError as error:
        raise InputError(f"{path} is no cover: {error.message}", hint=error.hint) from None
    return picture
