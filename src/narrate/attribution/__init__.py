"""Who speaks each line of dialogue."""

from narrate.attribution.decision import attribute

__all__ = ["attribute"]
