"""The pages of a podcast: one that lists the episodes, and one for each with its transcript."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from posixpath import relpath
from typing import TYPE_CHECKING
from urllib.parse import quote

from narrate.publishing.feed.plan import Episode, Podcast
from narrate.publishing.feed.rss import FILE, description, voices
from narrate.publishing.prose import Paragraph, paragraphs
from narrate.publishing.web.figures import length
from narrate.publishing.web.markup import asset, block, direction, fragments, grouped, lead, page, tag
from narrate.publishing.web.palette import Look, looks, style_rules

if TYPE_CHECKING:
    from lxml.etree import _Element as Element


def index_page(podcast: Podcast) -> str:
    """The page that lists the episodes."""
    books: list[Element] = []
    season = 0
    for episode in podcast.episodes:
        if episode.season != season:
            season = episode.season
            if podcast.seasons > 1:
                books.append(tag("h2", episode.edition.title, lang=episode.edition.language))
            books.append(tag("ol", class_="episodes"))
        books[-1].append(_listed(episode))
    cover = tag("img", src=quote(podcast.cover), alt="", class_="cover") if podcast.cover else None
    subscribe = tag("p", "To subscribe, give your podcast app the address of ", tag("a", "the feed", href=FILE), ".")
    by = tag("p", f"by {podcast.author}", class_="by") if podcast.author else None
    main = tag(
        "main", cover, tag("h1", podcast.title), by, tag("p", podcast.description), subscribe, *books, class_="sheet"
    )
    return page(title=podcast.title, body=tag("body", main), style=asset("sheet.css"))


def _listed(episode: Episode) -> Element:
    link = tag("a", episode.chapter.title, href=quote(f"{episode.stem}.html"), lang=episode.edition.language)
    date = episode.published.date().isoformat()
    told = tag("span", " ", tag("time", date, datetime=date), f", {length(episode.chapter.duration_s)}", class_="by")
    return tag("li", link, told)


def episode_page(podcast: Podcast, episode: Episode) -> str:
    """An episode's page: the sound, who is heard, and what they say."""
    edition = episode.edition
    name = episode.stem.rpartition("/")[2]
    home = relpath("index.html", episode.stem.rpartition("/")[0] or ".")
    worn = looks(edition)
    captions = tag("track", kind="captions", src=quote(f"{name}.vtt"), srclang=edition.language, label="Captions")
    sound = tag("audio", captions, controls="controls", preload="none", src=quote(f"{name}.mp3"),
                aria_label="The sound of this episode")  # fmt: skip
    cast = tag("ul", *(tag("li", who) for who, _ in voices(episode)))
    files = [
        tag("li", tag("a", words, href=quote(name + ending)))
        for ending, words in ((".mp3", "Sound (MP3)"), (".vtt", "Captions (WebVTT)"), (".srt", "Captions (SRT)"))
    ]
    text = tag("div", *_transcript(episode, worn), lang=edition.language, dir=direction(edition.language))
    main = tag(
        "main",
        tag("p", tag("a", podcast.title, href=quote(home))),
        tag("h1", episode.chapter.title, lang=edition.language),
        tag("p", description(podcast, episode), class_="by"),
        sound,
        tag("details", tag("summary", "Who is heard"), cast),
        tag("details", tag("summary", "Files"), tag("ul", *files)),
        tag("section", tag("h2", "Transcript", id="transcript"), text, aria_labelledby="transcript"),
        class_="sheet",
    )
    style = asset("sheet.css") + style_rules()
    title = podcast.headline(episode)
    return page(title=title, body=tag("body", main), style=style, policy="media-src 'self'")


def _transcript(episode: Episode, worn: Mapping[str, Look]) -> list[Element]:
    blocks = [
        # The chapter's heading is the page's; those within it come under that of the transcript.
        (paragraph, block(paragraph, list(_words(episode, paragraph, worn))))
        for paragraph in paragraphs(episode.chapter)
        if paragraph.level != 2
    ]
    return grouped(blocks)


def _words(episode: Episode, paragraph: Paragraph, worn: Mapping[str, Look]) -> Iterator[Element | str]:
    for passage, sentences in paragraph.passages():
        look = worn.get(passage.speaker or "")
        yield lead(sentences[0].lead)
        words: list[Element | str] = []
        for index, sentence in enumerate(sentences):
            words += [lead(sentence.lead) if index else "", *fragments(sentence.fragments)]
        who = episode.edition.name_of(passage.speaker) if passage.speaker else None
        yield tag("span", *words, class_=f"u {look.css_class}" if look else "u", title=who)
