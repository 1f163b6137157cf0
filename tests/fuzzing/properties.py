"""What holds of a story, whatever is in its file."""

from __future__ import annotations

from narrate.errors import StoryError
from narrate.intake import parse_story
from narrate.model import check_tiling
from narrate.segmentation import segment


def check_story(data: bytes, name: str) -> bool:
    """Read and segment a file: it is refused in words, or every character of its text is in one place.

    Returns:
        Whether it was read.

    Raises:
        Exception: anything but a `StoryError` that people can read: a reader or the segmenter is wrong.
    """
    try:
        document = parse_story(data, name)
    except StoryError as error:
        if name not in error.message or "\n" in error.message:
            raise AssertionError(error.message) from error
        return False
    made = segment(document)
    check_tiling(document.text, [utterance.span for utterance in made.utterances], made.omitted)
    return True
