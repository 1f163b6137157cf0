"""Attributors by name, from the entry-point group ``narrate.attributors``."""

from __future__ import annotations

from typing import cast

from narrate.attribution.attributor import Attributor
from narrate.errors import AttributorError
from narrate.plugins import PluginGroup

ATTRIBUTORS = PluginGroup("narrate.attributors", "attributor", "attributor", AttributorError, "--attribution")

DEFAULT_ATTRIBUTOR = "ranker"


def attributor_names() -> tuple[str, ...]:
    """The names of all attributors that installed packages declare, sorted."""
    return ATTRIBUTORS.names()


def load_attributor(name: str = DEFAULT_ATTRIBUTOR) -> Attributor:
    """A new attributor of that name; nothing heavy is loaded yet.

    Raises:
        AttributorError: no package declares it, or the package that does can't be imported.
    """
    return cast("Attributor", ATTRIBUTORS.create(name))
