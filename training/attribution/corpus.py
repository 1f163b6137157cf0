"""Labelled novels: the layout of the Project Dialogism Novel Corpus, read and cut into pieces.

A gold story is a text with spans of speech, each with its kind and its speaker, and the names by which a predicted
character is recognised as a labelled one. Texts and labels stay where they are; nothing of them is written out.
"""

from __future__ import annotations

import ast
import csv
import random
import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from narrate.model import Character, Gender

KINDS = ("Explicit", "Anaphoric", "Implicit")
TITLES = frozenset(
    "mr mrs miss ms dr sir lady lord madame madam mademoiselle monsieur mlle mme count countess captain colonel "  # noqa: SIM905
    "professor aunt uncle master the a an old young poor dear prince princess duke duchess reverend inspector sergeant "
    "major general baron baroness admiral cousin".split()
)
GENDERS = {"M": Gender.MALE, "F": Gender.FEMALE}
PIECE_WORDS = (2000, 8000)
DISGUISED = 0.85
"""Share of the pieces in which somebody loses their name."""
ROLES = {
    Gender.MALE: "man,old man,stranger,young man,waiter,driver,officer,boy,guard,clerk,priest".split(","),  # noqa: SIM905
    Gender.FEMALE: "woman,old woman,stranger,girl,young woman,nurse,maid,landlady,guard,clerk".split(","),  # noqa: SIM905
}
csv.field_size_limit(10**9)


class GoldSpan(NamedTuple):
    """Speech in the text, its quotation marks left out; ``kind`` as the corpus names it."""

    start: int
    end: int
    kind: str
    speaker: str


@dataclass(slots=True)
class Gold:
    """A labelled story; ``names`` maps a normal form to the labelled character whom it means."""

    name: str
    text: str
    spans: list[GoldSpan]
    names: dict[str, str]
    cast: list[Character] = field(default_factory=list)


def normal(name: str) -> str:
    """A name without regard to capitals, apostrophes and white space."""
    return " ".join(name.replace("’", "'").split()).casefold()


def bare(name: str) -> str:
    """A normal name without the titles at its beginning."""
    words = normal(name).split()
    while len(words) > 1 and words[0].rstrip(".") in TITLES:
        words.pop(0)
    return " ".join(words)


def read_novel(folder: Path) -> Gold:
    """Read a novel's text, quotations and characters."""
    cast, names = _characters(folder / "character_info.csv")
    spans: list[GoldSpan] = []
    with (folder / "quotation_info.csv").open(encoding="utf-8", newline="") as handle:
        for row in csv.DictReader(handle):
            speaker = names.get(normal(row["speaker"]), row["speaker"].strip())
            places = ast.literal_eval(row["quoteByteSpans"])
            spans += [GoldSpan(start, end, row["quoteType"], speaker) for start, end in places]
    text = (folder / "novel_text.txt").read_text(encoding="utf-8")
    return Gold(folder.name, text, sorted(spans), names, cast)


def _characters(path: Path) -> tuple[list[Character], dict[str, str]]:
    """The cast, and whom each form of a name means."""
    cast: list[Character] = []
    names: dict[str, str] = {}
    tokens: dict[str, set[str]] = defaultdict(set)
    with path.open(encoding="utf-8", newline="") as handle:
        for number, row in enumerate(csv.DictReader(handle)):
            who = row["Main Name"].strip()
            aliases = _aliases(row["Aliases"]) | {who}
            names |= dict.fromkeys(map(normal, aliases), who)
            shown = sorted(alias for alias in aliases if not alias.startswith("_"))
            for alias in shown:
                words = [word for word in bare(alias).split() if len(word) > 2 and word not in TITLES]
                for form in (bare(alias), *words):
                    tokens[form].add(who)
            if not who.startswith(("_group", "_unk")):
                tells = any(alias.startswith("_narr") for alias in aliases)
                gender = GENDERS.get(row["Gender"].strip(), Gender.UNKNOWN)
                cast.append(Character(f"c{number}", who, tuple(a for a in shown if a != who), gender, tells))
    for form, people in tokens.items():
        if len(people) == 1:
            names.setdefault(form, next(iter(people)))
    if "_narr" in names:
        names["i"] = names["narrator"] = names["_narr"]
    return cast, names


def _aliases(cell: str) -> set[str]:
    try:
        return {alias.strip() for alias in ast.literal_eval(cell)}
    except (ValueError, SyntaxError):
        return {cell.strip()}


def pieces(gold: Gold, seed: int) -> Iterator[Gold]:
    """A novel in pieces, as long as short stories; in most of them somebody goes by a role alone.

    Novels name whoever speaks often; short stories are full of “the man” and “the waiter”.
    """
    chance = random.Random(f"{seed} {gold.name}")
    breaks = [0, *(match.end() for match in re.finditer(r"\n[ \t]*\n", gold.text)), len(gold.text)]
    start = number = 0
    while start < len(gold.text) - 5000:
        reach = start + chance.randint(*PIECE_WORDS) * 6
        end = breaks[min(bisect_right(breaks, reach), len(breaks) - 1)]
        number += 1
        spans = [
            GoldSpan(span.start - start, span.end - start, span.kind, span.speaker)
            for span in gold.spans
            if start <= span.start and span.end <= end
        ]
        if spans:
            piece = Gold(f"{gold.name}-{number}", gold.text[start:end], spans, dict(gold.names), gold.cast)
            yield _disguised(piece, chance) if chance.random() < DISGUISED else piece
        start = end


def _disguised(gold: Gold, chance: random.Random) -> Gold:
    """Call one to four of those who speak by a role instead of their names."""
    lines = Counter(span.speaker for span in gold.spans)
    by_name = {character.name: character for character in gold.cast}
    able = [
        by_name[who]
        for who, count in sorted(lines.items())
        if count > 1 and who in by_name and by_name[who].gender in ROLES and not by_name[who].first_person
    ]
    chance.shuffle(able)
    taken: set[str] = set()
    for character in able[: chance.randint(1, 4)]:
        role = chance.choice([role for role in ROLES[character.gender] if role not in taken])
        taken.add(role)
        gold = _renamed(gold, character, role)
    return gold


def _renamed(gold: Gold, character: Character, role: str) -> Gold:
    forms = sorted({character.name, *character.aliases}, key=lambda form: (-len(form), form))
    pattern = re.compile(r"(?<![\w.])(?:" + "|".join(map(re.escape, forms)) + r")(?!\w)")
    starts = [span.start for span in gold.spans]
    out: list[str] = []
    moved: list[tuple[int, int]] = [(0, 0)]
    done = shift = 0
    first = True
    for match in pattern.finditer(gold.text):
        at = bisect_right(starts, match.start()) - 1
        spoken = at >= 0 and match.start() < gold.spans[at].end
        if spoken:
            new = "sir" if character.gender is Gender.MALE else "madam"
        else:
            new = ("a " if first and role[0] not in "aeo" else "an " if first else "the ") + role
            first = False
            before = gold.text[: match.start()].rstrip()[-1:]
            if not before or before in '.!?"”' or gold.text[: match.start()].endswith("\n\n"):
                new = new[0].upper() + new[1:]
        out += [gold.text[done : match.start()], new]
        done = match.end()
        shift += len(new) - (match.end() - match.start())
        moved.append((done, shift))
    out.append(gold.text[done:])
    spans = [span._replace(start=_moved(moved, span.start), end=_moved(moved, span.end)) for span in gold.spans]
    names = gold.names | {f"the {role}": character.name, f"a {role}": character.name}
    return Gold(gold.name, "".join(out), spans, names, gold.cast)


def _moved(moved: Sequence[tuple[int, int]], at: int) -> int:
    return at + moved[bisect_right(moved, (at, 10**12)) - 1][1]
