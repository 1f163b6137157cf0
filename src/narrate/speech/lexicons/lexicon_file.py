"""lexicon.toml: a word a line, with how it is said.

Ianto = "YAN-toe"                  # respelt
Cthulhu = "/kəˈθuːluː/"            # in IPA, between slashes
WI = {say = "double-you eye", exact = true}
Gwen = {ipa = "ɡwɛn", say = "gwen", forms = false}
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from typing import Any, Final

from narrate.errors import LexiconError
from narrate.speech.lexicons.ipa import standard, unknown_sign
from narrate.speech.lexicons.lexicon import Entry, speakable

_KEYS: Final = ("say", "ipa", "exact", "forms")
_MOST_CHARACTERS: Final = 200
_MOST_ENTRIES: Final = 50_000
_BARE = re.compile(r"[A-Za-z0-9_-]+")


def parse_lexicon(content: str, path: str, *, table: str = "") -> tuple[Entry, ...]:
    """Read a lexicon.

    Args:
        content: TOML.
        path: named in errors.
        table: the lexicon is that table of the file; otherwise it is the whole file.

    Returns:
        Its entries, in their order; none where the table is not there.

    Raises:
        LexiconError: it can't be used; says the line, what is wrong there, and what to do.
    """
    try:
        tables = tomllib.loads(content)
    except tomllib.TOMLDecodeError as error:
        raise LexiconError(f"{path}, line {_broken_line(content)} is no TOML: {error}", hint=_ADVICE) from error
    except RecursionError:
        raise LexiconError(f"{path} is nested too deeply", hint=_ADVICE) from None
    words = tables.get(table, {}) if table else tables
    if not isinstance(words, Mapping):
        raise LexiconError(f"{path}: {table} is no table", hint=_ADVICE)
    if len(words) > _MOST_ENTRIES:
        raise LexiconError(f"{path} has more than {_MOST_ENTRIES:,} words", hint="Keep those that this story has.")
    return tuple(_entry(word, value, content, path) for word, value in words.items())


def _broken_line(content: str) -> int:
    """The number of the line up to which a text is no TOML any more."""
    lines = content.split("\n")
    good, bad = 0, len(lines)
    while bad - good > 1:
        middle = (good + bad) // 2
        try:
            tomllib.loads("\n".join(lines[:middle]))
            good = middle
        except tomllib.TOMLDecodeError:
            bad = middle
    return bad


_ADVICE = 'Write a word a line: Ianto = "YAN-toe" or, in IPA, Ianto = "/ˈjæntəʊ/". See docs/pronunciation.md.'


def _entry(word: str, value: object, content: str, path: str) -> Entry:
    where = f"{path}, line {_line_of(word, content)}: {word}"
    if isinstance(value, str):
        text = value.strip()
        as_ipa = len(text) > 2 and text[0] + text[-1] in ("//", "[]")
        value = {"ipa": text} if as_ipa else {"say": text}
    if not isinstance(value, dict):
        raise LexiconError(f"{where} must have a text", hint=_ADVICE)
    return make_entry(word, value, where)


def make_entry(word: str, value: Mapping[str, Any], where: str) -> Entry:
    """An entry of what a file says of a word.

    Args:
        word: as it is written.
        value: ``say``, ``ipa``, ``exact`` and ``forms``, each of which may be missing.
        where: begins the message of an error.

    Raises:
        LexiconError: nothing can be said of it.
    """
    unknown = [key for key in value if key not in _KEYS]
    if unknown:
        raise LexiconError(f"{where} has an unknown key {unknown[0]!r}", hint=f"The keys are {', '.join(_KEYS)}.")
    texts = [value.get(key, "") for key in ("say", "ipa")]
    switches = [value.get("exact", False), value.get("forms", True)]
    if not all(isinstance(text, str) and len(text) <= _MOST_CHARACTERS for text in (*texts, word)):
        raise LexiconError(f"{where}: say and ipa must be texts of at most {_MOST_CHARACTERS} characters", hint=_ADVICE)
    if not all(isinstance(switch, bool) for switch in switches):
        raise LexiconError(f"{where}: exact and forms are true or false", hint=_ADVICE)
    if not any(map(str.isalnum, word)):
        raise LexiconError(f"{where} is no word", hint="Write the word as the story has it, before the equals sign.")
    say, ipa = texts[0], standard(texts[1])
    if texts[1] and (bad := unknown_sign(ipa)):
        raise LexiconError(f"{where}: {bad!r} is no sign of the IPA that narrate knows", hint=_IPA_ADVICE)
    if not any(map(str.isalnum, speakable(say))) and not ipa:
        raise LexiconError(f"{where} does not say how", hint=_ADVICE)
    return Entry(word, say, ipa, exact=switches[0], forms=switches[1])


_IPA_ADVICE = "Write it as dictionaries of English do: /ˈjæntəʊ/; or respell it with letters, without the slashes."


def _line_of(word: str, content: str) -> int:
    """The line on which a word is given; 1 if it can't be found."""
    spellings = {f'"{word}"', f"'{word}'", '"' + word.encode("unicode_escape").decode() + '"', word}
    for number, line in enumerate(content.split("\n"), 1):
        key = line.strip()
        if any(
            key.startswith(spelling) and key[len(spelling) :].lstrip()[:1] in ("=", ".", "]") for spelling in spellings
        ):
            return number
        if key.startswith("[") and key.strip("[] ").rpartition(".")[2].strip("\"' ") == word:
            return number
    return 1


def render_entry(entry: Entry) -> str:
    """An entry's line in a lexicon.toml."""
    ipa = f"/{entry.ipa}/"
    parts = [f"ipa = {_quoted(ipa)}"] if entry.ipa else []
    parts += [f"say = {_quoted(entry.say)}"] if entry.say else []
    parts += ["exact = true"] if entry.exact else []
    parts += [] if entry.forms else ["forms = false"]
    value = "{" + ", ".join(parts) + "}" if len(parts) > 1 else _quoted(ipa if entry.ipa else entry.say)
    return f"{entry.word if _BARE.fullmatch(entry.word) else _quoted(entry.word)} = {value}"


def add_entries(content: str, entries: Iterable[Entry]) -> str:
    """A lexicon.toml with entries added at its end, everything else as it was.

    Raises:
        LexiconError: ``content`` is no lexicon.
    """
    lines = [render_entry(entry) for entry in entries]
    if not lines:
        return content
    # What is added to a file that ends in a table of its own would belong to that table.
    if re.search(r"^[ \t]*\[", content, re.MULTILINE):
        return "\n".join([*lines, "", content])
    return "\n".join([*([content.rstrip("\n")] if content.strip() else []), *lines, ""])


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + re.sub(r"[\x00-\x1f\x7f]", lambda found: f"\\u{ord(found[0]):04x}", escaped) + '"'
