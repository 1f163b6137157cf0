"""Changes to one table of voices.toml that leave everything around it as a person wrote it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from narrate.casting.reasons import is_reason

if TYPE_CHECKING:
    from tomlkit.items import InlineTable, Table


def add_lines(table: Table | InlineTable, lines: Mapping[str, Any], *, after: str = "") -> None:
    """Add keys to a person's table, below the key ``after`` or else below its last line."""
    import tomlkit  # loaded when a map is written, not at start-up
    from tomlkit.items import Table

    if not isinstance(table, Table) or table.is_super_table():  # inline, or made of dotted keys
        table.update(lines)
        return
    plain = {key.key: item for key, item in table.value.body if key is not None and not isinstance(item, Table)}
    if not plain:
        table.update(lines)
        return
    # tomlkit would add below the comments that follow the table, which belong to the next one.
    trivia = plain.get(after, list(plain.values())[-1]).trivia
    rendered = "".join(
        f"{trivia.indent}{tomlkit.item({key: value}).as_string().rstrip()}\n" for key, value in lines.items()
    )
    newline = "\r\n" if "\r\n" in trivia.trail else "\n"
    trivia.trail += "" if trivia.trail.endswith("\n") else newline
    trivia.trail += rendered.replace("\n", newline)


def fit_for_comment(words: str) -> str:
    """Words fit for a comment: TOML allows no control characters in one."""
    return "".join(letter if letter.isprintable() else " " for letter in words)


def renew_reason(table: Table | InlineTable, reason: str) -> None:
    """Put another reason beside the name of somebody's table, if one of narrate's own stands there."""
    from tomlkit.items import Table

    if isinstance(table, Table) and is_reason(table.trivia.comment.lstrip("#").strip()):
        table.comment(fit_for_comment(reason))


def without_person(text: str, character_id: str) -> str:
    """The file without the table of that id; comments below the table's last line stay: they are the next one's."""
    import tomlkit

    document = tomlkit.parse(text)
    table = document["characters"][character_id]
    header = re.compile(
        rf"^[ \t]*\[[ \t]*characters[ \t]*\.[ \t]*[\"']?{re.escape(character_id)}[\"']?[ \t]*\][^\n]*\n?", re.MULTILINE
    )
    for found in header.finditer(text):
        body = table.as_string()
        if text.startswith(body, found.end()):
            return text[: found.start()] + _comments_at_the_end(body) + text[found.end() + len(body) :]
    # An inline table, or one of dotted keys or in several parts: tomlkit's own way.
    del document["characters"][character_id]
    return document.as_string()


def _comments_at_the_end(body: str) -> str:
    rows = body.splitlines(keepends=True)
    first = len(rows)
    while first and (not rows[first - 1].strip() or rows[first - 1].lstrip().startswith("#")):
        first -= 1
    kept = rows[first:]
    return "".join(kept) if any(row.strip() for row in kept) else ""
