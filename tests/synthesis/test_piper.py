"""Piper: its voices found, its settings heeded, its mistakes told. Models are tiny; the library is the real one."""

import json
import shutil
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.synthesis.hearing import pitch_hz, with_ipa
from tests.synthesis.tiny_voices import SPEAKERS, write_piper

from narrate.errors import ConfigError, EngineMissingError, SynthesisError, VoiceMissingError
from narrate.model import EngineSettings, Gender, SynthesisRequest
from narrate.synthesis import load_engine
from narrate.synthesis.engines import piper as piper_module
from narrate.synthesis.engines.onnx_session import open_session
from narrate.synthesis.engines.piper import PiperEngine
from narrate.synthesis.engines.piper_voices import find_models
from narrate.synthesis.engines.samples import clip_of

TINY, CROWD = "en_GB-tiny-high", "en_GB-semaine-medium"
LINE = SynthesisRequest("The tide had gone out, and nobody had seen it go.", TINY)


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("piper")
    write_piper(folder, TINY)
    write_piper(folder, CROWD, SPEAKERS)
    return folder


@pytest.fixture
def voices(made, tmp_path, monkeypatch):
    """A folder of one's own with both voices."""
    folder = tmp_path / "voices"
    shutil.copytree(made, folder)
    monkeypatch.setenv("NARRATE_PIPER_VOICES", str(folder))
    return folder


@pytest.fixture
def engine(voices):
    engine = PiperEngine()
    yield engine
    engine.close()


def configured(**values):
    engine = PiperEngine()
    engine.configure(EngineSettings("cpu", 1, tuple(values.items())))
    return engine


def test_every_speaker_is_a_voice_with_what_is_known_of_them(engine):
    found = {voice.id: voice for voice in engine.voices()}

    assert list(found) == [f"{CROWD}#0", f"{CROWD}#1", f"{CROWD}#2", TINY]
    assert [found[f"{CROWD}#{n}"].gender for n in range(3)] == [Gender.FEMALE, Gender.MALE, Gender.UNKNOWN]
    assert found[f"{CROWD}#0"].name == "semaine prudence"
    assert found[TINY].name == "Tiny"
    assert found[TINY].language == "en-GB"
    assert found[TINY].preference < found[f"{CROWD}#0"].preference


def test_what_is_known_of_the_public_voices_is_told(voices):
    for path in voices.iterdir():
        path.unlink()
    for name, speakers in {
        "en_GB-alba-medium": None, "de_DE-thorsten-low": None, "pt_PT-tugão-medium": None, "es_ES-nobody-x_low": None,
        "en_GB-vctk-medium": {"p225": 0, "p237": 1, "p294": 2},
        "sr_RS-serbski_institut-medium": {"dsb": 0, "hsb": 1},
    }.items():  # fmt: skip
        write_piper(voices, name, speakers)

    found = {voice.id: (voice.gender, voice.language) for voice in PiperEngine().voices()}

    assert found == {
        "de_DE-thorsten-low": (Gender.MALE, "de-DE"),
        "en_GB-alba-medium": (Gender.FEMALE, "en-GB"),
        "en_GB-vctk-medium#0": (Gender.FEMALE, "en-GB"),
        "en_GB-vctk-medium#1": (Gender.MALE, "en-GB-scotland"),
        "en_GB-vctk-medium#2": (Gender.FEMALE, "en-US"),
        "es_ES-nobody-x_low": (Gender.UNKNOWN, "es-ES"),
        "pt_PT-tugão-medium": (Gender.MALE, "pt-PT"),
        "sr_RS-serbski_institut-medium#0": (Gender.UNKNOWN, "dsb"),
        "sr_RS-serbski_institut-medium#1": (Gender.UNKNOWN, "hsb"),
    }


def test_moods_of_one_speaker_are_for_whoever_asks_for_them(voices):
    write_piper(voices, "de_DE-thorsten_emotional-medium", {"angry": 0, "neutral": 1})

    found = {voice.name: (voice.gender, voice.preference) for voice in PiperEngine().voices()}

    assert found["thorsten emotional angry"] == (Gender.MALE, 9)
    assert found["thorsten emotional neutral"] == (Gender.MALE, 2)


def test_a_voice_of_ones_own_has_the_language_of_its_description(voices):
    write_piper(voices, "grandmother", language={"code": "fr_CA"})
    write_piper(voices, "uncle")

    found = {voice.id: voice.language for voice in PiperEngine().voices()}

    assert found["grandmother"] == "fr-CA"
    assert found["uncle"] == "en"


@pytest.mark.parametrize(
    "damage",
    [
        lambda path: path.unlink(),
        lambda path: path.write_text("{", encoding="utf-8"),
        lambda path: path.write_text("[]", encoding="utf-8"),
        lambda path: path.write_text('{"audio": 3, "phoneme_id_map": {}}', encoding="utf-8"),
        lambda path: path.write_text("[" * 100_000, encoding="utf-8"),
        lambda path: path.write_bytes(b"\xff\xfe\x00"),
        lambda path: path.write_text(path.read_text().replace('"num_speakers": 1', '"num_speakers": Infinity')),
        lambda path: path.write_text(path.read_text().replace('"espeak", "phoneme_map"', '"pinyin", "phoneme_map"')),
    ],
)
def test_a_model_whose_description_is_none_is_left_out(voices, damage):
    damage(voices / f"{TINY}.onnx.json")

    assert {voice.id.partition("#")[0] for voice in PiperEngine().voices()} == {CROWD}


def test_a_voice_does_not_have_a_billion_speakers(voices):
    description = voices / f"{TINY}.onnx.json"
    description.write_text(description.read_text().replace('"num_speakers": 1', '"num_speakers": 1000000000'))

    assert len(PiperEngine().voices()) == 10_003


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@given(
    st.fixed_dictionaries(
        {"phoneme_id_map": st.just({}), "audio": st.just({"sample_rate": 16000})},
        optional={
            "num_speakers": JSON | st.integers(-2, 3),
            "speaker_id_map": JSON | st.dictionaries(st.text(max_size=3), st.integers(0, 3) | JSON, max_size=3),
            "language": JSON,
            "espeak": JSON | st.just({"voice": "de"}),
            "phoneme_type": JSON | st.just("text"),
        },
    )
    | JSON
)
def test_whatever_a_description_holds_no_voice_comes_of_it_that_is_none(tmp_path_factory, told):
    folder = tmp_path_factory.mktemp("odd")
    (folder / "odd.onnx").touch()
    (folder / "odd.onnx.json").write_text(json.dumps(told), encoding="utf-8")

    for model in find_models([folder]):
        for voice in model.voices("piper"):
            assert isinstance(voice.name, str)
            assert voice.name
            assert isinstance(voice.language, str)


def test_voices_are_found_in_folders_within_and_in_the_first_of_several(voices, tmp_path, monkeypatch):
    deep = tmp_path / "repository" / "en" / "en_GB" / "alba" / "medium"
    write_piper(deep, "en_GB-alba-medium")
    write_piper(deep, TINY, inference={"noise_scale": 0, "length_scale": 2, "noise_w": 0})
    monkeypatch.setenv("NARRATE_PIPER_VOICES", f"{voices}:{tmp_path / 'repository'}:{tmp_path / 'not there'}")

    engine = PiperEngine()

    assert "en_GB-alba-medium" in {voice.id for voice in engine.voices()}
    assert engine.synthesize(LINE).duration_s < 10


def test_without_a_voice_it_says_which_command_gets_one(tmp_path, monkeypatch):
    monkeypatch.setenv("NARRATE_PIPER_VOICES", str(tmp_path))
    engine = PiperEngine()

    assert engine.describe().hint == "Get one: narrate voices download en_GB-alba-medium"
    with pytest.raises(EngineMissingError, match="no voice of Piper"):
        engine.voices()
    with pytest.raises(EngineMissingError, match="no voice of Piper"):
        engine.synthesize(LINE)


def test_a_model_without_its_description_is_named(tmp_path, monkeypatch):
    monkeypatch.setenv("NARRATE_PIPER_VOICES", str(tmp_path))
    (tmp_path / "en_GB-alba-medium.onnx").touch()

    assert "without en_GB-alba-medium.onnx.json beside it" in PiperEngine().describe().problem


def test_without_the_package_it_says_which_command_installs_it(engine, monkeypatch):
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)

    assert engine.describe().hint == "Install it: pip install 'narrate[piper]'"


@pytest.mark.parametrize(
    "voice", ["en_GB-tiny-hihg", f"{TINY}#0", CROWD, f"{CROWD}#3", f"{CROWD}#-1", f"{CROWD}#", f"{CROWD}#²", "../x"]
)
def test_a_voice_that_is_not_there_is_named(engine, voice):
    with pytest.raises(VoiceMissingError) as caught:
        engine.synthesize(replace(LINE, voice=voice))

    assert f"“{voice}”" in caught.value.message


def test_speakers_of_one_model_sound_as_their_numbers_say(engine):
    heights = [pitch_hz(engine.synthesize(replace(LINE, voice=f"{CROWD}#{number}"))) for number in range(3)]

    assert heights[0] < heights[1] < heights[2]


def test_the_same_line_gives_the_same_bytes_and_a_seed_another_take(voices):
    first, again, other = (configured(**values).synthesize(LINE) for values in ({}, {}, {"seed": 2}))

    assert first == again
    assert first != other
    assert configured(seed=2).fingerprint() != configured().fingerprint()


def test_noise_scales_act(voices):
    still = configured(noise_scale=0, noise_w_scale=0)

    assert still.synthesize(LINE) != configured().synthesize(LINE)
    assert still.fingerprint().endswith("noise_scale=0 noise_w_scale=0")


def test_the_number_of_threads_is_no_part_of_the_sound(voices):
    engines = [PiperEngine(), PiperEngine()]
    for threads, engine in enumerate(engines, 1):
        engine.configure(EngineSettings("cpu", threads))

    assert engines[0].fingerprint() == engines[1].fingerprint()
    assert engines[0].synthesize(LINE) == engines[1].synthesize(LINE)


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"noise_scal": 1}, "noise_scal"),
        ({"noise_scale": 3}, "from 0 to 2"),
        ({"noise_scale": "high"}, "'high'"),
        ({"noise_scale": True}, "True"),
        ({"noise_scale": float("nan")}, "nan"),
        ({"voices": "/etc"}, "voices"),
    ],
)
def test_a_setting_that_is_none_is_refused(values, told):
    with pytest.raises(ConfigError, match=told):
        configured(**values)


def test_more_models_than_fit_are_loaded_by_turns(voices, monkeypatch):
    monkeypatch.setattr(piper_module, "LOADED", 1)
    opened = []

    def opening(model, *rest, **more):
        opened.append(model.stem)
        return open_session(model, *rest, **more)

    monkeypatch.setattr(piper_module, "open_session", opening)
    engine = PiperEngine()

    clips = [engine.synthesize(replace(LINE, voice=voice)) for voice in (TINY, f"{CROWD}#0", f"{CROWD}#1", TINY)]

    assert opened == [TINY, CROWD, TINY]
    assert clips[0] == clips[3]


def test_another_edition_of_a_model_has_another_version(voices):
    before = {voice.id: voice.version for voice in PiperEngine().voices()}
    told = json.loads((voices / f"{TINY}.onnx.json").read_text())
    told["inference"]["length_scale"] = 1.5
    (voices / f"{TINY}.onnx.json").write_text(json.dumps(told))
    after = {voice.id: voice.version for voice in PiperEngine().voices()}

    assert [voice for voice in before if before[voice] != after[voice]] == [TINY]
    assert configured().fingerprint() == PiperEngine().fingerprint()


def test_what_stands_in_double_brackets_is_text_and_no_command(engine):
    one, other = engine.transcribe(["He wrote [[bɪʃ]] there.", "He wrote bɪʃ there."], TINY)

    assert one == other
    with pytest.raises(SynthesisError, match="nothing to say"):
        engine.synthesize(replace(LINE, text="[[[["))


def test_ipa_of_a_lexicon_is_said_where_the_voice_knows_its_signs(engine):
    plain, told, unknown = with_ipa(engine, LINE)

    assert told != plain
    assert unknown == plain
    assert "en" in engine.capabilities.ipa_languages


def test_it_tells_when_each_word_is_heard(engine):
    text = "The tide, at nine, had gone out. Nobody had seen it go."
    clip = engine.synthesize(replace(LINE, text=text))
    starts = [word.start_s for word in clip.words]

    assert [word.start for word in clip.words] == [0, 4, 10, 13, 19, 23, 28, 33, 40, 44, 49, 52]
    assert starts == sorted(starts)
    assert 0.8 * clip.duration_s < clip.words[-1].end_s <= clip.duration_s
    # The sounds of the tiny model are equally long: a word of few comes to little.
    lengths = {text[w.start : w.end]: w.end_s - w.start_s for w in clip.words}
    assert lengths["Nobody"] > 2 * lengths["it"]


def test_a_model_that_does_not_tell_how_long_sounds_last_tells_of_no_words(engine, monkeypatch):
    def opening(*given, durations):
        assert durations
        return open_session(*given)

    monkeypatch.setattr(piper_module, "open_session", opening)

    assert engine.synthesize(LINE).words == ()


def test_it_tells_how_it_says_a_word(engine):
    assert engine.transcribe(["weir", "nine"], TINY) == ("wˈiə", "nˈaɪn")


def test_samples_that_are_no_numbers_are_no_sound(engine, monkeypatch):
    engine.synthesize(LINE)
    monkeypatch.setattr(engine._loaded[TINY], "phoneme_ids_to_audio", lambda *_, **__: np.full(9, np.nan, np.float32))

    with pytest.raises(SynthesisError, match="no numbers"):
        engine.synthesize(LINE)
    with pytest.raises(SynthesisError, match="no numbers"):
        clip_of([np.array([0.0, np.inf])], 22_050)


def test_what_is_too_loud_is_turned_down_as_a_whole_and_does_not_clip():
    quiet, loud = (np.frombuffer(clip_of([np.array([0.1, peak, -0.2])], 8000).pcm, "<i2") for peak in (0.5, 4.0))

    assert quiet.tolist() == [3277, 16384, -6553]
    assert max(loud) == pytest.approx(0.98 * 32767, abs=1)
    assert loud[1] / loud[0] == pytest.approx(40, rel=0.01)


def test_a_model_that_is_broken_is_named(engine, voices):
    (voices / f"{TINY}.onnx").write_bytes(b"not a model")

    with pytest.raises(EngineMissingError, match=TINY):
        engine.synthesize(LINE)


def test_it_is_an_engine_by_its_name(voices):
    assert load_engine("piper").name == "piper"
