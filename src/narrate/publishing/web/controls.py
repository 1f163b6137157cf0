"""What stands beside the text of a read-along page: chapters, people, settings, keys, and the player."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING

from narrate.model import Edition
from narrate.publishing.web.figures import length, percentage
from narrate.publishing.web.markup import tag
from narrate.publishing.web.palette import Look

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_SPEEDS = ("0.5", "0.75", "0.9", "1", "1.1", "1.25", "1.5", "1.75", "2", "2.5", "3")
_SLEEP = (("0", "Off"), ("5", "5 minutes"), ("10", "10 minutes"), ("15", "15 minutes"), ("30", "30 minutes"),
          ("45", "45 minutes"), ("60", "1 hour"), ("-1", "End of the chapter"))  # fmt: skip
_THEMES = (("", "As the device"), ("light", "Light"), ("dark", "Dark"))
_KEYS = (
    ("Tab", "goes from control to control, and to the sentence that is heard"),
    ("← →", "in the text: the sentence before or after; Home and End: the first, the last"),
    ("Enter", "in the text: play from this sentence"),
    ("Space", "in the text: play or pause"),
)


def side(edition: Edition, worn: Mapping[str, Look]) -> Element:
    """Chapters, people, settings and keys."""
    return tag("div", _contents(edition), _people(edition, worn), _settings(), _keys(), class_="side")


def _contents(edition: Edition) -> Element:
    items = [
        tag(
            "li",
            tag("a", chapter.title, href=f"#chapter-{number}", lang=edition.language),
            " ",
            tag("span", length(chapter.duration_s), class_="length"),
        )
        for number, chapter in enumerate(edition.chapters, 1)
    ]
    chapters = tag("details", tag("summary", "Chapters"), tag("ol", *items, class_="contents"), open="open")
    return tag("nav", chapters, aria_label="Chapters")


def _people(edition: Edition, worn: Mapping[str, Look]) -> Element:
    heard: Counter[str | None] = Counter()
    for passage in edition.passages():
        heard[passage.speaker] += round(1000 * (passage.end_s - passage.start_s))
    items = []
    for reader in edition.readers:
        look = worn.get(reader.id or "")
        name = tag("span", reader.name, class_=f"u {look.css_class}" if look else "u")
        share = percentage(heard[reader.id] / max(heard.total(), 1))
        told = tag("span", f" {share} · {reader.voice_name}", class_="length")
        items.append(tag("li", name, told))
    summary = tag("summary", "Who speaks, how much, in which voice")
    people = tag("details", summary, tag("ul", *items, class_="people", role="list"), open="open")
    return tag("section", people, aria_label="Who speaks")


def _select(identity: str, words: str, choices: tuple[tuple[str, str], ...], chosen: str) -> Element:
    options = [
        tag("option", shown, value=value, selected="selected" if value == chosen else None) for value, shown in choices
    ]
    return tag("label", words, tag("select", *options, id=identity), for_=identity)


def _checkbox(identity: str, words: str, *, checked: bool = False) -> Element:
    box = tag("input", type="checkbox", id=identity, checked="checked" if checked else None)
    return tag("label", box, words, for_=identity)


def _settings() -> Element:
    size = tag("input", type="range", id="size", min="70", max="250", step="10", value="100")
    controls = (
        tag("label", "Size of the letters", size, for_="size"),
        _select("theme", "Light or dark", _THEMES, ""),
        _checkbox("wide", "Wider spacing, plainer letters"),
        _checkbox("colours", "Colours for people", checked=True),
        _checkbox("names", "Names before what people say"),
        _checkbox("script", "Show as a script"),
        _checkbox("follow", "Keep the sentence that is heard in view", checked=True),
        tag("div", tag("button", "Print as a script", type="button", id="print")),
    )
    content = tag("div", *controls, class_="settings")
    return tag("section", tag("details", tag("summary", "Settings"), content), aria_label="Settings")


def _keys() -> Element:
    items = [tag("li", tag("kbd", key), f" {words}") for key, words in _KEYS]
    keys = tag("details", tag("summary", "Keys"), tag("ul", *items, class_="people", role="list"))
    return tag("section", keys, aria_label="Keys")


def player() -> Element:
    """The sound, and what moves about in it. All of them are a browser's own controls."""
    buttons = [
        tag("button", shown, type="button", id=identity, aria_label=words)
        for identity, shown, words in (
            ("back", "−15 s", "Back 15 seconds"),
            ("forward", "+15 s", "Forward 15 seconds"),
            ("previous", "‹ Sentence", "Previous sentence"),
            ("next", "Sentence ›", "Next sentence"),
            ("before", "« Chapter", "Previous chapter"),
            ("after", "Chapter »", "Next chapter"),
        )
    ]
    speeds = tuple((speed, f"{speed}×") for speed in _SPEEDS)
    row = tag("div", *buttons, _select("speed", "Speed", speeds, "1"), _select("sleep", "Sleep", _SLEEP, "0"),
              class_="buttons")  # fmt: skip
    sound = tag("audio", id="sound", controls="controls", preload="metadata", aria_label="The sound of the chapter")
    now = tag("p", id="now", aria_hidden="true")
    return tag(
        "section",
        tag("div", sound, row, now, tag("p", id="status", class_="quiet", role="status")),
        class_="player",
        aria_label="Player",
    )
