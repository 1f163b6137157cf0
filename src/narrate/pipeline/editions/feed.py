"""A podcast of finished audiobooks: a folder to put on a web server, as it is.

``.narrate/feed.json`` in that folder remembers what must not change: the feed's identifier, and each episode's with its
date. A chapter is known again by its book's folder and its title, or else by its number; so a chapter that is appended,
put between or renamed leaves the others as they are.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, time, timedelta
from datetime import date as Date  # noqa: N812 - a field has its name
from pathlib import Path
from typing import TYPE_CHECKING, Any

from narrate.errors import InputError, UsageError
from narrate.model import Edition
from narrate.pipeline.editions.episodes import EpisodeRegister, remembered, slug
from narrate.pipeline.editions.publication import finished_workspace, read_edition
from narrate.pipeline.events import Listener, Notice, ignore
from narrate.workspace import Stamp, Workspace, write_atomically, writing

if TYPE_CHECKING:
    from narrate.publishing.feed import Episode, Podcast

RECORD = "feed.json"
FEED = "feed.xml"


@dataclass(frozen=True, slots=True)
class FeedOptions:
    """What a person chooses for a podcast.

    Attributes:
        url: where its folder will be found.
        title: of the podcast; None takes the book's, or the series'.
        email: of whoever owns it, for directories; empty leaves it out.
        category: one of Apple's.
        start: when the first new episode comes out.
        every_days: days between new episodes; 0 puts all on one day, a minute apart.
        complete: no further episode will come.
    """

    url: str
    start: Date
    title: str | None = None
    email: str = ""
    category: str = "Fiction"
    every_days: float = 0
    complete: bool = False


@dataclass(frozen=True, slots=True)
class FeedSummary:
    """What was made: ``new`` of ``episodes`` were not in the feed before."""

    folder: str
    address: str
    episodes: int
    new: int


def make_feed(folders: Sequence[Path], output: Path, options: FeedOptions, listener: Listener = ignore) -> FeedSummary:
    """Make a podcast of the audiobooks in output folders, one season for each.

    Args:
        folders: in the order of the seasons.
        output: the podcast's folder; made if it is not there.
        options: what a person chose.
        listener: is told what to see to.

    Raises:
        UsageError: an option makes no sense, or two folders have the same name.
        InputError: a folder holds no finished audiobook, or what is remembered of the podcast is damaged.
        OutputError: something could not be written.
    """
    options = replace(options, url=_address(options.url), category=_category(options.category))
    names = [folder.resolve().name for folder in folders]
    if len(set(names)) < len(names):
        raise UsageError(
            "two of these folders have the same name, by which the podcast tells books apart", hint="Rename one."
        )
    if output.resolve() in {folder.resolve() for folder in folders}:
        raise UsageError("the podcast needs a folder of its own", hint="Choose another with --output.")
    editions = {name: read_edition(finished_workspace(folder)) for name, folder in zip(names, folders, strict=True)}
    with Workspace(output) as workspace:
        maker = _Maker(workspace, options, editions)
        podcast = maker.podcast()
        for notice in _advice(podcast, maker.cover):
            listener(Notice(notice))
        maker.write(podcast)
    return FeedSummary(str(output), podcast.address(FEED), len(podcast.episodes), maker.new)


def _address(url: str) -> str:
    from urllib.parse import urlsplit

    try:
        parts = urlsplit(url)
        usable = parts.scheme in {"http", "https"} and parts.hostname and not parts.query and not parts.fragment
    except ValueError:
        usable = None
    if not usable or any(letter.isspace() for letter in url):
        raise UsageError(
            f"{url!r} is no address of a folder on a web server", hint="Write one like https://example.org/podcast/."
        )
    return url.removesuffix(FEED).rstrip("/") + "/"


def _category(name: str) -> str:
    from narrate.publishing.feed import CATEGORIES

    known = {category.casefold(): category for category in CATEGORIES}
    if name.casefold() not in known:
        raise UsageError(f"there is no category {name!r}", hint=f"The categories are: {', '.join(CATEGORIES)}.")
    return known[name.casefold()]


def _advice(podcast: Podcast, cover: bytes | None) -> Iterator[str]:
    if cover is None:
        yield (
            "the podcast has no cover, which directories such as Apple's ask for: put a square cover.jpg of 1400 to "
            "3000 pixels into the first book's folder"
        )
    elif (size := _picture_size(cover)) and (size[0] != size[1] or not 1400 <= size[0] <= 3000):
        yield (
            f"the cover has {size[0]} × {size[1]} pixels; directories such as Apple's take none but square ones of "
            "1400 to 3000"
        )
    if not podcast.author:
        yield "nobody is named as the author: narrate the story again with --author"


def _picture_size(picture: bytes) -> tuple[int, int] | None:
    """Width and height in pixels; None where the picture can't be read."""
    import io

    import av
    import av.error

    try:
        with av.open(io.BytesIO(picture), options={"format_whitelist": "jpeg_pipe,png_pipe"}) as container:
            stream = container.streams.video[0]
            return stream.width, stream.height
    except (av.error.FFmpegError, IndexError):
        return None


class _Maker:
    """Makes a podcast's folder, which this process holds."""

    def __init__(self, workspace: Workspace, options: FeedOptions, editions: dict[str, Edition]) -> None:
        from narrate.publishing.feed import feed_guid

        self._workspace = workspace
        self._options = options
        self._editions = editions
        kept = workspace.read_json(RECORD)
        try:
            self._guid, episodes = remembered(kept) if workspace.records(RECORD) else (feed_guid(options.url), [])
        except ValueError as error:
            raise InputError(
                f"what must stay of this podcast can't be read: {workspace.private / RECORD} is damaged ({error})",
                hint="Put a copy of that file back; or remove it, and people may get episodes again that they had.",
            ) from None
        step = timedelta(days=options.every_days) or timedelta(minutes=1)
        first = datetime.combine(options.start, time(6), UTC)
        self._register = EpisodeRegister(self._guid, episodes, first, step)
        self._files = Stamp.all_from_record(kept.get("files"))
        self.cover = next((edition.cover for edition in editions.values() if edition.cover), None)

    @property
    def new(self) -> int:
        """Episodes that were not there before."""
        return self._register.new

    def podcast(self) -> Podcast:
        """The podcast, with the identifiers and dates that it had before."""
        from narrate.publishing import cover_type
        from narrate.publishing.feed import Podcast

        first = next(iter(self._editions.values()))
        cover = "" if self.cover is None else {"image/png": "cover.png"}.get(cover_type(self.cover), "cover.jpg")
        series = {edition.told("series") for edition in self._editions.values()}
        one = first.title if len(self._editions) == 1 else next(iter(series)) if len(series) == 1 else ""
        authors = list(dict.fromkeys(edition.author for edition in self._editions.values() if edition.author))
        titles = [edition.title for edition in self._editions.values()]
        told = first.told("summary") if len(titles) == 1 else ""
        return Podcast(
            url=self._options.url,
            guid=self._guid,
            title=self._options.title or one or " · ".join(titles),
            author=", ".join(authors),
            description=told or f"{', '.join(titles)}. Read by synthetic voices.",
            language=first.language,
            email=self._options.email,
            category=self._options.category,
            cover=cover,
            complete=self._options.complete,
            episodes=tuple(self._planned()),
        )

    def _planned(self) -> Iterator[Episode]:
        from narrate.publishing.feed import Episode

        for season, (name, edition) in enumerate(self._editions.items(), 1):
            for chapter, record in zip(edition.chapters, self._register.of_book(name, edition), strict=True):
                sound = edition.folder / chapter.file
                digits = f"{chapter.number:0{max(2, len(str(edition.chapters_in_story)))}d}"
                yield Episode(
                    edition=edition,
                    chapter=chapter,
                    guid=record["guid"],
                    published=datetime.fromisoformat(record["published"]),
                    season=season,
                    number=chapter.number,
                    stem=f"{slug(name)}/{digits}",
                    bytes=sound.stat().st_size,
                )

    def write(self, podcast: Podcast) -> None:
        """Write everything; what an earlier run wrote and is no longer part of it goes, the feed comes last."""
        from narrate.publishing.feed import index_page
        from narrate.publishing.feed.rss import rss

        files: dict[str, Any] = {}
        if self.cover is not None:
            self._put(podcast.cover, self.cover, files)
        for episode in podcast.episodes:
            self._sound(episode, files)
            for name, content in _papers(podcast, episode):
                self._put(name, content.encode("utf-8", "replace"), files)
        self._put("index.html", index_page(podcast).encode("utf-8", "replace"), files)
        self._put(FEED, rss(podcast).encode("utf-8", "replace"), files)
        self._workspace.write_json(
            RECORD,
            {"guid": self._guid, "url": self._options.url, "episodes": self._register.records, "files": files},
        )
        for name in self._files.keys() - files.keys():
            path = self._workspace.path(name)
            if self._files[name].matches(path):
                path.unlink()

    def _put(self, name: str, content: bytes, files: dict[str, Any]) -> None:
        path = self._workspace.path(name)
        with writing(path):
            path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(path, content)
        files[name] = asdict(Stamp.of(path))

    def _sound(self, episode: Episode, files: dict[str, Any]) -> None:
        """The chapter's file, as a second name of the same where the disk can, or else as a copy."""
        source = episode.edition.folder / episode.chapter.file
        name = f"{episode.stem}.mp3"
        target = self._workspace.path(name)
        stamp = Stamp.of(source)
        with writing(target):
            target.parent.mkdir(parents=True, exist_ok=True)
            if not stamp.matches(target):
                part = target.with_name(f".narrate-{target.name}")
                part.unlink(missing_ok=True)
                try:
                    os.link(source, part)
                except OSError:
                    shutil.copyfile(source, part)
                part.replace(target)
        files[name] = asdict(Stamp.of(target))


def _papers(podcast: Podcast, episode: Episode) -> Iterator[tuple[str, str]]:
    """What belongs to an episode beside its sound: names and contents."""
    from narrate.publishing.captions.captioning import NETFLIX, captions
    from narrate.publishing.captions.srt import srt, srt_captions
    from narrate.publishing.captions.transcript import transcript
    from narrate.publishing.captions.webvtt import webvtt
    from narrate.publishing.feed import chapters_json, episode_page

    edition, chapter = episode.edition, episode.chapter
    yield f"{episode.stem}.vtt", webvtt(edition, chapter, captions(chapter, NETFLIX))
    yield f"{episode.stem}.srt", srt(edition, chapter, srt_captions(edition, chapter))
    yield f"{episode.stem}.json", transcript(edition, chapter)
    yield f"{episode.stem}.chapters.json", chapters_json(chapter)
    yield f"{episode.stem}.html", episode_page(podcast, episode)
