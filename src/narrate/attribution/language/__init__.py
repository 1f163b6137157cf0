"""The story's words: paragraphs and turns of phrase read by rules, in English or put into it."""
