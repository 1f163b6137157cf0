"""The page of a cast: who talks to whom, and everybody's voice to listen to."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from typing import TYPE_CHECKING

from narrate.publishing.web.figures import percentage
from narrate.publishing.web.markup import asset, direction, page, tag

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

CHARTED = 24
"""How many people the chart has room for, those with most lines."""

LISTED = 60
"""How many conversations the table lists, those with most turns."""

_ROW = 26  # px
_NAMES = 168
_WIDTH = 340
_LETTERS = 22
_THICKEST = 8.0


@dataclass(frozen=True, slots=True)
class CastPerson:
    """Somebody with a voice.

    Attributes:
        name: of the character.
        about: what is known of them (“female, a child”), where the reason does not say it.
        voice: as voices.toml names it, with what is set otherwise than usual.
        lines: how many they say.
        words: likewise.
        share: of all words, 0 to 1.
        reason: why they have that voice.
        says: what is said in the sample.
        sound: the sample, MP3; empty where there is none.
        why_silent: why there is none.
    """

    name: str
    about: str
    voice: str
    lines: int
    words: int
    share: float
    reason: str
    says: str = ""
    sound: bytes = b""
    why_silent: str = ""


@dataclass(frozen=True, slots=True)
class CastTalk:
    """Two people who talk to each other: places in `Cast.people`, turns, and how unlike they sound, in words."""

    one: int
    other: int
    turns: int
    difference: str


@dataclass(frozen=True, slots=True)
class CastBook:
    """What the page shows; the narrator comes first, the others by words.

    Attributes:
        title: of the story.
        language: of the story (BCP 47).
        people: everybody.
        talks: who talks to whom, most turns first.
    """

    title: str
    language: str
    people: tuple[CastPerson, ...]
    talks: tuple[CastTalk, ...]


def cast_page(book: CastBook) -> str:
    """The page as one file of HTML, sounds and all: it loads nothing from elsewhere."""
    people = len(book.people) - 1
    about = "A narrator alone." if not people else f"A narrator and {people} {'person' if people == 1 else 'people'}."
    main = tag("main", _voices(book), id="voices-list")
    if book.talks:
        main.insert(0, _talks(book))
    body = tag(
        "body",
        tag("a", "To the voices", class_="skip", href="#voices"),
        tag("header", tag("h1", "The cast of ", _of_story(book, book.title, "cite")), tag("p", about, class_="soft")),
        main,
    )
    return page(
        title=f"The cast of {book.title}",
        body=body,
        style=asset("cast.css"),
        script=asset("cast.js"),
        policy="media-src data:",
    )


def _of_story(book: CastBook, words: str, name: str = "bdi", **attributes: str | None) -> Element:
    """Words of the story, in its language and direction."""
    return tag(name, words, lang=book.language, dir=direction(book.language), **attributes)


def _talks(book: CastBook) -> Element:
    shown = sorted(range(1, len(book.people)), key=lambda n: -book.people[n].lines)[:CHARTED]
    talks = [talk for talk in book.talks if talk.one in shown and talk.other in shown]
    section = tag("section", tag("h2", "Who talks to whom", id="talks"), aria_labelledby="talks", class_="talks")
    both = tag("div", class_="both")
    if talks:
        words = (
            "The thicker a line, the more turns of the two follow on each other. The table says the same in figures."
        )
        left = len(book.people) - 1 - len(shown)
        if left:
            words += f" {left} more people, with fewer lines, are in the table alone."
        both.append(tag("figure", _chart(book, sorted(shown), talks), tag("figcaption", words)))
    both.append(_table(book))
    section.append(both)
    return section


def _chart(book: CastBook, shown: list[int], talks: list[CastTalk]) -> Element:
    """Names below each other, joined by arcs."""
    height = _ROW * len(shown) + 8
    row = {person: _ROW * (place + 0.5) + 4 for place, person in enumerate(shown)}
    widest = max(abs(row[talk.one] - row[talk.other]) for talk in talks)
    most = max(talk.turns for talk in talks)
    picture = tag(
        "svg",
        tag("title", "Who talks to whom, as lines between names"),
        viewBox=f"0 0 {_WIDTH} {height:.0f}",
        role="img",
        class_="chart",
    )
    for talk in reversed(talks):
        above, below = sorted((row[talk.one], row[talk.other]))
        reach = 10 + (_WIDTH - _NAMES) * (below - above) / widest
        thick = 0.75 + (_THICKEST - 0.75) * talk.turns / most
        start = _NAMES + 8
        far = f"{start + reach:.1f}"
        arc = tag(
            "path",
            tag("title", f"{book.people[talk.one].name} and {book.people[talk.other].name}: {talk.turns}"),
            d=f"M{start} {above:.1f} C{far} {above:.1f} {far} {below:.1f} {start} {below:.1f}",
            stroke_width=f"{thick:.1f}",
            stroke_opacity=f"{0.35 + 0.5 * talk.turns / most:.2f}",
        )
        picture.append(arc)
    for person in shown:
        name = book.people[person].name
        short = name if len(name) <= _LETTERS else f"{name[: _LETTERS - 1]}…"
        y = f"{row[person] + 4.5:.1f}"
        picture.append(tag("text", short, x=str(_NAMES), y=y, text_anchor="end", direction=direction(book.language)))
        picture.append(tag("circle", cx=str(_NAMES + 8), cy=f"{row[person]:.1f}", r="3.5"))
    return picture


def _table(book: CastBook) -> Element:
    heads = [tag("th", words, scope="col", class_=kind) for words, kind in (("who", None), ("with whom", None))]
    heads += [
        tag("th", "turns", scope="col", class_="n"),
        tag("th", "how the first sounds beside the other", scope="col"),
    ]
    rows = [
        tag(
            "tr",
            tag("th", _of_story(book, book.people[talk.one].name), scope="row"),
            tag("td", _of_story(book, book.people[talk.other].name)),
            tag("td", f"{talk.turns:,}", class_="n"),
            tag("td", talk.difference or "much alike"),
        )
        for talk in book.talks[:LISTED]
    ]
    left = len(book.talks) - len(rows)
    caption = (
        f"The {LISTED} pairs with most turns, of {len(book.talks):,}" if left else "Everybody who talks to somebody"
    )
    table = tag("table", tag("caption", caption), tag("thead", tag("tr", *heads)), tag("tbody", *rows))
    # It may be wider than a telephone: whoever has only a keyboard can move it, too.
    return tag("div", table, class_="wide", tabindex="0", role="region", aria_label="Who talks to whom, as a table")


def _voices(book: CastBook) -> Element:
    people = tag("ul", class_="people", role="list")
    for person in book.people:
        people.append(_person(book, person))
    return tag("section", tag("h2", "The voices", id="voices"), people, aria_labelledby="voices")


def _person(book: CastBook, person: CastPerson) -> Element:
    lines = "1 line" if person.lines == 1 else f"{person.lines:,} lines"
    figures = f"{lines}, {person.words:,} words, {percentage(person.share)}"
    item = tag(
        "li",
        tag("h3", _of_story(book, person.name)),
        tag("p", f"{person.about}; {figures}" if person.about else figures, class_="soft"),
    )
    if person.sound:
        data = base64.b64encode(person.sound).decode("ascii")
        item.append(tag("blockquote", tag("p", person.says), lang=book.language, dir=direction(book.language)))
        item.append(
            tag(
                "audio",
                controls="",
                preload="none",
                aria_label=f"{person.name} speaks",
                src=f"data:audio/mpeg;base64,{data}",
            )
        )
    elif person.why_silent:
        item.append(tag("p", person.why_silent, class_="soft"))
    item.append(tag("p", tag("code", person.voice)))
    item.append(tag("p", person.reason, class_="soft"))
    return item
