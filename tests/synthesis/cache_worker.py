"""One of several processes that use a folder of clips at the same time: fails with what it got that was wrong."""

import hashlib
import random
import sys
from pathlib import Path

from narrate.model import AudioFormat, Clip, SynthesisRequest
from narrate.synthesis import ClipCache

ROUNDS = 300
LINES = 8


def asked(text):
    return SynthesisRequest(text, "one")


def clip_of(text):
    """The clip of a text that ends with a digit; each has its own length."""
    return Clip(AudioFormat(24000), hashlib.sha256(text.encode()).digest() * (20 + int(text[-1])))


def main(root, seed):
    """Put, get and prune at random."""
    cache = ClipCache(Path(root))
    chance = random.Random(seed)
    for _ in range(ROUNDS):
        made, wanted = (f"line {chance.randrange(LINES)}" for _ in range(2))
        cache.put("e", asked(made), clip_of(made))
        found = cache.fetch("e", asked(wanted))
        if found.damaged or found.clip not in {None, clip_of(wanted)}:
            sys.exit(f"{wanted}: {found}")
        if chance.random() < 0.1:
            cache.prune(1000)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
