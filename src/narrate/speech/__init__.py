"""What is said, and how: plain words for engines, deliveries found in the story, and deliveries as numbers."""

from narrate.speech.delivery import prosody
from narrate.speech.detection import REVISION as DELIVERY_REVISION
from narrate.speech.detection import with_deliveries
from narrate.speech.normalising import normalise
from narrate.speech.preparing import prepare

__all__ = ["DELIVERY_REVISION", "normalise", "prepare", "prosody", "with_deliveries"]
