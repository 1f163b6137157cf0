"""Which of the possible headings are headings, and where chapters begin."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from narrate.intake.structure.contents import find_contents
from narrate.intake.structure.headings import Heading, Level, display, is_capitals, looks_titled, undecorated
from narrate.intake.structure.layout import Layout, ends_sentence
from narrate.intake.structure.paragraphs import PASSED_OVER, Paragraph, Role, is_real_prose

_TITLE_LIMIT = 80
_TITLE_LINES = 3
_QUOTES = "\"“”«»„'‘’"
# Sections under numbers or short lines hold at least so much text on average (characters); else it is a list.
_SHORTEST_LISTED = 240
_SHORTEST_LINE_SECTION = 600


@dataclass(frozen=True, slots=True)
class Candidate:
    """A possible heading: paragraphs ``first`` to ``end`` (exclusive), the later ones its title."""

    first: int
    end: int
    heading: Heading


@dataclass(frozen=True, slots=True)
class ChapterStart:
    """A chapter begins with paragraph ``index``."""

    index: int
    title: str


def find_chapters(paragraphs: list[Paragraph], layout: Layout) -> list[ChapterStart]:
    """Settle the roles of headings and of a table of contents, and say where chapters begin."""
    _join_long_headings(paragraphs, layout)
    candidates = [
        Candidate(index, _title_end(paragraphs, index), paragraph.heading)
        for index, paragraph in enumerate(paragraphs)
        if paragraph.heading is not None and paragraph.role in {Role.PROSE, Role.MARK}
    ]
    entries, listed = find_contents(paragraphs, [(c.first, c.end, c.heading) for c in candidates])
    candidates = [c for c in candidates if c.first not in listed]
    accepted = _accepted(candidates, paragraphs)
    if not any(c.heading.level < Level.LINE for c in accepted):
        accepted = sorted({*accepted, *_short_lines(paragraphs, layout, entries)}, key=lambda c: c.first)
    for candidate in accepted:
        for paragraph in paragraphs[candidate.first : candidate.end]:
            paragraph.role = Role.HEADING
    return _starts(accepted, paragraphs)


def _join_long_headings(paragraphs: list[Paragraph], layout: Layout) -> None:
    """Join the further lines of a heading that the wrapper broke."""
    index = 0
    while index + 1 < len(paragraphs):
        this, following = paragraphs[index], paragraphs[index + 1]
        if (
            layout.wrapped
            and this.heading is not None
            and this.heading.title
            and following.gap == 0
            and following.role is Role.PROSE
            and following.heading is None
            and len(following.lines) <= 5
            and len(this.lines[-1].text) >= 0.7 * layout.width
        ):
            paragraphs[index : index + 2] = [Paragraph(this.lines + following.lines, heading=this.heading)]
        index += 1


def _title_end(paragraphs: Sequence[Paragraph], index: int) -> int:
    """Index behind the heading at ``index`` and its title, if that stands on lines of its own."""
    heading = paragraphs[index].heading
    following = index + 1
    if heading is None or heading.title or following >= len(paragraphs):
        return following
    after = paragraphs[following + 1] if following + 1 < len(paragraphs) else None
    return following + 1 if after is not None and _is_title(paragraphs[following], after) else following


def _is_title(paragraph: Paragraph, after: Paragraph) -> bool:
    """Whether ``paragraph``, under a heading without words, is its title; ``after`` is the one below."""
    text = undecorated(paragraph.text) if _may_be_title(paragraph) else ""
    if (
        not text
        or text.endswith((",", ";", ":"))
        or not (text[0].isupper() or text[0].isdecimal() or text[0] in _QUOTES)
    ):
        return False
    if is_capitals(text):
        return True
    titled = looks_titled(text)
    if text[0] in _QUOTES or (after.gap == 0 and after.heading is None and not after.mark and not titled):
        return False
    words = text.count(" ") + 1
    if text.endswith((".", "!", "?", "…")):
        return titled and 2 <= words <= 12 and after.gap > 0
    return titled or (len(paragraph.lines) == 1 and words <= 10 and len(text) <= 60)


def _may_be_title(paragraph: Paragraph) -> bool:
    if paragraph.role is not Role.PROSE or paragraph.heading or paragraph.header or paragraph.page or paragraph.gap > 3:
        return False
    return len(paragraph.lines) <= _TITLE_LINES and all(len(line.text) <= _TITLE_LIMIT for line in paragraph.lines)


def _accepted(candidates: Sequence[Candidate], paragraphs: Sequence[Paragraph]) -> list[Candidate]:
    """The candidates that are certain, or that form a series with others of their kind."""
    kinds: dict[str, list[Candidate]] = {}
    for candidate in candidates:
        kinds.setdefault(candidate.heading.kind, []).append(candidate)
    accepted: list[Candidate] = []
    for kind in kinds.values():
        level = kind[0].heading.level
        if level is Level.NUMBER:
            chains = [chain for chain in _chains(kind) if not _is_list(chain, paragraphs)]
            accepted.extend(candidate for chain in chains for candidate in chain)
        elif level is Level.SECTION:
            if len({candidate.heading.number for candidate in kind}) > 1:
                accepted.extend(kind)
        elif level is Level.LINE:
            # A single one at the top is the story's title.
            accepted.extend(candidate for candidate in kind if candidate.first > 0)
        else:
            accepted.extend(kind)
    return sorted(accepted, key=lambda candidate: candidate.first)


def _chains(kind: Sequence[Candidate]) -> list[list[Candidate]]:
    """Runs of numbers that count up: from 1, at least two; from elsewhere (a part of a story), at least three."""
    chains: list[list[Candidate]] = []
    for candidate in kind:
        last = chains[-1][-1].heading.number if chains else None
        number = candidate.heading.number
        if last is not None and number is not None and last < number <= last + 2:
            chains[-1].append(candidate)
        else:
            chains.append([candidate])
    return [chain for chain in chains if len(chain) >= (2 if (chain[0].heading.number or 0) == 1 else 3)]


def _is_list(chain: Sequence[Candidate], paragraphs: Sequence[Paragraph]) -> bool:
    """Whether numbered items are a list within the story instead of its sections."""
    lengths = [
        sum(paragraph.characters for paragraph in paragraphs[this.end : following.first])
        for this, following in itertools.pairwise(chain)
    ]
    shortest = _SHORTEST_LISTED if chain[0].heading.title else 1
    return min(lengths) == 0 or sum(lengths) < shortest * len(lengths)


def _short_lines(paragraphs: Sequence[Paragraph], layout: Layout, entries: frozenset[str]) -> list[Candidate]:
    """Short lines alone, where they repeat in kind: all in capitals, or in title case after a wider gap."""
    found: dict[str, list[Candidate]] = {"listed": [], "capitals": [], "titled": []}
    seen: set[str] = set()
    usual = _usual_gap(paragraphs)
    for index in range(1, len(paragraphs) - 1):
        kind = _short_line_kind(paragraphs, index, usual, entries)
        text = undecorated(paragraphs[index].lines[0].text).casefold()
        if kind is not None and text not in seen:
            seen.add(text)
            heading = Heading(Level.LINE, kind, None, "", certain=False)
            found[kind].append(Candidate(index, index + 1, heading))
    if found["listed"]:
        return found["listed"]
    return next((kind for kind in (found["capitals"], found["titled"]) if _is_series(kind, paragraphs, layout)), [])


def _short_line_kind(paragraphs: Sequence[Paragraph], index: int, usual: int, entries: frozenset[str]) -> str | None:
    this, before, after = paragraphs[index], paragraphs[index - 1], paragraphs[index + 1]
    line = this.lines[0].text
    alone = len(this.lines) == 1 and (this.gap or this.page or before.mark) and after.gap
    if this.role is not Role.PROSE or not alone or len(line) > 60 or this.header is not None:
        return None
    text = undecorated(line)
    if text.casefold() in entries:
        return "listed"
    interrupts = index > 1 and before.role is Role.PROSE and not ends_sentence(before.lines[-1].text)
    if interrupts or not _reads_like_title(text) or after.role is not Role.PROSE or after.characters < 80:
        return None
    apart = this.gap > usual or this.page or before.mark
    if is_capitals(text) and len(text) > 2 and (apart or after.gap > usual):
        return "capitals"
    return "titled" if apart and looks_titled(text) else None


def _reads_like_title(text: str) -> bool:
    if not text[:1].isupper() or text.count(" ") > 7 or text[-1] in "-–—":
        return False
    return not any(character in '"“”«»„,:;.!?…' or character.isdecimal() for character in text)


def _is_series(kind: Sequence[Candidate], paragraphs: Sequence[Paragraph], layout: Layout) -> bool:
    if len(kind) < 2:
        return False
    lengths = [
        sum(p.characters for p in paragraphs[this.end : following])
        for this, following in zip(kind, [*(c.first for c in kind[1:]), len(paragraphs)], strict=True)
    ]
    # A wrapped file is a novel: its sections are longer still, and signs and headlines in it are many.
    shortest = _SHORTEST_LINE_SECTION * (3 if layout.wrapped else 1)
    return sum(lengths) >= shortest * len(lengths)


def _usual_gap(paragraphs: Iterable[Paragraph]) -> int:
    gaps = sorted(paragraph.gap for paragraph in paragraphs)
    return gaps[(len(gaps) - 1) // 2] if gaps else 0


def _starts(accepted: Sequence[Candidate], paragraphs: Sequence[Paragraph]) -> list[ChapterStart]:
    """Where chapters begin: a part's heading joins that of the chapter that follows it directly."""
    numbered_chapters = any(c.heading.level is Level.CHAPTER and c.heading.number is not None for c in accepted)
    starts: list[ChapterStart] = []
    before: Candidate | None = None
    for candidate in accepted:
        title = display(*(re.sub(r"\s+", " ", p.text) for p in paragraphs[candidate.first : candidate.end]))
        if before is not None and _is_repeated(before, candidate, paragraphs):
            for paragraph in paragraphs[candidate.first : candidate.end]:
                paragraph.role = Role.REPEATED
            before = candidate
            continue
        _leave_out_title_below(title, candidate, paragraphs)
        if before is not None and starts and _adjoins(before, candidate, paragraphs):
            starts[-1] = ChapterStart(starts[-1].index, display(starts[-1].title, title))
        elif candidate.heading.level <= Level.CHAPTER or not numbered_chapters:
            starts.append(ChapterStart(candidate.first, title))
        before = candidate
    return starts


def _is_repeated(before: Candidate, this: Candidate, paragraphs: Sequence[Paragraph]) -> bool:
    """Whether a heading stands there twice, with little but notes between."""
    words = [_folded(" ".join(p.text for p in paragraphs[c.first : c.end])) for c in (before, this)]
    told = sum(p.characters for p in paragraphs[before.end : this.first] if p.header is None or not p.header.is_note)
    return words[0] == words[1] and told <= _SHORTEST_LISTED


def _leave_out_title_below(title: str, candidate: Candidate, paragraphs: Sequence[Paragraph]) -> None:
    """A chapter's title that stands under its heading once more is announced once."""
    if candidate.end < len(paragraphs):
        below = paragraphs[candidate.end]
        alone = below.role is Role.PROSE and len(below.lines) == 1 and below.characters <= _TITLE_LIMIT
        if alone and _folded(below.text) in {_folded(title), _folded(candidate.heading.title)}:
            below.role = Role.REPEATED


def _folded(text: str) -> str:
    return "".join(character for character in text.casefold() if character.isalnum())


def _adjoins(before: Candidate, after: Candidate, paragraphs: Sequence[Paragraph]) -> bool:
    """Whether the headings stand over the same text; between a part's and a chapter's may be a title page."""
    if before.heading.level == after.heading.level:
        return False
    between = paragraphs[before.end : after.first]
    if before.heading.level <= Level.PART and before.heading.level < after.heading.level:
        return not is_real_prose(between)
    return all(paragraph.role in PASSED_OVER for paragraph in between)
