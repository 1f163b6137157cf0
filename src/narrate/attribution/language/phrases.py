"""Noun phrases that may be people: names, roles (“the old waiter”, “his mother”) and pronouns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple

from narrate.attribution.language import lexicon
from narrate.attribution.language.forms import CONNECTORS
from narrate.attribution.language.reading import NARRATION, Paragraph, Story, Word
from narrate.model import Gender

PRONOUNS = {
    "he": Gender.MALE,
    "she": Gender.FEMALE,
    "i": Gender.UNKNOWN,
    "they": Gender.UNKNOWN,
    "we": Gender.UNKNOWN,
}
POSSESSIVES = frozenset({"his", "her", "my", "their", "our", "your", "its"})
DETERMINERS = frozenset({"the", "a", "an", "this", "that", "another"}) | POSSESSIVES
_OF_TITLES = frozenset(
    {
        "duke",
        "duchess",
        "earl",
        "count",
        "countess",
        "marquis",
        "marquess",
        "prince",
        "princess",
        "king",
        "queen",
        "lord",
        "lady",
        "baron",
        "bishop",
        "archbishop",
    }
)
_OPENS_NAME = frozenset(
    {"mr", "mrs", "miss", "ms", "dr", "messrs", "monsieur", "madame", "mademoiselle", "mme", "mlle"}
)
"""Titles that begin another name where they stand after one."""
_OWNERS = {"his": "he", "her": "she", "my": "i"}
OWNED = lexicon.grammar("owned-for-owner")
"""What stands for its owner where it is a sentence's subject."""
_OPENING = PRONOUNS.keys() | DETERMINERS | _OWNERS.keys() | {"van", "von"}
"""What a phrase begins with that has no capital; every word is looked up here first."""
_MAX_NAME = 5
_OFTEN = 8
"""Capitals inside sentences that make a name of “May” where it opens one."""
_MAX_MODIFIERS = 3


class PhraseKind(StrEnum):
    """What a phrase's head is."""

    NAME = "name"
    ROLE = "role"
    PRONOUN = "pronoun"


class Phrase(NamedTuple):
    """Words ``start`` to ``end`` (exclusive) of one paragraph.

    ``head``: a pronoun or the noun of a role, lower-case; for a name its words joined by spaces.
    ``words``: the words of a name as written, or of a role in lower case without its determiner.
    ``determiner``: of a role, lower-case; the possessor's name for “Jack's mother”.
    """

    kind: PhraseKind
    start: int
    end: int
    head: str
    words: tuple[str, ...]
    determiner: str = ""
    possessive: bool = False


class NameSense:
    """Tells capitals that name somebody or something from capitals that open a sentence."""

    def __init__(self, story: Story, known: frozenset[str] = frozenset()) -> None:
        self._known = known
        self.roles: frozenset[str] = frozenset(lexicon.roles())
        self._lower = story.lower_counts
        self._middle: Counter[str] = Counter()
        self._initial: Counter[str] = Counter()
        for paragraph in story.paragraphs:
            for word in paragraph.words:
                if word.capital:
                    (self._initial if word.initial else self._middle)[word.lower] += 1
        self._cache: dict[tuple[str, bool], bool] = {}

    def is_name(self, word: Word) -> bool:
        """Whether a capitalised word can be part of a name where it stands."""
        if not word.capital:
            return False
        key = (word.lower, word.initial)
        if key not in self._cache:
            self._cache[key] = self._decide(word)
        return self._cache[key]

    def _decide(self, word: Word) -> bool:  # noqa: PLR0911 - a ladder of cases
        lower = word.lower
        if lower in self._known:
            return True
        if "'" in lower and lower.partition("'")[0] in lexicon.function_words():
            return False
        if lower in lexicon.function_words():
            return lower in {"will", "may"} and (not word.initial or self._middle[lower] >= _OFTEN)
        if not word.initial:
            # Old books capitalise common nouns now and then.
            return self._middle[lower] * 2 >= self._lower[lower]
        if self._middle[lower] > self._lower[lower]:
            return True
        listed = lexicon.first_name_gender(lower) is not None or lexicon.title_gender(lower) is not None
        if self._lower[lower]:
            return listed and self._middle[lower] * 4 >= self._lower[lower] and self._middle[lower] > 0
        return self._middle[lower] > 0 or listed or (self._initial[lower] > 1 and lower not in lexicon.not_names())


def find_phrases(paragraph: Paragraph, sense: NameSense) -> list[Phrase]:
    """The phrases of a paragraph in order; in speech only names and capitalised roles are of use."""
    words = paragraph.words
    phrases: list[Phrase] = []
    at = 0
    while at < len(words):
        word = words[at]
        phrase = _phrase_at(words, at, sense) if word.capital or word.lower in _OPENING else None
        if phrase is None:
            at += 1
        else:
            phrases.append(phrase)
            at = phrase.end
    return phrases


def _phrase_at(  # noqa: PLR0911 - a ladder of cases
    words: Sequence[Word], at: int, sense: NameSense
) -> Phrase | None:
    word = words[at]
    if word.is_point:
        return None
    if word.lower in PRONOUNS and not word.possessive:
        return Phrase(PhraseKind.PRONOUN, at, at + 1, word.lower, (word.lower,))
    if word.lower in _OWNERS and at + 1 < len(words) and words[at + 1].lower in OWNED:
        # “His voice broke”: he is who the sentence is about.
        return Phrase(PhraseKind.PRONOUN, at, at + 1, _OWNERS[word.lower], (word.lower,), possessive=True)
    if word.lower in DETERMINERS:
        return _apposed(words, at, sense) or _role_at(words, at, sense.roles)
    if word.lower in {"van", "von"} and not word.capital:
        beyond = _past_connectors(words, at, of=False)
        if not words[beyond].capital or words[beyond].quotation != word.quotation:
            return None
    elif not word.capital or not (sense.is_name(word) or _is_title(words, at, sense)):
        return None
    end = _name_end(words, at, sense)
    texts = tuple(w.text for w in words[at:end])
    owner = words[end - 1].possessive
    if owner:
        noun = None if end < len(words) and words[end].lower in OWNED else _noun_after(words, end, sense.roles)
        if noun is not None:
            inner = tuple(w.lower for w in words[end : noun + 1])
            return Phrase(
                PhraseKind.ROLE, at, noun + 1, words[noun].lower, inner, " ".join(texts), words[noun].possessive
            )
    return Phrase(PhraseKind.NAME, at, end, " ".join(texts), texts, possessive=owner)


def _is_title(words: Sequence[Word], at: int, sense: NameSense) -> bool:
    """Whether a word is a title before a name, however often the story writes it small (“Count Orlo”, “the count”)."""
    if at + 1 >= len(words) or lexicon.title_gender(words[at].lower) is None or words[at].possessive:
        return False
    after = words[at + 1]
    return after.quotation == words[at].quotation and not after.initial and sense.is_name(after)


def _name_end(words: Sequence[Word], at: int, sense: NameSense) -> int:
    quotation = words[at].quotation
    limit = min(len(words), at + _MAX_NAME)
    end = at + 1
    while end < limit and not words[end - 1].possessive:
        word = words[end]
        if word.quotation != quotation or word.is_point:
            break
        if word.lower in _OPENS_NAME and not all(w.lower in _OPENS_NAME for w in words[at:end]):
            break
        if word.capital and not word.initial and sense.is_name(word):
            end += 1
        else:
            beyond = _past_connectors(words, end, of=words[at].lower in _OF_TITLES)
            if beyond == end or beyond >= limit or not words[beyond].capital or words[beyond].quotation != quotation:
                break
            end = beyond + 1
    return end


def _past_connectors(words: Sequence[Word], at: int, *, of: bool) -> int:
    """The first word after “de”, “van der”, “of” (in “Duke of”), of which there are two at most."""
    if of and words[at].lower == "of":
        return at + 1
    end = at
    while end < min(len(words), at + 2) and words[end].lower in CONNECTORS:
        end += 1
    return min(end, len(words) - 1)


def _apposed(words: Sequence[Word], at: int, sense: NameSense) -> Phrase | None:
    """“His brother Tom”: Tom, with all those words."""
    noun = _noun_after(words, at + 1, sense.roles) if words[at].lower in POSSESSIVES else None
    if noun is None or noun + 1 >= len(words) or words[noun].possessive:
        return None
    word = words[noun + 1]
    if word.quotation != words[at].quotation or word.initial or not (word.capital and sense.is_name(word)):
        return None
    end = _name_end(words, noun + 1, sense)
    texts = tuple(one.text for one in words[noun + 1 : end])
    if words[end - 1].possessive:
        return None
    return Phrase(PhraseKind.NAME, at, end, " ".join(texts), texts)


def _role_at(words: Sequence[Word], at: int, roles: frozenset[str]) -> Phrase | None:
    word = words[at]
    if at + 1 >= len(words) or words[at + 1].quotation != word.quotation:
        return None
    after = words[at + 1]
    if after.capital and word.lower in {"the", "this", "that"} and after.lower not in lexicon.function_words():
        # “the Doctor”, “the Invisible Man”: a capital makes a name of a role.
        end = at + 2
        while end < min(len(words), at + 5) and words[end].capital and words[end].quotation == word.quotation:
            end += 1
        inner = tuple(w.text for w in words[at + 1 : end])
        return Phrase(PhraseKind.ROLE, at, end, inner[-1].lower(), inner, "the", words[end - 1].possessive)
    noun = _noun_after(words, at + 1, roles)
    if noun is None:
        return None
    inner = tuple(w.lower for w in words[at + 1 : noun + 1])
    return Phrase(PhraseKind.ROLE, at, noun + 1, words[noun].lower, inner, word.lower, words[noun].possessive)


def _noun_after(words: Sequence[Word], at: int, roles: frozenset[str]) -> int | None:
    """Index of a noun for a person that ends the noun phrase whose modifiers begin at ``at``."""
    found = None
    quotation = words[at - 1].quotation
    for index in range(at, min(len(words), at + _MAX_MODIFIERS + 1)):
        word = words[index]
        if word.quotation != quotation or word.is_point or word.lower in lexicon.function_words():
            break
        if word.capital and found is None and word.lower not in roles:
            break
        if word.lower in roles:
            found = index
            if word.possessive:
                break
        elif found is not None:
            break
    return found


def loose_role(words: Sequence[Word], at: int) -> Phrase | None:
    """The phrase after a determiner at ``at`` where a speaker is expected: any noun will do (“said the 456”)."""
    if at >= len(words) or words[at].lower not in DETERMINERS or words[at].quotation != NARRATION:
        return None
    end = at + 1
    while end < min(len(words), at + 5):
        word = words[end]
        if word.is_point or word.quotation != NARRATION or word.lower in lexicon.function_words():
            break
        if end > at + 1 and (word.lower.endswith("ly") or word.lower in lexicon.speech_verbs()):
            break
        end += 1
    if end == at + 1:
        return None
    inner = tuple(w.lower for w in words[at + 1 : end])
    return Phrase(PhraseKind.ROLE, at, end, inner[-1], inner, words[at].lower, words[end - 1].possessive)
