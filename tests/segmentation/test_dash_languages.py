"""Where narration stands between dashes, by the habits of several languages."""

from __future__ import annotations

import pytest

from narrate.segmentation.dashes import dash_speech


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("— Isso é proibido — disse o senhor Vasco.", ["— Isso é proibido "]),
        ("— Ó rapaz — disse ele —, vem cá.", ["— Ó rapaz ", " vem cá."]),
        ("— Espera — a chuva vai passar.", ["— Espera — a chuva vai passar."]),
        ("—Abuelo —susurró—, no va a volver.", ["—Abuelo ", " no va a volver."]),
        ("— Comment peux-tu manger maintenant ?", ["— Comment peux-tu manger maintenant ?"]),
        ("— Trois ans, dit-elle, et rien.", ["— Trois ans, ", " et rien."]),
        ("– Non galleggerà mai – ribatté Giulia.", ["– Non galleggerà mai "]),
    ],
)
def test_the_narrator_between_dashes(text, said):
    assert [text[start:end] for start, end in dash_speech(text, 0, len(text))] == said
