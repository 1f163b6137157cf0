"""PDF, without what printing added to the text."""
