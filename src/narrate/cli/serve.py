"""``narrate serve DIR``."""

from __future__ import annotations

from pathlib import Path

import click

from narrate.cli.console import say


@click.command(short_help="Try a podcast or a page on your own network.")
@click.argument("folder", type=click.Path(path_type=Path), metavar="DIR")
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    help="The address to listen on; 0.0.0.0 lets all machines of your network in.",
)
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="0 takes a free one.")
def command(folder: Path, host: str, port: int) -> int:
    """Serve the files in DIR, a podcast's folder or an audiobook's, to browsers and podcast apps. Ctrl-C ends it.

    Only this machine can see them, unless you name another --host. Hidden files and lists of files are not served. In a
    podcast's feed its addresses lead to this server, so that an app finds the sound before it is published.

    \b
    narrate serve output/podcast
    narrate serve output/podcast --host 0.0.0.0      for the telephone in the same network
    """  # noqa: D301 - \b is click's
    from narrate.pipeline.editions.serving import FolderServer

    with FolderServer(folder, host, port) as server:
        say(f"Serving {folder} at {server.address}; Ctrl-C ends it.")
        if (folder / "feed.xml").is_file():
            say(f"The feed: {server.address}feed.xml")
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            return 0
    return 0
