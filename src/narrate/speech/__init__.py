"""What is said, and how: plain words for engines, deliveries found in the story, and deliveries as numbers."""

from narrate.speech.credits import Wording, credits_wording, credits_wordings
from narrate.speech.deliveries.delivery import prosody
from narrate.speech.deliveries.detection import REVISION as DELIVERY_REVISION
from narrate.speech.deliveries.detection import with_deliveries
from narrate.speech.lexicons.doubtful import doubtful_words
from narrate.speech.lexicons.ipa import respelt
from narrate.speech.lexicons.lexicon import Entry, Lexicon
from narrate.speech.lexicons.lexicon_file import add_entries, make_entry, parse_lexicon
from narrate.speech.lexicons.pls import Imported, read_pls, write_pls
from narrate.speech.normalising import normalise, say
from narrate.speech.preparing import prepare
from narrate.speech.word_alignment import words_in_source

__all__ = [
    "DELIVERY_REVISION",
    "Entry",
    "Imported",
    "Lexicon",
    "Wording",
    "add_entries",
    "credits_wording",
    "credits_wordings",
    "doubtful_words",
    "make_entry",
    "normalise",
    "parse_lexicon",
    "prepare",
    "prosody",
    "read_pls",
    "respelt",
    "say",
    "with_deliveries",
    "words_in_source",
    "write_pls",
]
