"""Who speaks each line of dialogue."""

from narrate.attribution.attributor import NOTHING_FIXED, Attributor, Notify
from narrate.attribution.decision import attribute
from narrate.attribution.registry import DEFAULT_ATTRIBUTOR, attributor_names, load_attributor
from narrate.attribution.tongues import understood

__all__ = [
    "DEFAULT_ATTRIBUTOR",
    "NOTHING_FIXED",
    "Attributor",
    "Notify",
    "attribute",
    "attributor_names",
    "load_attributor",
    "understood",
]
