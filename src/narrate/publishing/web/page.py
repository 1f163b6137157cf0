"""The read-along page: one HTML file beside the sound, or with the sound in it, that plays in any browser from disk."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING
from urllib.parse import quote

from narrate.model import Edition, EditionChapter
from narrate.publishing.prose import Paragraph, Sentence, paragraphs
from narrate.publishing.web.controls import player, side
from narrate.publishing.web.lanes import speakers_picture
from narrate.publishing.web.markup import asset, block, direction, fragments, grouped, lead, page, tag
from narrate.publishing.web.palette import Look, looks, style_rules

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

FILE = "read-along.html"
INLINE_FILE = "read-along-with-sound.html"


def read_along(edition: Edition, *, inline: bool = False, by_word: bool = False) -> str:
    """The read-along page of an edition.

    Args:
        edition: what is read.
        inline: the sound is in the page, which then stands alone; a third larger than the files.
        by_word: the word that is heard is marked too, where its time is known.

    Raises:
        OSError: a chapter's file can't be read; only where ``inline``.
    """
    worn = looks(edition)
    chapters = [
        _chapter(edition, number, chapter, worn, by_word=by_word) for number, chapter in enumerate(edition.chapters, 1)
    ]
    text = tag(
        "main",
        *chapters,
        id="text",
        class_="text",
        lang=edition.language,
        dir=direction(edition.language),
        data_book=_identity(edition),
    )
    body = tag(
        "body",
        tag("a", "Skip to the text", class_="skip", href="#text"),
        tag("div", _header(edition), side(edition, worn), text, class_="frame"),
        player(),
        *(_packed(edition) if inline else ()),
    )
    return page(
        title=f"{edition.title} – read along",
        body=body,
        style=asset("page.css") + style_rules(),
        script=asset("page.js"),
        policy="media-src 'self' file: blob:",
    )


def _header(edition: Edition) -> Element:
    voices = "a synthetic voice" if len(edition.readers) == 1 else f"{len(edition.readers)} synthetic voices"
    author = tag("p", f"by {edition.author}", class_="byline") if edition.author else None
    title = tag("h1", edition.title, lang=edition.language)
    return tag("header", title, author, tag("p", f"Read by {voices}.", class_="about"))


def _chapter(
    edition: Edition, number: int, chapter: EditionChapter, worn: Mapping[str, Look], *, by_word: bool
) -> Element:
    blocks = [
        (paragraph, block(paragraph, _words(edition, paragraph, worn, by_word=by_word), deepest=3))
        for paragraph in paragraphs(chapter)
    ]
    identity = f"chapter-{number}"
    section = tag(
        "section",
        class_="chapter",
        id=identity,
        aria_labelledby=f"{identity}-title",
        data_src=quote(chapter.file),
        data_title=chapter.title,
        data_duration=f"{chapter.duration_s:.3f}",
    )
    content = grouped(blocks)
    heading = next((element for element in content if element.tag == "h2"), None)
    if heading is None:
        heading = tag("h2", chapter.title)
        section.append(heading)
    heading.set("id", f"{identity}-title")
    heading.set("tabindex", "-1")
    section.extend(content)
    link = tag("a", "The sound of this chapter", href=quote(chapter.file))
    section.insert(section.index(heading) + 1, speakers_picture(edition, chapter, worn))
    section.append(tag("noscript", tag("p", link)))
    return section


def _words(edition: Edition, paragraph: Paragraph, worn: Mapping[str, Look], *, by_word: bool) -> list[Element | str]:
    content: list[Element | str] = []
    for passage, sentences in paragraph.passages():
        look = worn.get(passage.speaker or "")
        who = edition.name_of(passage.speaker) if passage.speaker else None
        words: list[Element | str] = []
        for index, sentence in enumerate(sentences):
            (words if index else content).append(lead(sentence.lead))
            words.append(
                tag(
                    "span",
                    *fragments(sentence.fragments),
                    class_="s",
                    id=sentence.id,
                    data_start=f"{sentence.cue.start_s:.3f}",
                    data_end=f"{sentence.cue.end_s:.3f}",
                    data_words=_times(sentence) if by_word and sentence.cue.words else None,
                )
            )
        content.append(tag("span", *words, class_=f"u {look.css_class}" if look else "u", data_who=who))
    return content


def _times(sentence: Sentence) -> str:
    """Start in seconds, first character and character behind the last, for each word."""
    return " ".join(f"{start_s:.2f},{first},{last}" for start_s, first, last in sentence.words())


def _packed(edition: Edition) -> Iterator[Element]:
    """The chapters' files as text, each in an element that no browser runs."""
    for number, chapter in enumerate(edition.chapters, 1):
        content = base64.b64encode((edition.folder / chapter.file).read_bytes()).decode("ascii")
        yield tag("script", content, type="application/octet-stream", id=f"chapter-{number}-sound")


def _identity(edition: Edition) -> str:
    """By what a browser remembers a reader's place: the same book has the same, another one another."""
    told = "\0".join([edition.title, edition.author, *(chapter.file for chapter in edition.chapters)])
    return hashlib.sha256(told.encode("utf-8", "replace")).hexdigest()[:16]
