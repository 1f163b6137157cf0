"""A podcast of finished audiobooks: the feed, its pages, its chapters."""

from narrate.publishing.feed.chapters import chapters_json
from narrate.publishing.feed.pages import episode_page, index_page
from narrate.publishing.feed.plan import CATEGORIES, Episode, Podcast, feed_guid
from narrate.publishing.feed.rss import rss

__all__ = ["CATEGORIES", "Episode", "Podcast", "chapters_json", "episode_page", "feed_guid", "index_page", "rss"]
