"""What is said, and how: plain words for engines, deliveries found in the story, and deliveries as numbers.

What is exported here is loaded when it is first used: a worker needs little of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from narrate.loading import loads_when_used

if TYPE_CHECKING:
    from narrate.speech.credits import Wording, credits_wording, credits_wordings
    from narrate.speech.deliveries.delivery import prosody
    from narrate.speech.deliveries.detection import DELIVERY_REVISION, with_deliveries
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

__getattr__ = loads_when_used(
    __name__,
    {
        "credits": ("Wording", "credits_wording", "credits_wordings"),
        "deliveries.delivery": ("prosody",),
        "deliveries.detection": ("DELIVERY_REVISION", "with_deliveries"),
        "lexicons.doubtful": ("doubtful_words",),
        "lexicons.ipa": ("respelt",),
        "lexicons.lexicon": ("Entry", "Lexicon"),
        "lexicons.lexicon_file": ("add_entries", "make_entry", "parse_lexicon"),
        "lexicons.pls": ("Imported", "read_pls", "write_pls"),
        "normalising": ("normalise", "say"),
        "preparing": ("prepare",),
        "word_alignment": ("words_in_source",),
    },
)
