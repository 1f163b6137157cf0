"""EPUB 3 with media overlays: the text, and the sound that goes with each of its sentences."""
