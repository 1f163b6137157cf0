"""A picture of who speaks when, a lane for each of those who say most, and the table that says the same."""

from __future__ import annotations

import itertools
from collections import Counter, defaultdict
from collections.abc import Mapping
from typing import TYPE_CHECKING

from narrate.model import Edition, EditionChapter
from narrate.publishing.web.figures import length, percentage
from narrate.publishing.web.markup import tag
from narrate.publishing.web.palette import Look

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

MOST_LANES = 8
"""The narrator, those who say most, and a last lane for all others."""

CAPTION = "Who speaks when; from left to right, the chapter. A click goes there."
"""What is said of the picture on a page that plays."""

_WIDTH, _HEIGHT = 1000, 10
_OTHERS = "\0others"


def speakers_picture(
    edition: Edition, chapter: EditionChapter, worn: Mapping[str, Look], *, caption: str = CAPTION
) -> Element:
    """The picture for a chapter; a program may move the ``rect`` in each lane to where the sound is."""
    spans = _spans(chapter)
    said: Counter[str | None] = Counter()
    lines: Counter[str | None] = Counter()
    for speaker, stretches in spans.items():
        said[speaker] = sum(round(1000 * (end - start)) for start, end in stretches)
    for passage in chapter.passages:
        lines[passage.speaker] += 1
    ranked = sorted((one for one in spans if one is not None), key=lambda one: (-said[one], one))
    shown: list[str | None] = [*([None] if None in spans else []), *ranked]
    rows = [
        (edition.name_of(one), str(lines[one]), length(said[one] / 1000), percentage(said[one] / max(said.total(), 1)))
        for one in shown
    ]
    lanes: list[Element] = []
    for one, stretches in _lanes(shown, spans):
        look = worn.get(one or "")
        name = "Others" if one == _OTHERS else edition.name_of(one)
        lanes.append(tag("span", name, class_="who"))
        lanes.append(_lane(stretches, chapter.duration_s, look.css_class if look else ""))
    heard = ", ".join(f"{name} {share}" for name, _, _, share in rows)
    picture = tag("div", *lanes, class_="lanes", role="img", aria_label=f"Who speaks when in this chapter: {heard}")
    return tag(
        "figure",
        picture,
        tag("figcaption", caption),
        tag("details", tag("summary", "The same as a table"), _table(rows)),
        class_="bare",
        lang="en",
        dir="ltr",
    )


def _spans(chapter: EditionChapter) -> dict[str | None, list[tuple[float, float]]]:
    """When each speaker is heard, in seconds: one stretch for all lines that nobody else breaks."""
    spans: dict[str | None, list[tuple[float, float]]] = defaultdict(list)
    for speaker, group in itertools.groupby(chapter.passages, key=lambda passage: passage.speaker):
        passages = list(group)
        spans[speaker].append((passages[0].start_s, passages[-1].end_s))
    return dict(spans)


def _lanes(
    shown: list[str | None], spans: Mapping[str | None, list[tuple[float, float]]]
) -> list[tuple[str | None, list[tuple[float, float]]]]:
    if len(shown) <= MOST_LANES:
        return [(one, spans[one]) for one in shown]
    own, rest = shown[: MOST_LANES - 1], shown[MOST_LANES - 1 :]
    others = sorted(stretch for one in rest for stretch in spans[one])
    return [*((one, spans[one]) for one in own), (_OTHERS, others)]


def _lane(stretches: list[tuple[float, float]], duration_s: float, look: str) -> Element:
    scale = _WIDTH / max(duration_s, 0.001)
    path = "".join(
        f"M{start * scale:.1f} 0h{max((end - start) * scale, 1):.1f}v{_HEIGHT}h-{max((end - start) * scale, 1):.1f}z"
        for start, end in stretches
    )
    lane = tag(
        "svg",
        tag("path", d=path, class_=look or None),
        tag("rect", x="-2", y="0", width="2", height=str(_HEIGHT)),
        class_="lane",
        preserveAspectRatio="none",
        aria_hidden="true",
    )
    lane.set("viewBox", f"0 0 {_WIDTH} {_HEIGHT}")
    return lane


def _table(rows: list[tuple[str, str, str, str]]) -> Element:
    head = tag("tr", *(tag("th", words, scope="col", class_=kind) for words, kind in (
        ("Who", None), ("Lines", "n"), ("Time", "n"), ("Share", "n"))))  # fmt: skip
    body = [
        tag("tr", tag("th", row[0], scope="row"), *(tag("td", cell, class_="n") for cell in row[1:])) for row in rows
    ]
    return tag("table", tag("thead", head), tag("tbody", *body))
