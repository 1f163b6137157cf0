"""narrate: stories into audiobooks in which every character has a voice of their own."""
