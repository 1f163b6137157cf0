"""Reader of MHTML: a web page that a browser saved as one file, with its pictures."""

from __future__ import annotations

from email import message_from_bytes, policy
from email.message import EmailMessage

from narrate.errors import StoryError
from narrate.intake.formats.html.page import read_html
from narrate.intake.markup.manuscript import Manuscript
from narrate.intake.markup.outlining import outline_manuscript
from narrate.intake.outline import Outline

_MOST_PARTS = 20_000


def read_mhtml_story(data: bytes, name: str) -> Outline:
    """The outline of a page in an MHTML file.

    Raises:
        StoryError: there is no page in it.
    """
    return outline_manuscript(read_mhtml(data, name))


def read_mhtml(data: bytes, name: str) -> Manuscript:
    """What the page in an MHTML file says.

    Raises:
        StoryError: there is no page in it.
    """
    message = message_from_bytes(data, policy=policy.default)
    for number, part in enumerate(message.walk()):
        if number > _MOST_PARTS:
            break
        if isinstance(part, EmailMessage) and part.get_content_type() in {"text/html", "application/xhtml+xml"}:
            page = part.get_payload(decode=True)
            if isinstance(page, bytes) and page.strip():
                return read_html(page, name)
    raise StoryError(f"{name} has no web page in it", hint="Save the page again as “HTML only”.")
