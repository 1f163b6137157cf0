"""How a line is said: deliveries found in the story, and what each does to a voice."""
