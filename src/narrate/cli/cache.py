"""``narrate cache info|prune|clear``."""

from __future__ import annotations

import click

from narrate.cli.console import say, size


@click.group(short_help="Show, prune or clear the store of finished clips.")
def command() -> None:
    """The store of finished clips, shared by all stories.

    Engines that take their time keep what they spoke there, so that nothing is spoken twice. Engines that are
    faster than a disk is worth (pyttsx3) don't use it. NARRATE_CACHE_DIR names another
    folder, NARRATE_CACHE_MB says how much the store may hold.
    """


@command.command()
def info() -> None:
    """Say where the store is and how much is in it."""
    from narrate.pipeline import clip_cache

    cache = clip_cache()
    found = cache.info()
    say(f"{cache.root}: {found.clips:,} clips, {size(found.bytes)} of at most {size(cache.max_bytes)}")


@command.command()
@click.option(
    "--to",
    "megabytes",
    type=click.IntRange(min=0),
    metavar="MB",
    help="How much may stay; as much as the store may hold if not given.",
)
def prune(megabytes: int | None) -> None:
    """Remove the clips that were used longest ago."""
    from narrate.pipeline import clip_cache

    cache = clip_cache()
    freed = cache.prune(cache.max_bytes if megabytes is None else megabytes * 1_000_000)
    say(f"{cache.root}: {size(freed)} freed")


@command.command()
def clear() -> None:
    """Remove all clips."""
    from narrate.pipeline import clip_cache

    cache = clip_cache()
    say(f"{cache.root}: {size(cache.clear())} freed")
