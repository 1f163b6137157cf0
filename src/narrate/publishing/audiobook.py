"""The W3C's Audiobooks: a manifest beside the sound, and the same packed into one file (LPF).

Sources: W3C Recommendation “Audiobooks” (2020), “Publication Manifest” (2020), and the Note “Lightweight Packaging
Format” (2020).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

from narrate.model import Edition
from narrate.publishing.archive import write_zip
from narrate.publishing.identity import book_uuid
from narrate.publishing.names import book_file_name
from narrate.publishing.publisher import PublishOptions
from narrate.publishing.tags import cover_type
from narrate.publishing.web.markup import asset, direction, page, tag

MANIFEST = "publication.json"
CONTENTS = "contents.html"
ENTRY = "index.html"
"""The primary entry page of a package, as LPF names it."""

_COVERS = {"image/jpeg": "cover.jpg", "image/png": "cover.png"}


class AudiobookPublisher:
    """Makes the manifest and the table of contents that turn the folder into an audiobook of the W3C's kind."""

    about = "the W3C's audiobook manifest (publication.json), to put the folder on a web server"
    revision = 2

    def publish(self, edition: Edition, into: Path, options: PublishOptions) -> None:  # noqa: ARG002 - the protocol's
        """Write ``publication.json`` and ``contents.html``."""
        names = [chapter.file for chapter in edition.chapters]
        (into / MANIFEST).write_text(manifest(edition, names, contents=CONTENTS), encoding="utf-8")
        (into / CONTENTS).write_text(contents_page(edition, names), encoding="utf-8")


class LpfPublisher:
    """Makes one file of the manifest, the contents, the cover and the sound."""

    about = "the W3C's audiobook in one file (LPF)"
    revision = 2

    def publish(self, edition: Edition, into: Path, options: PublishOptions) -> None:  # noqa: ARG002 - the protocol's
        """Write ``<title>.lpf``."""
        write_zip(into / book_file_name(edition.title, ".lpf"), _entries(edition))


def _entries(edition: Edition) -> Iterator[tuple[str, str | bytes | Path]]:
    digits = max(2, len(str(len(edition.chapters))))
    names = [f"audio/{number:0{digits}d}.mp3" for number in range(1, len(edition.chapters) + 1)]
    yield MANIFEST, manifest(edition, names, contents=ENTRY)
    yield ENTRY, contents_page(edition, names)
    if edition.cover:
        yield _COVERS[cover_type(edition.cover)], edition.cover
    for name, chapter in zip(names, edition.chapters, strict=True):
        yield name, edition.folder / chapter.file


def manifest(edition: Edition, names: list[str], *, contents: str) -> str:
    """The manifest, as JSON-LD.

    Args:
        edition: the book.
        names: of the chapters' files, seen from the manifest.
        contents: name of the page with the table of contents.
    """
    told: dict[str, Any] = {
        "@context": [
            "https://schema.org",
            "https://www.w3.org/ns/pub-context",
            {"language": edition.language, "direction": direction(edition.language)},
        ],
        "conformsTo": "https://www.w3.org/TR/audiobooks/",
        "type": "Audiobook",
        "id": f"urn:uuid:{book_uuid(edition)}",
        "name": edition.title,
        "inLanguage": edition.language,
        "readBy": [{"type": "Person", "name": edition.narrator}],
        "abridged": False,
        "duration": _duration(edition.duration_s),
        "accessMode": ["auditory"],
        "accessModeSufficient": [{"type": "ItemList", "itemListElement": ["auditory"]}],
        "accessibilityFeature": ["readingOrder", "tableOfContents"],
        "accessibilityHazard": ["none"],
        "accessibilitySummary": "The whole story, read by synthetic voices.",
        "readingProgression": direction(edition.language),
    }
    if edition.author:
        told["author"] = [{"type": "Person", "name": edition.author}]
    if edition.date:
        told["datePublished"] = edition.date
    if edition.told("summary"):
        told["description"] = edition.told("summary")
    told["readingOrder"] = [
        {
            "type": "LinkedResource",
            "url": quote(name),
            "encodingFormat": "audio/mpeg",
            "name": chapter.title,
            "duration": _duration(chapter.duration_s),
        }
        for name, chapter in zip(names, edition.chapters, strict=True)
    ]
    told["resources"] = list(_resources(edition, contents))
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"


def _resources(edition: Edition, contents: str) -> Iterator[dict[str, str]]:
    yield {"type": "LinkedResource", "url": contents, "encodingFormat": "text/html", "rel": "contents"}
    if edition.cover:
        media_type = cover_type(edition.cover)
        words = f"Cover of {edition.title}"
        yield {
            "type": "LinkedResource", "url": _COVERS[media_type], "encodingFormat": media_type, "rel": "cover",
            "name": words,
        }  # fmt: skip


def _duration(seconds: float) -> str:
    """A length as ISO 8601 has it, in seconds: ``PT62.345S``."""
    return f"PT{seconds:.3f}S"


def contents_page(edition: Edition, names: list[str]) -> str:
    """The page with the table of contents; it leads to the manifest too."""
    items = [
        tag("li", tag("a", chapter.title, href=quote(name)))
        for name, chapter in zip(names, edition.chapters, strict=True)
    ]
    nav = tag("nav", tag("h2", "Contents", lang="en"), tag("ol", *items), role="doc-toc", aria_label="Contents")
    heading = tag("h1", edition.title)
    author = tag("p", edition.author) if edition.author else None
    told = tag("p", tag("a", "The audiobook's manifest", href=MANIFEST, rel="publication"), lang="en")
    main = tag("main", heading, author, nav, told, dir=direction(edition.language), class_="sheet")
    return page(title=edition.title, body=tag("body", main), style=asset("sheet.css"), language=edition.language)
