"""A voice found by its name and brought into a folder with its licence; the server is on this machine."""

import json

import pytest
from filelock import FileLock
from tests.synthesis.voicestore.bringing import CARD, FILES, MODEL, NAME, bring, left, own_catalogue, ranges

from narrate.errors import OutputError, VoiceMissingError
from narrate.synthesis.voicestore import download_folder
from narrate.synthesis.voicestore.downloading import licence_in


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


def test_a_catalogue_of_ones_own_needs_no_card(server, folder):
    server.files["/voices.json"] = json.dumps(own_catalogue()).encode()
    server.files["/models/kokoro-x.onnx"] = b"four"

    done = bring(server, folder, name="kokoro-x")

    assert done.licence == "MIT"
    assert (folder / "kokoro-x.MODEL_CARD").read_text() == (
        f"# kokoro-x\n* License: MIT\n* Source: {server.url}/models/kokoro-x.onnx\n"
    )


@pytest.mark.parametrize("name", [NAME, f"piper:{NAME}", f"{NAME}#12", "alba"])
def test_a_voice_is_found_by_its_names(server, folder, name):
    server.add_piper(NAME, FILES, aliases=["alba"])

    assert bring(server, folder, name=name).voice.name == NAME


def test_a_mistyped_name_brings_those_that_have_it_within(server, folder):
    with pytest.raises(VoiceMissingError) as caught:
        bring(server, folder, name="Alba")

    assert NAME in caught.value.hint


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
