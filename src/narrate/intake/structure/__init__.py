"""Text → outline: front matter, notes, chapters, scenes, letters, lists, found by how the lines read and stand."""
