"""Names that a book keeps: the same book has the same, whenever and wherever it is made."""

from __future__ import annotations

import json
import uuid

from narrate.model import Edition

_BOOKS = uuid.uuid5(uuid.NAMESPACE_DNS, "books.narrate.invalid")

UNDATED = "2000-01-01T00:00:00Z"
"""Stands where a format demands a time and the story tells none: a clock would make every copy another."""


def book_uuid(edition: Edition) -> uuid.UUID:
    """A UUID (version 5) of a book by its title, author and language."""
    return uuid.uuid5(_BOOKS, json.dumps([edition.title, edition.author, edition.language]))


def modified(edition: Edition) -> str:
    """When the book was changed last, as far as the story tells: ``YYYY-MM-DDThh:mm:ssZ``."""
    date = edition.date
    if date is None:
        return UNDATED
    return f"{date}T00:00:00Z" if len(date) > len("2000") else f"{date}-01-01T00:00:00Z"
