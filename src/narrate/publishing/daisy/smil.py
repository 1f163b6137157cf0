"""SMIL 1.0 as the DAISY 2.02 specification (section 2.2) has it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from narrate.publishing.epub.content import ChapterContent

_DOCUMENT = """\
<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE smil PUBLIC "-//W3C//DTD SMIL 1.0//EN" "http://www.w3.org/TR/REC-smil/SMIL10.dtd">
<smil>
<head>
{metas}
<layout><region id="textView"/></layout>
</head>
<body>
{body}
</body>
</smil>
"""


def chapter_smil(content: ChapterContent, metas: Sequence[tuple[str, str]], *, text: str, sound: str) -> str:
    """What is heard with each sentence of a chapter.

    Args:
        content: of the chapter.
        metas: pairs of name and content.
        text: name of the chapter's text.
        sound: name of its sound.
    """
    pars = "\n".join(_pars(content, text, sound))
    sequence = f'<seq dur="{content.duration_ms / 1000:.3f}s">\n{pars}\n</seq>'
    return _DOCUMENT.format(metas=meta_lines(metas), body=sequence)


def _pars(content: ChapterContent, text: str, sound: str) -> Iterator[str]:
    for one in content.heard:
        identity = one.sentence.id
        clip = f'clip-begin="npt={one.begin_ms / 1000:.3f}s" clip-end="npt={one.end_ms / 1000:.3f}s"'
        yield (
            f'<par endsync="last" id="p-{identity}"><text src="{text}#{identity}" id="t-{identity}"/>'
            f'<seq><audio src="{sound}" {clip} id="a-{identity}"/></seq></par>'
        )


def master_smil(metas: Sequence[tuple[str, str]], chapters: Sequence[tuple[str, str]]) -> str:
    """The order of the chapters: pairs of file and title."""
    references = "\n".join(
        f'<ref src="{file}" title="{escape(title)}" id="smil-{number}"/>'
        for number, (file, title) in enumerate(chapters, 1)
    )
    return _DOCUMENT.format(metas=meta_lines(metas), body=references)


def meta_lines(metas: Sequence[tuple[str, str]]) -> str:
    """``<meta>`` elements, one a line."""
    return "\n".join(f'<meta name="{name}" content="{escape(" ".join(text.split()))}"/>' for name, text in metas)


def clock(ms: int) -> str:
    """``hh:mm:ss``, as DAISY 2.02's metadata have it."""
    seconds = round(ms / 1000)
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
