"""The feed: RSS 2.0 with the elements of iTunes and of the podcast namespace (Podcasting 2.0).

Written with lxml: the library that makes feeds (feedgen 1.0) knows no podcast namespace and Apple's older words only.
"""

from __future__ import annotations

from collections.abc import Iterator
from email.utils import format_datetime
from typing import TYPE_CHECKING, Any

from narrate.publishing.feed.plan import Episode, Podcast
from narrate.publishing.prose import fit

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

FILE = "feed.xml"

_ITUNES = "http://www.itunes.com/dtds/podcast-1.0.dtd"
_PODCAST = "https://podcastindex.org/namespace/1.0"
_ATOM = "http://www.w3.org/2005/Atom"

_TRANSCRIPTS = ((".vtt", "text/vtt"), (".srt", "application/x-subrip"), (".json", "application/json"),
                (".html", "text/html"))  # fmt: skip


def rss(podcast: Podcast) -> str:
    """The feed of a podcast. The same podcast is the same feed: its dates are those of the episodes."""
    from lxml import etree

    names: Any = {"itunes": _ITUNES, "podcast": _PODCAST, "atom": _ATOM}
    root = etree.Element("rss", nsmap=names, version="2.0")
    channel = etree.SubElement(root, "channel")
    _channel(channel, podcast)
    for episode in podcast.episodes:
        _item(etree.SubElement(channel, "item"), podcast, episode)
    return etree.tostring(root, xml_declaration=True, encoding="utf-8", pretty_print=True).decode("utf-8")


def _add(parent: Element, name: str, text: str = "", /, **attributes: str) -> None:
    """Add an element; ``itunes:`` and ``podcast:`` names are of those namespaces."""
    from lxml import etree

    prefix, colon, local = name.partition(":")
    space = {"itunes": _ITUNES, "podcast": _PODCAST, "atom": _ATOM}
    element = etree.SubElement(parent, f"{{{space[prefix]}}}{local}" if colon else name)
    for key, value in attributes.items():
        element.set(key, fit(value))
    if text:
        element.text = fit(text)


def _channel(channel: Element, podcast: Podcast) -> None:
    newest = format_datetime(max(episode.published for episode in podcast.episodes))
    _add(channel, "title", podcast.title)
    _add(channel, "link", podcast.address("index.html"))
    _add(channel, "description", podcast.description)
    _add(channel, "language", podcast.language)
    _add(channel, "generator", "narrate")
    _add(channel, "pubDate", newest)
    _add(channel, "lastBuildDate", newest)
    _add(channel, "atom:link", href=podcast.address(FILE), rel="self", type="application/rss+xml")
    _add(channel, "itunes:author", podcast.author)
    _add(channel, "itunes:category", text=podcast.category)
    _add(channel, "itunes:explicit", _flag(podcast.explicit))
    _add(channel, "itunes:type", "serial")
    if podcast.cover:
        _add(channel, "itunes:image", href=podcast.address(podcast.cover))
    if podcast.email:
        _owner(channel, podcast)
    if podcast.complete:
        _add(channel, "itunes:complete", "Yes")
    _add(channel, "podcast:guid", podcast.guid)
    _add(channel, "podcast:medium", "audiobook")
    _add(channel, "podcast:locked", "no", **({"owner": podcast.email} if podcast.email else {}))
    if podcast.author:
        _add(channel, "podcast:person", podcast.author, role="author", group="writing")
    for name in dict.fromkeys(episode.edition.narrator for episode in podcast.episodes):
        _add(channel, "podcast:person", name, role="narrator", group="cast")


def _owner(channel: Element, podcast: Podcast) -> None:
    from lxml import etree

    owner = etree.SubElement(channel, f"{{{_ITUNES}}}owner")
    _add(owner, "itunes:name", podcast.author or podcast.title)
    _add(owner, "itunes:email", podcast.email)


def _item(item: Element, podcast: Podcast, episode: Episode) -> None:
    page = podcast.address(f"{episode.stem}.html")
    _add(item, "title", podcast.headline(episode))
    _add(item, "link", page)
    _add(item, "description", description(podcast, episode))
    _add(item, "guid", episode.guid, isPermaLink="false")
    _add(item, "pubDate", format_datetime(episode.published))
    sound = podcast.address(f"{episode.stem}.mp3")
    _add(item, "enclosure", url=sound, length=str(episode.bytes), type="audio/mpeg")
    _add(item, "itunes:title", episode.chapter.title)
    _add(item, "itunes:duration", str(max(round(episode.chapter.duration_s), 1)))
    _add(item, "itunes:explicit", _flag(episode.explicit))
    _add(item, "itunes:season", str(episode.season))
    _add(item, "itunes:episode", str(episode.number))
    _add(item, "itunes:episodeType", "full")
    _add(item, "podcast:season", str(episode.season), name=episode.edition.title)
    _add(item, "podcast:episode", str(episode.number))
    marks = podcast.address(f"{episode.stem}.chapters.json")
    _add(item, "podcast:chapters", url=marks, type="application/json+chapters")
    for ending, media_type in _TRANSCRIPTS:
        about = {"rel": "captions"} if ending in {".vtt", ".srt"} else {}
        _add(item, "podcast:transcript", url=podcast.address(episode.stem + ending), type=media_type,
             language=episode.edition.language, **about)  # fmt: skip
    for name, role in voices(episode):
        _add(item, "podcast:person", name, role=role, group="cast")


def voices(episode: Episode) -> Iterator[tuple[str, str]]:
    """Who is heard in an episode and in which role, all of them named as the synthetic voices they are."""
    speakers = {passage.speaker for passage in episode.chapter.passages}
    for reader in episode.edition.readers:
        if reader.id is None:
            yield episode.edition.narrator, "narrator"
        elif reader.id in speakers:
            yield f"{reader.voice_name} (synthetic voice) as {reader.name}", "voice actor"


def description(podcast: Podcast, episode: Episode) -> str:
    """What an episode is, in a sentence or two."""
    edition = episode.edition
    author = f" by {edition.author}" if edition.author else ""
    told = f"Chapter {episode.number} of {edition.title}{author}. Read by synthetic voices."
    summary = edition.told("summary") if episode.number == 1 and podcast.seasons > 1 else ""
    return f"{told} {summary}".strip()


def _flag(value: bool) -> str:
    return "true" if value else "false"
