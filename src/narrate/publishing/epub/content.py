"""The chapters of an EPUB as XHTML, and their media overlays as SMIL."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any

from narrate.model import Edition, EditionChapter
from narrate.publishing.prose import Paragraph, Sentence, fit, paragraphs
from narrate.publishing.web.markup import block, direction, fragments, grouped, lead, tag

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_XHTML = """\
<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" lang="{language}" \
xml:lang="{language}" dir="{direction}">
<head>
<title>{title}</title>
<link rel="stylesheet" type="text/css" href="book.css"/>
</head>
<body{kind}>
{body}
</body>
</html>
"""


@dataclass(frozen=True, slots=True)
class Heard:
    """A sentence and the stretch of sound that goes with it, in whole milliseconds from the chapter's beginning."""

    sentence: Sentence
    begin_ms: int
    end_ms: int


@dataclass(frozen=True, slots=True)
class ChapterContent:
    """A chapter's text, and what is heard with it: the stretches follow each other without a gap."""

    title: str
    body: str
    heard: tuple[Heard, ...]

    @property
    def duration_ms(self) -> int:
        """Length of all that is heard."""
        return sum(one.end_ms - one.begin_ms for one in self.heard)


def xhtml(edition: Edition, title: str, body: str, *, kind: str = "") -> str:
    """A whole document.

    Args:
        edition: whose language it is in.
        title: of any text.
        body: markup.
        kind: ``epub:type`` of the body.
    """
    return _XHTML.format(
        language=escape(edition.language),
        direction=direction(edition.language),
        title=escape(fit(title)),
        kind=f' epub:type="{kind}"' if kind else "",
        body=body,
    )


def chapter_content(chapter: EditionChapter) -> ChapterContent:
    """The text of a chapter, every sentence with its id, and what is heard with each."""
    found = paragraphs(chapter)
    content = grouped([(paragraph, block(paragraph, _words(paragraph))) for paragraph in found])
    heading = next((element for element in content if element.tag == "h2"), None)
    if heading is None:
        heading = tag("h2", chapter.title)
        content.insert(0, heading)
    heading.set("id", "title")
    body = "\n".join(markup(element) for element in content)
    section = f'<section epub:type="chapter" role="doc-chapter" aria-labelledby="title">\n{body}\n</section>'
    sentences = [sentence for paragraph in found for sentence in paragraph.sentences]
    return ChapterContent(chapter.title, section, tuple(_heard(sentences, chapter.duration_s)))


def markup(element: Element) -> str:
    """An element as XHTML."""
    from lxml import etree

    return etree.tostring(element, method="xml", encoding="unicode", with_tail=False)


def _words(paragraph: Paragraph) -> list[Element | str]:
    content: list[Element | str] = []
    for sentence in paragraph.sentences:
        content.append(lead(sentence.lead))
        content.append(
            tag("span", *fragments(sentence.fragments), id=sentence.id, data_speaker=sentence.passage.speaker)
        )
    return content


def _heard(sentences: list[Sentence], duration_s: float) -> Iterator[Heard]:
    """Stretches that follow each other, so that the pauses are heard too; what has no sound has none."""
    audible = [one for one in sentences if _ms(one.cue.end_s) > _ms(one.cue.start_s)]
    begins = [0, *(_ms(one.cue.start_s) for one in audible[1:])]
    for one, begin, end in zip(audible, begins, [*begins[1:], _ms(duration_s)], strict=True):
        if end > begin:
            yield Heard(one, begin, end)


def _ms(seconds: float) -> int:
    return round(1000 * seconds)


def overlay(content: ChapterContent, *, text: str, sound: str) -> str:
    """The media overlay of a chapter.

    Args:
        content: of the chapter.
        text: name of its XHTML file, seen from the overlay.
        sound: name of its sound.
    """
    from lxml import etree

    smil, ops = "http://www.w3.org/ns/SMIL", "http://www.idpf.org/2007/ops"
    names: Any = {None: smil, "epub": ops}  # the stubs know no default namespace
    root = etree.Element(f"{{{smil}}}smil", nsmap=names, version="3.0")
    body = etree.SubElement(root, f"{{{smil}}}body")
    sequence = etree.SubElement(body, f"{{{smil}}}seq", id="chapter")
    sequence.set(f"{{{ops}}}textref", text)
    sequence.set(f"{{{ops}}}type", "chapter")
    for one in content.heard:
        par = etree.SubElement(sequence, f"{{{smil}}}par", id=f"p-{one.sentence.id}")
        etree.SubElement(par, f"{{{smil}}}text", src=f"{text}#{one.sentence.id}")
        etree.SubElement(par, f"{{{smil}}}audio", src=sound, clipBegin=clock(one.begin_ms), clipEnd=clock(one.end_ms))
    return etree.tostring(root, xml_declaration=True, encoding="utf-8", pretty_print=True).decode("utf-8")


def clock(ms: int) -> str:
    """A time as SMIL's full clock value: ``0:01:02.345``."""
    seconds, ms = divmod(ms, 1000)
    return f"{seconds // 3600}:{seconds // 60 % 60:02d}:{seconds % 60:02d}.{ms:03d}"
