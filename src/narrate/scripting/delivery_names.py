"""Deliveries as people write them in script.txt: “(whispered)”, “(angrily, quietly)”."""

from __future__ import annotations

import textwrap

from narrate.model import DELIVERIES, PLAIN, delivery_named, nearest_delivery

_SHOWN = 60


class UnknownDeliveryError(Exception):
    """Round brackets hold something that is no delivery; a person's message and hint."""

    def __init__(self, word: str) -> None:
        shown = word if len(word) <= _SHOWN else f"{word[:_SHOWN]}…"
        near = nearest_delivery(word)
        meant = f"; did you mean ({near})?" if near else ""
        self.message = f"there is no delivery “{shown}”{meant}"
        self.hint = "\n".join(
            textwrap.wrap(f"Deliveries: {', '.join(DELIVERIES)}; or {PLAIN}.", width=110, break_on_hyphens=False)
        )
        super().__init__(self.message)


def named_deliveries(written: str) -> str:
    """The names of the deliveries that a person wrote, in their order, with commas between them.

    Raises:
        UnknownDeliveryError: one of them is none.
    """
    found: list[str] = []
    for word in filter(None, (part.strip() for part in written.split(","))):
        name = delivery_named(word)
        if name is None:
            raise UnknownDeliveryError(word)
        found.append(name)
    # “(plain, whispering)” whispers.
    names = dict.fromkeys(name for name in found if name != PLAIN)
    return ", ".join(names) if names else PLAIN
