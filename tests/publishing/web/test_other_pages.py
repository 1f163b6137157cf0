"""The pages that need no program of their own: report, podcast, contents."""

from __future__ import annotations

import datetime as dt

import pytest
from axe_playwright_python.sync_playwright import Axe

from narrate.pipeline import FeedOptions, make_feed
from narrate.pipeline.editions.report import make_report


@pytest.fixture
def pages(published):
    """Where the pages are."""
    make_report(published)
    make_feed([published], published.parent / "podcast", FeedOptions("https://example.org/", dt.date(2027, 1, 4)))
    podcast = published.parent / "podcast"
    (episode, *_) = sorted(podcast.glob("*/01.html"))
    return {
        "report": published / "report.html",
        "contents": published / "contents.html",
        "podcast": podcast / "index.html",
        "episode": episode,
    }


@pytest.mark.parametrize(("scheme", "width"), [("light", 320), ("dark", 1440)])
def test_axe_finds_nothing_and_nothing_is_too_wide(pages, visit, scheme, width):
    for name, path in pages.items():
        page = visit(path, color_scheme=scheme, viewport={"width": width, "height": 800})
        page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")

        assert Axe().run(page).response["violations"] == [], name
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name
        assert page.faults == [], name
