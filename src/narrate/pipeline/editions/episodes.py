"""What a podcast's episodes keep: an identifier and a date each, whatever becomes of the chapters around them."""

from __future__ import annotations

import hashlib
import re
import unicodedata
import uuid
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from narrate.model import Edition

_SLUG_LETTERS = 60


class EpisodeRegister:
    """The episodes there are and were, and those that come.

    Args:
        feed_guid: of the podcast.
        records: what was remembered: ``book``, ``title``, ``number``, ``guid`` and ``published`` of each episode.
        start: when the first new one comes out.
        step: between new ones.
    """

    def __init__(self, feed_guid: str, records: Iterable[dict[str, Any]], start: datetime, step: timedelta) -> None:
        self._feed = uuid.UUID(feed_guid)
        self._start = start
        self._step = step
        self.records = [dict(record) for record in records]
        self.new = 0

    def of_book(self, book: str, edition: Edition) -> list[dict[str, Any]]:
        """The records of a book's chapters, in order; new ones are made where there are none.

        A chapter is known by its title where it alone has it, or else by its number.
        """
        known = _known([one for one in self.records if one["book"] == book], edition)
        found = []
        for chapter, there in zip(edition.chapters, known, strict=True):
            record = there or self._register(book)
            record.update(title=chapter.title, number=chapter.number)
            found.append(record)
        return found

    def _register(self, book: str) -> dict[str, Any]:
        """An episode that was not there before, after all that were."""
        count = len(self.records)
        taken = {one["guid"] for one in self.records}
        while (guid := str(uuid.uuid5(self._feed, f"episode {count}"))) in taken:
            count += 1
        published = self._start + self.new * self._step
        latest = max((datetime.fromisoformat(one["published"]) for one in self.records), default=None)
        if latest is not None and published <= latest:
            published = latest + self._step
        record = {"book": book, "guid": guid, "published": published.isoformat()}
        self.records.append(record)
        self.new += 1
        return record


def _known(records: list[dict[str, Any]], edition: Edition) -> list[dict[str, Any] | None]:
    """For each chapter what is remembered of it: by its title where one alone has it, or else by its number."""
    found: list[dict[str, Any] | None] = [None] * len(edition.chapters)
    titles = [chapter.title for chapter in edition.chapters]
    left = list(records)
    for index, chapter in enumerate(edition.chapters):
        same = [one for one in left if one["title"] == chapter.title]
        if titles.count(chapter.title) == 1 and len(same) == 1:
            found[index] = same[0]
            left.remove(same[0])
    for index, chapter in enumerate(edition.chapters):
        if found[index] is None:
            same = [one for one in left if one["number"] == chapter.number]
            if same:
                found[index] = same[0]
                left.remove(same[0])
    return found


def slug(name: str) -> str:
    """A book's folder in the podcast: what every web server takes; never empty, and another for another name."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode("ascii").lower()
    short = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:_SLUG_LETTERS]
    if short == name:
        return short
    return f"{short or 'book'}-{hashlib.sha256(name.encode('utf-8', 'replace')).hexdigest()[:6]}"
