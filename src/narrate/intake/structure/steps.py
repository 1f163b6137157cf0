"""Plain text → outline: the steps in their order.

Lines are joined to paragraphs; then each step settles the `Role` of some paragraphs, the surest first: boilerplate,
letters, headings, lists, front matter, notes, closings. What nobody claims is prose. At last the paragraphs become
blocks and omissions. What each step looks for is told in ``docs/structure.md``.
"""

from __future__ import annotations

from collections.abc import Sequence

from narrate.intake.languages.detection import detect_language
from narrate.intake.outline import Outline
from narrate.intake.structure.assembly import assemble
from narrate.intake.structure.boilerplate import mark_boilerplate
from narrate.intake.structure.chapters import find_chapters
from narrate.intake.structure.closings import mark_closings
from narrate.intake.structure.front_matter import FrontMatter, read_front_matter, split_title_page
from narrate.intake.structure.layout import single_spaced
from narrate.intake.structure.letters import mark_letters
from narrate.intake.structure.lines import split_lines
from narrate.intake.structure.lists import mark_lists
from narrate.intake.structure.notes import mark_notes
from narrate.intake.structure.paragraphs import Paragraph, read_paragraphs
from narrate.intake.structure.scenes import usual_gap
from narrate.intake.structure.sections import mark_sections
from narrate.intake.structure.vocabulary import tidied


def outline_text(text: str) -> Outline:
    """Find chapters, scenes, front matter and notes in ``text``.

    Blocks and omissions come in the order of the text, do not overlap, and leave only white space between them,
    whatever ``text`` is.
    """
    lines, invisible = split_lines(text)
    paragraphs, layout = read_paragraphs(single_spaced(lines))
    split_title_page(paragraphs)
    front = FrontMatter()
    for key, value in mark_boilerplate(paragraphs):
        front.add(key, value)
    mark_letters(paragraphs)
    mark_sections(paragraphs)
    starts = find_chapters(paragraphs, layout)
    mark_lists(paragraphs)
    usual = usual_gap(paragraphs)
    read_front_matter(paragraphs, starts[0].index if starts else None, front)
    mark_notes(paragraphs, usual)
    mark_closings(paragraphs)
    chapters, omitted = assemble(paragraphs, invisible, starts, usual, layout)
    title = front.metadata.pop("title", None) or front.title
    author = front.metadata.pop("author", None) or front.author
    return Outline(
        text=text,
        title=title or None,
        author=author or None,
        language=detect_language(_told(paragraphs, text)),
        metadata=tidied(tuple(front.metadata.items())),
        chapters=chapters,
        omitted=omitted,
    )


def _told(paragraphs: Sequence[Paragraph], text: str) -> str:
    return text[paragraphs[0].span.start : paragraphs[-1].span.end] if paragraphs else ""
