"""Deliveries: the ways a line is spoken, as numbers."""

from __future__ import annotations

from narrate.model import Prosody

DELIVERIES: dict[str, Prosody] = {
    "whispering": Prosody(rate=0.95, gain_db=-5.0),
    "murmuring": Prosody(rate=0.96, pitch_semitones=-0.5, gain_db=-4.0),
    "quietly": Prosody(rate=0.97, gain_db=-3.0),
    "shouting": Prosody(rate=1.03, pitch_semitones=1.5, gain_db=3.0),
    "screaming": Prosody(rate=1.05, pitch_semitones=2.5, gain_db=3.5),
    "angrily": Prosody(rate=1.04, pitch_semitones=-0.5, gain_db=2.0),
    "excitedly": Prosody(rate=1.07, pitch_semitones=1.0, gain_db=1.0),
    "laughing": Prosody(rate=1.04, pitch_semitones=1.0),
    "crying": Prosody(rate=0.92, pitch_semitones=0.8, gain_db=-1.5),
    "sadly": Prosody(rate=0.92, pitch_semitones=-0.7, gain_db=-1.0),
    "sarcastically": Prosody(rate=0.94, pitch_semitones=-0.5),
    "hurriedly": Prosody(rate=1.14),
    "slowly": Prosody(rate=0.87),
}
"""What each delivery adds to a voice; all within what a voice bears without sounding like another's."""

_OTHER_WORDS = {
    "whispering": ("whisper", "whispered", "whispers", "in a whisper", "under his breath", "under her breath"),
    "murmuring": ("murmur", "murmured", "muttering", "muttered", "mumbling", "mumbled"),
    "quietly": ("quiet", "softly", "soft", "gently", "low"),
    "shouting": ("shout", "shouted", "yelling", "yelled", "loudly", "loud", "calling", "bellowing", "roaring"),
    "screaming": ("scream", "screamed", "shrieking", "shrieked"),
    "angrily": ("angry", "furious", "furiously", "growling", "snarling", "snapping", "snapped"),
    "excitedly": ("excited", "exclaiming", "happily", "cheerfully", "brightly"),
    "laughing": ("laugh", "laughed", "giggling", "chuckling"),
    "crying": ("sobbing", "sobbed", "cried", "weeping", "tearfully", "in tears"),
    "sadly": ("sad", "sighing", "sighed", "wearily", "tired"),
    "sarcastically": ("sarcastic", "drily", "dryly", "ironically"),
    "hurriedly": ("hurried", "quickly", "quick", "fast", "breathlessly", "panting"),
    "slowly": ("slow", "drawling", "hesitantly", "hesitating"),
}
_BY_WORD = {word: name for name, words in _OTHER_WORDS.items() for word in (name, *words)}


def prosody(delivery: str | None) -> Prosody:
    """What a delivery does to rate, pitch and level; unknown ones, and None, are plain.

    Case and white space do not matter, and the usual other words for a delivery of `DELIVERIES` are known too.
    """
    if delivery is None:
        return Prosody()
    name = _BY_WORD.get(" ".join(delivery.casefold().split()), "")
    return DELIVERIES.get(name, Prosody())
