"""The publisher of DAISY 2.02 books: a folder with the navigation control centre, text, sound, and what joins them."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from importlib.metadata import version
from itertools import accumulate
from pathlib import Path

from narrate.model import BlockKind, Edition
from narrate.publishing.daisy.smil import chapter_smil, clock, master_smil, meta_lines
from narrate.publishing.epub.content import ChapterContent, chapter_content
from narrate.publishing.identity import book_uuid, modified
from narrate.publishing.prose import fit, paragraphs
from narrate.publishing.publisher import PublishOptions

FOLDER = "daisy"

_XHTML = """\
<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html xmlns="http://www.w3.org/1999/xhtml" lang="{language}" xml:lang="{language}">
<head>
<meta http-equiv="Content-type" content="text/html; charset=utf-8"/>
<title>{title}</title>
{metas}
</head>
<body>
{body}
</body>
</html>
"""


@dataclass(frozen=True, slots=True)
class _Place:
    """An entry of the navigation control centre: a heading of ``level`` 1 or 2, and where it leads."""

    level: int
    title: str
    target: str


class DaisyPublisher:
    """Makes a DAISY 2.02 book of full text and full sound."""

    about = "DAISY 2.02, a folder for players that blind readers own: Victor Reader, PlexTalk, EasyReader"
    revision = 1

    def publish(self, edition: Edition, into: Path, options: PublishOptions) -> None:  # noqa: ARG002 - the protocol's
        """Write the folder ``daisy``."""
        folder = into / FOLDER
        folder.mkdir()
        chapters = [chapter_content(chapter) for chapter in edition.chapters]
        for number, chapter in enumerate(edition.chapters, 1):
            shutil.copyfile(edition.folder / chapter.file, folder / _name(number, chapters, "mp3"))
        for name, content in _texts(edition, chapters):
            (folder / name).write_text(content, encoding="utf-8")
        # The centre tells how large the book is, itself included: it is written once to be measured.
        places = list(_places(edition, chapters))
        for _ in range(2):
            files = [path.stat().st_size for path in folder.iterdir()]
            centre = _centre(edition, chapters, places, files=max(len(files), 1), size=sum(files))
            (folder / "ncc.html").write_text(centre, encoding="utf-8")


def _name(number: int, chapters: Sequence[ChapterContent], ending: str) -> str:
    return f"{number:0{max(3, len(str(len(chapters))))}d}.{ending}"


def _texts(edition: Edition, chapters: Sequence[ChapterContent]) -> Iterator[tuple[str, str]]:
    told = [("dc:format", "Daisy 2.02"), ("dc:identifier", str(book_uuid(edition))), ("dc:title", fit(edition.title))]
    elapsed = [0, *accumulate(content.duration_ms for content in chapters)]
    for number, content in enumerate(chapters, 1):
        text, sound = _name(number, chapters, "html"), _name(number, chapters, "mp3")
        metas = [
            *told,
            ("title", fit(content.title)),
            ("ncc:generator", _generator()),
            ("ncc:totalElapsedTime", clock(elapsed[number - 1])),
            ("ncc:timeInThisSmil", clock(content.duration_ms)),
        ]
        yield _name(number, chapters, "smil"), chapter_smil(content, metas, text=text, sound=sound)
        yield text, _document(edition, content.title, _plain(content.body), told)
    references = [(_name(number, chapters, "smil"), fit(content.title)) for number, content in enumerate(chapters, 1)]
    metas = [*told, ("ncc:generator", _generator()), ("ncc:timeInThisSmil", clock(elapsed[-1]))]
    yield "master.smil", master_smil(metas, references)


def _generator() -> str:
    return f"narrate {version('narrate')}"


def _document(edition: Edition, title: str, body: str, metas: Sequence[tuple[str, str]]) -> str:
    return _XHTML.format(
        language=escape(edition.language),
        title=escape(fit(title)),
        metas=meta_lines([(name, fit(text)) for name, text in metas]),
        body=body,
    )


def _plain(body: str) -> str:
    """The chapter as XHTML 1.0 knows it: without roles and data, and with the book's headings one level up."""
    from lxml import etree

    names = {"section": "div", "h2": "h1", "h3": "h2"}
    root = etree.fromstring(f'<body xmlns:epub="http://www.idpf.org/2007/ops">{body}</body>')
    for element in root.iter():
        element.tag = names.get(str(element.tag), element.tag)
        for key in list(element.attrib):
            if key not in {"class", "id"}:
                del element.attrib[key]
    etree.cleanup_namespaces(root)
    return "\n".join(etree.tostring(child, method="xml", encoding="unicode") for child in root)


def _places(edition: Edition, chapters: Sequence[ChapterContent]) -> Iterator[_Place]:
    """The title, the chapters' headings and those within them; each leads to a sentence of its own."""
    told: set[str] = set()
    for number, (chapter, content) in enumerate(zip(edition.chapters, chapters, strict=True), 1):
        if not content.heard:
            continue
        file = _name(number, chapters, "smil")
        heard = [one.sentence.id for one in content.heard]
        if not told:
            told.add(f"{file}#p-{heard[0]}")
            yield _Place(1, edition.title, f"{file}#p-{heard[0]}")
        headings = [
            (paragraph.level - 1, paragraph.text, paragraph.sentences[0].id)
            for paragraph in paragraphs(chapter)
            if paragraph.kind is BlockKind.HEADING and paragraph.sentences[0].id in heard
        ]
        if not any(level == 1 for level, _, _ in headings):
            headings.insert(0, (1, chapter.title, heard[0]))
        for level, title, identity in headings:
            target = f"{file}#p-{identity}"
            if target not in told:
                told.add(target)
                yield _Place(level, title, target)


def _centre(
    edition: Edition, chapters: Sequence[ChapterContent], places: Sequence[_Place], *, files: int, size: int
) -> str:
    """The navigation control centre (DAISY 2.02, section 2.1)."""
    metas = [
        ("dc:creator", edition.author or "unknown"),
        ("dc:date", modified(edition)[:10]),
        ("dc:format", "Daisy 2.02"),
        ("dc:identifier", str(book_uuid(edition))),
        ("dc:language", edition.language),
        ("dc:publisher", edition.told("publisher") or edition.author or "unknown"),
        ("dc:title", edition.title),
        ("ncc:charset", "utf-8"),
        ("ncc:depth", str(max((place.level for place in places), default=1))),
        ("ncc:files", str(files)),
        ("ncc:footnotes", "0"),
        ("ncc:generator", _generator()),
        ("ncc:kByteSize", str(-(-size // 1000))),
        ("ncc:maxPageNormal", "0"),
        ("ncc:multimediaType", "audioFullText"),
        ("ncc:narrator", edition.narrator),
        ("ncc:pageFront", "0"),
        ("ncc:pageNormal", "0"),
        ("ncc:pageSpecial", "0"),
        ("ncc:prodNotes", "0"),
        ("ncc:setInfo", "1 of 1"),
        ("ncc:sidebars", "0"),
        ("ncc:tocItems", str(len(places))),
        ("ncc:totalTime", clock(sum(content.duration_ms for content in chapters))),
    ]
    items = "\n".join(_heading(number, place) for number, place in enumerate(places, 1))
    return _document(edition, edition.title, items, metas)


def _heading(number: int, place: _Place) -> str:
    kind = ' class="title"' if number == 1 else ""
    words = escape(fit(" ".join(place.title.split())))
    return f'<h{place.level} id="ncc-{number}"{kind}><a href="{place.target}">{words}</a></h{place.level}>'
