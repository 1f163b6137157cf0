"""The people of a story: forms of names and roles joined into a roster, and where each is named."""
