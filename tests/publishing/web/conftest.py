"""A real browser, and an audiobook with everything in it that a page has to show."""

from __future__ import annotations

import shutil

import pytest
from playwright.sync_api import sync_playwright

from narrate import Options, make_audiobook, publish_folder

STORY = """\
# The \\<script>alert(1)\\</script> & the Ferry

by M. Tidewell

## Chapter One: The Near Bank

The ferry was *always* late. “It is always late,” said Hester Vane, and she sat down on her trunk.

“Not always,” said the ferryman. “Only when I am tired.”

“And are you **very** tired?” Hester asked.

* * *

It was dark when they pushed off. “What is in the trunk?” the ferryman asked.

“Bells,” said Hester. “Forty of them.”

- a lamp
- a rope

## Chapter Two: The Far Bank

A boy with a lantern stood at the landing. “You are Miss Vane,” he said. “My aunt sent me.”

“Is she well?” asked Hester.
"""


@pytest.fixture(scope="session")
def _published(tmp_path_factory):
    folder = tmp_path_factory.mktemp("pages")
    story = folder / "The Ferry.md"
    story.write_text(STORY, encoding="utf-8")
    make_audiobook(story, Options(engine="silent", output=folder / "book", jobs=1))
    publish_folder(folder / "book", ["html", "html-inline"])
    return folder / "book"


@pytest.fixture
def published(_published, tmp_path):
    """The folder of an audiobook with both pages; of two chapters of silence."""
    shutil.copytree(_published, tmp_path / "published")
    return tmp_path / "published"


@pytest.fixture(scope="session")
def _browser():
    path = shutil.which("chromium")
    if path is None:
        pytest.skip("chromium is not installed; .ci/run installs it")
    with sync_playwright() as playwright:
        arguments = ["--no-sandbox", "--autoplay-policy=no-user-gesture-required"]
        browser = playwright.chromium.launch(executable_path=path, args=arguments)
        yield browser
        browser.close()


@pytest.fixture
def visit(_browser):
    """Open a file in a browser of its own; what goes wrong on the page, and what it asks for, is kept with it."""
    contexts = []

    def go(path, fragment="", remembering="{}", **settings):
        context = _browser.new_context(**{"viewport": {"width": 1440, "height": 900}, **settings})
        contexts.append(context)
        context.add_init_script(f"Object.assign(localStorage, {remembering})")
        page = context.new_page()
        page.faults, page.asked = [], []
        page.on("console", lambda message: page.faults.append(message.text))
        page.on("pageerror", lambda error: page.faults.append(str(error)))
        page.on("dialog", lambda dialog: (page.faults.append(dialog.message), dialog.dismiss()))
        page.on("request", lambda request: page.asked.append(request.url))
        page.goto(path.as_uri() + fragment)
        return page

    yield go
    for context in contexts:
        context.close()
