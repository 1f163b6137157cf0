"""How engines are to work."""

from __future__ import annotations

from dataclasses import dataclass

SettingValue = str | int | float | bool


@dataclass(frozen=True, slots=True)
class EngineSettings:
    """What a person, and the machine, ask of an engine. An engine leaves be what it does not know of.

    Attributes:
        device: ``auto`` (a GPU where the engine finds one that it can use), ``cpu``, or a kind of GPU: ``cuda``.
        threads: of the processor, for each of the engine's processes; 0: as many as it likes. Never changes a sound.
        values: what a person set for this engine alone: pairs of a name and a value, by name. They may come with a
            story from a stranger: no engine takes a path, an address or a command from them.
        folders: where the engine's files lie, as the environment of whoever began the run names them: a worker may have
            another. Empty: where they always lie.
    """

    device: str = "auto"
    threads: int = 0
    values: tuple[tuple[str, SettingValue], ...] = ()
    folders: tuple[str, ...] = ()
