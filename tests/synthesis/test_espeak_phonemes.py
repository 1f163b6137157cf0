"""IPA as eSpeak NG takes it."""

import ctypes
import os
from pathlib import Path

import espeakng_loader
import pytest

from narrate.model import Pronunciation, SynthesisRequest
from narrate.synthesis import EngineHost, Transcriber, load_engine
from narrate.synthesis.engines.espeak_phonemes import PHONEMES_FLAG, phonemes, with_phonemes

WORDS = [
    "hello",
    "water",
    "think",
    "this",
    "judge",
    "church",
    "measure",
    "sing",
    "royal",
    "house",
    "boat",
    "bird",
    "hair",
    "yes",
    "thing",
    "father",
    "caught",
    "cot",
    "about",
    "happy",
    "little",
    "nation",
    "harbour",
    "because",
    "laughter",
    "enough",
    "through",
    "thought",
    "daughter",
    "beautiful",
    "question",
    "ocean",
    "treasure",
    "vision",
    "garage",
    "rhythm",
    "psychology",
    "knight",
    "gnome",
    "wrong",
    "lamb",
    "yacht",
    "island",
    "colonel",
    "Jack",
    "Gwen",
    "Owen",
    "Toshiko",
    "Rhys",
    "Martha",
]


@pytest.fixture
def said(tmp_path):
    """What eSpeak NG is heard to say of a text with phonemes in it, in IPA, as it traces it while it speaks."""
    os.environ.setdefault("ESPEAK_DATA_PATH", espeakng_loader.get_data_path())
    library = ctypes.CDLL(espeakng_loader.get_library_path())
    libc = ctypes.CDLL(None)
    libc.fopen.restype = ctypes.c_void_p
    libc.fflush.argtypes = libc.fclose.argtypes = [ctypes.c_void_p]
    library.espeak_SetPhonemeTrace.argtypes = [ctypes.c_int, ctypes.c_void_p]
    assert library.espeak_Initialize(2, 0, espeakng_loader.get_data_path().encode(), 0) > 0
    silence = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p)(lambda *_: 0)
    library.espeak_SetSynthCallback(silence)
    trace = tmp_path / "trace"
    file = libc.fopen(os.fsencode(trace), b"w")
    library.espeak_SetPhonemeTrace(2, file)

    def speak(text: str, voice: str = "en") -> str:
        assert library.espeak_SetVoiceByName(voice.encode()) == 0
        before = trace.stat().st_size
        encoded = text.encode()
        library.espeak_Synth(encoded, len(encoded) + 1, 0, 1, 0, 1 | PHONEMES_FLAG, None, None)
        libc.fflush(file)
        return " ".join(Path(trace).read_bytes()[before:].decode().split())

    yield speak
    library.espeak_SetPhonemeTrace(0, None)
    libc.fclose(file)


def test_what_it_says_of_a_word_it_says_of_the_words_ipa(said):
    heard = {word: said(word) for word in WORDS}
    again = {word: said(f"[[{phonemes(ipa.replace('əʊ', 'oʊ'))}]]") for word, ipa in heard.items()}
    assert again == heard


def test_signs_it_has_no_phoneme_for_leave_the_letters():
    assert phonemes("j@nt") == phonemes("") == ""
    assert with_phonemes("say ǃxo now", [Pronunciation(4, 7, "ǃxoː")]) == "say ǃxo now"


def test_only_what_a_lexicon_says_is_phonemes():
    text = "[[h@l'oU]] yan-toe [[[x"
    assert with_phonemes(text, []) == "[ [h@l'oU]] yan-toe [ [ [x"
    assert with_phonemes(text, [(11, 18, "ˈjæntəʊ")]) == f"[ [h@l'oU]] [[{phonemes('ˈjæntəʊ')}]] [ [ [x"


@pytest.mark.parametrize("spans", [[(0, 99, "a")], [(5, 2, "a")], [(-3, 2, "a")], [(0, 3, "a"), (1, 2, "a")]])
def test_spans_that_do_not_fit_the_text_leave_it_words(spans):
    assert with_phonemes("words", spans).count("[[") <= 1


def test_the_engine_says_it():
    plain = SynthesisRequest("yan-toe is here", "gmw/en-gb")
    told = SynthesisRequest("yan-toe is here", "gmw/en-gb", pronunciations=(Pronunciation(0, 7, "ˈjæntəʊ"),))
    with EngineHost("pyttsx3") as host:
        clips = [host.synthesize(request).pcm for request in (plain, told, told)]
    assert clips[0] != clips[1] == clips[2]


@pytest.mark.parametrize("voice", ["gmw/en-gb", "gmw/en-gb-x-rp", "gmw/en-us+f2"])
def test_the_engine_tells_how_it_says_a_word(voice):
    engine = load_engine("pyttsx3")
    assert isinstance(engine, Transcriber)
    [hello, nothing] = engine.transcribe(["hello", ""], voice)
    assert hello.startswith("həlˈ")
    assert nothing == ""
