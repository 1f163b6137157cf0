"""XML from strangers: parsed without entities, network and huge trees, walked without recursion.

Elements are told apart by their local names: the formats' namespaces come in several versions (OOXML transitional and
strict, FictionBook 2.0 and 2.1, OpenDocument and its forerunner) that mean the same.
"""

from __future__ import annotations

import html
from collections.abc import Iterator
from typing import Protocol

from lxml import etree

from narrate.errors import StoryError

Element = etree._Element  # noqa: SLF001 - lxml's documented name for annotations

# A tree takes some hundred bytes a tag and an attribute: more than the longest novels have, less than memory.
_MOST_TAGS = 5_000_000
_DAMAGED = "Open it in the program that made it and save it again, or get the file anew."


class Visitor(Protocol):
    """What `walk` tells of a tree, in the order of the document."""

    def start(self, element: Element, tag: str) -> bool:
        """An element begins. False leaves out all it holds; its `end` is then not told."""

    def text(self, words: str) -> None:
        """Characters between two tags."""

    def end(self, element: Element, tag: str) -> None:
        """An element ends."""


def parse_xml(data: bytes, name: str, *, recover: bool = False) -> Element:
    """The root of a document.

    Args:
        data: the whole document.
        name: what messages call it.
        recover: make the best of one that is not well formed.

    Raises:
        StoryError: it is no XML, or has more in it than a story.
    """
    if data.count(b"<") + data.count(b"=") > _MOST_TAGS:
        raise StoryError(f"{name} has more markup in it than a story can have", hint="Is it the right file?")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_pis=True, recover=recover
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        said = error.msg if isinstance(error, etree.XMLSyntaxError) else str(error)
        raise StoryError(f"{name} is damaged: {' '.join(said.split())}", hint=_DAMAGED) from None
    if root is None:
        raise StoryError(f"{name} is damaged: there is nothing in it", hint=_DAMAGED)
    return root


def local(element: Element) -> str:
    """The name of an element without its namespace; empty for comments and their like."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: Element, name: str) -> str | None:
    """An attribute by its local name, whatever its namespace."""
    plain = element.get(name)
    if plain is not None:
        return plain
    for key, value in element.attrib.items():
        if str(key).endswith("}" + name):
            return str(value)
    return None


def children(element: Element, *names: str) -> Iterator[Element]:
    """The children of these local names."""
    return (child for child in element if local(child) in names)


def child(element: Element | None, *path: str) -> Element | None:
    """The first child's first child … along these local names."""
    for name in path:
        if element is None:
            return None
        element = next(children(element, name), None)
    return element


def content(element: Element | None) -> str:
    """All the words in an element, on one line."""
    if element is None:
        return ""
    return " ".join("".join(str(piece) for piece in element.itertext()).split())


def outermost(root: Element, *names: str, leaving: frozenset[str] = frozenset()) -> Iterator[Element]:
    """The elements of these local names inside ``root`` that stand in no other of them, nor in one of ``leaving``."""
    stack = [iter(root)]
    while stack:
        inner = next(stack[-1], None)
        if inner is None:
            stack.pop()
        elif local(inner) in names:
            yield inner
        elif local(inner) not in leaving:
            stack.append(iter(inner))


def walk(root: Element, visitor: Visitor) -> None:
    """Tell ``visitor`` of ``root`` and all it holds; its depth costs no stack."""
    if not visitor.start(root, local(root)):
        return
    if root.text:
        visitor.text(root.text)
    stack = [(root, iter(root))]
    while stack:
        element, rest = stack[-1]
        inner = next(rest, None)
        if inner is None:
            stack.pop()
            visitor.end(element, local(element))
            if stack and element.tail:
                visitor.text(element.tail)
            continue
        tag = local(inner)
        if tag and visitor.start(inner, tag):
            if inner.text:
                visitor.text(inner.text)
            stack.append((inner, iter(inner)))
            continue
        if not tag and isinstance(inner, etree._Entity):  # noqa: SLF001 - as above
            # HTML's names are meant, whatever the file declares them to be.
            visitor.text(html.unescape(inner.text or ""))
        if inner.tail:
            visitor.text(inner.tail)
