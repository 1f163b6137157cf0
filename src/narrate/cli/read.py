"""``narrate read DIR``."""

from __future__ import annotations

from pathlib import Path

import click

from narrate.cli.console import say


@click.command(short_help="Make the page to read along, and open it.")
@click.argument("folder", type=click.Path(path_type=Path), metavar="DIR")
@click.option("--inline", is_flag=True, help="Put the sound into the page: one file to pass on.")
@click.option("--words", is_flag=True, help="Follow each word, where timeline.json has the words' times.")
@click.option("--open", "show", is_flag=True, help="Open the page in your browser.")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but errors and notes.")
def command(folder: Path, *, inline: bool, words: bool, show: bool, quiet: bool) -> int:
    """Make the read-along page of the finished audiobook in DIR, an output folder of `narrate STORY`.

    The page plays in any browser, from disk, without a network: the spoken sentence is marked, a click or Enter on a
    sentence plays from there, and people have colours. `narrate publish DIR --format html` makes the same page.

    \b
    narrate read output/story --open
    narrate read output/story --inline
    """  # noqa: D301 - \b is click's
    from narrate.cli.console import open_page
    from narrate.cli.report import Reporter
    from narrate.pipeline import publish_folder
    from narrate.publishing import PublishOptions

    form = "html-inline" if inline else "html"
    (made,) = publish_folder(folder, [form], PublishOptions(by_word=words), Reporter(quiet=quiet))
    if not quiet:
        say(str(folder / made.files[0]))
    if show:
        open_page(folder / made.files[0])
    return 0
