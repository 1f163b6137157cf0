"""Who speaks each line of dialogue."""

from narrate.attribution.attributor import Attributor, Notify
from narrate.attribution.decision import attribute
from narrate.attribution.registry import DEFAULT_ATTRIBUTOR, attributor_names, load_attributor
from narrate.attribution.tongues import understood

__all__ = [
    "DEFAULT_ATTRIBUTOR",
    "Attributor",
    "Notify",
    "attribute",
    "attributor_names",
    "load_attributor",
    "understood",
]
