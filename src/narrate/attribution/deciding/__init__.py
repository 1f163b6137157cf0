"""From numbers to speakers: the chain over a conversation, the ranker, and the words that say why."""
