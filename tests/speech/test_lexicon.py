"""How the words of a story are said where a person says so."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from narrate.model import UtteranceKind
from narrate.speech import Entry, Lexicon, normalise, say
from narrate.speech.lexicons.ipa import respelt, standard, unknown_sign, with_ending
from narrate.speech.lexicons.lexicon import speakable

WORDS = Lexicon(
    [
        Entry("Ianto", "YAN-toe"),
        Entry("Cthulhu", ipa="kəˈθuːluː"),
        Entry("tardis", "tar diss"),
        Entry("WI", "double-you eye"),
        Entry("polish", "pollish"),
        Entry("Polish", "poh-lish"),
        Entry("St. Asaph", "Saint Assaf"),
        Entry("456", "four five six"),
        Entry("Gwen", "gwen", exact=True, forms=False),
    ]
)


def spoken(text: str, lexicon: Lexicon = WORDS, language: str = "en") -> str:
    return say(text, kind=UtteranceKind.NARRATION, language=language, lexicon=lexicon).text


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Ianto sat.", "yan-toe sat."),
        ("Ianto’s coat", "yan-toe's coat"),
        ("two Iantos", "two yan-toe's"),
        ("“IANTO!” he said", "yan-toe! he said"),
        ("_Ianto_ and *Ianto*", "yan-toe and yan-toe"),
        ("Ianto-ish, Jack/Ianto", "yan-toe-ish, Jack yan-toe"),
        ("ianto", "ianto"),  # a capital asks for one
        ("Iantonia", "Iantonia"),
        ("Tardis, TARDIS, tardis", "tar diss, tar diss, tar diss"),
        ("the WI and the wi", "the double-you eye and the wi"),
        ("the Polish polish", "the poh-lish pollish"),
        ("at St. Asaph, St. Ives", "at saint assaf, Saint Ives"),
        ("the 456 came in 1984", "the four five six came in nineteen eighty-four"),
        ("Gwen, GWEN, Gwens", "gwen, Gwen, Gwens"),
        ("Dr. Ianto paid $5.50 on Ianto St.", "Doctor yan-toe paid five dollars fifty on yan-toe Street."),
        ("RUN, IANTO, RUN!", "Run, yan-toe, Run!"),
        ("[[Ianto]] <Ianto>", "yan-toe yan-toe"),
    ],
)
def test_a_word_is_found_in_its_forms(text, words):
    assert spoken(text) == words


def test_ipa_says_where_and_leaves_letters_for_engines_that_do_not_take_it():
    said = say("“Cthulhu’s here, Ianto.”", kind=UtteranceKind.DIALOGUE, language="en", lexicon=WORDS)
    assert said.text == "kuh-thoo-loo's here, yan-toe."
    assert [(said.text[p.start : p.end], p.ipa) for p in said.pronunciations] == [("kuh-thoo-loo's", "kəˈθuːluːz")]


def test_where_letters_are_not_those_of_english_the_word_stays():
    said = say("Cthulhu ruft", kind=UtteranceKind.NARRATION, language="de", lexicon=WORDS)
    assert said.text == "Cthulhu ruft"
    assert said.pronunciations[0].ipa == "kəˈθuːluː"


@pytest.mark.parametrize("respelling", ["[[h@l'oU]]", "<break time='9s'/>boo", "a|b^c", "“quoted”", "a\nb\x00"])
def test_a_respelling_is_never_a_command(respelling):
    assert not set(speakable(respelling)) & set("[]<>|^{}\n\x00")


@pytest.mark.parametrize(
    ("ipa", "letters"),
    [("ˈjæntəʊ", "yan-toh"), ("/ɡwɛn/", "gwen"), ("[saɪð]", "sithe"), ("kəˈθuːluː", "kuh-thoo-loo"), ("d͡ʒæk", "jak")],
)
def test_ipa_in_letters(ipa, letters):
    assert respelt(standard(ipa)) == letters


@pytest.mark.parametrize(
    ("ipa", "plural"), [("dʒæk", "dʒæks"), ("ɡwɛn", "ɡwɛnz"), ("ɹiːs", "ɹiːsɪz"), ("ˈjæntəʊ", "ˈjæntəʊz")]
)
def test_endings_sound_as_they_should(ipa, plural):
    assert with_ending(ipa) == plural


def test_a_sign_that_is_no_ipa_is_named():
    assert unknown_sign(standard("j@nt")) == "@"


words = st.sampled_from(
    ["Ianto", "Cthulhu’s", "polish", "and", "St. Asaph", "456", "$5", "—", "“", "*", "IANTO", "\n", "…"]
)


@given(st.lists(words, max_size=30))
def test_pronunciations_lie_in_the_text_in_order(pieces):
    said = say(" ".join(pieces), kind=UtteranceKind.NARRATION, language="en", lexicon=WORDS)
    at = 0
    for start, end, ipa in said.pronunciations:
        assert at <= start < end <= len(said.text)
        assert said.text[start:end].startswith("kuh-thoo-loo")
        assert ipa
        at = end
    assert said.text.count("kuh-thoo-loo") == len(said.pronunciations) == sum("Cthulhu" in piece for piece in pieces)


@given(st.text(max_size=60))
def test_without_its_words_a_lexicon_changes_nothing(text):
    plain = normalise(text, kind=UtteranceKind.NARRATION, language="en")
    assert spoken(text, Lexicon([Entry("Zzyzx", "zye-zix")])) == plain


def test_many_words_in_one_text_end_soon():
    # In quadratic time this would be minutes. What is beyond the first thousand is said as if no lexicon had it.
    assert spoken("Ianto " * 20_000).split()[:1000] == ["yan-toe"] * 1000
