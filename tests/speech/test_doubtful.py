"""Which words are likely to be said wrong."""

from narrate.speech import Entry, Lexicon, doubtful_words

TEXT = (
    "Ianto's coat was grey. “Ianto!” Schlegel walked, unwillingly, to the doorstep; Ianto coloured. Zyxxel, NASA, "
    "Nooooo. The Zyxxels organised it. She didn’t. He isn t here."
)
SAID = {"Schlegel": "ʃlˈɛdʒəl", "Ianto": "ˈiəntəʊ", "Zyxxel": "zˈɪksəl"}


def transcribe(words):
    return tuple(SAID.get(word, "") for word in words)


def test_words_of_no_dictionary_and_names_said_otherwise_most_frequent_first():
    found = doubtful_words(TEXT, "en", Lexicon(), transcribe, most=9)
    assert [(each.word, each.count, each.ipa) for each in found] == [
        ("Ianto", 3, "ˈiəntəʊ"),
        ("Zyxxel", 2, "zˈɪksəl"),
        ("Schlegel", 1, "ʃlˈɛdʒəl"),
    ]
    assert found[2].expected == "ʃlˈeɪɡəl"


def test_words_of_a_lexicon_are_left_out():
    found = doubtful_words(TEXT, "en", Lexicon([Entry("Ianto", "yan-toe")]), transcribe, most=1)
    assert [each.word for each in found] == ["Zyxxel"]


def test_an_engine_that_can_not_tell_does_not_matter():
    assert [each.word for each in doubtful_words(TEXT, "en", Lexicon(), lambda _: (), most=9)] == ["Ianto", "Zyxxel"]


def test_in_other_languages_names_are_given():
    found = doubtful_words("Ianto sah das Haus. Das haus, sah Ianto.", "de", Lexicon(), lambda _: (), most=9)
    assert [each.word for each in found] == ["Ianto"]
