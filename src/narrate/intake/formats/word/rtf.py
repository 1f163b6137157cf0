"""Reader of Rich Text documents (RTF), by Word, WordPad, LibreOffice, TextEdit, Scrivener, pandoc."""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import dataclass, field

from narrate.errors import StoryError
from narrate.intake.formats.word.rtf_text import Format, TextFlow
from narrate.intake.formats.word.rtf_tokens import SYMBOL_CHARSET, Kind, Token, codec_of_charset, codec_of_page, tokens
from narrate.intake.formats.word.style_names import mark_by_style
from narrate.intake.markup.manuscript import Manuscript, Mark
from narrate.intake.markup.outlining import outline_manuscript
from narrate.intake.markup.runs import compose
from narrate.intake.outline import Outline

_DEEPEST = 2000
_LONGEST_ALT = 1000
_CHARACTERS = {
    "emdash": "—",
    "endash": "–",
    "lquote": "‘",
    "rquote": "’",
    "ldblquote": "“",
    "rdblquote": "”",
    "bullet": "•",
    "emspace": " ",
    "enspace": " ",
    "qmspace": " ",
    "tab": "\t",
    "line": "\n",
    "lbr": "\n",
}
_SYMBOLS = {"~": "\xa0", "_": "-", "\\": "\\", "{": "{", "}": "}"}
# Destinations that hold no words of the story. Every other one that is marked with \* is left out as well.
_LEFT_OUT = frozenset(
    {"colortbl", "object", "header", "headerl", "headerr", "headerf", "footer", "footerl", "footerr", "footerf"}
    | {"ftnsep", "ftnsepc", "ftncn", "aftnsep", "aftnsepc", "aftncn", "xe", "tc", "tcn", "rxe", "nonshppict", "revtbl"}
    | {"nonesttables", "shprslt", "fldinst", "datafield", "filetbl", "listtable", "themedata", "bkmkstart"}
    | {"bkmkend", "private", "template", "atnid", "atnauthor", "annotation", "do"}
)
_PLACES = {
    **{word: word for word in ("fonttbl", "stylesheet", "info", "upr", "sn", "sv")},
    **dict.fromkeys(("shp", "shpinst", "shpgrp", "shppict", "pict", "picprop", "sp"), "shape"),
}
_KNOWN = frozenset({"footnote", "shptxt", "ud", "listtext", "pntext", "fldrslt"})
_ABOUT = {"title": "title", "author": "author", "subject": "subject", "keywords": "keywords", "doccomm": "summary"}
_FLOW: dict[str, Callable[[TextFlow], None]] = {
    "par": TextFlow.end_paragraph,
    "sect": TextFlow.end_section,
    "page": TextFlow.new_page,
    "pagebb": TextFlow.new_page,
    "pard": TextFlow.reset_paragraph,
    "brdrb": TextFlow.rule,
    "sbknone": TextFlow.continue_section,
    "trowd": TextFlow.begin_row,
    "cell": TextFlow.end_cell,
    "row": TextFlow.end_row,
    "nestcell": TextFlow.end_paragraph,
    "nestrow": TextFlow.end_paragraph,
}
_SWITCHES = {"i": "italic", "b": "bold", "v": "hidden", "deleted": "deleted"}


def read_rtf_story(data: bytes, name: str) -> Outline:
    """The outline of a Rich Text document.

    Raises:
        StoryError: it is something else.
    """
    return outline_manuscript(read_rtf(data, name))


def read_rtf(data: bytes, name: str) -> Manuscript:
    """The manuscript in a Rich Text document.

    Raises:
        StoryError: it is something else, or nested too deep.
    """
    if not data.lstrip()[:5].startswith(b"{\\rtf"):
        raise StoryError(f"{name} is no Rich Text document", hint="Open it and look; save it as plain text (.txt).")
    reader = _Reader(name)
    for token in tokens(data):
        reader.take(token)
    about = {key: " ".join(words.split()) for key, words in reader.about.items()}
    return compose(
        reader.flow.finished(),
        title=about.pop("title", None),
        author=about.pop("author", None),
        metadata=tuple((key, words) for key, words in about.items() if words),
    )


@dataclass(slots=True)
class _Group:
    """What holds until the group's brace is closed."""

    place: str = "body"
    font: int = 0
    skipped: int = 1
    format: Format = field(default_factory=Format)
    flow: TextFlow | None = None
    style: int = 0
    outline: int | None = None


class _Reader:
    """Takes tokens, tells a `TextFlow`."""

    def __init__(self, name: str) -> None:
        self.flow = TextFlow()
        self.about: dict[str, str] = {}
        self._name = name
        self._groups: list[_Group] = []
        self._now = _Group()
        self._starred = False
        self._first = False
        self._to_skip = 0
        self._codec = "cp1252"
        self._fonts: dict[int, int | None] = {}
        self._styles: dict[int, tuple[Mark, int]] = {}
        self._style_name = ""
        self._property = self._value = ""
        self._default_font = 0
        self._bytes = bytearray()

    def take(self, token: Token) -> None:
        """The next token.

        Raises:
            StoryError: groups stand in groups deeper than in any story.
        """
        if token.kind is Kind.BYTES:
            self._characters(token.characters, escaped=token.escaped)
            return
        self._flush()
        if token.kind is Kind.OPEN:
            if len(self._groups) >= _DEEPEST:
                raise StoryError(f"{self._name} is nested too deep to be a story", hint="Is it the right file?")
            self._groups.append(self._now)
            self._now = copy.copy(self._now)
            self._starred, self._first, self._to_skip = False, True, 0
        elif token.kind is Kind.CLOSE:
            self._close()
        elif token.kind is Kind.SYMBOL:
            self._symbol(token.word)
        else:
            first, self._first = self._first, False
            self._word(token.word, token.number, first=first)

    def _close(self) -> None:
        self._to_skip, self._first, self._starred = 0, False, False
        if not self._groups:
            return
        ended, self._now = self._now, self._groups.pop()
        if ended.flow is not None and self._now.flow is not ended.flow:
            (self._now.flow or self.flow).hang(ended.flow.finished())
        if ended.place == "style" and self._now.place == "stylesheet":
            self._styles[ended.style] = mark_by_style([self._style_name.strip().rstrip(";")], ended.outline)
            self._style_name = ""
        elif ended.place == "sv" and self._property.strip() == "wzDescription":
            (self._now.flow or self.flow).caption(self._value)
        if ended.place in {"sp", "sv"}:
            self._property = self._value = ""

    def _symbol(self, symbol: str) -> None:
        if symbol == "*":
            self._starred = True
            return
        self._first = False
        if symbol in _SYMBOLS:
            self._say(_SYMBOLS[symbol])
        elif symbol in "\r\n":
            self._end_paragraph()

    def _word(self, word: str, number: int | None, *, first: bool) -> None:
        now = self._now
        if (first and self._opens_destination(word)) or now.place == "skip":
            return
        if word == "u":
            self._unicode(number or 0)
        elif word in _CHARACTERS:
            self._say(_CHARACTERS[word])
        elif now.place == "body":
            self._formatting(word, number)
            if not now.format.label:
                self._layout(word, number)
        elif now.place in {"stylesheet", "style", "fonttbl"}:
            self._definition(word, number)
        self._document(word, number)

    def _definition(self, word: str, number: int | None) -> None:
        """Of a style or a font."""
        now = self._now
        if now.place == "fonttbl":
            if word == "f":
                now.font = number or 0
            elif word == "fcharset":
                self._fonts[now.font] = number
        elif word == "s":
            now.place, now.style = "style", number or 0
        elif word == "outlinelevel" and number is not None and 0 <= number < 9:
            now.outline = number + 1

    def _opens_destination(self, word: str) -> bool:
        """Whether the first word of a group says what the group is for."""
        now = self._now
        starred, self._starred = self._starred, False
        if now.place == "skip":
            return True
        if now.place == "info":
            known = word in _ABOUT and _ABOUT[word] not in self.about
            now.place = f"about {word}" if known else "skip"
        elif word in _PLACES:
            now.place = _PLACES[word]
        elif word in _LEFT_OUT or (starred and word not in _KNOWN):
            now.place = "skip"
        elif word in _KNOWN:
            self._opens_text(word)
        else:
            return False
        return True

    def _opens_text(self, word: str) -> None:
        now = self._now
        if word == "footnote":
            now.flow, now.format = TextFlow(Mark.FOOTNOTE), Format()
        elif word == "shptxt":
            now.place, now.flow = "body", TextFlow((now.flow or self.flow).inside)
        elif word in {"listtext", "pntext"}:
            now.format = now.format.switched("label", on=True)
        elif word == "fldrslt":
            now.format = now.format.switched("link", on=True)
        elif word == "ud" and now.place == "upr":
            now.place = "body"

    # Words.

    def _characters(self, characters: bytes, *, escaped: bool) -> None:
        self._first = False
        if self._to_skip:
            gone = 1 if escaped else min(self._to_skip, len(characters))
            self._to_skip -= gone
            characters = characters[gone:]
        self._bytes += characters

    def _flush(self) -> None:
        """Decode the bytes that came in under one font."""
        if not self._bytes:
            return
        raw, self._bytes = bytes(self._bytes), bytearray()
        charset = self._fonts.get(self._now.font)
        if self._now.place == "body" and charset == SYMBOL_CHARSET:
            self._say("".join("•" if byte == 0xB7 else chr(byte) if byte == 0x20 else "❖" for byte in raw))
            return
        self._say(raw.decode(codec_of_charset(charset) or self._codec, errors="replace"))

    def _unicode(self, number: int) -> None:
        code = number & 0xFFFF
        self._to_skip = self._now.skipped
        self._say("•" if code == 0xF0B7 else chr(code))

    def _say(self, words: str) -> None:
        place = self._now.place
        if place == "body":
            (self._now.flow or self.flow).say(words, self._now.format)
        elif place.startswith("about "):
            key = _ABOUT[place.removeprefix("about ")]
            self.about[key] = self.about.get(key, "") + words
        elif place == "style":
            self._style_name += words
        elif place == "sn":
            self._property += words
        elif place == "sv" and len(self._value) < _LONGEST_ALT:
            self._value += words

    # What holds words.

    def _formatting(self, word: str, number: int | None) -> None:
        now = self._now
        if word in _SWITCHES:
            now.format = now.format.switched(_SWITCHES[word], on=number != 0)
        elif word == "plain":
            now.format = Format(label=now.format.label, link=now.format.link)
            now.font = self._default_font
        elif word == "fs":
            now.format = now.format.sized((number or 24) / 2)
        elif word == "ulnone" or (word.startswith("ul") and number == 0):
            now.format = now.format.switched("underlined", on=False)
        elif word in {"ul", "uld", "uldb", "ulw", "ulwave", "ulth", "uldash"}:
            now.format = now.format.switched("underlined", on=True)
        elif word == "f":
            now.font = number or 0

    def _layout(self, word: str, number: int | None) -> None:
        flow = self._now.flow or self.flow
        if word in _FLOW:
            _FLOW[word](flow)
        elif word == "s":
            flow.mark_paragraph(*self._styles.get(number or 0, (Mark.PARAGRAPH, 0)))
        elif word == "outlinelevel" and number is not None and 0 <= number < 9:
            flow.mark_paragraph(Mark.HEADING, number + 1)
        elif word in {"ls", "pnlvlbody", "pnlvlblt"} and number != 0:
            flow.list_depth = flow.list_depth or 1
        elif word == "ilvl" and flow.list_depth:
            flow.list_depth = (number or 0) + 1

    def _end_paragraph(self) -> None:
        if self._now.place == "body":
            (self._now.flow or self.flow).end_paragraph()

    def _document(self, word: str, number: int | None) -> None:
        if word == "uc":
            self._now.skipped = max(0, min(number if number is not None else 1, 64))
        elif word == "ansicpg":
            self._codec = codec_of_page(number)
        elif word == "mac":
            self._codec = "mac_roman"
        elif word in {"pc", "pca"}:
            self._codec = "cp437" if word == "pc" else "cp850"
        elif word == "deff":
            self._default_font = self._now.font = number or 0
