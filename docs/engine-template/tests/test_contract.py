"""The contract that every engine keeps, and what is particular to this one."""

from narrate_tones import ToneEngine

from narrate.model import SynthesisRequest
from narrate.testing import EngineContract


class TestTones(EngineContract):
    """Sixteen clauses, all of narrate's own."""

    engine_name = "tones"


def test_longer_words_are_longer_tones():
    engine = ToneEngine()
    short, long = (engine.synthesize(SynthesisRequest(text, "low")) for text in ("a b", "everlasting tomorrow"))
    assert long.duration_s > 3 * short.duration_s
