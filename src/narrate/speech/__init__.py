"""What is said, and how: plain words for engines, and deliveries as numbers."""

from narrate.speech.delivery import DELIVERIES, prosody
from narrate.speech.normalising import normalise
from narrate.speech.preparing import prepare

__all__ = ["DELIVERIES", "normalise", "prepare", "prosody"]
