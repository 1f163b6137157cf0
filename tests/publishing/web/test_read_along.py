"""The read-along page in a real browser, opened from disk as a person opens it."""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import replace

import pytest
from axe_playwright_python.sync_playwright import Axe

from narrate.model import CueWord, Span
from narrate.publishing import edition_from_json
from narrate.publishing.web.page import read_along

PAGE = "read-along.html"
INLINE = "read-along-with-sound.html"
MARKED = "document.querySelector('.s.on')?.id"
READY = "document.getElementById('sound').readyState > 0"


def sentences(page):
    """What the page says of its sentences: id, start, end, words."""
    return page.evaluate(
        "[...document.querySelectorAll('.chapter:not([hidden]) .s')]"
        ".map(s => ({id: s.id, start: +s.dataset.start, end: +s.dataset.end, text: s.textContent}))"
    )


def seconds(page):
    return page.evaluate("document.getElementById('sound').currentTime")


def playing(page):
    return page.evaluate("!document.getElementById('sound').paused")


def wait(page, condition):
    """Wait until something is so on the page. The page forbids what Playwright waits with, evaluation of a string."""
    page.evaluate(
        "() => new Promise((done, fail) => { setTimeout(() => fail('waited in vain'), 20000);"
        f"const look = () => ({condition}) ? done() : requestAnimationFrame(look); look(); }})"
    )


def at(page, seconds_in):
    """Wait until the sound is there."""
    wait(page, f"document.getElementById('sound').currentTime >= {seconds_in}")


def test_it_shows_the_story_as_it_is_written(published, visit):
    page = visit(published / PAGE)

    assert page.title() == "The <script>alert(1)</script> & the Ferry – read along"
    assert page.locator("h1").inner_text() == "The <script>alert(1)</script> & the Ferry"
    first = page.locator("#chapter-1")
    assert first.locator("h2").inner_text() == "Chapter One: The Near Bank"
    assert first.locator("em").all_inner_texts() == ["always"]
    assert first.locator("strong").all_inner_texts() == ["very"]
    assert first.locator("hr").count() == 1
    assert first.locator("ul li .s").all_inner_texts() == ["a lamp", "a rope"]
    told = first.locator("p").filter(has_text="ferry was").inner_text()
    assert told == "The ferry was always late. “It is always late,” said Hester Vane, and she sat down on her trunk."
    assert not page.locator("#chapter-2").is_visible()
    assert page.faults == []


def test_it_asks_for_nothing_but_what_lies_beside_it(published, visit):
    page = visit(published / PAGE)
    wait(page, READY)

    home = published.as_uri() + "/"
    assert all(url.startswith(home) for url in page.asked)
    assert any(url.endswith(".mp3") for url in page.asked)
    policy = page.locator("meta[http-equiv]").get_attribute("content")
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


def test_what_is_added_to_the_page_does_not_run(published, visit):
    page = visit(published / PAGE)

    page.evaluate(
        "() => { const one = document.createElement('script'); one.textContent = 'window.ran = 1';"
        "document.body.append(one); }"
    )

    assert page.evaluate("window.ran") is None
    assert any("Content Security Policy" in fault for fault in page.faults)


def test_the_sentence_that_is_heard_is_marked(published, visit):
    page = visit(published / PAGE)
    wait(page, READY)
    page.select_option("#speed", "2")
    told = {one["id"]: one for one in sentences(page)}
    page.evaluate(
        "() => { window.seen = []; const sound = document.getElementById('sound');"
        f"const look = () => {{ seen.push([sound.currentTime, {MARKED} || null]); requestAnimationFrame(look); }};"
        "sound.addEventListener('playing', look, {once: true}); }"
    )

    page.locator(".s").nth(2).click()
    at(page, sorted(one["end"] for one in told.values())[5])
    seen = page.evaluate("seen")

    late = [
        (time, marked)
        for time, marked in seen
        for one in told.values()
        if one["start"] + 0.1 <= time < one["end"] and marked != one["id"]
    ]
    assert len({marked for _, marked in seen}) >= 3
    assert late == []
    assert page.faults == []


def with_words(passage):
    """A passage whose words are heard as long as one another."""
    cues = []
    for cue in passage.cues:
        said = list(re.finditer(r"\w+", passage.words_of(cue.span)))
        each_s = (cue.end_s - cue.start_s) / max(len(said), 1)
        words = tuple(
            CueWord(
                Span(cue.span.start + one.start(), cue.span.start + one.end()),
                cue.start_s + at * each_s,
                cue.start_s + (at + 1) * each_s,
            )
            for at, one in enumerate(said)
        )
        cues.append(replace(cue, words=words))
    return replace(passage, cues=tuple(cues))


def test_the_word_that_is_heard_is_marked(published, visit):
    edition = edition_from_json((published / "timeline.json").read_text(encoding="utf-8"), published)
    timed = replace(edition, chapters=tuple(
        replace(chapter, passages=tuple(with_words(passage) for passage in chapter.passages))
        for chapter in edition.chapters
    ))  # fmt: skip
    (published / "words.html").write_text(read_along(timed, by_word=True), encoding="utf-8")

    page = visit(published / "words.html")
    wait(page, READY)
    said = page.evaluate(
        "async () => { const heard = []; const sound = document.getElementById('sound');"
        "for (const one of [...document.querySelectorAll('#chapter-1 .s')].slice(3, 6))"
        "  for (const told of one.dataset.words.split(' ')) {"
        "    const there = new Promise(done => sound.addEventListener('seeked', done, {once: true}));"
        "    sound.currentTime = Number(told.split(',')[0]) + 0.05; await there;"
        "    heard.push([...CSS.highlights.get('word')].join());"
        "  } return heard; }"
    )

    assert " ".join(said) == (
        "The ferry was always late It is always late said Hester Vane and she sat down on her trunk"
    )


def test_a_click_plays_from_there(published, visit):
    page = visit(published / PAGE)
    wait(page, READY)
    chosen = sentences(page)[6]

    page.locator(f"#{chosen['id']}").click()
    at(page, chosen["start"])

    assert seconds(page) < chosen["start"] + 2
    assert playing(page)
    assert page.evaluate(MARKED) == chosen["id"]
    assert page.locator("#now").inner_text().endswith(chosen["text"])


def test_the_keyboard_alone_is_enough(published, visit):
    page = visit(published / PAGE)
    wait(page, READY)
    told = sentences(page)

    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.classList.contains('s')"):
            break
    for _ in range(3):
        page.keyboard.press("ArrowDown")
    chosen = page.evaluate("document.activeElement.id")
    assert chosen == told[3]["id"]
    page.keyboard.press("Enter")
    start = next(one["start"] for one in told if one["id"] == chosen)
    at(page, start)
    assert playing(page)
    page.keyboard.press(" ")
    assert not playing(page)
    page.keyboard.press("End")
    assert page.evaluate("document.activeElement.id") == told[-1]["id"]


def test_buttons_go_back_and_forth(published, visit):
    page = visit(published / PAGE)
    wait(page, READY)
    told = sentences(page)

    page.click("#forward")
    page.click("#forward")
    page.click("#back")
    before = page.evaluate(MARKED)
    page.click("#next")
    after = page.evaluate(MARKED)
    ids = [one["id"] for one in told]
    assert ids.index(after) == ids.index(before) + 1
    page.click("#after")
    assert page.locator("#chapter-2").is_visible()
    assert not page.locator("#chapter-1").is_visible()
    assert page.locator("[aria-current]").first.inner_text() == "Chapter Two: The Far Bank"


def test_the_next_chapter_follows(published, visit):
    page = visit(published / PAGE)
    wait(page, READY)

    page.evaluate("() => { const s = document.getElementById('sound'); s.currentTime = s.duration - 0.3; s.play(); }")
    page.wait_for_selector("#chapter-2", state="visible")
    at(page, 0.1)

    assert playing(page)


def test_the_sleep_timer_stops_at_the_end_of_the_chapter(published, visit):
    page = visit(published / PAGE)
    wait(page, READY)
    page.select_option("#sleep", "-1")
    assert "end of the chapter" in page.locator("#status").inner_text()

    page.evaluate("() => { const s = document.getElementById('sound'); s.currentTime = s.duration - 0.2; s.play(); }")
    wait(page, "document.getElementById('sleep').value === '0'")

    assert page.locator("#chapter-1").is_visible()
    assert not playing(page)


def test_the_sleep_timer_stops_after_its_minutes(published, visit):
    page = visit(published / PAGE)
    wait(page, READY)
    page.select_option("#sleep", "5")
    page.locator(".s").first.click()
    at(page, 0.7)
    assert playing(page)

    page.evaluate("() => { const now = Date.now; Date.now = () => now() + 5 * 60 * 1000; }")
    wait(page, "document.getElementById('sound').paused")

    assert "sleep timer" in page.locator("#status").inner_text()


def test_place_and_settings_are_remembered(published, visit):
    page = visit(published / PAGE)
    wait(page, READY)
    page.click("#after")
    wait(page, READY)
    chosen = sentences(page)[2]
    page.select_option("#speed", "1.5")
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
    page.select_option("#theme", "dark")
    page.check("#wide")
    page.locator(f"#{chosen['id']}").click()
    at(page, chosen["start"])
    page.evaluate("document.getElementById('sound').pause()")
    wait(page, "Object.keys(localStorage).some(key => localStorage[key].includes('\"chapter\":1'))")
    kept = page.evaluate("JSON.stringify(localStorage)")

    page = visit(published / PAGE, remembering=kept)
    wait(page, READY)

    assert page.locator("#chapter-2").is_visible()
    assert page.evaluate(MARKED) == chosen["id"]
    wait(page, "document.getElementById('sound').playbackRate === 1.5")
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    assert page.evaluate("document.documentElement.classList.contains('wide')")


@pytest.mark.parametrize("kept", ["null", "[1]", '{"chapter": 99, "time": -1}', '{"chapter": "x"}', "broken"])
def test_what_a_browser_remembers_wrongly_does_no_harm(published, visit, kept):
    page = visit(published / PAGE)
    book = page.locator("#text").get_attribute("data-book")

    page = visit(published / PAGE, remembering=json.dumps({f"narrate:place:{book}": kept, "narrate:settings": kept}))
    wait(page, READY)

    assert page.locator("#chapter-1").is_visible()
    assert page.faults == []


def test_an_address_names_a_sentence(published, visit):
    page = visit(published / PAGE, "#c2u1-1")
    wait(page, READY)

    assert page.locator("#chapter-2").is_visible()
    assert page.evaluate(MARKED) == "c2u1-1"


def test_one_file_alone_plays(published, visit, tmp_path):
    alone = tmp_path / "alone"
    alone.mkdir()
    shutil.copy(published / INLINE, alone)

    page = visit(alone / INLINE)
    wait(page, READY)
    page.locator(".s").nth(1).click()
    at(page, sentences(page)[1]["start"])

    assert playing(page)
    assert not [url for url in page.asked if not url.startswith(("file:", "blob:"))]
    assert page.faults == []


def test_without_scripts_the_whole_story_is_there(published, visit):
    page = visit(published / PAGE, java_script_enabled=False)

    assert page.locator("#chapter-2 h2").is_visible()
    assert page.get_by_role("link", name="The sound of this chapter").count() == 2


def test_it_prints_as_a_script(published, visit):
    page = visit(published / PAGE)
    wait(page, READY)
    page.evaluate("() => { window.print = () => { window.printed = document.documentElement.className; }; }")
    page.emulate_media(media="print")

    assert not page.locator(".player").is_visible()
    assert page.locator("#chapter-2 h2").is_visible()
    page.emulate_media(media="screen")
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
    page.click("#print")
    assert "as-script" in page.evaluate("window.printed")
    who = page.evaluate("getComputedStyle(document.querySelector('.u[data-who=\"Hester Vane\"]'), '::before').content")
    assert who == '"Hester Vane"'


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1440])
def test_axe_finds_nothing(published, visit, scheme, width):
    page = visit(published / PAGE, color_scheme=scheme, viewport={"width": width, "height": 800})
    wait(page, READY)
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
    page.locator(".s").nth(4).click()

    found = Axe().run(page)

    assert found.response["violations"] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
