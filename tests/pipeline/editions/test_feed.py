"""A podcast of finished audiobooks: held against a schema, read by feedparser, taken in by a podcast client."""

from __future__ import annotations

import datetime as dt
import json
import os
import subprocess
import threading
import uuid
from email.utils import parsedate_to_datetime
from typing import Any

import feedparser
import pytest
from lxml import etree as lxml_etree
from tests.conftest import ROOT, STORY

from narrate import Options, make_audiobook
from narrate.errors import InputError, UsageError
from narrate.pipeline import FeedOptions, make_feed
from narrate.pipeline.editions.serving import FolderServer
from narrate.pipeline.events import Notice

etree: Any = lxml_etree
URL = "https://example.org/the-ferry/"
START = dt.date(2027, 1, 4)
NAMES = {"podcast": "https://podcastindex.org/namespace/1.0", "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd"}


@pytest.fixture
def made(book, tmp_path):
    """Make the podcast of a folder, and read its feed."""

    def make(*folders, url=URL, start=START, **chosen):
        summary = make_feed(folders or (book,), tmp_path / "podcast", FeedOptions(url, start, **chosen))
        return summary, etree.parse(tmp_path / "podcast" / "feed.xml")

    return make


def texts(feed, path):
    return [one.text for one in feed.iterfind(f".//{path}", NAMES)]


def narrated(tmp_path, text, name="The Ferry"):
    """An audiobook of a text, made or made anew."""
    story = tmp_path / f"{name}.txt"
    story.write_text(text, encoding="utf-8")
    make_audiobook(story, Options(engine="silent", output=tmp_path / name, jobs=1))
    return tmp_path / name


def test_the_feed_is_as_the_schema_says(made):
    _, feed = made(email="m@example.org", complete=True)

    schema = etree.RelaxNG(etree.parse(ROOT / "tests" / "data" / "podcast.rng"))
    assert schema.validate(feed), schema.error_log


def test_what_feedparser_reads(made, book, tmp_path):
    made()
    read = feedparser.parse((tmp_path / "podcast" / "feed.xml").read_bytes())

    assert not read.bozo
    assert (read.feed.title, read.feed.author) == ("The Ferry", "M. Tidewell")
    assert [one.title for one in read.entries] == ["Chapter One: The Near Bank", "Chapter Two: The Far Bank"]
    assert [one.itunes_episode for one in read.entries] == ["1", "2"]
    for entry, sound in zip(read.entries, sorted(book.glob("*.mp3")), strict=True):
        (enclosure,) = entry.enclosures
        assert int(enclosure.length) == sound.stat().st_size
        assert (tmp_path / "podcast" / enclosure.href.removeprefix(URL)).read_bytes() == sound.read_bytes()


def test_everything_the_feed_names_is_there(made, tmp_path):
    _, feed = made()

    addresses = {one for one in feed.xpath("//@url | //@href") if one.startswith(URL)} | set(texts(feed, "link"))
    assert len(addresses) > 10
    for address in addresses:
        assert (tmp_path / "podcast" / address.removeprefix(URL)).is_file(), address
    assert (tmp_path / "podcast" / "index.html").is_file()
    (marks, *_) = sorted((tmp_path / "podcast").rglob("*.chapters.json"))
    assert json.loads(marks.read_text(encoding="utf-8")) == {
        "version": "1.2.0",
        "chapters": [
            {"startTime": 0, "title": "Chapter One: The Near Bank"},
            {"startTime": pytest.approx(30, abs=15), "title": "It was dark when they pushed off. Nobody spoke …"},
        ],
    }


def test_synthetic_voices_are_named_as_such(made):
    _, feed = made()

    persons = [(one.get("role"), one.text) for one in feed.iterfind(".//item/podcast:person", NAMES)]
    assert all("(synthetic voice)" in name for _, name in persons)
    assert any(role == "voice actor" and name.endswith("as Hester Vane") for role, name in persons)


def test_identifiers_are_those_of_the_namespace_and_stay(made):
    _, feed = made()
    space = uuid.UUID("ead4c236-bf58-58c6-a2c6-a6b28d128cb6")
    assert texts(feed, "podcast:guid") == [str(uuid.uuid5(space, "example.org/the-ferry"))]

    _, moved = made(url="https://elsewhere.example/x")
    assert texts(moved, "podcast:guid") == texts(feed, "podcast:guid")
    assert texts(moved, "guid") == texts(feed, "guid")


def test_the_same_again_touches_nothing(made, tmp_path):
    made()
    before = {path: path.stat().st_mtime_ns for path in (tmp_path / "podcast").rglob("*") if path.is_file()}

    summary, _ = made(start=dt.date(2029, 9, 9))

    assert summary.new == 0
    written = {path: path.stat().st_mtime_ns for path in before if path.name not in {"holder", "lock"}}
    assert written == {path: before[path] for path in written}


def test_a_new_chapter_leaves_the_others_as_they_are(made, tmp_path):
    one = narrated(tmp_path, STORY)
    _, before = made(one)
    between = STORY.replace(
        "Chapter Two: The Far Bank", "Chapter Two: The Middle\n\nThey drifted.\n\nChapter Three: The Far Bank"
    )
    one = narrated(tmp_path, between)

    summary, after = made(one, start=dt.date(2027, 2, 1))

    assert summary.new == 1
    old, new = texts(before, "guid"), texts(after, "guid")
    assert len(set(new)) == 3
    assert new[0] == old[0]
    assert set(old) < set(new)
    dates = dict(zip(new, texts(after, "item/pubDate"), strict=True))
    assert [dates[guid] for guid in old] == texts(before, "item/pubDate")
    latest = max(parsedate_to_datetime(date) for date in texts(before, "item/pubDate"))
    (added,) = set(new) - set(old)
    assert parsedate_to_datetime(dates[added]) > latest


def test_episodes_come_out_one_by_one(made):
    _, feed = made(every_days=7)

    dates = [parsedate_to_datetime(date) for date in texts(feed, "item/pubDate")]
    assert [date.date().isoformat() for date in dates] == ["2027-01-04", "2027-01-11"]


def test_several_books_are_seasons(made, book, tmp_path):
    second = narrated(tmp_path, STORY.replace("The Ferry", "The <i>Bell</i> & Rope", 1), "The Bell")
    _, feed = made(book, second, title="The River")

    assert texts(feed, "channel/title") == ["The River"]
    assert texts(feed, "itunes:season") == ["1", "1", "2", "2"]
    assert texts(feed, "item/title")[2] == "The <i>Bell</i> & Rope: Chapter One: The Near Bank"
    assert len(set(texts(feed, "guid"))) == 4


def test_the_rating_makes_it_explicit(made, tmp_path):
    rated = narrated(tmp_path, STORY.replace("by M. Tidewell", "by M. Tidewell\nRating: NC-17"))
    _, feed = made(rated)

    assert set(texts(feed, "itunes:explicit")) == {"true"}


def test_what_is_missing_is_said(book, tmp_path):
    heard: list[Any] = []
    make_feed([book], tmp_path / "podcast", FeedOptions(URL, START), heard.append)

    assert any(isinstance(one, Notice) and "cover" in one.text for one in heard)


@pytest.mark.parametrize(
    "url", ["", "example.org", "ftp://example.org/", "https://", "https://a b/", "http://[", "https://e.org/?a"]
)
def test_what_is_no_address_is_refused(book, tmp_path, url):
    with pytest.raises(UsageError, match="no address"):
        make_feed([book], tmp_path / "podcast", FeedOptions(url, START))
    assert not (tmp_path / "podcast").exists()


def test_what_makes_no_sense_is_refused(book, tmp_path):
    with pytest.raises(UsageError, match="same name"):
        make_feed([book, book], tmp_path / "podcast", FeedOptions(URL, START))
    with pytest.raises(UsageError, match="folder of its own"):
        make_feed([book], book, FeedOptions(URL, START))
    with pytest.raises(UsageError, match="category"):
        make_feed([book], tmp_path / "podcast", FeedOptions(URL, START, category="Nonsense"))
    with pytest.raises(InputError, match="no finished audiobook"):
        make_feed([tmp_path], tmp_path / "podcast", FeedOptions(URL, START))


def test_a_podcast_client_subscribes_and_downloads(made, book, tmp_path, need):
    gpo = need("gpo")
    made()
    home = tmp_path / "gpodder"
    known = {key: value for key, value in os.environ.items() if "proxy" not in key.lower()}

    def client(*words):
        return subprocess.run(
            [gpo, *words], env={**known, "HOME": str(home), "GPODDER_HOME": str(home)}, cwd=tmp_path, check=True,
            capture_output=True, text=True, timeout=120, stdin=subprocess.DEVNULL,
        ).stdout  # fmt: skip

    with FolderServer(tmp_path / "podcast", port=0) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        client("subscribe", f"{server.address}feed.xml")
        client("update")
        client("download")
        server.shutdown()

    got = sorted(path.read_bytes() for path in home.rglob("*.mp3"))
    assert got == sorted(path.read_bytes() for path in book.glob("*.mp3"))
