"""Which language a story is in, by what the file says of it and by its words."""
