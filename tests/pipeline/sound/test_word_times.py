"""timeline.json tells when each word of the story is heard."""

import itertools
import json
import re
from pathlib import Path


def test_every_word_that_is_spoken_has_its_time(narrate, story):
    assert narrate(story).code == 0
    text = story.read_text(encoding="utf-8")
    chapters = json.loads(next(Path("output").glob("*/timeline.json")).read_text("utf-8"))["chapters"]
    for chapter in chapters:
        words = [
            (word, sentence)
            for utterance in chapter["utterances"]
            for sentence in utterance["sentences"]
            for word in sentence["words"]
        ]
        assert all(one[1] <= two[0] for (one, _), (two, _) in itertools.pairwise(words))
        assert all(sentence["start"] <= start <= end <= sentence["end"] for (start, end, _, _), sentence in words)
        assert words[-1][0][1] <= chapter["duration"]
        # eSpeak NG says “I am” as one word.
        heard = [word for (_, _, first, last), _ in words for word in text[first:last].split()]
        begin, end = words[0][0][2], words[-1][0][3]
        assert heard == re.findall(r"[\w']+", text[begin:end])
