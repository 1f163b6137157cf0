"""Files fetched from a server on this machine that has every fault: cut off, slow, silent, wrong."""

import json

import pytest
from tests.synthesis.voicestore.bringing import FILES, MODEL, NAME, bring, left, own_catalogue, ranges
from tests.synthesis.voicestore.voice_server import (
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

from narrate.errors import DownloadError


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


def test_a_file_without_size_or_checksum_is_taken_as_it_comes(server, folder):
    catalogue = own_catalogue()
    for key in ("bytes", "sha256"):
        del catalogue["voices"]["kokoro-x"]["files"][0][key]
    server.files["/voices.json"] = json.dumps(catalogue).encode()
    server.files["/models/kokoro-x.onnx"] = MODEL
    server.faults = [once("/kokoro-x.onnx", cut_off(0.5))]

    bring(server, folder, name="kokoro-x")

    assert (folder / "kokoro-x.onnx").read_bytes() == MODEL


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
