"""Voices downloaded from a server on this machine that has every fault; nothing else is asked for anything."""

import hashlib
import json
import random
import socket
import ssl
import urllib.error

import pytest
from filelock import FileLock
from hypothesis import given
from hypothesis import strategies as st
from tests.synthesis.voice_server import (
    VoiceServer,
    always,
    another_part,
    cut_off,
    endless,
    once,
    stall,
    status,
    without_ranges,
    wrong_bytes,
)

from narrate.errors import DownloadError, OutputError, VoiceMissingError
from narrate.synthesis.voicestore import RemoteFile, Web, download, download_folder, find, read_catalogue
from narrate.synthesis.voicestore.catalogue import parse_catalogue, safe_name, shipped_catalogue
from narrate.synthesis.voicestore.downloading import licence_in

NAME = "en_GB-alba-medium"
MODEL = random.Random(1).randbytes(300_000)
CARD = "# Model card for alba\n\n* Language: en_GB\n\n## Dataset\n\n* URL: https://example.org\n* License: CC-BY 4.0"
FILES = {f"{NAME}.onnx": MODEL, f"{NAME}.onnx.json": b'{"audio": {}}', "MODEL_CARD": CARD.encode()}


@pytest.fixture
def server():
    server = VoiceServer()
    server.add_piper(NAME, FILES)
    yield server
    server.stop()


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "voices"


def bring(server, folder, *, said=None, name=NAME, **settings):
    """Download a voice; ``said`` gets the licence and the progress in the order in which they come."""
    said = [] if said is None else said
    web = Web(server.url, sleep=lambda seconds: said.append(f"wait {seconds:g}"), **{"timeout_s": 5.0, **settings})
    voice = find(read_catalogue(f"{server.url}/voices.json", None, lambda _: web), name)
    return download(
        voice, web, folder=folder,
        progress=lambda file, done: said.append((file.name, done)),
        licensed=said.append,
    )  # fmt: skip


def ranges(server):
    return [asked for path, asked in server.asked if path.endswith(".onnx")]


def left(folder):
    return sorted(path.name for path in folder.iterdir() if path.name != ".downloads.lock")


def test_a_voice_comes_whole_with_its_licence_first_and_its_model_last(server, folder):
    said: list[object] = []

    done = bring(server, folder, said=said)

    assert (folder / f"{NAME}.onnx").read_bytes() == MODEL
    assert left(folder) == [f"{NAME}.MODEL_CARD", f"{NAME}.onnx", f"{NAME}.onnx.json"]
    assert done.licence == "CC-BY 4.0"
    assert said.index("CC-BY 4.0") < said.index((f"{NAME}.onnx.json", 13))
    assert said[-1] == (f"{NAME}.onnx", len(MODEL))
    assert [path.name for path in done.files] == [f"{NAME}.MODEL_CARD", f"{NAME}.onnx.json", f"{NAME}.onnx"]


def test_what_is_here_and_right_is_not_fetched_again_and_what_is_damaged_is(server, folder):
    bring(server, folder)
    server.asked.clear()
    bring(server, folder)
    assert [path for path, _ in server.asked] == ["/voices.json"]

    (folder / f"{NAME}.onnx").write_bytes(MODEL[:-1] + b"?")
    bring(server, folder)
    assert (folder / f"{NAME}.onnx").read_bytes() == MODEL


def test_what_was_cut_off_goes_on_where_it_was(server, folder):
    server.faults = [once(".onnx", cut_off(0.5)), once(".onnx", cut_off(0.25))]

    bring(server, folder)

    assert ranges(server) == ["", "bytes=150000-", "bytes=225000-"]
    assert (folder / f"{NAME}.onnx").read_bytes() == MODEL


def test_another_run_goes_on_where_the_first_one_gave_up(server, folder):
    server.faults = [always(".onnx", cut_off(0.125))]
    said: list[object] = []
    with pytest.raises(DownloadError, match="cut off") as caught:
        bring(server, folder, said=said)
    assert "goes on where it stopped" in caught.value.hint
    assert [wait for wait in said if str(wait).startswith("wait")] == ["wait 1", "wait 2", "wait 4", "wait 8"]
    assert f"{NAME}.onnx" not in left(folder)

    server.faults = []
    server.asked.clear()
    bring(server, folder)

    assert ranges(server) == ["bytes=187500-"]
    assert (folder / f"{NAME}.onnx").read_bytes() == MODEL
    assert left(folder) == [f"{NAME}.MODEL_CARD", f"{NAME}.onnx", f"{NAME}.onnx.json"]


@pytest.mark.parametrize("answer", [without_ranges, another_part])
def test_a_server_that_knows_no_ranges_sends_it_all_again(server, folder, answer):
    server.faults = [once(".onnx", cut_off(0.5)), once(".onnx", answer)]

    bring(server, folder)

    assert (folder / f"{NAME}.onnx").read_bytes() == MODEL


def test_a_server_that_has_less_than_was_there_is_asked_for_all(server, folder):
    server.faults = [once(".onnx", cut_off(0.5)), once(".onnx", status(416))]

    bring(server, folder)

    assert ranges(server) == ["", "bytes=150000-", ""]


def test_other_bytes_than_the_catalogue_says_are_not_kept(server, folder):
    server.faults = [always(".onnx", wrong_bytes)]

    with pytest.raises(DownloadError, match="its md5 is") as caught:
        bring(server, folder)

    assert "nothing of it was kept" in caught.value.message
    assert left(folder) == [f"{NAME}.MODEL_CARD", f"{NAME}.onnx.json"]


def test_a_beginning_that_was_another_files_is_fetched_anew(server, folder):
    server.faults = [always(".onnx", cut_off(0.1))]
    with pytest.raises(DownloadError):
        bring(server, folder)
    (part,) = (path for path in folder.iterdir() if path.name.endswith(".part"))
    part.write_bytes(b"\0" * part.stat().st_size)
    server.faults = []

    bring(server, folder)

    assert (folder / f"{NAME}.onnx").read_bytes() == MODEL


def test_what_was_begun_of_another_edition_is_not_gone_on_with(server, folder):
    server.faults = [always(".onnx", cut_off(0.1))]
    with pytest.raises(DownloadError):
        bring(server, folder)
    server.faults = []
    newer = bytes(reversed(MODEL))
    server.add_piper(NAME, {**FILES, f"{NAME}.onnx": newer})
    server.asked.clear()

    bring(server, folder)

    assert ranges(server) == [""]
    assert (folder / f"{NAME}.onnx").read_bytes() == newer
    assert left(folder) == [f"{NAME}.MODEL_CARD", f"{NAME}.onnx", f"{NAME}.onnx.json"]


def test_more_than_the_catalogue_says_is_cut(server, folder):
    server.faults = [always(".onnx", endless)]

    with pytest.raises(DownloadError, match=r"larger than the catalogue says \(300,000 bytes\)"):
        bring(server, folder)


def test_a_catalogue_without_end_is_cut(server, folder):
    server.faults = [always("voices.json", endless)]

    with pytest.raises(DownloadError, match="larger than"):
        bring(server, folder)


def test_a_server_that_stops_sending_is_asked_again(server, folder):
    server.faults = [once(".onnx", stall)]

    bring(server, folder, timeout_s=0.2)

    assert ranges(server) == ["", "bytes=150000-"]


def test_what_may_pass_is_waited_for_as_long_as_the_server_says(server, folder):
    said: list[object] = []
    server.faults = [once(".onnx", status(503)), once(".onnx", status(429, Retry_After="7")),
                     once(".onnx", status(429, Retry_After="9999"))]  # fmt: skip

    bring(server, folder, said=said)

    assert [wait for wait in said if str(wait).startswith("wait")] == ["wait 1", "wait 7", "wait 30"]


def test_a_file_that_is_not_there_is_told_at_once(server, folder):
    del server.files[f"/en/en_GB/{NAME}.onnx"]

    with pytest.raises(DownloadError, match=r"alba-medium\.onnx can't be fetched: the server answers 404"):
        bring(server, folder)

    assert ranges(server) == [""]


def test_nobody_listening_is_said(server, folder):
    server.stop()

    with pytest.raises(DownloadError, match="can't be fetched: "):
        bring(server, folder)


@pytest.mark.parametrize(
    ("reason", "told"),
    [
        (socket.gaierror(socket.EAI_NONAME, "Name or service not known"), "Is this machine connected"),
        (ssl.SSLCertVerificationError("certificate has expired"), "Somebody may be on the way"),
    ],
)
def test_what_will_not_pass_is_told_at_once(monkeypatch, reason, told):
    tried = []

    def failing(*_):
        tried.append(1)
        raise urllib.error.URLError(reason)

    monkeypatch.setattr(Web, "open", failing)

    with pytest.raises(DownloadError, match=r"example\.org can't be reached") as caught:
        read_catalogue("https://example.org/voices.json", None)

    assert told in caught.value.hint
    assert len(tried) == 1


def test_a_redirect_is_followed(server, folder):
    path = f"/en/en_GB/{NAME}.onnx"
    server.files["/elsewhere"] = server.files[path]
    server.faults = [once(".onnx", cut_off(0.5)), always(".onnx", status(302, Location="/elsewhere"))]

    bring(server, folder)

    assert ("/elsewhere", "bytes=150000-") in server.asked
    assert (folder / f"{NAME}.onnx").read_bytes() == MODEL


@pytest.mark.parametrize(
    ("location", "told"),
    [
        ("http://example.org/model", "no address of https"),
        ("ftp://example.org/model", "ftp"),
        ("file:///etc/passwd", "file"),
        ("/en/en_GB/en_GB-alba-medium.onnx", "can't be fetched"),
    ],
)
def test_a_redirect_to_where_nothing_may_come_from_is_refused(server, folder, location, told):
    server.faults = [always(".onnx", status(302, Location=location))]

    with pytest.raises(DownloadError, match=told):
        bring(server, folder)


def test_only_a_person_sends_us_to_this_machine():
    public = Web("https://example.org/voices.json")

    with pytest.raises(DownloadError, match=r"example\.org sends to an address of this machine"):
        public.check("http://127.0.0.1:631/")
    with pytest.raises(DownloadError, match="this machine"):
        public.check("https://localhost/")
    with pytest.raises(DownloadError, match="no address of https") as caught:
        public.check("http://example.org/")
    assert "--insecure" in caught.value.hint
    Web("http://example.org", insecure=True).check("http://example.org/")
    Web("http://localhost:8000").check("http://[::1]:8000/")


def test_two_downloads_into_one_folder_do_not_write_each_others_files(server, folder):
    folder.mkdir()
    with FileLock(folder / ".downloads.lock"), pytest.raises(OutputError, match="another download"):
        bring(server, folder)


def test_a_folder_that_cannot_be_written_is_named(server, tmp_path):
    (tmp_path / "file").touch()

    with pytest.raises(OutputError, match="can't be written"):
        bring(server, tmp_path / "file")


def test_a_voice_that_does_not_fit_is_not_begun(server, folder, monkeypatch):
    monkeypatch.setattr("shutil.disk_usage", lambda _: type("Usage", (), {"free": 100_000}))

    with pytest.raises(OutputError, match=r"no room for en_GB-alba-medium\.onnx"):
        bring(server, folder)

    assert ranges(server) == []


@pytest.mark.parametrize("name", [NAME, f"piper:{NAME}", f"{NAME}#12", "alba"])
def test_a_voice_is_found_by_its_names(server, folder, name):
    server.add_piper(NAME, FILES, aliases=["alba"])

    assert bring(server, folder, name=name).voice.name == NAME


def test_a_mistyped_name_brings_those_that_have_it_within(server, folder):
    with pytest.raises(VoiceMissingError) as caught:
        bring(server, folder, name="Alba")

    assert NAME in caught.value.hint


def ours(**changes):
    file = {
        "name": "kokoro-x.onnx",
        "url": "models/kokoro-x.onnx",
        "bytes": 4,
        "sha256": hashlib.sha256(b"four").hexdigest(),
    }
    voice = {"engine": "kokoro", "languages": ["en-US"], "speakers": 2, "licence": "MIT", "files": [file | changes]}
    return {"format": "narrate-voices-1", "voices": {"kokoro-x": voice}}


def test_a_catalogue_of_ones_own_needs_no_card(server, folder):
    server.files["/voices.json"] = json.dumps(ours()).encode()
    server.files["/models/kokoro-x.onnx"] = b"four"

    done = bring(server, folder, name="kokoro-x")

    assert done.licence == "MIT"
    assert (folder / "kokoro-x.MODEL_CARD").read_text() == (
        f"# kokoro-x\n* License: MIT\n* Source: {server.url}/models/kokoro-x.onnx\n"
    )


def test_a_file_without_size_or_checksum_is_taken_as_it_comes(server, folder):
    catalogue = ours()
    for key in ("bytes", "sha256"):
        del catalogue["voices"]["kokoro-x"]["files"][0][key]
    server.files["/voices.json"] = json.dumps(catalogue).encode()
    server.files["/models/kokoro-x.onnx"] = MODEL
    server.faults = [once("/kokoro-x.onnx", cut_off(0.5))]

    bring(server, folder, name="kokoro-x")

    assert (folder / "kokoro-x.onnx").read_bytes() == MODEL


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
        parse_catalogue(json.dumps(ours(**changes)).encode(), "https://example.org/")


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


def test_the_shipped_catalogue_is_one():
    voices = shipped_catalogue()

    assert [voice.name for voice in voices] == ["kokoro-v1.0", "kokoro-v1.0.int8"]
    assert all(file.bytes and file.digest.startswith("sha256:") for voice in voices for file in voice.files)
    assert all(isinstance(file, RemoteFile) and file.url.startswith("https://") for v in voices for file in v.files)


@pytest.mark.parametrize(
    ("card", "licence"),
    [
        (CARD, "CC-BY 4.0"),
        ("* License: CC0\n* Licence : MIT\n", "CC0; MIT"),
        ("no word of it", ""),
        ("* License: \x1b[31mred\x1b[0m", "[31mred [0m"),
        ("* License: " + "x" * 1000, "x" * 300 + "…"),
    ],
)
def test_the_licence_is_what_the_card_says_fit_to_show(card, licence):
    assert licence_in(card) == licence


def test_voices_go_where_their_engine_looks(tmp_path):
    assert download_folder("piper", {}).parts[-2:] == ("voices", "piper")
    assert download_folder("piper", {"NARRATE_PIPER_VOICES": f"{tmp_path}:/usr/share/voices"}) == tmp_path


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
