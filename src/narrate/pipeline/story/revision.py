"""The script of a run: the analysis, with what a person changed in script.txt.

``.narrate/analysis.json`` holds the analysis that script.txt was last written from, the text it was made of, and a key
over everything it depends on. While the key holds, the analysis is not made again. When it no longer does, a new one is
made, and what the person changed since the old one is carried over. Between the writing of a new analysis and that
of the script.txt that belongs to it, the file also holds the ``previous`` one and the digest of the script.txt to be
``replaced``: a run cut short just there is taken up where it stopped.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import narrate
from narrate.config import Options
from narrate.errors import NarrateError, OutputError
from narrate.model import Attributed, Character, Document, Script, Segmentation
from narrate.pipeline.events import Conflicts, Listener, Notice, ignore
from narrate.pipeline.story.analysis import analyse, as_known, attribute, attributor_fingerprint, with_characters
from narrate.pipeline.story.second_look import Attribute, Fixed, as_record, fixed_lines, from_record, look_again, moved
from narrate.workspace import SCRIPT, Workspace, digest

if TYPE_CHECKING:
    from narrate.scripting import Conflict, ScriptFile, SideBySide

RECORD = "analysis.json"

_UNSURE = re.compile(r"@.{1,500} \?(?:$|\s)")


@dataclass(frozen=True, slots=True)
class Revision:
    """A script, and what it takes to keep it.

    Attributes:
        script: with the person's changes.
        base: the analysis without them.
        conflicts: the person's changes that have no place any more, beside what stands there now.
        record: what the workspace must know of ``base``; None where it knows already.
        fixed: the lines that a person gave to somebody, in whose light unsure lines were looked at again.
        previous: what it knew before.
        content: script.txt as it was read; None where there was none.
        before: the analysis that was there, where ``base`` is another.
    """

    script: Script
    base: Script
    conflicts: tuple[SideBySide, ...]
    record: dict[str, Any] | None
    fixed: Fixed
    previous: dict[str, Any]
    content: str | None
    before: Script | None = None


def revise(
    read: Callable[[], Document],
    sha256: str,
    options: Options,
    known: Sequence[Character],
    workspace: Workspace,
    *,
    listener: Listener = ignore,
) -> Revision:
    """Make the script of this run; writes nothing.

    Where the person gave lines to somebody since the last run, or took that back, the lines marked ``?`` of the same
    chapters that they did not touch are decided again by what they fixed. No other line changes for that.

    Args:
        read: reads the story, if it has to be read.
        sha256: of the story's bytes.
        options: ``notes``, ``max_chapter``, ``title``, ``author``, ``known_cast`` and ``attribution`` are heeded.
        known: the characters that voices.toml names now.
        workspace: need not be held.
        listener: is told what the attributor has to tell.

    Raises:
        AttributorError: there is no attributor of that name, or it can't do its work.
        StoryError: the story can't be read.
        ScriptFileError: script.txt can't be used.
    """
    from narrate.scripting import apply_script_file, merge, parse_script_file

    kept = workspace.read_json(RECORD)
    key, people = _key(sha256, options), digest([asdict(character) for character in known])
    current = _script(kept)
    fresh = current is not None and kept.get("key") == key and people in _known(kept)
    base = current if current is not None and fresh else analyse(read(), options, known, listener)

    script = with_characters(base, known)
    beside: Callable[[Script], tuple[SideBySide, ...]] = _no_conflicts
    content = workspace.read_text(SCRIPT)
    if content is not None:
        file = parse_script_file(content, str(workspace.path(SCRIPT)))
        written_from = _script(kept.get("previous", {})) if kept.get("replaced") == digest(content) else current
        if written_from is None or written_from is base:
            script = apply_script_file(script, file)
        else:
            written_from = as_known(written_from, known)
            edited = apply_script_file(written_from, file)
            merged = merge(written_from, edited, script)
            script, beside = merged.script, partial(_beside, merged.conflicts, edited, file)
    record = None if fresh else {"key": key, "known": [people]}
    fixed = fixed_lines(script, base)
    seen = from_record(kept) if fresh else {}
    look = look_again(script, base, fixed, seen, known=known, attribute=_attributor(options, listener))
    if look is not None:
        before, script = script, look.applied(script)
        if script != before:
            _tell(moved(before, script), listener)
            base = look.applied(base)
            record = {"key": key, "known": kept["known"] if fresh else [people]}
    return Revision(script, base, beside(script), record, fixed, kept, content, None if fresh else current)


def _attributor(options: Options, listener: Listener) -> Attribute:
    def work(
        document: Document, segmentation: Segmentation, known: tuple[Character, ...], certain: Fixed
    ) -> Attributed:
        return attribute(document, segmentation, options, known, listener, fixed=certain)

    return work


def _no_conflicts(_: Script) -> tuple[SideBySide, ...]:
    return ()


def _beside(conflicts: Sequence[Conflict], edited: Script, file: ScriptFile, script: Script) -> tuple[SideBySide, ...]:
    """What a person wrote, in the rows of their script.txt, beside the rows of the one that is to be written."""
    from narrate.scripting import parse_script_file, side_by_side, write_script_file

    if not conflicts:
        return ()
    now = parse_script_file(write_script_file(script), SCRIPT)
    return side_by_side(conflicts, edited, file, script, now)


def _tell(changed: int, listener: Listener) -> None:
    if changed:
        lines = "1 unsure line has" if changed == 1 else f"{changed} unsure lines have"
        listener(Notice(f"{lines} another speaker now, by the lines that you fixed."))


def keep(revision: Revision, workspace: Workspace) -> Conflicts | None:
    """Write script.txt where it is not there or belongs to another analysis, and what it was written from.

    A script.txt that is replaced is copied to ``.narrate/kept/`` first, unless it stays the same; with conflicts, both
    versions of each are listed in a file beside that copy.

    Returns:
        The conflicts, where there are some, and where all of it is.

    Raises:
        OutputError: script.txt was changed since it was read; or something can't be written.
    """
    from narrate.scripting import to_json, write_script_file

    content = workspace.read_text(SCRIPT)
    if content != revision.content:
        raise OutputError(
            f"{workspace.path(SCRIPT)} was changed while the story was read", hint="Run the same command again."
        )
    stale = content is not None and revision.previous.get("replaced") == digest(content)
    if revision.record is None and content is not None and not stale:
        if from_record(revision.previous) != revision.fixed:
            workspace.write_json(RECORD, {**revision.previous, "fixed": as_record(revision.fixed)})
        return None
    record = {**revision.previous, "fixed": as_record(revision.fixed)}
    if revision.record is not None:
        record = {
            **revision.record,
            "fixed": as_record(revision.fixed),
            "text": revision.base.text,
            "script": to_json(revision.base, indent=None),
        }
        before = revision.previous.get("previous") if stale else _analysis(revision.previous)
        if content is not None and before:
            workspace.write_json(RECORD, {**record, "previous": before, "replaced": digest(content)})
    told = _keep_conflicts(revision, workspace)
    workspace.write_text(SCRIPT, write_script_file(revision.script), keep=told is None)
    workspace.write_json(
        RECORD, {name: record[name] for name in ("key", "known", "fixed", "text", "script") if name in record}
    )
    return told


def _keep_conflicts(revision: Revision, workspace: Workspace) -> Conflicts | None:
    """Copy the person's script.txt, and list beside it what of theirs has no place; before it is replaced."""
    from narrate.scripting import conflicts_in_words

    if not revision.conflicts:
        return None
    copy, script = workspace.keep_copy(SCRIPT), workspace.path(SCRIPT)
    listed = workspace.keep_beside(
        copy, "conflicts", conflicts_in_words(revision.conflicts, copy.name, f"{script.parent.name}/{script.name}")
    )
    return Conflicts(revision.conflicts, str(copy), str(script), str(listed))


def allow_known(known: Sequence[Character], workspace: Workspace) -> None:
    """Say that the kept analysis also holds for these known characters: those that it wrote to voices.toml itself."""
    record = workspace.read_json(RECORD)
    people = digest([asdict(character) for character in known])
    if people not in _known(record):
        workspace.write_json(RECORD, {**record, "known": [*_known(record), people]})


def _known(record: Mapping[str, Any]) -> list[Any]:
    known = record.get("known")
    return known if isinstance(known, list) else []


def _analysis(record: Mapping[str, Any]) -> dict[str, Any]:
    return {name: record[name] for name in ("text", "script") if name in record}


def first_unsure_line(content: str) -> int:
    """The number of the first line of script.txt that gives an unsure speaker; 0 if there is none."""
    for number, line in enumerate(content.split("\n"), 1):
        if _UNSURE.match(line):
            return number
    return 0


def _key(sha256: str, options: Options) -> str:
    from narrate.speech import DELIVERY_REVISION

    return digest(
        {
            "narrate": narrate.__version__,
            "story": sha256,
            "notes": options.notes,
            "max_chapter": options.longest_chapter_min,
            "title": options.title,
            "author": options.author,
            "language": options.language,
            "known_cast": options.known_cast,
            "attribution": attributor_fingerprint(options),
            "delivery": DELIVERY_REVISION,
        }
    )


def _script(record: Mapping[str, Any]) -> Script | None:
    """The analysis in a record; None where there is none, or it is damaged or of another version: it is made again."""
    from narrate.scripting import from_json

    if not isinstance(record, Mapping) or "text" not in record or "script" not in record:
        return None
    try:
        return from_json(record["script"], record["text"])
    except (NarrateError, AttributeError, LookupError, TypeError, ValueError):
        return None
