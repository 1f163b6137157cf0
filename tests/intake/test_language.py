"""The language of a story decides which voices read it."""

from __future__ import annotations

import pytest

from narrate.intake.reading import parse_story


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("— Ты пришёл, — сказал Иван. — Наконец-то.", "ru"),
        ("“你来了。”李明说。外面下着大雨。", "zh"),
        ("「寒いね」と彼女は言った。雨が降っていた。", "ja"),
        ("«Πού πας;» ρώτησε η Άννα.", "el"),
        ("“You came,” said Ivan Иванов. “Наконец,” she answered, “at last.”", "en"),
        ("😀 42 …", "en"),
        ("„Du bist da und das ist gut“, sagte sie zu ihm, und er sah sie an. Die Nacht war nicht kalt.", "de"),
    ],
)
def test_a_story_is_of_the_language_that_its_letters_or_small_words_tell(text, language):
    assert parse_story(text.encode(), "story.txt").language == language
