"""The settings that an engine has of its own: ``[engines.NAME]`` in narrate.toml."""

from __future__ import annotations

import difflib
from collections.abc import Mapping

from narrate.errors import ConfigError
from narrate.model import EngineSettings, SettingValue


def numbers(engine: str, settings: EngineSettings, ranges: Mapping[str, tuple[float, float]]) -> dict[str, float]:
    """The numbers that a person set.

    Args:
        engine: its name.
        settings: as they came.
        ranges: the names that there are, each with its smallest and largest value.

    Raises:
        ConfigError: a name is none of them, or its value no number in its range.
    """
    found = {}
    for name, value in settings.values:
        if name not in ranges:
            near = difflib.get_close_matches(name, ranges, 1)
            hint = f"Did you mean {near[0]!r}?" if near else f"There are: {', '.join(ranges)}."
            raise ConfigError(f"engines.{engine}: there is no setting {name!r}", hint=hint)
        found[name] = _number(f"engines.{engine}.{name}", value, *ranges[name])
    return found


def _number(where: str, value: SettingValue, smallest: float, largest: float) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not smallest <= value <= largest:
        raise ConfigError(f"{where}: {value!r} is no number from {smallest:g} to {largest:g}")
    return float(value)
