"""The page of a report."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING
from urllib.parse import quote

from narrate.model import PROFILES, Edition, EditionChapter, Meter, Passage, UtteranceKind
from narrate.publishing.report.findings import (
    UNSURE_SHOWN,
    ChapterSound,
    doubtful,
    exchanges,
    pace,
    parts,
    words_a_minute,
)
from narrate.publishing.report.pictures import bar, curve, matrix
from narrate.publishing.web.figures import clock, length, percentage
from narrate.publishing.web.lanes import speakers_picture
from narrate.publishing.web.markup import asset, direction, page, tag
from narrate.publishing.web.palette import looks, style_rules

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_PEOPLE_DRAWN = 14
_PAIRS_LISTED = 40
_AROUND_S = 0.4
"""Seconds before and after a line that its player plays too."""


def report_page(edition: Edition, sounds: Sequence[ChapterSound]) -> str:
    """The report on an audiobook.

    Args:
        edition: the audiobook; the page lies beside its chapters.
        sounds: what was measured of them, one for each chapter.
    """
    unsure = doubtful(edition)
    sections = [
        ("people", "Who speaks how much", _people(edition)),
        ("talks", "Who talks to whom", _talks(edition)),
        ("when", "Who speaks when", _when(edition)),
        ("sound", "Pace and loudness", _sound(edition, sounds)),
        ("doubtful", "Doubtful lines", _doubtful(edition, unsure)),
    ]
    contents = [tag("li", tag("a", words, href=f"#{identity}")) for identity, words, _ in sections]
    main = tag(
        "main",
        tag("h1", "Report on ", tag("cite", edition.title, lang=edition.language)),
        _summary(edition, sounds, len(unsure)),
        tag("nav", tag("ul", *contents), aria_label="Contents"),
        class_="sheet wide report",
    )
    for identity, words, content in sections:
        heading = tag("h2", words, id=f"{identity}-title")
        main.append(tag("section", heading, *content, id=identity, aria_labelledby=f"{identity}-title"))
    style = asset("sheet.css") + asset("report.css") + style_rules()
    return page(
        title=f"Report on {edition.title}",
        body=tag("body", main),
        style=style,
        policy="media-src 'self' file:",
    )


def _summary(edition: Edition, sounds: Sequence[ChapterSound], unsure: int) -> Element:
    lines = list(edition.passages())
    dialogue = sum(one.kind is UtteranceKind.DIALOGUE for one in lines)
    words = sum(len(one.text.split()) for one in lines)
    missed = sum(not all(verdict.ok for verdict in sound.verdicts) for sound in sounds)
    chapters = len(edition.chapters)
    told = (
        ("Chapters", f"{chapters}, {length(edition.duration_s)} in all"),
        ("Words", f"{words:,} in {len(lines):,} lines, {dialogue:,} of them speech"),
        ("People", f"{len(edition.readers) - 1} and a narrator"),
        ("Not sure who speaks", f"{unsure:,} of {dialogue:,} lines of speech"),
        (
            "Profile",
            f"{edition.profile}: {'every file meets it' if not missed else f'{missed} of {chapters} files miss it'}",
        ),
    )
    rows = [tag("tr", tag("th", what, scope="row"), tag("td", words_)) for what, words_ in told]
    return tag("table", tag("caption", "At a glance"), tag("tbody", *rows))


def _table(caption: str, heads: Sequence[tuple[str, bool]], rows: Sequence[Sequence[Element | str]]) -> Element:
    """A table that a keyboard can scroll where it is too wide; heads are words and whether figures follow."""
    head = tag("tr", *(tag("th", words, scope="col", class_="n" if figures else None) for words, figures in heads))
    body = [
        tag("tr", tag("th", row[0], scope="row"),
            *(tag("td", cell, class_="n" if figures else None)
              for cell, (_, figures) in zip(row[1:], heads[1:], strict=True)))
        for row in rows
    ]  # fmt: skip
    table = tag("table", tag("caption", caption), tag("thead", head), tag("tbody", *body))
    return tag("div", table, class_="scroll", tabindex="0", role="group", aria_label=caption)


def _people(edition: Edition) -> list[Element]:
    worn = looks(edition)
    rows: list[list[Element | str]] = []
    for part in parts(edition):
        look = worn.get(part.reader.id or "")
        name = tag("span", part.reader.name, class_=f"u {look.css_class}" if look else "u", lang=edition.language)
        figures = [f"{part.lines:,}", f"{part.words:,}", length(part.time_s), percentage(part.share)]
        rows.append([name, part.reader.voice_name, *figures, bar(part.share)])
    heads = [("Who", False), ("Voice", False), ("Lines", True), ("Words", True), ("Time", True), ("Share", True),
             ("Share, drawn", False)]  # fmt: skip
    return [_table("Everybody who is heard", heads, rows)]


def _talks(edition: Edition) -> list[Element]:
    counts = exchanges(edition)
    if not counts:
        return [tag("p", "Nobody answers anybody.")]
    names = {reader.id: reader.name for reader in edition.readers if reader.id is not None}
    turns = {one: sum(count for pair, count in counts.items() if one in pair) for one in names}
    drawn = sorted((one for one in names if turns[one]), key=lambda one: (-turns[one], one))[:_PEOPLE_DRAWN]
    pairs = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    picture = matrix(
        [(one, names[one]) for one in drawn], counts, "Who speaks next after whom; the table says the same"
    )
    rows = [
        [names.get(one, one), names.get(other, other), f"{count:,}"] for (one, other), count in pairs[:_PAIRS_LISTED]
    ]
    caption = "Who answers whom" + (
        f": the first {_PAIRS_LISTED} of {len(pairs):,}" if len(pairs) > _PAIRS_LISTED else ""
    )
    drawing = tag("div", picture, class_="scroll", tabindex="0", role="group", aria_label="Who answers whom, drawn")
    words = "Rows speak, columns answer; the larger a square, the more often."
    return [
        tag("figure", drawing, tag("figcaption", words)),
        _table(caption, [("Who speaks", False), ("Who speaks next", False), ("Times", True)], rows),
    ]


def _when(edition: Edition) -> list[Element]:
    worn = looks(edition)
    found = []
    for chapter in edition.chapters:
        figure = speakers_picture(edition, chapter, worn, caption="From left to right, the chapter.")
        found += [tag("h3", chapter.title, lang=edition.language, dir=direction(edition.language)), figure]
    return found


def _sound(edition: Edition, sounds: Sequence[ChapterSound]) -> list[Element]:
    profile = PROFILES.get(edition.profile)
    level = profile.level if profile and profile.level.meter is Meter.LUFS else None
    limits = (level.least, level.most) if level else None
    rows = [_verdict_row(chapter, sound) for chapter, sound in zip(edition.chapters, sounds, strict=True)]
    heads = [("Chapter", False), ("Length", True), ("Words a minute", True), ("What the profile asks", False)]
    found = [_table(f"Every file, held against the profile {edition.profile}", heads, rows)]
    words = "The curve is the loudness of the 3 seconds around each moment"
    words += ", the band what the profile wants of the whole file." if limits else "."
    found.append(tag("p", words, " Pace is in words a minute of what is spoken, pauses left out.", class_="by"))
    for chapter, sound in zip(edition.chapters, sounds, strict=True):
        found.append(tag("h3", chapter.title, lang=edition.language, dir=direction(edition.language)))
        found += _curves(chapter, sound, limits)
    return found


def _verdict_row(chapter: EditionChapter, sound: ChapterSound) -> list[Element | str]:
    told = tag("ul", class_="verdicts")
    for verdict in sound.verdicts:
        words = f"{verdict.what}: {verdict.measured}"
        told.append(
            tag("li", words)
            if verdict.ok
            else tag("li", tag("strong", "missed: "), f"{words}, wanted {verdict.wanted}")
        )
    return [chapter.title, length(chapter.duration_s), f"{words_a_minute(chapter):.0f}", told]


def _curves(chapter: EditionChapter, sound: ChapterSound, limits: tuple[float, float] | None) -> list[Element]:
    paces = pace(chapter, sound.every_s, len(sound.course_lufs))
    loud = [value for value in sound.course_lufs if value is not None]
    spoken = [value for value in paces if value is not None]
    heard = f"between {_figure(min(loud))} and {_figure(max(loud))} LUFS" if loud else "silence"
    told = f"between {min(spoken):.0f} and {max(spoken):.0f} words a minute" if spoken else "no words"
    loudness = curve(
        sound.course_lufs, scale=(-45, -5), ticks=(-40, -30, -20, -10), limits=limits,
        about=f"Loudness over time: {heard}",
    )  # fmt: skip
    speed = curve(paces, scale=(0, 320), ticks=(0, 100, 200, 300), about=f"Pace over time: {told}")
    step = max(1, len(sound.course_lufs) // 12)
    rows = [
        [clock(index * sound.every_s), _figure(sound.course_lufs[index]), _figure(paces[index])]
        for index in range(0, len(sound.course_lufs), step)
    ]
    heads = [("At", False), ("Loudness, LUFS", True), ("Words a minute", True)]
    table = tag(
        "details", tag("summary", "The same as a table"), _table(f"{chapter.title}, moment by moment", heads, rows)
    )
    return [
        tag("figure", _scrolled(loudness, "Loudness"), tag("figcaption", f"Loudness: {heard}")),
        tag("figure", _scrolled(speed, "Pace"), tag("figcaption", f"Pace: {told}")),
        table,
    ]


def _scrolled(picture: Element, words: str) -> Element:
    return tag("div", picture, class_="scroll", tabindex="0", role="group", aria_label=f"{words}, drawn")


def _figure(value: float | None) -> str:
    return "–" if value is None else f"{value:.0f}".replace("-", "−")


def _doubtful(edition: Edition, unsure: list[tuple[int, EditionChapter, Passage]]) -> list[Element]:
    if not unsure:
        return [tag("p", "There are none.")]
    told = "Change a name after the @ in script.txt and run narrate again: only that chapter is made anew."
    if len(unsure) > UNSURE_SHOWN:
        told += f" These are the {UNSURE_SHOWN} most doubtful of {len(unsure):,}."
    items = [_line(edition, chapter, passage) for _, chapter, passage in unsure[:UNSURE_SHOWN]]
    return [tag("p", told), tag("ol", *items, class_="lines")]


def _line(edition: Edition, chapter: EditionChapter, passage: Passage) -> Element:
    who = edition.name_of(passage.speaker) if passage.speaker else "nobody that could be found"
    place = f"{chapter.title}, {clock(passage.start_s)}"
    why = f"; {passage.evidence}" if passage.evidence else ""
    span = f"#t={max(passage.start_s - _AROUND_S, 0):.2f},{passage.end_s + _AROUND_S:.2f}"
    return tag(
        "li",
        tag("blockquote", " ".join(passage.text.split()), lang=edition.language, dir=direction(edition.language)),
        tag("p", f"{who}, {percentage(passage.confidence)} sure{why}. {place}.", class_="by"),
        tag(
            "audio", controls="controls", preload="none", src=quote(chapter.file) + span, aria_label=f"Line at {place}"
        ),
    )
