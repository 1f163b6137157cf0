"""Reader of Markdown: CommonMark with tables, strike-through and footnotes, as pandoc, GitHub and editors have it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from typing import TYPE_CHECKING

from narrate.errors import StoryError
from narrate.intake.decoding.encoding import decode
from narrate.intake.decoding.xml import walk
from narrate.intake.formats.html.styles import StyleSheet
from narrate.intake.formats.html.text import PageTeller
from narrate.intake.formats.html.tree import parse_html
from narrate.intake.markup.manuscript import Manuscript, ManuscriptBuilder
from narrate.intake.markup.outlining import outline_manuscript
from narrate.intake.outline import Outline

if TYPE_CHECKING:
    from markdown_it.token import Token

_YAML = re.compile(r"---[ \t]*\r?\n(.{0,40000}?)\r?\n(?:---|\.\.\.)[ \t]*(?:\r?\n|$)", re.DOTALL)
_TOML = re.compile(r"\+\+\+[ \t]*\r?\n(.{0,40000}?)\r?\n\+\+\+[ \t]*(?:\r?\n|$)", re.DOTALL)
_PANDOC = re.compile(
    r"% ?(?P<title>[^\r\n]{1,300})\r?\n(?:% ?(?P<author>[^\r\n]{0,300})(?:\r?\n|$))?(?:% ?[^\r\n]{0,100}(?:\r?\n|$))?"
)
_YAML_LINE = re.compile(r"(?P<key>[A-Za-z][\w -]{0,40}?)\s{0,4}:(?:\s(?P<value>.*))?")
_YAML_ITEM = re.compile(r"\s{0,8}-\s+(?P<value>.+)")
_ALIASES = {"description": "summary", "abstract": "summary", "lang": "language", "authors": "author"}
_DEEPEST = 100
_LONGEST_HEADING = 120
# Nobody nests lists and quotations so deep; what is deeper than the parser goes, it would drop.
_NESTED = re.compile(r"^([ \t>*+-]{40})[ \t>*+-]+", re.MULTILINE)


def read_markdown_story(data: bytes, name: str) -> Outline:
    """The outline of a Markdown file.

    Raises:
        StoryError: it is no text.
    """
    return outline_manuscript(read_markdown(data, name))


def read_markdown(data: bytes, name: str) -> Manuscript:
    """What a Markdown file says.

    Raises:
        StoryError: it is no text.
    """
    facts, body = _front_matter(decode(data, name))
    builder = ManuscriptBuilder()
    page = _rendered(body, name)
    if page.strip():
        walk(parse_html(page, name), PageTeller(builder, StyleSheet()))
    return builder.manuscript(
        title=facts.pop("title", None),
        author=facts.pop("author", None),
        language=facts.pop("language", None),
        metadata=tuple(facts.items()),
    )


def _rendered(text: str, name: str) -> str:
    from markdown_it import MarkdownIt
    from mdit_py_plugins.footnote import footnote_plugin

    # Indented paragraphs are what people write; blocks of code by indentation are not.
    parser = MarkdownIt("commonmark", {"html": True, "typographer": False, "maxNesting": _DEEPEST})
    environment: dict[str, object] = {}
    parser.enable(["table", "strikethrough"]).disable("code").use(footnote_plugin)
    try:
        tokens = parser.parse(_NESTED.sub(r"\1", text), environment)
        _mend_underlined(tokens)
        rendered: str = parser.renderer.render(tokens, parser.options, environment)
    except RecursionError:
        raise StoryError(f"{name} is nested too deeply to be read", hint="Is it the right file?") from None
    return rendered


def _mend_underlined(tokens: list[Token]) -> None:
    """A paragraph with ``---`` under it and no blank line between is a paragraph and a rule, not a heading."""
    for number, token in enumerate(tokens):
        if (
            token.type == "heading_open"
            and token.markup in {"-", "="}
            and len(tokens[number + 1].content) > _LONGEST_HEADING
        ):
            token.tag = "p"
            tokens[number + 2].tag = "p"
            # The renderer writes what it finds: a rule behind the paragraph's end.
            tokens[number + 2].type = "html_block"
            tokens[number + 2].content = "</p>\n<hr>\n"


def _front_matter(text: str) -> tuple[dict[str, str], str]:
    """What stands before the story between ``---`` (YAML), ``+++`` (TOML) or after ``%`` (pandoc); and the rest."""
    if match := _TOML.match(text):
        try:
            return _plain(tomllib.loads(match[1].replace("\r\n", "\n"))), text[match.end() :]
        except tomllib.TOMLDecodeError:
            return {}, text
    if match := _YAML.match(text):
        facts = _yaml(match[1])
        return (facts, text[match.end() :]) if facts else ({}, text)
    if match := _PANDOC.match(text):
        facts = {"title": match["title"].strip(), "author": (match["author"] or "").strip()}
        return {key: value for key, value in facts.items() if value}, text[match.end() :]
    return {}, text


def _plain(table: Mapping[str, object]) -> dict[str, str]:
    found: dict[str, str] = {}
    for key, value in table.items():
        words = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
        if words and not isinstance(value, dict):
            found.setdefault(_ALIASES.get(key.lower(), key.lower()), words)
    return found


def _yaml(block: str) -> dict[str, str]:
    """Keys and values of the flat YAML that stands before stories; empty if there is anything else."""
    found: dict[str, str] = {}
    key = ""
    for line in block.splitlines():
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        item = _YAML_ITEM.fullmatch(line)
        match = None if item or line[0].isspace() else _YAML_LINE.fullmatch(line)
        if match is not None:
            key = match["key"].strip().lower()
            key = _ALIASES.get(key, key)
            value = (match["value"] or "").strip()
            found[key] = "" if value in {"|", ">", "|-", ">-"} else _unquoted(value)
        elif key and item is not None:
            found[key] = f"{found[key]}, {_unquoted(item['value'])}".removeprefix(", ")
        elif key and line[0].isspace():
            found[key] = f"{found[key]} {_unquoted(line.strip())}".strip()
        else:
            return {}
    return {key: value for key, value in found.items() if value}


def _unquoted(value: str) -> str:
    value = value.strip()
    if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
        return value[1:-1]
    if value.startswith("[") and value.endswith("]"):
        return ", ".join(_unquoted(one) for one in value[1:-1].split(","))
    return value
