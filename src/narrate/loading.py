"""Packages whose names are loaded when they are first used."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping, Sequence


def loads_when_used(package: str, homes: Mapping[str, Sequence[str]]) -> Callable[[str], object]:
    """A package's ``__getattr__``.

    Args:
        package: its name.
        homes: by module (below the package), what it has of what the package exports.
    """
    home = {name: module for module, names in homes.items() for name in names}

    def loaded(name: str) -> object:
        if name not in home:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        return getattr(importlib.import_module(f"{package}.{home[name]}"), name)

    return loaded
