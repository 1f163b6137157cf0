"""The publisher of EPUB 3 with media overlays."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import resources
from pathlib import Path

from narrate.model import Edition
from narrate.publishing.archive import write_zip
from narrate.publishing.epub.content import chapter_content, markup, overlay, xhtml
from narrate.publishing.epub.package import CONTAINER, chapter_names, navigation, package
from narrate.publishing.names import book_file_name
from narrate.publishing.publisher import PublishOptions
from narrate.publishing.tags import cover_type
from narrate.publishing.web.markup import tag

_ENDINGS = {"image/jpeg": ".jpg", "image/png": ".png"}


class EpubPublisher:
    """Makes one EPUB 3 file with the text, the sound, and what joins them."""

    about = "text and sound in one book, sentence by sentence: Thorium, Apple Books, Voice Dream, Dolphin EasyReader"
    revision = 1

    def publish(self, edition: Edition, into: Path, options: PublishOptions) -> None:  # noqa: ARG002 - the protocol's
        """Write ``<title>.epub``."""
        write_zip(into / book_file_name(edition.title, ".epub"), _entries(edition))


def _entries(edition: Edition) -> Iterator[tuple[str, str | bytes | Path]]:
    yield "mimetype", "application/epub+zip"
    yield "META-INF/container.xml", CONTAINER
    chapters = [
        (chapter_names(number, len(edition.chapters)), chapter_content(chapter))
        for number, chapter in enumerate(edition.chapters, 1)
    ]
    cover = None
    if edition.cover:
        media_type = cover_type(edition.cover)
        cover = (f"cover{_ENDINGS[media_type]}", media_type)
        words = f"Cover of {edition.title}" + (f" by {edition.author}" if edition.author else "")
        picture = markup(tag("p", tag("img", src=cover[0], alt=words), class_="cover"))
        yield f"EPUB/{cover[0]}", edition.cover
        yield "EPUB/cover.xhtml", xhtml(edition, "Cover", picture, kind="cover")
    yield "EPUB/package.opf", package(edition, chapters, cover)
    yield "EPUB/nav.xhtml", navigation(edition, chapters, cover=cover is not None)
    style = resources.files("narrate.publishing.epub").joinpath("assets", "book.css")
    yield "EPUB/book.css", style.read_text(encoding="utf-8")
    for (names, content), chapter in zip(chapters, edition.chapters, strict=True):
        yield f"EPUB/{names.text}", xhtml(edition, content.title, content.body)
        if content.heard:
            yield f"EPUB/{names.overlay}", overlay(content, text=names.text, sound=names.sound)
            yield f"EPUB/{names.sound}", edition.folder / chapter.file
