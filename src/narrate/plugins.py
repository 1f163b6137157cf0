"""Plug-ins by name, from the entry points of the installed packages.

Nothing but an installed package's own declaration is ever imported: a name in a stranger's file can't run code.
"""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from importlib.metadata import EntryPoint, entry_points
from typing import Any

from narrate.errors import NarrateError


@dataclass(frozen=True, slots=True)
class PluginGroup:
    """One kind of plug-in.

    Attributes:
        name: of the entry-point group.
        noun: what one is called in a list (``engine``); ``title`` is the same at full length (``speech engine``).
        error: raised where one is missing or can't be loaded.
        option: on the command line, by which another can be chosen; empty if there is none.
    """

    name: str
    noun: str
    title: str
    error: type[NarrateError]
    option: str = ""

    def names(self) -> tuple[str, ...]:
        """The names that installed packages declare, sorted."""
        return tuple(sorted({entry.name for entry in entry_points(group=self.name)}))

    def create(self, name: str, *arguments: object) -> Any:  # noqa: ANN401 - each registry knows its own type
        """What the plug-in's factory makes of ``arguments``.

        Raises:
            NarrateError: of the group's kind; no package declares the name, or the package that does can't be loaded.
        """
        entry = self._find(name)
        if entry is None:
            raise self.error(f"there is no {self.title} named “{name}”", hint=self._nearest(name))
        try:
            return entry.load()(*arguments)
        except (ImportError, AttributeError, OSError) as error:
            other = f", or choose another with {self.option}" if self.option else ""
            raise self.error(
                f"the {self.title} “{name}” can't be loaded: {error}",
                hint=f"Reinstall the package that brings it ({entry.value}){other}.",
            ) from error

    def _find(self, name: str) -> EntryPoint | None:
        found = [entry for entry in entry_points(group=self.name) if entry.name == name]
        # Two packages may claim one name: ours first, then by value, so that the choice doesn't hang on sys.path.
        found.sort(key=lambda entry: (not entry.value.startswith("narrate."), entry.value))
        return found[0] if found else None

    def _nearest(self, name: str) -> str:
        known = self.names()
        if not known:
            return f"No {self.noun} is installed: reinstall narrate."
        close = difflib.get_close_matches(name.lower(), known, n=1)
        meant = f"Did you mean “{close[0]}”? " if close else ""
        return f"{meant}Known {self.noun}s: {', '.join(known)}."
