"""FLAC and WAV: the chapters without loss, for editors. Audacity's labels, and one stem for each character."""

from __future__ import annotations

import contextlib
import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from narrate.errors import OutputError
from narrate.model import AudioFormat, Edition, EditionChapter, Passage
from narrate.publishing.names import safe_name
from narrate.publishing.publisher import PublishOptions
from narrate.publishing.sound import Encoder, Encoding, encode, read_pcm, sound_format
from narrate.publishing.vorbis import comments, picture_block

if TYPE_CHECKING:
    from collections.abc import Callable

_FLAC = Encoding("flac", "flac", codec_options={"compression_level": "5"})
_WAV = Encoding("wav", "pcm_s16le")


@dataclass(frozen=True, slots=True)
class LosslessPublisher:
    """Writes one file for each chapter into a folder of its own.

    Attributes:
        about: for a list.
        folder: for the files; a player that is shown the whole folder would take them for more chapters.
        suffix: of the files.
        encoding: of the files.
        tag: gives a file its tags.
        revision: as publishers have it.
    """

    about: str
    folder: str
    suffix: str
    encoding: Encoding
    tag: Callable[[Path, Edition, EditionChapter], None]
    revision: int = 1
    from_lossless: bool = True

    def publish(self, edition: Edition, into: Path, options: PublishOptions) -> None:  # noqa: ARG002 - the protocol's
        """Write ``<folder>/<chapter>.<suffix>`` for each chapter."""
        (into / self.folder).mkdir()
        for chapter in edition.chapters:
            path = into / self.folder / Path(chapter.file).with_suffix(self.suffix).name
            audio_format = sound_format(chapter.sound)
            encode(path, read_pcm(chapter.sound, audio_format), audio_format, self.encoding)
            self.tag(path, edition, chapter)


def flac() -> LosslessPublisher:
    """FLAC."""
    return LosslessPublisher("the chapters as FLAC, for editors and archives", "flac", ".flac", _FLAC, _tag_flac)


def wav() -> LosslessPublisher:
    """WAV."""
    return LosslessPublisher("the chapters as WAV, for editors", "wav", ".wav", _WAV, _no_tags)


def kept(path: Path, blocks: Iterator[bytes], audio_format: AudioFormat) -> Iterator[bytes]:
    """The same blocks of PCM, written to a FLAC file as they go by.

    Raises:
        OutputError: it can't be written.
    """
    with Encoder(path, audio_format, _FLAC) as encoder:
        for block in blocks:
            encoder.add(block)
            yield block


class LabelsPublisher:
    """Writes a label track for each chapter, as Audacity imports it: who speaks, and what."""

    about = "label tracks for Audacity: who says what, from when to when"
    revision = 1

    def publish(self, edition: Edition, into: Path, options: PublishOptions) -> None:  # noqa: ARG002 - the protocol's
        """Write ``<chapter>.labels.txt`` for each chapter."""
        for chapter in edition.chapters:
            path = into / Path(chapter.file).with_suffix(".labels.txt").name
            path.write_bytes(labels(edition, chapter).encode("utf-8", "replace"))


def labels(edition: Edition, chapter: EditionChapter) -> str:
    """A chapter's label track (Audacity Manual, “Importing and Exporting Labels”): start, end and text between tabs."""
    return "".join(
        f"{cue.start_s:.6f}\t{cue.end_s:.6f}\t{_one_line(edition.name_of(passage.speaker))}: "
        f"{_one_line(passage.words_of(cue.span))}\n"
        for passage in chapter.passages
        for cue in passage.cues
    )


class StemsPublisher:
    """Writes a FLAC file for everybody who speaks in a chapter, as long as the chapter and silent where they are.

    Added up, the stems of a chapter are the chapter, to the last bit. A pause belongs to those who speak around it,
    a half each.
    """

    about = "one FLAC file for each character and chapter, for people who mix"
    revision = 1
    from_lossless = True

    def publish(self, edition: Edition, into: Path, options: PublishOptions) -> None:  # noqa: ARG002 - the protocol's
        """Write ``stems/<chapter>/<name>.flac``."""
        for chapter in edition.chapters:
            folder = into / "stems" / Path(chapter.file).stem
            folder.mkdir(parents=True)
            _write_stems(edition, chapter, folder)


def _write_stems(edition: Edition, chapter: EditionChapter, folder: Path) -> None:
    audio_format = sound_format(chapter.sound)
    turns = _turns(chapter, audio_format)
    speakers = list(dict.fromkeys(speaker for speaker, _ in turns))
    names = _file_names(edition, speakers)
    with contextlib.ExitStack() as stack:
        stems = {
            speaker: stack.enter_context(Encoder(folder / f"{names[speaker]}.flac", audio_format, _FLAC))
            for speaker in speakers
        }
        blocks = _Blocks(read_pcm(chapter.sound, audio_format), audio_format)
        for speaker, frames in turns:
            for block in blocks.take(frames):
                silence = bytes(len(block))
                for other, stem in stems.items():
                    stem.add(block if other == speaker else silence)


def _turns(chapter: EditionChapter, audio_format: AudioFormat) -> list[tuple[str | None, int | None]]:
    """Who has the sound for how many frames; None is to the end."""
    turns = [list(group) for _, group in itertools.groupby(chapter.passages, key=lambda passage: passage.speaker)]
    if not turns:
        return [(None, None)]
    edges = [0, *(_between(one[-1], two[0], audio_format) for one, two in itertools.pairwise(turns))]
    lengths = [*(end - start for start, end in itertools.pairwise(edges)), None]
    return [(turn[0].speaker, length) for turn, length in zip(turns, lengths, strict=True)]


def _between(one: Passage, two: Passage, audio_format: AudioFormat) -> int:
    return audio_format.frames((one.end_s + two.start_s) / 2)


class _Blocks:
    """A stream of PCM that is taken in pieces of given lengths."""

    def __init__(self, blocks: Iterator[bytes], audio_format: AudioFormat) -> None:
        self._blocks = blocks
        self._frame = audio_format.bytes_per_frame
        self._left = b""

    def take(self, frames: int | None) -> Iterator[bytes]:
        """The next frames, in pieces, as far as there are any; None takes all."""
        wanted = None if frames is None else frames * self._frame
        while wanted != 0:
            block = self._left or next(self._blocks, None)
            if block is None:
                return
            piece, self._left = block[:wanted], b"" if wanted is None else block[wanted:]
            wanted = None if wanted is None else wanted - len(piece)
            if piece:
                yield piece


def _file_names(edition: Edition, speakers: list[str | None]) -> Mapping[str | None, str]:
    """A file name for everybody, of which no two are the same on any file system."""
    names: dict[str | None, str] = {}
    taken: set[str] = set()
    for speaker in speakers:
        base = name = safe_name(edition.name_of(speaker))
        number = 1
        while name.casefold() in taken:
            number += 1
            name = f"{base} {number}"
        taken.add(name.casefold())
        names[speaker] = name
    return names


def _tag_flac(path: Path, edition: Edition, chapter: EditionChapter) -> None:
    from mutagen import MutagenError, flac

    try:
        kind: Any = flac.FLAC
        file = kind(path)
        file.delete()
        for key, value in comments(edition, chapter.title).items():
            file[key] = [value]
        file["TRACKNUMBER"], file["TRACKTOTAL"] = [str(chapter.number)], [str(edition.chapters_in_story)]
        if edition.cover is not None:
            file.add_picture(picture_block(edition.cover))
        file.save(padding=lambda _: 1024)
    except (MutagenError, OSError) as error:
        raise OutputError.of(f"the tags of {path.name}", error) from error


def _no_tags(path: Path, edition: Edition, chapter: EditionChapter) -> None:
    """WAV has none that players agree on."""


def _one_line(text: str) -> str:
    return " ".join(text.split())
