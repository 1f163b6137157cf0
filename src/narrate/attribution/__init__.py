"""Who speaks each line of dialogue."""

from narrate.attribution.attribute import attribute

__all__ = ["attribute"]
