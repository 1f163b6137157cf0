"""Catalogues of voices, which are strangers' files: what they may say, and what is refused."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.synthesis.voicestore.bringing import own_catalogue

from narrate.errors import DownloadError
from narrate.synthesis.voicestore import RemoteFile
from narrate.synthesis.voicestore.catalogue import parse_catalogue, safe_name, shipped_catalogue


def test_the_shipped_catalogue_is_one():
    voices = shipped_catalogue()

    assert [voice.name for voice in voices] == ["kokoro-v1.0", "kokoro-v1.0.int8"]
    assert all(file.bytes and file.digest.startswith("sha256:") for voice in voices for file in voice.files)
    assert all(isinstance(file, RemoteFile) and file.url.startswith("https://") for v in voices for file in v.files)


@pytest.mark.parametrize(
    "content",
    [b"", b"[]", b"3", b"{", b"\xff", b'{"a": 3}', b'{"format": "narrate-voices-1"}', b'{"a": {"files": []}}',
     b"[" * 100_000,
     b'{"a": {"files": {}, "language": {"code": "en"}, "quality": "low", "num_speakers": Infinity}}',
     b'{"format": "narrate-voices-1", "voices": {"a": {"engine": "../x", "languages": [], "files": []}}}'],
)  # fmt: skip
def test_what_is_no_catalogue_is_refused(content):
    with pytest.raises(DownloadError, match="is no catalogue of voices"):
        parse_catalogue(content, "https://example.org/voices.json")


def test_a_catalogue_of_a_later_form_is_told_apart():
    with pytest.raises(DownloadError, match="narrate-voices-2"):
        parse_catalogue(b'{"format": "narrate-voices-2", "voices": {}}', "https://example.org/voices.json")


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"name": "../evil"}, "no name for a file"),
        ({"name": "a/b"}, "no name for a file"),
        ({"name": ".hidden"}, "no name for a file"),
        ({"name": "NUL.onnx"}, "no name for a file"),
        ({"name": "a\\b"}, "no name for a file"),
        ({"name": "a" * 200}, "no name for a file"),
        ({"name": "a\n"}, "no name for a file"),
        ({"url": "ftp://example.org/x"}, "address"),
        ({"url": "https://user:pass@example.org/x"}, "address"),
        ({"bytes": -1}, "size"),
        ({"bytes": 10**12}, "size"),
        ({"bytes": "many"}, "size"),
        ({"sha256": "0" * 63}, "checksum"),
        ({"sha256": "g" * 64}, "checksum"),
    ],
)
def test_a_catalogue_names_no_paths_and_no_odd_places(changes, told):
    with pytest.raises(DownloadError, match=told):
        parse_catalogue(json.dumps(own_catalogue(**changes)).encode(), "https://example.org/")


def of_piper(path):
    entry = {
        "language": {"code": "en_GB"}, "quality": "low", "num_speakers": 1,
        "files": {path: {"size_bytes": 1, "md5_digest": "0" * 32}},
    }  # fmt: skip
    (voice,) = parse_catalogue(json.dumps({"x": entry}).encode(), "https://example.org/a/b/voices.json")
    return voice.files[0]


@pytest.mark.parametrize("path", ["en/..", "/", "a/\x00b", "a/con", "a/.bashrc", "..\\evil.onnx"])
def test_pipers_catalogue_names_files_by_names(path):
    with pytest.raises(DownloadError, match="no name for a file"):
        of_piper(path)


@pytest.mark.parametrize(
    "path", ["../../evil.onnx", "//elsewhere.org/evil.onnx", "https://elsewhere.org/evil.onnx", "/evil.onnx"]
)
def test_a_path_of_pipers_catalogue_is_kept_by_its_last_name(path):
    assert of_piper(path).name == "evil.onnx"
    assert of_piper(path).url.startswith("https://")


def test_names_of_other_alphabets_are_names():
    assert safe_name("pt_PT-tugão-medium.onnx") == "pt_PT-tugão-medium.onnx"


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
FILE = st.fixed_dictionaries(
    {"size_bytes": JSON | st.integers(0, 9), "md5_digest": JSON | st.just("0" * 32)},
    optional={"name": JSON, "url": JSON | st.text(max_size=12)},
)
VOICE = st.fixed_dictionaries(
    {
        "language": st.fixed_dictionaries({"code": st.just("en_GB") | JSON}),
        "quality": JSON,
        "num_speakers": st.integers() | JSON,
        "files": st.dictionaries(st.text(max_size=12), FILE, max_size=3),
    }
)


@given(st.dictionaries(st.text(max_size=8), VOICE | JSON, max_size=3) | JSON)
def test_whatever_a_catalogue_holds_it_is_refused_in_words_or_names_files_by_names(told):
    try:
        voices = parse_catalogue(json.dumps(told).encode(), "https://example.org/voices.json")
    except DownloadError:
        return
    for voice in voices:
        for name in (voice.name, *(file.name for file in voice.files)):
            assert not set(name) & set("/\\:\0")
            assert not name.startswith(".")
