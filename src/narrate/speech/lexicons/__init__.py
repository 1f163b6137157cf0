"""How the words of a story are said: lexicons, their files, and which words may need an entry."""
