"""Where voices may come from: redirects, and addresses that nothing is asked of."""

import socket
import ssl
import urllib.error

import pytest
from tests.synthesis.voicestore.bringing import MODEL, NAME, bring
from tests.synthesis.voicestore.voice_server import always, cut_off, once, status

from narrate.errors import DownloadError
from narrate.synthesis.voicestore import Web, read_catalogue


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
