"""Publishers of the read-along page."""

from __future__ import annotations

from pathlib import Path

from narrate.model import Edition
from narrate.publishing.publisher import PublishOptions
from narrate.publishing.web.page import FILE, INLINE_FILE, read_along


class ReadAlongPublisher:
    """Makes the page that plays the chapters' files beside it."""

    about = "a page to read along, for any browser; it plays the chapters beside it"
    revision = 3

    def publish(self, edition: Edition, into: Path, options: PublishOptions) -> None:
        """Write ``read-along.html``."""
        (into / FILE).write_text(read_along(edition, by_word=options.by_word), encoding="utf-8")


class InlineReadAlongPublisher:
    """Makes the page with the sound in it."""

    about = "the same page with the sound in it: one file to pass on"
    revision = 3

    def publish(self, edition: Edition, into: Path, options: PublishOptions) -> None:
        """Write ``read-along-with-sound.html``."""
        (into / INLINE_FILE).write_text(read_along(edition, inline=True, by_word=options.by_word), encoding="utf-8")
