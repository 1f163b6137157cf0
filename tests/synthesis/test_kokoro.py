"""Kokoro: its files found, blends of its voices, its mistakes told. The model is tiny; the library is the real one."""

import shutil
from dataclasses import replace

import numpy as np
import pytest
from tests.synthesis.hearing import pitch_hz, with_ipa
from tests.synthesis.tiny_voices import KOKORO_VOICES, STYLE_ROWS, STYLE_SIZE, write_kokoro

from narrate.errors import ConfigError, VoiceMissingError
from narrate.model import Age, EngineSettings, Gender, SynthesisRequest
from narrate.synthesis.engines.kokoro import KokoroEngine, _style
from narrate.synthesis.engines.kokoro_voices import find_files, parse_blend, voice_of

pytest.importorskip("kokoro_onnx", reason="kokoro-onnx can't be installed on this Python yet")

LINE = SynthesisRequest("The tide had gone out, and nobody had seen it go.", "af_heart")


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("kokoro")
    write_kokoro(folder)
    return folder


@pytest.fixture
def files(made, tmp_path, monkeypatch):
    folder = tmp_path / "kokoro"
    shutil.copytree(made, folder)
    monkeypatch.setenv("NARRATE_KOKORO_VOICES", str(folder))
    return folder


@pytest.fixture
def engine(files):
    engine = KokoroEngine()
    yield engine
    engine.close()


def test_voices_are_those_of_the_pack_with_what_their_names_say(engine):
    found = {voice.id: (voice.name, voice.language, voice.gender) for voice in engine.voices()}

    assert found == {
        "af_heart": ("Heart, American", "en-US", Gender.FEMALE),
        "am_michael": ("Michael, American", "en-US", Gender.MALE),
        "bf_emma": ("Emma, British", "en-GB", Gender.FEMALE),
        "ff_siwis": ("Siwis, French", "fr", Gender.FEMALE),
    }


def test_the_best_voices_come_first_and_the_odd_ones_to_nobody_who_did_not_ask():
    assert voice_of("kokoro", "af_heart").preference == 0
    assert voice_of("kokoro", "zf_xiaobei").preference == 8
    assert voice_of("kokoro", "af_nicole").preference == 9
    assert voice_of("kokoro", "am_santa").age is Age.OLD


@pytest.mark.parametrize(
    ("voice", "parts"),
    [
        ("af_heart", [("af_heart", 1.0)]),
        ("af_heart*0.6+bf_emma*0.4", [("af_heart", 0.6), ("bf_emma", 0.4)]),
        ("af_heart*3 + bf_emma", [("af_heart", 0.75), ("bf_emma", 0.25)]),
        ("af_heart+bf_emma+am_michael*2", [("af_heart", 0.25), ("bf_emma", 0.25), ("am_michael", 0.5)]),
        ("af_heart*.5+bf_emma*.5", [("af_heart", 0.5), ("bf_emma", 0.5)]),
    ],
)
def test_a_blend_has_shares_that_make_one(voice, parts):
    found = parse_blend(voice, KOKORO_VOICES)

    assert [name for name, _ in found] == [name for name, _ in parts]
    assert [share for _, share in found] == pytest.approx([share for _, share in parts])


@pytest.mark.parametrize(
    "voice",
    ["", "af_nobody", "af_heart*", "af_heart*-1", "af_heart*0", "af_heart*1e9", "af_heart*0.6-bf_emma", "af_heart+",
     "+af_heart", "af_heart*0.6+bf_nobody*0.4", "+".join(["af_heart"] * 9), "af_heart*²", "no-such-voice"],
)  # fmt: skip
def test_what_is_no_blend_is_named(engine, voice):
    with pytest.raises(VoiceMissingError) as caught:
        engine.synthesize(replace(LINE, voice=voice))

    assert f"“{voice}”" in caught.value.message


def test_a_blend_lies_between_its_voices(engine):
    low, between, high = (
        pitch_hz(engine.synthesize(replace(LINE, voice=voice)))
        for voice in ("af_heart", "af_heart*0.5+bf_emma*0.5", "bf_emma")
    )

    assert low < between < high


def test_a_blend_is_known_by_its_largest_part(engine):
    blend = engine.voice_named("af_heart*0.3+bf_emma*0.7")
    mixed = engine.voice_named("af_heart+am_michael")

    assert (blend.id, blend.language, blend.gender) == ("af_heart*0.3+bf_emma*0.7", "en-GB", Gender.FEMALE)
    assert (blend.name, blend.preference) == ("Heart and Emma", 9)
    assert mixed.gender is Gender.UNKNOWN
    assert engine.voice_named("bf_emma") in engine.voices()


def test_another_take_is_the_style_of_a_longer_text(files):
    style = np.zeros((STYLE_ROWS, 1, STYLE_SIZE), np.float32) + np.arange(STYLE_ROWS, dtype=np.float32)[:, None, None]
    with (files / "voices-v1.0.bin").open("wb") as file:
        np.savez(file, af_heart=style)
    engine = KokoroEngine()
    kokoro = engine._kokoro()

    def first_rows(take):
        return _style(kokoro, [("af_heart", 1.0)], take)[:3, 0, 0].tolist()

    assert [first_rows(take) for take in (0, 1, 2, 20)] == [[0, 1, 2], [6, 7, 8], [12, 13, 14], [0, 1, 2]]
    assert _style(kokoro, [("af_heart", 1.0)], 3)[-1, 0, 0] == STYLE_ROWS - 1
    engine.close()


def test_a_voice_reads_in_its_own_language(engine):
    lengths = {
        voice: engine.synthesize(replace(LINE, text="Chaque nation", voice=voice)).duration_s
        for voice in ("af_heart", "ff_siwis")
    }

    assert lengths["af_heart"] != lengths["ff_siwis"]


def test_marks_of_a_change_of_language_are_not_read_out(engine, monkeypatch):
    asked = []
    kokoro = engine._kokoro()
    real = kokoro.create_timed

    def create(phonemes, *rest, **more):
        asked.append(phonemes)
        return real(phonemes, *rest, **more)

    monkeypatch.setattr(kokoro, "create_timed", create)

    engine.synthesize(replace(LINE, text="Le weekend au parking", voice="ff_siwis"))
    engine.synthesize(replace(LINE, text="He said (aloud) no."))

    assert "(" not in asked[0]
    assert "(" in asked[1]


def test_ipa_of_a_lexicon_is_said_where_the_model_knows_its_signs(engine):
    plain, told, unknown = with_ipa(engine, LINE)

    assert told != plain
    assert unknown == plain


def test_it_tells_when_each_word_is_heard_if_its_model_does(engine, files):
    clip = engine.synthesize(LINE)
    engine.close()
    write_kokoro(files, timed=False)

    assert [LINE.text[word.start : word.end] for word in clip.words] == LINE.text.split()
    assert clip.words[-1].end_s <= clip.duration_s
    assert engine.synthesize(LINE).words == ()


def test_it_tells_how_it_says_a_word(engine):
    assert engine.transcribe(["weir"], "bf_emma") == ("wˈiə",)
    assert "(" not in engine.transcribe(["weekend"], "ff_siwis")[0]


def test_the_best_precision_is_taken_unless_one_is_named(files):
    write_kokoro(files, "kokoro-v1.0.int8")
    write_kokoro(files, "kokoro-v1.0.fp16")

    def described(**values):
        engine = KokoroEngine()
        engine.configure(EngineSettings(values=tuple(values.items())))
        return engine.describe()

    assert "kokoro-v1.0," in described().version
    assert "kokoro-v1.0.int8," in described(model="kokoro-v1.0.int8").version
    assert "“kokoro-v1.0.int8”" in described(model="kokoro-v1.0.int").hint
    with pytest.raises(ConfigError, match="model"):
        described(model=3)


def test_a_model_takes_the_voices_of_its_version(files):
    shutil.copy(files / "voices-v1.0.bin", files / "voices-v1.1-zh.bin")
    write_kokoro(files, "kokoro-v9")

    assert [(each.name, each.voices.name) for each in find_files([files])] == [("kokoro-v1.0", "voices-v1.0.bin")]


@pytest.mark.parametrize("missing", ["kokoro-v1.0.onnx", "voices-v1.0.bin"])
def test_without_its_files_it_says_which_command_gets_them(files, missing):
    (files / missing).unlink()

    info = KokoroEngine().describe()

    assert "no model of Kokoro" in info.problem
    assert info.hint == "Get it: narrate voices download kokoro-v1.0"


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 half a file"])
def test_a_pack_of_voices_that_is_broken_is_none(files, content):
    (files / "voices-v1.0.bin").write_bytes(content)

    assert not KokoroEngine().describe().usable


def test_without_the_package_it_says_which_command_installs_it(engine, monkeypatch):
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)

    assert engine.describe().hint == "Install it: pip install 'narrate[kokoro]'"


def test_another_file_has_another_fingerprint(files):
    before = KokoroEngine().fingerprint()
    write_kokoro(files, voices=(*KOKORO_VOICES, "if_sara"))

    assert KokoroEngine().fingerprint() != before
