"""The lexicon of a story: what says how its words are said, from all the places where a person may write it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from narrate.config import CONFIG_FILE, LEXICON, Options
from narrate.errors import LexiconError

if TYPE_CHECKING:
    from narrate.speech import Entry, Lexicon

LEXICON_FILE: Final = "lexicon.toml"
_MOST_BYTES: Final = 8_000_000


@dataclass(frozen=True, slots=True)
class StoryLexicon:
    """The entries of all lexicons of a story, those of the later ones last.

    Attributes:
        entries: for the same written word the last one holds.
        notices: what could not be taken over from a PLS file, each in a sentence.
    """

    entries: tuple[Entry, ...]
    notices: tuple[str, ...] = ()

    def lexicon(self) -> Lexicon:
        """To look words up in."""
        from narrate.speech import Lexicon

        return Lexicon(self.entries)

    def without_ipa(self, languages: Sequence[str], language: str) -> tuple[str, ...]:
        """The words whose IPA alone is given, where an engine takes it for ``languages`` only."""
        primary = language.casefold().partition("-")[0]
        if primary in languages:
            return ()
        return tuple(entry.word for entry in self.lexicon().entries.values() if entry.ipa and not entry.say)


def story_lexicon(story: Path, options: Options) -> StoryLexicon:
    """Everything that says how a story's words are said.

    In this order, so that what is said later of the same word holds: the file that ``lexicon`` names (on the command
    line, in the environment or in narrate.toml), which many stories may share; then what lies beside the story: its
    lexicon.toml, and the table ``[lexicon]`` of its narrate.toml.

    Raises:
        LexiconError: one of them can't be used, or the one that was named is not there.
    """
    from narrate.speech import parse_lexicon

    entries: list[Entry] = []
    notices: tuple[str, ...] = ()
    if options.lexicon is not None:
        named = read_lexicon(options.lexicon)
        entries += named.entries
        notices = named.notices
    beside = story.parent / LEXICON_FILE
    if beside.is_file():
        entries += read_lexicon(beside).entries
    config = story.parent / CONFIG_FILE
    if config.is_file():
        content = _read(config).decode("utf-8-sig", errors="replace")
        if LEXICON in content:
            entries += parse_lexicon(content, str(config), table=LEXICON)
    return StoryLexicon(tuple(entries), notices)


def read_lexicon(path: Path) -> StoryLexicon:
    """A lexicon.toml, or a PLS file if its name ends in ``.pls`` or ``.xml``.

    Raises:
        LexiconError: it is not there, or can't be used.
    """
    from narrate.speech import parse_lexicon, read_pls

    content = _read(path)
    if path.suffix.casefold() in (".pls", ".xml"):
        imported = read_pls(content, str(path))
        return StoryLexicon(imported.entries, tuple(f"left out of the lexicon: {why}" for why in imported.left_out))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise LexiconError(f"{path}, line {line} is not UTF-8", hint="Save the file as UTF-8.") from error
    # narrate.toml can be named, too.
    return StoryLexicon(parse_lexicon(text, str(path), table=LEXICON if path.name == CONFIG_FILE else ""))


def _read(path: Path) -> bytes:
    try:
        if path.exists() and not path.is_file():
            raise LexiconError(f"{path} is no ordinary file", hint="Name a lexicon.toml or a PLS file.")
        with path.open("rb") as file:
            content = file.read(_MOST_BYTES + 1)
    except FileNotFoundError:
        raise LexiconError(f"there is no file {path}", hint="Check the path.") from None
    except OSError as error:
        raise LexiconError(f"can't read {path}: {error.strerror}", hint="Check that you may read it.") from error
    if len(content) > _MOST_BYTES:
        raise LexiconError(f"{path} is larger than {_MOST_BYTES:,} bytes", hint="Keep the words that this story has.")
    return content
