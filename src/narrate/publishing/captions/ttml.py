"""TTML: Timed Text Markup Language, for broadcasters, editors and archives; who speaks is an agent with a colour."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from narrate.model import Edition, EditionChapter
from narrate.publishing.captions.captioning import Caption
from narrate.publishing.captions.palette import colours
from narrate.publishing.captions.times import clock

if TYPE_CHECKING:
    from lxml.etree import _Element

_TT, _META = "http://www.w3.org/ns/ttml", "http://www.w3.org/ns/ttml#metadata"
_STYLE, _PARAMETER = "http://www.w3.org/ns/ttml#styling", "http://www.w3.org/ns/ttml#parameter"
_XML = "http://www.w3.org/XML/1998/namespace"
_NAMES: Any = {None: _TT, "ttm": _META, "tts": _STYLE, "ttp": _PARAMETER}
_MARKS: tuple[dict[str, str], ...] = (
    {},
    {"fontStyle": "italic"},
    {"fontWeight": "bold"},
    {"fontStyle": "italic", "fontWeight": "bold"},
)


def ttml(edition: Edition, chapter: EditionChapter, found: Sequence[Caption], *, by_word: bool = False) -> str:
    """A chapter's captions (W3C, Timed Text Markup Language 2).

    Args:
        edition: that the chapter is of.
        chapter: whose captions they are.
        found: the captions.
        by_word: have a span with its times for each word that has them.
    """
    from lxml import etree

    root = etree.Element(f"{{{_TT}}}tt", nsmap=_NAMES)
    root.set(f"{{{_XML}}}lang", edition.language)
    root.set(f"{{{_PARAMETER}}}timeBase", "media")
    head = etree.SubElement(root, f"{{{_TT}}}head")
    metadata = etree.SubElement(head, f"{{{_TT}}}metadata")
    etree.SubElement(metadata, f"{{{_META}}}title").text = _clean(f"{edition.title}: {chapter.title}")
    styling = etree.SubElement(head, f"{{{_TT}}}styling")
    known = colours(edition)
    for speaker in dict.fromkeys((None, *(caption.speaker for caption in found))):
        agent = etree.SubElement(metadata, f"{{{_META}}}agent", type="character" if speaker else "person")
        agent.set(f"{{{_XML}}}id", _id("a", speaker))
        etree.SubElement(agent, f"{{{_META}}}name", type="full").text = _clean(edition.name_of(speaker))
        colour, given = known.get(speaker, known[None])
        style = etree.SubElement(styling, f"{{{_TT}}}style")
        style.set(f"{{{_XML}}}id", _id("s", speaker))
        for key, value in {"color": f"#{colour}", "backgroundColor": "#000000", **_MARKS[given % 4]}.items():
            style.set(f"{{{_STYLE}}}{key}", value)
    body = etree.SubElement(root, f"{{{_TT}}}body")
    division = etree.SubElement(body, f"{{{_TT}}}div")
    for caption in found:
        _paragraph(division, caption, by_word=by_word)
    etree.indent(head)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + etree.tostring(root, encoding="unicode") + "\n"


def _paragraph(division: _Element, caption: Caption, *, by_word: bool) -> None:
    from lxml import etree

    paragraph = etree.SubElement(
        division, f"{{{_TT}}}p", begin=clock(caption.start_s), end=clock(caption.end_s), style=_id("s", caption.speaker)
    )
    paragraph.set(f"{{{_XML}}}id", caption.id)
    paragraph.set(f"{{{_META}}}agent", _id("a", caption.speaker))
    paragraph.tail = "\n"
    if not (by_word and caption.words):
        _append(paragraph, caption.text)
        return
    _append(paragraph, caption.text[: caption.words[0].at])
    ends = [*(word.at for word in caption.words[1:]), len(caption.text)]
    for word, end in zip(caption.words, ends, strict=True):
        if end > word.at:
            span = etree.SubElement(paragraph, f"{{{_TT}}}span", begin=clock(word.start_s), end=clock(word.end_s))
            _append(span, caption.text[word.at : end])


def _id(prefix: str, speaker: str | None) -> str:
    """An id that no character's can be, for the narrator."""
    return prefix if speaker is None else f"{prefix}-{speaker}"


def _append(element: _Element, text: str) -> None:
    """Put text at the end of an element without children but line breaks."""
    from lxml import etree

    first, *others = _clean(text, keep="\n").split("\n")
    element.text = first
    for line in others:
        etree.SubElement(element, f"{{{_TT}}}br").tail = line


def _clean(text: str, keep: str = "") -> str:
    """Text that XML can hold."""
    return "".join(
        character
        for character in text
        if character in keep
        or (character >= " " and not "\x7f" <= character <= "\x9f" and not "\ud800" <= character <= "\udfff")
        if character not in "\ufffe\uffff"
    )
