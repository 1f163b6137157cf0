"""The language of a story decides which voices read it."""

from __future__ import annotations

import pytest

from narrate.intake.languages.names import told_language
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


def text_of(*paragraphs: str) -> bytes:
    return "\n\n".join(paragraphs).encode()


@pytest.mark.parametrize(
    ("paragraphs", "language"),
    [
        (("La vieille dame posa sa tasse.", "« Vous êtes en retard », dit-elle. Le vent soufflait."), "fr"),
        (("Jan zette de ketel op en keek naar buiten.", "‘Het regent weer,’ zei hij. Niemand gaf antwoord."), "nl"),
        (("Marco apparecchiò la tavola e guardò fuori.", "«Piove ancora», disse lei."), "it"),
        (("Xoán puxo a mesa e mirou pola fiestra.", "—Chove outra vez —dixo ela. Non había ninguén na rúa."), "gl"),
        (("Anna ställde kitteln på spisen.", "– Det regnar igen, sa hon. Ingen svarade."), "sv"),
        (("Він прийшов пізно ввечері.", "— Де ти був? — запитала вона. Ніхто не відповів."), "uk"),
        (
            (
                "Gwen put the kettle on and looked at the rain.",
                "“Bonjour, madame,” said the visitor. “Comment allez-vous ? Je suis très fatigué.”",
                "She had no French to speak of, but she knew tiredness when she saw it, and pulled out a chair.",
                "“Merci. Merci beaucoup,” he said, and sat down as if his knees had been waiting for it.",
            ),
            "en",
        ),
    ],
)
def test_a_short_or_mixed_story_is_of_the_language_it_is_told_in(paragraphs, language):
    assert parse_story(text_of(*paragraphs), "story.txt").language == language


@pytest.mark.parametrize(
    ("paragraphs", "language"),
    [
        (("Mum painted the door a colour that the neighbours never forgave her for.", "It was theirs, too."), "en-GB"),
        (("Mom painted the door a color that the neighbors never forgave her for.", "It was theirs, too."), "en-US"),
        (("She painted the door, and that was that; nobody said a word for a week.",), "en"),
        (("— Está a chover — disse a rapariga. — Perdemos o comboio. Tens o telemóvel?",), "pt-PT"),
        (("— Está chovendo — disse a moça. — Você perdeu o trem. Cadê o celular?",), "pt-BR"),
        (("—¿Vosotros sabéis conducir? —preguntó Marta—. El coche es vuestro.",), "es-ES"),
        (("—¿Ustedes saben manejar? —preguntó Marta—. El carro es de acá. ¿Vos tenés plata?",), "es-419"),
    ],
)
def test_spelling_and_words_tell_the_country(paragraphs, language):
    assert parse_story(text_of(*paragraphs), "story.txt").language == language


def test_a_person_and_the_file_know_better_than_the_words():
    english = text_of("Title: The Door", "Language: Deutsch", "She painted the door, and that was that for a week.")
    assert parse_story(english, "story.txt").language == "de"
    assert parse_story(english, "story.txt", language="fr").language == "fr"


@pytest.mark.parametrize(
    ("said", "language"),
    [
        ("English", "en-GB"),
        ("en_US", "en-US"),
        ("Français", "fr"),
        ("fre", "fr"),
        ("Português brasileiro", "pt"),
        ("und", "en-GB"),
        ("", "en-GB"),
    ],
)
def test_what_a_file_says_of_its_language(said, language):
    assert told_language([("fandom", "German"), ("Language", said)], "en-GB") == language
