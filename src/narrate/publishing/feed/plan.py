"""What a podcast and its episodes are, before they are written down as a feed."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote

from narrate.model import Edition, EditionChapter

FEEDS = uuid.UUID("ead4c236-bf58-58c6-a2c6-a6b28d128cb6")
"""The namespace of feeds' identifiers (podcastindex.org, the podcast namespace's ``guid``)."""

CATEGORIES = (
    "Arts", "Business", "Comedy", "Education", "Fiction", "Government", "History", "Health & Fitness", "Kids & Family",
    "Leisure", "Music", "News", "Religion & Spirituality", "Science", "Society & Culture", "Sports", "Technology",
    "True Crime", "TV & Film",
)  # fmt: skip
"""Apple's top categories, which other directories take too."""


@dataclass(frozen=True, slots=True)
class Episode:
    """A chapter in a podcast.

    Attributes:
        guid: never changes.
        published: with its time zone.
        season: the book's number in the podcast, from 1.
        number: of the chapter within its book, from 1.
        stem: where the episode's files lie, seen from the feed, without their ending.
        bytes: length of the sound's file.
    """

    edition: Edition
    chapter: EditionChapter
    guid: str
    published: datetime
    season: int
    number: int
    stem: str
    bytes: int

    @property
    def explicit(self) -> bool:
        """Whether the story's rating makes it one for adults."""
        return self.edition.told("explicit") == "yes"


@dataclass(frozen=True, slots=True)
class Podcast:
    """A podcast.

    Attributes:
        url: of the folder that holds the feed, ending in a slash.
        guid: of the feed; never changes, whatever becomes of its address.
        email: of whoever owns it; empty if nobody is named.
        category: one of `CATEGORIES`.
        cover: name of the picture's file; empty if there is none.
        complete: no further episode will come.
        episodes: in the order in which they are heard; at least one.
    """

    url: str
    guid: str
    title: str
    author: str
    description: str
    language: str
    email: str
    category: str
    cover: str
    complete: bool
    episodes: tuple[Episode, ...]

    @property
    def explicit(self) -> bool:
        """Whether any episode is."""
        return any(episode.explicit for episode in self.episodes)

    @property
    def seasons(self) -> int:
        """How many books it has."""
        return max(episode.season for episode in self.episodes)

    def address(self, file: str) -> str:
        """The address of a file."""
        return self.url + quote(file)

    def headline(self, episode: Episode) -> str:
        """An episode's title: the chapter's, with the book's before it where there are several."""
        return f"{episode.edition.title}: {episode.chapter.title}" if self.seasons > 1 else episode.chapter.title


def feed_guid(url: str) -> str:
    """The identifier of a feed by its address, as the podcast namespace has it: without scheme and slash at the end."""
    return str(uuid.uuid5(FEEDS, url.partition("://")[2].rstrip("/")))
