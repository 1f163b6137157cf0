"""``narrate lexicon suggest|say|import|export``."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from narrate.cli.console import harmless, harmless_json, say, say_document, table
from narrate.config import load_options

if TYPE_CHECKING:
    from narrate.pipeline import WordToCheck

_FILE = Path("lexicon.toml")

lexicon_option = click.option(
    "--lexicon", type=click.Path(path_type=Path), metavar="FILE", help="A lexicon besides the lexicon.toml here."
)
engine_option = click.option("--engine", metavar="NAME", help="The speech engine; `narrate doctor` lists them.")


@click.group(short_help="Say how names and made-up words are said: suggest, say, import, export.")
def command() -> None:
    """Say how names and made-up words are said.

    Write a lexicon.toml beside the story, a word a line, respelt or in IPA; the next `narrate STORY` makes the
    chapters with those words anew, and no others. docs/pronunciation.md tells all of it.

    \b
      Ianto = "YAN-toe"
      Cthulhu = "/kəˈθuːluː/"

    \b
    narrate lexicon suggest story.txt
    narrate lexicon say Ianto --as "YAN-toe"
    """  # noqa: D301 - \b is click's


@command.command(short_help="List the words it is likely to say wrong.")
@click.argument("story", type=click.Path(path_type=Path))
@lexicon_option
@engine_option
@click.option("--language", metavar="CODE", help="The story's language, if it is found wrong.")
@click.option("--most", type=click.IntRange(min=1), default=40, show_default=True, metavar="N", help="How many words.")
@click.option("--json", "as_json", is_flag=True, help="Print them as JSON.")
@click.option("--toml", "as_toml", is_flag=True, help="Print them as lines for lexicon.toml, to be completed.")
def suggest(story: Path, *, most: int, as_json: bool, as_toml: bool, **given: Any) -> None:
    """List the words of STORY that the engine is likely to say wrong, most frequent first.

    Those are words in no dictionary, names above all, and names that a dictionary says otherwise than the engine. Words
    that a lexicon has already are left out. Beside each stands what the engine says now.

    \b
    narrate lexicon suggest story.txt
    narrate lexicon suggest story.txt --toml >> lexicon.toml
    """  # noqa: D301 - \b is click's
    from narrate.pipeline import suggest_words

    found = suggest_words(story, load_options(story, given), most=most)
    if as_json:
        content = harmless_json(json.dumps([asdict(word) for word in found], ensure_ascii=False, indent=2))
    elif as_toml:
        content = "\n".join(_line(word) for word in found)
    elif found:
        rows: list[tuple[str, ...]] = [("word", "times", "said now", "like", "why")]
        rows += [(w.word, str(w.count), w.ipa, w.sounds_like, _why(w)) for w in found]
        content = table(rows, indent="")
    else:
        content = "No word of this story is likely to be said wrong."
    say_document(harmless(content))


def _why(word: WordToCheck) -> str:
    return f"{word.reason}: {word.expected}" if word.expected else word.reason


def _line(word: WordToCheck) -> str:
    # A comment, so that nothing is said otherwise before somebody has heard it.
    said = word.expected or word.ipa
    key = word.word if word.word.isascii() and word.word.isalnum() else json.dumps(word.word, ensure_ascii=False)
    return f'# {key} = "/{said}/"  # {word.count} times; {word.reason}'


@command.command("say", short_help="Hear a word.")
@click.argument("word")
@click.option("--as", "respelling", default="", metavar="RESPELLING", help='Try this, with letters: --as "YAN-toe"')
@click.option("--ipa", default="", metavar="IPA", help='Try this, in IPA: --ipa "ˈjæntəʊ"')
@click.option("--voice", metavar="VOICE", help="Whose voice; a narrator's if not given. `narrate voices` lists them.")
@lexicon_option
@engine_option
@click.option("--language", metavar="CODE", default="en", show_default=True, help="Without --voice: of which language.")
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), metavar="FILE.mp3", help="Where; “say WORD.mp3” if not given."
)
def hear(
    word: str, *, respelling: str, ipa: str, voice: str | None, language: str, output: Path | None, **given: Any
) -> None:
    """Hear WORD (or a whole sentence) as the lexicon.toml of this folder has it said, or as you try it.

    Writes an MP3 file that any player opens, and shows what the engine was sent and what it said.

    \b
    narrate lexicon say Ianto
    narrate lexicon say Ianto --as "YAN-toe"
    narrate lexicon say Ianto --ipa "ˈjæntəʊ" --voice en-gb+f2 -o ianto.mp3
    """  # noqa: D301 - \b is click's
    from narrate.pipeline import say_word

    heard = say_word(
        word,
        load_options(_FILE, given),
        respelling=respelling,
        ipa=ipa,
        voice=voice,
        language=language,
        output=output,
    )
    sounds = f"  /{heard.ipa}/" if heard.ipa else ""
    say_document(harmless(f"{heard.text}{sounds}\n{heard.path}"))


@command.command("import", short_help="Add the words of a W3C pronunciation lexicon (PLS).")
@click.argument("source", type=click.Path(path_type=Path), metavar="FILE")
@click.argument("target", type=click.Path(path_type=Path), metavar="[LEXICON]", default=_FILE, required=False)
def import_(source: Path, target: Path) -> None:
    """Add the words of FILE, a W3C pronunciation lexicon (PLS), to LEXICON (lexicon.toml here if not given).

    Words that it has already stay as they are.

    \b
    narrate lexicon import names.pls
    narrate lexicon import names.pls "My series/lexicon.toml"
    """  # noqa: D301 - \b is click's
    from narrate.pipeline import import_lexicon

    added, kept, notices = import_lexicon(source, target)
    for notice in notices:
        say(f"Note: {notice}", err=True)
    words = "1 word" if added == 1 else f"{added:,} words"
    stayed = f"; {len(kept):,} that it had already stay as they were" if kept else ""
    say(f"{words} added to {target}{stayed}")


@command.command(short_help="Write a W3C pronunciation lexicon (PLS).")
@click.argument("source", type=click.Path(path_type=Path), metavar="[LEXICON]", default=_FILE, required=False)
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), metavar="FILE.pls", help="Where; beside LEXICON if not given."
)
@click.option("--language", metavar="CODE", default="en", show_default=True, help="Of the words.")
def export(source: Path, output: Path | None, language: str) -> None:
    """Write LEXICON (lexicon.toml here if not given) as a W3C pronunciation lexicon (PLS), for other programs.

    \b
    narrate lexicon export
    narrate lexicon export lexicon.toml -o names.pls --language en-GB
    """  # noqa: D301 - \b is click's
    from narrate.pipeline import export_lexicon

    target = output or source.with_suffix(".pls")
    count = export_lexicon(source, target, language=language)
    say(f"{'1 word' if count == 1 else f'{count:,} words'} written to {target}")
