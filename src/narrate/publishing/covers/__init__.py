"""Covers that are made: title and author, well set, on a quiet pattern that comes from the title."""

from narrate.publishing.covers.cover import REVISION, MadeCover, make_cover
from narrate.publishing.covers.reducing import reduced

__all__ = ["REVISION", "MadeCover", "make_cover", "reduced"]
