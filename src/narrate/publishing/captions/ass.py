"""Advanced SubStation Alpha: captions with a colour for each character, for VLC, mpv and video editors."""

from __future__ import annotations

from collections.abc import Sequence

from narrate.model import Edition, EditionChapter
from narrate.publishing.captions.captioning import Caption
from narrate.publishing.captions.palette import colours
from narrate.publishing.captions.times import hundredths

_JOINER = "\u2060"

_STYLE_FIELDS = (
    "Name, Fontname, Fontsize, PrimaryColour, SecondaryColour, OutlineColour, BackColour, Bold, Italic, Underline, "
    "StrikeOut, ScaleX, ScaleY, Spacing, Angle, BorderStyle, Outline, Shadow, Alignment, MarginL, MarginR, MarginV, "
    "Encoding"
)
_EVENT_FIELDS = "Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text"


def ass(edition: Edition, chapter: EditionChapter, found: Sequence[Caption], *, by_word: bool = False) -> str:
    """A chapter's captions.

    Args:
        edition: that the chapter is of.
        chapter: whose captions they are.
        found: the captions.
        by_word: words light up as they are said, where their times are known.
    """
    speakers = {caption.speaker for caption in found}
    styles = [
        _style(_style_name(speaker), colour, given)
        for speaker, (colour, given) in colours(edition).items()
        if speaker in speakers or speaker is None
    ]
    known = colours(edition)
    events = []
    for caption in found:
        style = _style_name(caption.speaker if caption.speaker in known else None)
        text = _lit(caption) if by_word and caption.words else _escaped(caption.text)
        name = _field(edition.name_of(caption.speaker))
        events.append(
            f"Dialogue: 0,{hundredths(caption.start_s)},{hundredths(caption.end_s)},{style},{name},0,0,0,,{text}"
        )
    head = [
        "[Script Info]", f"Title: {_line(edition.title)}: {_line(chapter.title)}", "ScriptType: v4.00+", "WrapStyle: 0",
        "ScaledBorderAndShadow: yes", "PlayResX: 1280", "PlayResY: 720",
    ]  # fmt: skip
    return "\n".join(
        [
            *head,
            "",
            "[V4+ Styles]",
            f"Format: {_STYLE_FIELDS}",
            *styles,
            "",
            "[Events]",
            f"Format: {_EVENT_FIELDS}",
            *events,
            "",
        ]
    )


def _style(name: str, colour: str, given: int) -> str:
    """White, or a colour, on black; a colour that is given again comes with italics, then bold, then both."""
    italic, bold = -(given & 1), -(given >> 1 & 1)
    bgr = colour[4:] + colour[2:4] + colour[:2]
    return (
        f"Style: {name},Arial,44,&H00{bgr},&H00808080,&H00000000,&H80000000,{bold},{italic},0,0,100,100,0,0,1,3,1,2,"
        "60,60,50,1"
    )


def _lit(caption: Caption) -> str:
    """Karaoke: before each word, for how many hundredths of a second it lasts until the next."""
    starts = [*(word.start_s for word in caption.words[1:]), max(caption.end_s, caption.words[-1].start_s)]
    wait = round((caption.words[0].start_s - caption.start_s) * 100)
    parts = [f"{{\\k{wait}}}" if wait > 0 else "", _escaped(caption.text[: caption.words[0].at])]
    ends = [*(word.at for word in caption.words[1:]), len(caption.text)]
    for word, next_s, end in zip(caption.words, starts, ends, strict=True):
        parts.append(f"{{\\k{max(round((next_s - word.start_s) * 100), 0)}}}{_escaped(caption.text[word.at : end])}")
    return "".join(parts)


def _escaped(text: str) -> str:
    """Text in which nothing is taken for an override or a line break but our own."""
    return text.replace("\\", "\\" + _JOINER).replace("{", "\\{").replace("}", "\\}").replace("\n", "\\N")


def _style_name(speaker: str | None) -> str:
    return speaker or "Narrator"


def _field(text: str) -> str:
    """A name as a field: a comma would end it."""
    return _line(text).replace(",", "‚")


def _line(text: str) -> str:
    return " ".join(text.split())
