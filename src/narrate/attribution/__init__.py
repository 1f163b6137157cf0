"""Who speaks each line of dialogue."""

from narrate.attribution.attributor import NOTHING_FIXED, Attributor, Notify
from narrate.attribution.decision import attribute
from narrate.attribution.language.tongues import understood
from narrate.attribution.registry import DEFAULT_ATTRIBUTOR, attributor_names, load_attributor

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
