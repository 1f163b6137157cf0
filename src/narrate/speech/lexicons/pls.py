"""The W3C's Pronunciation Lexicon Specification 1.0, which other programs read and write.

Source: https://www.w3.org/TR/pronunciation-lexicon/. A ``lexeme`` becomes an entry for each of its graphemes, with
the preferred or else the first of its phonemes, and the first of its aliases.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from narrate.errors import LexiconError
from narrate.speech.lexicons.lexicon import Entry
from narrate.speech.lexicons.lexicon_file import make_entry

if TYPE_CHECKING:
    from lxml.etree import _Element

NAMESPACE: Final = "http://www.w3.org/2005/01/pronunciation-lexicon"
_XML: Final = "{http://www.w3.org/XML/1998/namespace}"
_ADVICE: Final = "It must be a lexicon in the W3C's format PLS 1.0, with its sounds in IPA."


@dataclass(frozen=True, slots=True)
class Imported:
    """What a PLS file holds: its entries, and for each word that could not be taken over one sentence why."""

    entries: tuple[Entry, ...]
    left_out: tuple[str, ...]


def read_pls(content: bytes, path: str) -> Imported:
    """Read a PLS document; entities, the network and huge trees are off.

    Args:
        content: XML.
        path: named in errors.

    Raises:
        LexiconError: it is none; says the line.
    """
    from lxml import etree  # few commands read XML

    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise LexiconError(f"{path} is no XML: {error.msg}", hint=_ADVICE) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise LexiconError(f"{path} declares entities of its own", hint="Take the DOCTYPE out: no lexicon needs it.")
    if etree.QName(root).localname != "lexicon":
        raise LexiconError(f"{path} is no lexicon but a “{etree.QName(root).localname}”", hint=_ADVICE)
    alphabet = root.get("alphabet", "ipa")
    entries: dict[str, Entry] = {}
    left_out = []
    for lexeme in _children(root, "lexeme"):
        say, ipa = _sounds(lexeme, alphabet)
        where = f"{path}, line {lexeme.sourceline}"
        words = [_text(grapheme) for grapheme in _children(lexeme, "grapheme")]
        for word in words:
            try:
                entry = make_entry(word, {"say": say, "ipa": ipa}, f"{where}: {word}")
            except LexiconError as error:
                left_out.append(error.message)
                continue
            entries.setdefault(word, entry)
        if not words:
            left_out.append(f"{where}: a lexeme without a grapheme")
    return Imported(tuple(entries.values()), tuple(left_out))


def _sounds(lexeme: _Element, alphabet: str) -> tuple[str, str]:
    """A respelling and IPA, either of which may be empty."""
    phonemes = [each for each in _children(lexeme, "phoneme") if each.get("alphabet", alphabet) == "ipa"]
    phonemes.sort(key=lambda each: each.get("prefer") != "true")
    aliases = [*_children(lexeme, "alias")]
    aliases.sort(key=lambda each: each.get("prefer") != "true")
    return _text(aliases[0]) if aliases else "", _text(phonemes[0]) if phonemes else ""


def _children(element: _Element, name: str) -> Iterator[_Element]:
    for child in element:
        # Files without the namespace are common.
        if isinstance(child.tag, str) and child.tag.rpartition("}")[2] == name:
            yield child


def _text(element: _Element) -> str:
    return " ".join("".join(str(part) for part in element.itertext()).split())


def write_pls(entries: Iterable[Entry], language: str) -> bytes:
    """A PLS document in UTF-8; the switches ``exact`` and ``forms`` have no place in it."""
    from lxml import etree  # few commands write XML

    root = etree.Element(f"{{{NAMESPACE}}}lexicon", nsmap={None: NAMESPACE})  # type: ignore[dict-item] # the stubs forget the default namespace
    root.set("version", "1.0")
    root.set("alphabet", "ipa")
    root.set(f"{_XML}lang", language)
    for entry in entries:
        lexeme = etree.SubElement(root, f"{{{NAMESPACE}}}lexeme")
        for name, text in (("grapheme", entry.word), ("phoneme", entry.ipa), ("alias", entry.say)):
            if text:
                # A control character has no place in XML; the lexicon has no use for it either.
                with contextlib.suppress(ValueError):
                    etree.SubElement(lexeme, f"{{{NAMESPACE}}}{name}").text = text
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True))
