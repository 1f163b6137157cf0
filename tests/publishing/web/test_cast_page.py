"""The page of a cast, in a real browser."""

import math
import struct

import pytest
from axe_playwright_python.sync_playwright import Axe

from narrate.model import AudioFormat
from narrate.publishing import write_mp3
from narrate.publishing.web.cast_page import CHARTED, CastBook, CastPerson, CastTalk, cast_page

EVIL = "</style><script>alert(1)</script>"
PLAY_FOR_A_WHILE = """async (number) => {
    const audio = document.querySelectorAll('audio')[number];
    await audio.play();
    while (audio.currentTime === 0) await new Promise((done) => setTimeout(done, 20));
}"""
"""Resolves when sound has begun; the page's own rules forbid what Playwright's waiting would evaluate in it."""


@pytest.fixture(scope="session")
def sound(tmp_path_factory):
    path = tmp_path_factory.mktemp("sound") / "tone.mp3"
    tone = b"".join(struct.pack("<h", int(8000 * math.sin(n / 8))) for n in range(44_100))
    write_mp3(path, [tone], AudioFormat(22_050), 64)
    return path.read_bytes()


def book(sound, people=3):
    names = ["Narrator", EVIL, "Ann & the very long name of somebody who travels under all of it", "أمل"]
    names += [f"Person {n}" for n in range(people - 3)]
    cast = tuple(
        CastPerson(
            name,
            "female",
            "pyttsx3:gmw/en-gb+f2, −2 semitones",
            9 * (people - n) + 1,
            40,
            0.2,
            f"Because {EVIL}.",
            says=f"“Good evening,” {EVIL}",
            sound=sound if n < 3 else b"",
            why_silent="" if n < 3 else "It could not be spoken.",
        )
        for n, name in enumerate(names)
    )
    talks = tuple(
        CastTalk(n, n + 1, 40 - n, "5 semitones higher, another timbre" if n % 2 else "") for n in range(1, people)
    )
    return CastBook(f"The {EVIL} Ferry", "en-GB", cast, talks)


@pytest.fixture
def opened(sound, tmp_path, visit):
    def go(people=3, **settings):
        path = tmp_path / "cast.html"
        path.write_text(cast_page(book(sound, people)), encoding="utf-8")
        return visit(path, **settings)

    return go


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1440])
def test_axe_finds_nothing_and_nothing_is_cut_off(opened, scheme, width):
    page = opened(people=30, color_scheme=scheme, viewport={"width": width, "height": 800})
    assert Axe().run(page).response["violations"] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_names_are_words_and_nothing_is_asked_of_anybody(opened):
    page = opened()
    assert page.faults == []
    assert [url[:5] for url in page.asked if not url.startswith("data:")] == ["file:"]
    assert page.locator("h3").nth(1).inner_text() == EVIL
    assert page.locator("h1").inner_text() == f"The cast of The {EVIL} Ferry"


def test_each_voice_plays_and_only_one_at_a_time(opened):
    page = opened()
    page.evaluate(PLAY_FOR_A_WHILE, 0)
    page.evaluate(PLAY_FOR_A_WHILE, 1)
    assert page.evaluate("document.querySelectorAll('audio')[0].paused")
    assert page.faults == []


def test_the_table_says_what_the_chart_shows(opened):
    page = opened(people=30)
    assert page.locator(".chart text").count() == CHARTED
    assert page.locator("tbody tr").count() == 29
    assert page.locator("tbody tr").nth(0).locator("td").nth(1).inner_text() == "39"
    assert page.locator("figcaption").inner_text().endswith("6 more people, with fewer lines, are in the table alone.")


def test_the_keyboard_reaches_the_voices_at_once(opened):
    page = opened()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "To the voices"
    page.keyboard.press("Enter")
    assert page.url.endswith("#voices")


def test_a_narrator_alone_has_no_chart(sound):
    alone = CastBook("Alone", "en", (CastPerson("Narrator", "", "e:v", 1, 9, 1.0, "A voice."),), ())
    page = cast_page(alone)
    assert "A narrator alone." in page
    assert "<svg" not in page
