"""Captions and transcripts: what is said, when, and by whom, in the forms that players read."""

from narrate.publishing.captions.captioning import NETFLIX, PODCAST, Caption, CaptionWord, Limits, captions

__all__ = ["NETFLIX", "PODCAST", "Caption", "CaptionWord", "Limits", "captions"]
