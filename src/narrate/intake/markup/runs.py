"""What word processors' files have in common: paragraphs of runs with fonts, of which a manuscript is made.

Many people make headings by hand, in larger letters: how large is known only when the whole file has been read.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from narrate.intake.markup.manuscript import Manuscript, ManuscriptBuilder, Mark
from narrate.model import EmphasisKind

# Letters so much larger than the story's make a heading of a short paragraph.
_LARGER = 1.2
_LONGEST_HEADING = 100
# Verse has shorter lines: what stands between two line breaks is a paragraph.
_LONGEST_LINE = 120
_NO_HEADING_ENDS = (",", ";", ":")
_UNEMPHASISED = frozenset({Mark.HEADING, Mark.TITLE, Mark.BY_LINE, Mark.CONTENTS, Mark.CAPTION})
# The names of programs, accounts and empty forms that stand where author and title should.
_NOBODY = re.compile(
    r"python-docx|(?:microsoft |ms )?(?:office|word|windows)(?: user)?|user|usuario|benutzer|utilisateur|admin|"
    r"administrator|owner|unknown|un-?named|author|default|calibre|pandoc|openoffice(?:\.org)?|libreoffice|root|.",
    re.IGNORECASE,
)
_UNTITLED = re.compile(
    r"(?:microsoft word - .{0,200})|untitled(?: ?document)?(?: ?\d{1,4})?|document ?\d{0,4}|dokument ?\d{0,4}|title|"
    r"(?:.{1,200})\.(?:docx?|odt|rtf|pdf|txt|indd|tex|dvi|qxd)|powerpoint presentation|slide 1",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Run:
    """Words in one font; a line feed is a line break.

    Attributes:
        size: of the letters in points, 0 where nothing says.
    """

    words: str
    italic: bool = False
    strong: bool = False
    size: float = 0.0


@dataclass(slots=True)
class WordParagraph:
    """A paragraph of a word processor's file.

    Attributes:
        page: it begins a page.
        subtitle: of a title: the second line of it.
        verbatim: spaces and line ends count.
    """

    mark: Mark = Mark.PARAGRAPH
    level: int = 0
    page: bool = False
    subtitle: bool = False
    verbatim: bool = False
    runs: list[Run] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Its words."""
        return "".join(run.words for run in self.runs)


def compose(
    paragraphs: Sequence[WordParagraph],
    *,
    title: str | None = None,
    author: str | None = None,
    language: str | None = None,
    metadata: tuple[tuple[str, str], ...] = (),
    cover: bytes | None = None,
) -> Manuscript:
    """The manuscript of these paragraphs."""
    paragraphs = [piece for paragraph in _without_doubles(paragraphs) for piece in _divided(paragraph)]
    usual = _usual_size(paragraphs)
    sizes = sorted({_size(paragraph) for paragraph in paragraphs if _is_large(paragraph, usual)}, reverse=True)
    builder = ManuscriptBuilder()
    told = False
    for paragraph in paragraphs:
        mark, level = paragraph.mark, paragraph.level
        if _is_large(paragraph, usual):
            mark, level = Mark.HEADING, 1 + min(sizes.index(_size(paragraph)), 5)
        elif mark is Mark.TITLE and told:
            # Some people give chapters the style of titles.
            mark, level = Mark.HEADING, 2 if paragraph.subtitle else 1
        told = told or (mark is Mark.PARAGRAPH and len(paragraph.text) > _LONGEST_HEADING)
        if paragraph.page:
            builder.page()
        builder.begin(mark, level=level)
        for run in paragraph.runs:
            _tell(builder, run, paragraph, emphasised=mark not in _UNEMPHASISED)
        builder.end()
    return builder.manuscript(
        title=real_title(title), author=real_author(author), language=language, metadata=metadata, cover=cover
    )


def real_author(name: str | None) -> str | None:
    """``name``, unless a program or an account put itself there."""
    name = " ".join((name or "").split())
    return None if not name or _NOBODY.fullmatch(name) else name


def real_title(title: str | None) -> str | None:
    """``title``, unless it is a file's name or an empty form's."""
    title = " ".join((title or "").split())
    return None if not title or _UNTITLED.fullmatch(title) else title


def _without_doubles(paragraphs: Sequence[WordParagraph]) -> Iterator[WordParagraph]:
    """All but captions that say once more what stands for the picture."""
    before = ""
    for paragraph in paragraphs:
        text = paragraph.text.strip()
        if paragraph.mark is not Mark.CAPTION or text != before:
            yield paragraph
        before = text if paragraph.mark is Mark.CAPTION else ""


def _divided(paragraph: WordParagraph) -> Iterator[WordParagraph]:
    """The paragraphs that somebody made of line breaks, in text pasted from a web page."""
    text = paragraph.text
    if paragraph.mark is not Mark.PARAGRAPH or paragraph.verbatim or "\n" not in text.strip("\n"):
        yield paragraph
        return
    long = any(len(line) > _LONGEST_LINE for line in text.split("\n"))
    piece = WordParagraph(page=paragraph.page)
    breaks = 0
    for run in paragraph.runs:
        for number, words in enumerate(run.words.split("\n")):
            breaks += number > 0
            if not words.strip():
                if words and not breaks:
                    piece.runs.append(replace(run, words=words))
                continue
            if breaks > (0 if long else 1) and piece.runs:
                yield piece
                piece = WordParagraph()
                for _ in range(breaks - 2):
                    yield WordParagraph()
            elif breaks and piece.runs:
                piece.runs.append(Run("\n", size=run.size))
            breaks = 0
            piece.runs.append(replace(run, words=words))
    yield piece


def _tell(builder: ManuscriptBuilder, run: Run, paragraph: WordParagraph, *, emphasised: bool) -> None:
    kinds = tuple(_emphases(run)) if emphasised else ()
    for number, line in enumerate(run.words.split("\n")):
        if number:
            builder.line_break()
        if line:
            builder.words(line, *kinds, verbatim=paragraph.verbatim)


def _emphases(run: Run) -> Iterator[EmphasisKind]:
    if run.italic:
        yield EmphasisKind.EMPHASIS
    if run.strong:
        yield EmphasisKind.STRONG


def _usual_size(paragraphs: Sequence[WordParagraph]) -> float:
    """Of the story's letters; 0 where nothing says."""
    sizes: Counter[float] = Counter()
    for paragraph in paragraphs:
        if paragraph.mark is Mark.PARAGRAPH:
            for run in paragraph.runs:
                sizes[run.size] += len(run.words)
    return max(sizes, key=lambda size: (sizes[size], size), default=0.0)


def _size(paragraph: WordParagraph) -> float:
    """Of its smallest letters."""
    return min((run.size for run in paragraph.runs if any(map(str.isalnum, run.words))), default=0.0)


def _is_large(paragraph: WordParagraph, usual: float) -> bool:
    if paragraph.mark is not Mark.PARAGRAPH or not usual or _size(paragraph) < _LARGER * usual:
        return False
    text = paragraph.text.strip()
    return len(text) <= _LONGEST_HEADING and not text.endswith(_NO_HEADING_ENDS)
