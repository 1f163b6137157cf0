"""Pages as the archives of fan fiction, and the programs that save from them, make them.

Each function puts `FORCED` (of `classes`) on the elements whose part it knows, and returns what the page says of the
story; None where the page is of another kind.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from narrate.intake.decoding.xml import Element
from narrate.intake.formats.html.classes import FORCED
from narrate.intake.formats.html.tree import by_id, classes, elements, tag_of, words_of
from narrate.intake.markup.manuscript import Mark

_MOST_VALUE = 5000
_NOTES = re.compile(r"(?:chapter )?(?:end )?notes\W{0,2}", re.IGNORECASE)
_SUMMARY = re.compile(r"(?:chapter )?summary\W{0,2}", re.IGNORECASE)
_AO3_KEYS = {
    "archive warning": "warnings",
    "archive warnings": "warnings",
    "relationship": "relationships",
    "additional tags": "tags",
    "categories": "category",
    "characters": "character list",
    "character": "character list",
    "fandoms": "fandom",
    "collections": "collection",
}
_AO3_SERIES = re.compile(r"part (\d{1,5}) of (.{1,300})", re.IGNORECASE | re.DOTALL)
_MESSAGE = re.compile(
    r".{0,100}\bposted originally on the archive of our own|please drop by the archive and comment|"
    r"\(?see the end of the (?:work|chapter) for\b",
    re.IGNORECASE,
)
_LONGEST_MESSAGE = 600
_STAT = re.compile(r"(Published|Completed|Updated|Words|Chapters): ?([\d/?,-]{1,20})")
_BY = re.compile(r"(?P<title>.{1,300}) by (?P<author>.{1,200})", re.IGNORECASE)
_FFN_RATED = re.compile(r"Rated: (?:Fiction\s+)?([A-Z][\w+]{0,10})")
_NUMBERED = re.compile(r"\d{1,4}\. ")


@dataclass(frozen=True, slots=True)
class Facts:
    """What a page says of its story. ``metadata`` as in `narrate.intake.markup.manuscript.Manuscript`."""

    title: str | None = None
    author: str | None = None
    language: str | None = None
    metadata: tuple[tuple[str, str], ...] = ()


def force(element: Element | None, mark: Mark) -> None:
    """Say what all blocks in ``element`` are."""
    if element is not None:
        element.set(FORCED, mark.name)


def read_ao3(root: Element) -> Facts | None:
    """A download from the Archive of Our Own, HTML or a page of an EPUB."""
    preface, chapters, afterword = (by_id(root, name) for name in ("preface", "chapters", "afterword"))
    hidden = [element for element in elements(root, "h1", "h2") if _named(element, "toc-heading")]
    named = any(_named(element, "meta", "tags", "userstuff") for element in elements(root, "div", "dl", "blockquote"))
    if not hidden and (not named or (preface is None and chapters is None and afterword is None)):
        return None
    for element in hidden:
        # Hidden on the page: the heading that shows stands below, or the title in the preface.
        element.set("hidden", "hidden")
    found: dict[str, str] = {}
    for element in elements(root):
        # Classes alone do not tell: calibre gives the name of one to all that look the same.
        if tag_of(element) == "p" and _MESSAGE.match(words := words_of(element)) and len(words) < _LONGEST_MESSAGE:
            force(element, Mark.BOILERPLATE)
        elif _named(element, "tags") and tag_of(element) == "dl":
            force(element, Mark.HEADER)
            _read_tags(element, found)
    title = next((element for element in elements(root, "h1") if element.get(FORCED) is None), None)
    force(title, Mark.TITLE)
    author = next((element for element in elements(root) if _named(element, "byline")), None)
    if author is None:
        link = next((a for a in elements(root, "a") if a.get("rel") == "author"), None)
        author = link.getparent() if link is not None else None
    force(author, Mark.BY_LINE)
    for label, quote in _labelled(root):
        summary = _SUMMARY.fullmatch(words_of(label)) is not None
        for element in (label, quote):
            force(element, Mark.HEADER if summary else Mark.NOTE)
        if summary and not words_of(label).lower().startswith("chapter"):
            found.setdefault("summary", words_of(quote)[:_MOST_VALUE])
    language = found.pop("language", "").lower()
    name = re.sub(r"^by\s+", "", words_of(author), flags=re.IGNORECASE)
    return Facts(words_of(title) or None, name or None, _LANGUAGES.get(language), tuple(found.items()))


_LANGUAGES = {
    "english": "en",
    "français": "fr",
    "deutsch": "de",
    "español": "es",
    "italiano": "it",
    "português brasileiro": "pt-BR",
    "português europeu": "pt-PT",
    "русский": "ru",
    "nederlands": "nl",
    "polski": "pl",
    "svenska": "sv",
}


def _named(element: Element, *names: str) -> bool:
    return bool(element.get("class")) and any(name in names for name in classes(element))


def _read_tags(tags: Element, found: dict[str, str]) -> None:
    key = ""
    for element in elements(tags, "dt", "dd"):
        words = words_of(element)
        if tag_of(element) == "dt":
            key = words.rstrip(":").lower()
            key = _AO3_KEYS.get(key, key)
        elif key == "series":
            match = _AO3_SERIES.match(words)
            found["series"] = match[2].strip()[:_MOST_VALUE] if match else words[:_MOST_VALUE]
            if match:
                found["series number"] = match[1]
        elif key == "stats":
            found.update((name.lower(), value) for name, value in _STAT.findall(words))
            if "published" in found:
                found["date"] = found.pop("published")
        elif key and words:
            found[key] = f"{found[key]}, {words}"[:_MOST_VALUE] if key in found else words[:_MOST_VALUE]


def _labelled(root: Element) -> Iterator[tuple[Element, Element]]:
    """“Summary” or “Notes” with the block quotation under it."""
    for element in elements(root, "p"):
        following = element.getnext()
        if following is None or tag_of(following) != "blockquote":
            continue
        words = words_of(element) if len(element) < 4 else ""
        if len(words) < 40 and (_NOTES.fullmatch(words) or _SUMMARY.fullmatch(words)):
            yield element, following


def read_fanfiction_net(root: Element) -> Facts | None:
    """A chapter's page as saved from FanFiction.net, which has menus and reviews all around the story."""
    story, profile = by_id(root, "storytext"), by_id(root, "profile_top")
    if story is None:
        story = by_id(root, "storycontent")
    if story is None or profile is None:
        return None
    for element in elements(root, "body"):
        force(element, Mark.BOILERPLATE)
    story.set(FORCED, "")
    name = next((a for a in elements(profile, "a") if "/u/" in (a.get("href") or "")), None)
    summary = next((div for div in elements(profile, "div") if _named(div, "xcontrast_txt")), None)
    rated = _FFN_RATED.search(words_of(profile))
    chosen = (words_of(o) for o in elements(root, "option") if o.get("selected") is not None)
    found = {
        "summary": words_of(summary)[:_MOST_VALUE],
        "rating": rated[1] if rated else "",
        "chapter": next((words for words in chosen if _NUMBERED.match(words)), ""),
    }
    title = words_of(next(elements(profile, "b"), None))
    return Facts(title or None, words_of(name) or None, None, tuple((k, v) for k, v in found.items() if v))


def read_fanficfare(root: Element) -> Facts | None:
    """A story that FanFicFare saved as HTML, or a title page of its EPUB."""
    contents = next((a for a in elements(root, "a") if a.get("name") == "TOCTOP"), None)
    table = next((t for t in elements(root, "table") if _named(t, "full")), None)
    linked = (h for h in elements(root, "h1", "h3") if any(True for _ in elements(h, "a")))
    headed = next((h for h in linked if _BY.fullmatch(words_of(h))), None)
    if headed is None or (contents is None and table is None and not _first_section(root)):
        return None
    force(headed, Mark.TITLE)
    both = _BY.fullmatch(words_of(headed))
    metadata: dict[str, str] = {}
    if table is not None:
        force(table, Mark.HEADER)
        for row in elements(table, "tr"):
            key, _, value = words_of(row).partition(":")
            if value.strip() and len(key) < 60:
                metadata.setdefault(key.strip().lower(), value.strip()[:_MOST_VALUE])
    if contents is not None:
        _force_contents(contents)
    for cover in elements(root, "img"):
        if cover.get("alt") == "cover":
            cover.set("alt", "")
    if "published" in metadata:
        metadata["date"] = metadata.pop("published")
    return Facts(both["title"] if both else None, both["author"] if both else None, None, tuple(metadata.items()))


def _first_section(root: Element) -> bool:
    return any(_section(element) for element in elements(root, "a"))


def _section(element: Element) -> bool:
    return tag_of(element) == "a" and (element.get("name") or "").startswith("section0")


def _force_contents(anchor: Element) -> None:
    """All between the anchor over the table of contents and the first chapter's."""
    force(anchor, Mark.CONTENTS)
    for element in anchor.itersiblings():
        if _section(element):
            return
        force(element, Mark.CONTENTS)
