"""The small server: ranges as players ask for them, nothing outside the folder, nothing hidden, no lists."""

from __future__ import annotations

import http.client
import threading

import pytest

from narrate.errors import InputError, OutputError
from narrate.pipeline.editions.serving import FolderServer

SOUND = bytes(range(256)) * 1000


@pytest.fixture
def server(tmp_path):
    folder = tmp_path / "served"
    (folder / "book").mkdir(parents=True)
    (folder / ".narrate").mkdir()
    (folder / ".narrate" / "feed.json").write_text('{"url": "https://e.org/a&b/"}', encoding="utf-8")
    (folder / "01 One.mp3").write_bytes(SOUND)
    (folder / "empty.mp3").write_bytes(b"")
    (folder / "book" / "a.chapters.json").write_text("{}", encoding="utf-8")
    (folder / "book" / "index.html").write_text("<p>book</p>", encoding="utf-8")
    (folder / "feed.xml").write_text(
        '<rss><a url="https://e.org/a&amp;b/x"/><link>https://e.org/a&amp;b/y</link>see https://e.org/a&amp;b/</rss>',
        encoding="utf-8",
    )
    (tmp_path / "secret.txt").write_text("secret", encoding="utf-8")
    (folder / "link.txt").symlink_to(tmp_path / "secret.txt")
    (folder / "page").mkdir()
    (folder / "page" / "index.html").symlink_to(tmp_path / "secret.txt")
    (folder / "shown.json").symlink_to(folder / ".narrate" / "feed.json")
    with FolderServer(folder, port=0) as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield running
        running.shutdown()


@pytest.fixture
def get(server):
    connection = http.client.HTTPConnection("127.0.0.1", server.server_address[1], timeout=20)

    def ask(path, method="GET", **headers):
        connection.request(method, path, headers={name.replace("_", "-"): value for name, value in headers.items()})
        answer = connection.getresponse()
        return answer.status, dict(answer.getheaders()), answer.read()

    yield ask
    connection.close()


def test_a_whole_file(get):
    status, headers, body = get("/01%20One.mp3")

    assert (status, body) == (200, SOUND)
    assert headers["Content-Type"] == "audio/mpeg"
    assert headers["Accept-Ranges"] == "bytes"
    assert headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    ("asked", "start", "end"),
    [("bytes=0-0", 0, 1), ("bytes=100-199", 100, 200), ("bytes=255990-", 255990, 256000), ("bytes=-5", 255995, 256000),
     ("bytes=0-999999999", 0, 256000), ("bytes=-999999999", 0, 256000)],
)  # fmt: skip
def test_a_part(get, asked, start, end):
    status, headers, body = get("/01%20One.mp3", Range=asked)

    assert (status, body) == (206, SOUND[start:end])
    assert headers["Content-Range"] == f"bytes {start}-{end - 1}/{len(SOUND)}"


@pytest.mark.parametrize("asked", ["bytes=9-2", "bytes=0-1,5-6", "lines=1-2", "bytes=-", "bytes=x-y"])
def test_what_is_no_range_gets_the_whole(get, asked):
    status, _, body = get("/01%20One.mp3", Range=asked)

    assert (status, body) == (200, SOUND)


@pytest.mark.parametrize(
    ("file", "asked"), [("/01%20One.mp3", "bytes=256000-"), ("/01%20One.mp3", "bytes=-0"), ("/empty.mp3", "bytes=0-")]
)
def test_a_range_beyond_the_end(get, file, asked):
    status, headers, body = get(file, Range=asked)

    assert (status, body) == (416, b"")
    assert headers["Content-Range"].startswith("bytes */")


def test_head_says_the_same_without_the_body(get):
    status, headers, body = get("/01%20One.mp3", method="HEAD")

    assert (status, body, headers["Content-Length"]) == (200, b"", str(len(SOUND)))


@pytest.mark.parametrize(
    "path",
    ["/", "/..", "/../secret.txt", "/%2e%2e/secret.txt", "/book/../../secret.txt", "//secret.txt", "/link.txt",
     "/.narrate/feed.json", "/%2enarrate/feed.json", "/nothing", "/book/nothing", "/..%5csecret.txt", "/%00", "/%ff",
     "/01 One.mp3/x", "/http://%5b", "/page", "/page/index.html", "/shown.json"],
)  # fmt: skip
def test_nothing_else_is_seen(get, path):
    status, _, body = get(path.replace(" ", "%20"))

    assert status == 404
    assert b"secret" not in body


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_nothing_can_be_written(get, method):
    assert get("/01%20One.mp3", method=method)[0] == 501


def test_types_and_pages(get):
    assert get("/book/a.chapters.json")[1]["Content-Type"].startswith("application/json+chapters")
    assert get("/book/")[2] == b"<p>book</p>"


def test_the_feeds_addresses_lead_here(server, get):
    _, headers, body = get("/feed.xml")
    here = server.address.encode()

    assert headers["Content-Type"].startswith("application/rss+xml")
    assert body == b'<rss><a url="' + here + b'x"/><link>' + here + b"y</link>see https://e.org/a&amp;b/</rss>"
    assert b"<script>" not in get("/feed.xml", Host='a"<script>')[2]


def test_what_can_not_be_served(tmp_path, server):
    with pytest.raises(InputError, match="no folder"):
        FolderServer(tmp_path / "nothing", port=0)
    with pytest.raises(OutputError, match="can't listen"):
        FolderServer(tmp_path, port=server.server_address[1])
