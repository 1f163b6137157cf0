"""The names of the ways a line can be spoken, and what else people call them."""

from __future__ import annotations

from difflib import get_close_matches

PLAIN = "plain"
"""A person's word for a line that is spoken plainly although the analysis found a delivery."""

_OTHER_WORDS = {
    "whispering": "whisper, whispered, whispers, in a whisper, breathed",
    "murmuring": "murmur, murmured, mutter, muttering, muttered, mumbling, mumbled, under his breath, under her breath",
    "quietly": "quiet, softly, soft, gently, gentle, low, in a low voice",
    "calling": "call, called, calling out",
    "shouting": "shout, shouted, yelling, yelled, loudly, loud, bellowing, roaring",
    "screaming": "scream, screamed, shrieking, shrieked",
    "hissing": "hiss, hissed",
    "angrily": "angry, anger, furious, furiously, growling, snarling, snapping, snapped, through gritted teeth",
    "coldly": "cold, icily, flatly, flat, stiffly",
    "calmly": "calm, evenly, soothingly",
    "excitedly": "excited, excitement, exclaiming, eagerly",
    "cheerfully": "cheerful, cheerily, happily, happy, brightly",
    "laughing": "laugh, laughed, giggling, chuckling, laughter",
    "sobbing": "sob, sobbed, crying, cried, weeping, tearfully, in tears",
    "sadly": "sad, sadness, mournfully, miserably",
    "sighing": "sigh, sighed, wearily, weary, tired, tiredly, with a sigh",
    "nervously": "nervous, anxiously, hesitantly, hesitating, shakily, stammering, trembling",
    "pleading": "plead, pleadingly, begging, begged",
    "sarcastically": "sarcastic, sarcasm, drily, dryly, ironically, mockingly",
    "hurriedly": "hurried, haste, hastily, quickly, quick, fast, urgently",
    "breathlessly": "breathless, panting, gasping, out of breath",
    "slowly": "slow, drawling, drawled",
    "singing": "sing, sang, sung, chanting",
    "asking": "ask, asked, as a question",
}

DELIVERIES = tuple(_OTHER_WORDS)
"""The deliveries that there are, as script.txt and the JSON script name them."""

_BY_WORD = {PLAIN: PLAIN, "plainly": PLAIN, "normal": PLAIN, "normally": PLAIN} | {
    word: name for name, words in _OTHER_WORDS.items() for word in (name, *words.split(", "))
}


def delivery_named(word: str) -> str | None:
    """The delivery that a word means, or `PLAIN`; None for a word that is not known.

    Case and white space do not matter, and the usual other words are known too (“whispered”, “softly”).
    """
    return _BY_WORD.get(_folded(word))


def nearest_delivery(word: str) -> str | None:
    """The delivery whose name, or one of whose other words, is most like ``word``; None where none is like it."""
    near = get_close_matches(_folded(word)[:80], _BY_WORD, n=1, cutoff=0.65)
    return _BY_WORD[near[0]] if near else None


def _folded(word: str) -> str:
    return " ".join(word.casefold().split())
