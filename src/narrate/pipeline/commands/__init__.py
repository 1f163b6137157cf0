"""What a person asks beside the main job: the cast, auditions, reviews, voices, words, what works."""
