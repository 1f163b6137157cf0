"""Web pages as archives, converters and browsers save them. The pages are made here; no story in them is anybody's."""

# ruff: noqa: E501 - pages are shown as they are

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.intake.test_structure import assert_tiles

from narrate.errors import StoryError
from narrate.intake import parse_story
from narrate.intake.formats.html.page import page_manuscript
from narrate.intake.markup.outlining import outline_manuscript
from narrate.model import Document, EmphasisKind

PROSE = (
    "The rain came down on the roof like gravel, and nobody in the house said a word about it until the morning came."
)


def read(body: str, *, head: str = "", name: str = "story.html") -> Document:
    return parse_story(f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>".encode(), name)


def kinds(document: Document) -> list[tuple[str, str]]:
    return [(b.kind.value, b.span.of(document.text)) for b in document.blocks()]


def told(document: Document) -> list[str]:
    return [words for _, words in kinds(document)]


def omitted(document: Document) -> str:
    return "\n".join(o.span.of(document.text) for o in document.omitted)


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("<p>It\n rained.</p><p>It poured.</p>", [("paragraph", "It rained."), ("paragraph", "It poured.")]),
        ("It rained.<br><br>It poured.<br>\n<br>\nIt froze.", [("paragraph", "It rained."), ("paragraph", "It poured."), ("paragraph", "It froze.")]),
        ("<div>It rained.</div><div>It poured.</div>", [("paragraph", "It rained."), ("paragraph", "It poured.")]),
        ("<p>It rained.<p>It poured.", [("paragraph", "It rained."), ("paragraph", "It poured.")]),
        ("<p>It rained.</p><hr><p>It poured.</p>", [("paragraph", "It rained."), ("scene-break", ""), ("paragraph", "It poured.")]),
        (
            "<p>It rained.</p><center>***</center><p>It poured.</p>",
            [("paragraph", "It rained."), ("scene-break", "***"), ("paragraph", "It poured.")],
        ),
        ("<p>It rained.</p><div class='scene-break'></div><p>It poured.</p>", [("paragraph", "It rained."), ("scene-break", ""), ("paragraph", "It poured.")]),
        ("<p>He is <b>bo</b>ld&nbsp;&amp; so&shy;ft.</p>", [("paragraph", "He is bold\xa0& soft.")]),
        ("<p>It rained.</p><ul><li>a rope<li>a knife</ul>", [("paragraph", "It rained."), ("list-item", "a rope"), ("list-item", "a knife")]),
        ("<p>It rained.</p><blockquote><p>Dear Jo</p></blockquote><p>He read it over and over again.</p>",
         [("paragraph", "It rained."), ("letter", "Dear Jo"), ("paragraph", "He read it over and over again.")]),
        ("<p>It rained.</p><table><tr><th>Name</th><td>Jo</td></tr></table>", [("paragraph", "It rained."), ("list-item", "Name; Jo")]),
        ("<table><tr><td><p>It rained.</p><p>It poured.</p></td></tr></table>", [("paragraph", "It rained."), ("paragraph", "It poured.")]),
        ("<p>It rained.</p><p><img src='a.png' alt='A bell on a rope'></p>", [("paragraph", "It rained."), ("caption", "A bell on a rope")]),
        ("<p><img src='o.png' alt='O'>nce it rained.</p>", [("paragraph", "Once it rained.")]),
        ("<p>It rained.</p><p><img src='IMG_01.jpg' alt='IMG_01.jpg'></p><p>It poured.</p>", [("paragraph", "It rained."), ("paragraph", "It poured.")]),
        ("<p>漢<ruby>字<rp>(</rp><rt>じ</rt><rp>)</rp></ruby>です</p>", [("paragraph", "漢字です")]),
        ("<p>It rained.<sup><a href='#fn1'>1</a></sup></p>", [("paragraph", "It rained.")]),
        ("<p>One<span class='pagenum'>[Pg 12]</span> day.</p>", [("paragraph", "One day.")]),
        ("<script>x()</script><style>p{}</style><p hidden>No</p><p style='display:none'>No</p><p>Yes.</p>", [("paragraph", "Yes.")]),
        ("<p>He said <a href='x'>hello</a>.</p>", [("paragraph", "He said hello.")]),
        ("<o:p>&nbsp;</o:p><p class=MsoNormal>It rained.<o:p></o:p></p>", [("paragraph", "It rained.")]),
    ],
)  # fmt: skip
def test_markup_becomes_blocks(body: str, found: list[tuple[str, str]]):
    assert kinds(read(body)) == found


def test_emphasis_is_kept_by_tag_style_and_class():
    document = read(
        '<p>He <i>ran</i> <span class="x">far</span> <span style="font-weight:700">away</span> <em><b>now</b></em>.</p>',
        head="<style>.x { font-style: italic } .y, p.z > b { color: red }</style>",
    )

    found = [(e.kind, e.span.of(document.text)) for e in document.emphases]
    assert found == [
        (EmphasisKind.EMPHASIS, "ran"),
        (EmphasisKind.EMPHASIS, "far"),
        (EmphasisKind.STRONG, "away"),
        (EmphasisKind.EMPHASIS, "now"),
        (EmphasisKind.STRONG, "now"),
    ]


def test_a_picture_that_stands_between_scenes_again_and_again_divides_them():
    picture = "<p><img src='swirl.png' alt=''></p>"
    document = read(f"<p>{PROSE}</p>{picture}<p>{PROSE}</p>{picture}<p>{PROSE}</p>")

    assert [kind for kind, _ in kinds(document)] == [
        "paragraph",
        "scene-break",
        "paragraph",
        "scene-break",
        "paragraph",
    ]


def test_empty_paragraphs_divide_scenes_where_they_are_rare():
    document = read(f"<p>{PROSE}</p><p>{PROSE}</p><p>&nbsp;</p><p>{PROSE}</p><p>{PROSE}</p>")

    assert [kind for kind, _ in kinds(document)].count("scene-break") == 1


def test_a_whole_story_in_pre_is_read_as_plain_text():
    lines = (
        "The rain came down on the roof like gravel, and\nnobody in the house said a word about it until\nthe morning."
    )
    document = read(f"<pre>{(lines + chr(10) * 2) * 40}</pre>")

    assert len(document.blocks()) == 40


@pytest.mark.parametrize(
    "data",
    [
        "<html><head><meta charset=windows-1251></head><body><p>Наконец-то.</p></body></html>".encode("cp1251"),
        "<?xml version='1.0' encoding='KOI8-R'?><html><body><p>Наконец-то.</p></body></html>".encode("koi8-r"),
        "<html><head><meta charset=iso-8859-1></head><body><p>Наконец-то.</p></body></html>".encode(),
        "<html><body><p>Наконец-то.</p></body></html>".encode("utf-16"),
    ],
)
def test_characters_are_read_in_the_encoding_they_are_in(data: bytes):
    assert parse_story(data, "story.html").text == "Наконец-то."


AO3 = f"""
<div id="preface"><h2 class="toc-heading">Preface</h2>
<p class="message"><b>The Bell</b><br>Posted originally on the <a href="x">Archive of Our Own</a> at <a href="y">y</a>.</p>
<div class="meta"><dl class="tags">
<dt>Rating:</dt><dd><a>Explicit</a></dd><dt>Fandom:</dt><dd><a>Bells</a></dd>
<dt>Relationship:</dt><dd><a>A/B</a>, <a>C/D</a></dd><dt>Language:</dt><dd>English</dd>
<dt>Series:</dt><dd>Part 2 of <a>Ropes</a></dd>
<dt>Stats:</dt><dd>Published: 2020-01-02 Completed: 2020-02-03 Words: 1,234 Chapters: 2/2</dd></dl>
<h1>The Bell</h1><div class="byline">by <a rel="author" href="z">ringer</a></div>
<p>Summary</p><blockquote class="userstuff"><p>Nobody rings.</p></blockquote>
<p>Notes</p><blockquote class="userstuff"><p>Thanks to all of you.</p></blockquote></div></div>
<div id="chapters" class="userstuff">
<div class="meta group"><h2 class="heading">Chapter 1: The Rope</h2>
<p>Chapter Notes</p><blockquote class="userstuff"><p>It begins.</p></blockquote></div>
<div class="userstuff"><p>{PROSE}</p><blockquote><p>Come home.</p></blockquote><p>{PROSE}</p></div>
<div class="meta group"><h2 class="heading">Chapter 2: The Goat</h2></div>
<div class="userstuff"><p>{PROSE}</p><p>{PROSE}</p></div></div>
<div id="afterword"><h2 class="toc-heading">Afterword</h2><div class="meta">
<div id="endnotes"><p>End Notes</p><blockquote class="userstuff"><p>It ends.</p></blockquote></div>
<p class="message">Please <a href="x">drop by the Archive and comment</a> to let the creator know if you enjoyed it!</p>
</div></div>"""


def test_a_download_from_the_archive_of_our_own():
    document = read(AO3, head="<title>The Bell - ringer - Bells</title>")
    metadata = dict(document.metadata)

    assert (document.title, document.author) == ("The Bell", "ringer")
    assert [chapter.title for chapter in document.chapters] == ["Chapter 1: The Rope", "Chapter 2: The Goat"]
    assert [words for kind, words in kinds(document) if kind == "note"] == [
        "Notes", "Thanks to all of you.", "Chapter Notes", "It begins.", "End Notes", "It ends.",
    ]  # fmt: skip
    assert [words for kind, words in kinds(document) if kind == "letter"] == ["Come home."]
    assert (metadata["rating"], metadata["fandom"], metadata["summary"]) == ("Explicit", "Bells", "Nobody rings.")
    assert (metadata["series"], metadata["series number"], metadata["date"]) == ("Ropes", "2", "2020-01-02")
    assert "drop by the Archive" in omitted(document)
    assert "Posted originally" in omitted(document)


FFN = f"""
<div id="top"><ul><li><a href="/">Home</a><li><a href="/just_in">Just In</a></ul></div>
<div id="profile_top"><img src="c.jpg"><button>Follow/Fav</button><b class="xcontrast_txt">The Bell</b>
<span class="xcontrast_txt">By:</span> <a class="xcontrast_txt" href="/u/1/ringer">ringer</a>
<div style="margin-top:2px" class="xcontrast_txt">Nobody rings.</div>
<span class="xgray xcontrast_txt">Rated: <a href="x">Fiction T</a> - English - Drama - Chapters: 2 - id: 99</span></div>
<select id="chap_select"><option value=1>1. The Rope<option value=2 selected>2. The Goat</select>
<div id="storytext"><p>{PROSE}</p><hr size=1 noshade><p>{PROSE}</p></div>
<div id="review">The author would like to thank you for your continued support.</div>"""


def test_a_chapter_saved_from_fanfiction_net():
    document = read(FFN, head="<title>The Bell Chapter 2, a bells fanfic | FanFiction</title>")

    assert (document.title, document.author) == ("The Bell", "ringer")
    assert dict(document.metadata)["rating"] == "T"
    assert told(document) == [PROSE, "", PROSE]
    assert "continued support" in omitted(document)
    assert "Just In" in omitted(document)


FANFICFARE = f"""
<h1><a href="https://example.org/s/1">The Bell</a> by <a href="https://example.org/u/1">ringer</a></h1>
<table class="full"><tr><td><b>Category:</b></td><td>Bells</td></tr><tr><td><b>Summary:</b></td><td>Nobody rings.</td></tr>
<tr><td><b>Rating:</b></td><td>T</td></tr></table>
<a name="TOCTOP"><h2>Table of Contents</h2></a><p><a href="#section0001">1. The Rope</a><br><a href="#section0002">2. The Goat</a><br></p>
<a name="section0001"><h2>1. The Rope</h2></a><p>{PROSE}</p>
<a name="section0002"><h2>2. The Goat</h2></a><p>{PROSE}</p>"""


def test_a_story_saved_by_fanficfare():
    document = read(FANFICFARE, head="<title>The Bell by ringer</title>")

    assert (document.title, document.author) == ("The Bell", "ringer")
    assert [chapter.title for chapter in document.chapters] == ["1. The Rope", "2. The Goat"]
    assert dict(document.metadata)["summary"] == "Nobody rings."
    assert told(document)[-4:] == ["1. The Rope", PROSE, "2. The Goat", PROSE]


MENU = "<a href='/a'>Stories</a> <a href='/b'>Authors</a> <a href='/c'>Log in</a>"
WEB_PAGE = f"""
<header class="site-header"><a href="/">Tales of the Sea and more</a><nav><ul><li>{MENU}</ul></nav></header>
<div id="page"><div class="sidebar widget"><h3>Popular now</h3><p>Another long story that everybody in town is reading.</p></div>
<main><article><h1>The Bell</h1><p class="byline">by <a rel="author" href="/u/r">Ringer</a></p>
<div class="entry-content">{"".join(f"<p>{PROSE} {number}.</p>" for number in range(12))}
<p>“No,” said Jo.</p></div><p><a href="/1">« Previous chapter</a> | <a href="/3">Next chapter »</a></p></article></main>
<div id="comments"><h2>2 thoughts on “The Bell”</h2><p>This was a wonderful story, and I want to say thanks for it all.</p></div></div>
<footer>Copyright by the site. All rights and so on and so forth.</footer>"""


def test_menus_and_comments_of_a_saved_page_are_left_out():
    document = read(WEB_PAGE, head="<title>The Bell | Tales of the Sea</title>")

    assert (document.title, document.author) == ("The Bell", "Ringer")
    assert "“No,” said Jo." in told(document)
    assert sum(PROSE in words for words in told(document)) == 12
    for words in ("Popular now", "wonderful story", "Log in", "Next chapter", "All rights"):
        assert words in omitted(document)
        assert not any(words in one for one in told(document))


def test_a_story_in_an_element_that_is_named_like_a_menu_is_told():
    document = read("<nav>Home</nav><div class='comments'>" + f"<p>{PROSE}</p>" * 5 + "</div>")

    assert told(document) == [PROSE] * 5


TAGS = st.sampled_from(
    [
        "p",
        "div",
        "br",
        "hr",
        "i",
        "b",
        "h1",
        "h2",
        "h3",
        "ul",
        "li",
        "table",
        "tr",
        "td",
        "pre",
        "blockquote",
        "span",
        "a",
        "img",
        "sup",
        "ruby",
        "rt",
        "center",
        "nav",
        "script",
    ]
)


@st.composite
def pages(draw) -> str:
    parts = []
    for _ in range(draw(st.integers(0, 30))):
        tag = draw(TAGS)
        word = draw(
            st.sampled_from(["word ", "Chapter 1", "* * *", "", "\xa0", "A/N: hello", "“Yes,” she said.", "<", "&amp;"])
        )
        close = draw(st.sampled_from([f"</{tag}>", "", "</p>", "</div>"]))
        name = draw(st.sampled_from(["", " class='poem'", " id='comments'", " hidden", " href='#1'", " alt='A cat'"]))
        parts.append(f"<{tag}{name}>{word}{close}")
    return "".join(parts)


@settings(max_examples=200, deadline=None)
@given(pages())
def test_blocks_and_omissions_tile_any_page(page: str):
    assert_tiles(outline_manuscript(page_manuscript(f"<html><body>{page}", "story.html")))


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.sampled_from(["alpha ", "beta", ". ", "gamma"]), min_size=1, max_size=12), st.lists(TAGS, max_size=12)
)
def test_no_word_that_shows_is_lost(words: list[str], tags: list[str]):
    shown = [tag for tag in tags if tag not in {"script", "rt", "sup", "img"}]
    body = "".join(f"<{tag}>{word}</{tag}>" for word, tag in zip(words, [*shown, *["p"] * len(words)], strict=False))
    try:
        document = read(f"<p>Word.</p>{body}")
    except StoryError:
        return
    assert "".join(document.text.split()) == "".join(("Word." + "".join(words)).split())


@pytest.mark.parametrize(
    "page",
    [
        "<div>" * 300_000 + "deep",
        "<p>It was late.</p>" + "<b>" * 1_000_000,
        "<p>" * 4_100_000,
        '<p a="' + "x" * 5_000_000 + '">It was late.</p>',
        "<!DOCTYPE html [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;'>]><p>It was late &b;</p>",
        "<table>" * 50_000 + "It was late.",
        "<p>It was late.</p>" + "<a href='#1'>" * 100_000,
    ],
    ids=["deep", "million-tags", "many-tags", "attribute", "entities", "tables", "links"],
)
def test_pages_made_to_break_parsers_are_refused_or_read(page: str):
    try:
        found = parse_story(b"<html>" + page.encode(), "story.html").text
    except StoryError as error:
        found = "late" if error.hint else ""
    assert "late" in found
