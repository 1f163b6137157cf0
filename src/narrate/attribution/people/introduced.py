"""Roles that turn out to have a name: “I'm Jack,” says the stranger; the stranger said that his name was Jack."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from narrate.attribution.language import lexicon
from narrate.attribution.language.clauses import ParagraphPhrases
from narrate.attribution.language.cues import Cue
from narrate.attribution.language.forms import Form, form_of, genders_agree, parse
from narrate.attribution.language.phrases import PRONOUNS, Phrase, PhraseKind
from narrate.attribution.language.reading import NARRATION, Paragraph, Word
from narrate.attribution.people.revealed import RoleTies
from narrate.model import Gender

_REACH = 12
"""Paragraphs back to the role by which somebody came in who now has a name."""
_SAYS_OWN = (
    ("i'm",),
    ("i", "am"),
    ("name's",),
    ("name", "is"),
    ("call", "me"),
)
_TELLS_OWN = (
    (("name", "was"), None),
    (("himself", "as"), Gender.MALE),
    (("herself", "as"), Gender.FEMALE),
    (("called", "himself"), Gender.MALE),
    (("called", "herself"), Gender.FEMALE),
)
_OWNERS = {"his": Gender.MALE, "her": Gender.FEMALE}
_CLOSES = frozenset(",.;:!?—…")


def find_introductions(
    paragraphs: Sequence[Paragraph], views: Sequence[ParagraphPhrases], cues: Sequence[Cue]
) -> RoleTies:
    """Which roles take a name, where the narration has not used that name before."""
    speaking: dict[int, list[Phrase]] = {}
    for cue in cues:
        speaking.setdefault(cue.quotation, []).append(cue.phrase)
    found: RoleTies = {}
    known: set[Form] = set()
    roles: list[tuple[int, Phrase]] = []
    for number, (paragraph, view) in enumerate(zip(paragraphs, views, strict=True)):
        words = paragraph.words
        own = [phrase for phrase in view.phrases if phrase.kind is PhraseKind.ROLE and _is_plain(words, phrase)]
        for phrase, gender, at in _names_taken(paragraph, view, speaking):
            form = form_of(phrase.words)
            near = [*roles, *((number, role) for role in own if role.start < at or not at)]
            role = None if form in known else _latest(near, number, _both(gender, parse(form).gender))
            if role is not None:
                found.setdefault(tuple(word.lower() for word in role.words), Counter())[form] += 1
        roles = [*roles, *((number, phrase) for phrase in own)][-_REACH:]
        known |= {
            form_of(phrase.words)
            for phrase in view.phrases
            if phrase.kind is PhraseKind.NAME and words[phrase.start].quotation == NARRATION
        }
    return found


def _is_plain(words: Sequence[Word], phrase: Phrase) -> bool:
    return words[phrase.start].quotation == NARRATION and phrase.determiner in {"the", "a", "an"}


def _both(one: Gender | None, other: Gender) -> Gender:
    """What is known of a gender from two sides, of which the first may have said nothing."""
    return other if one in {None, Gender.UNKNOWN} or one is None else one


def _names_taken(
    paragraph: Paragraph, view: ParagraphPhrases, speaking: dict[int, list[Phrase]]
) -> Iterator[tuple[Phrase, Gender | None, int]]:
    """Names that somebody gives for his own, with the gender and the place before which he was mentioned."""
    words = paragraph.words
    for phrase in view.phrases:
        if phrase.kind is not PhraseKind.NAME or phrase.possessive or not _closes(words, phrase.end):
            continue
        quotation = words[phrase.start].quotation
        if quotation != NARRATION:
            if _preceded(words, phrase.start, _SAYS_OWN):
                subjects = [one for at in paragraph.quotations for one in speaking.get(at, ())]
                if not any(one.kind is PhraseKind.NAME for one in subjects):
                    yield phrase, _gender(subjects), 0
            continue
        for before, gender in _TELLS_OWN:
            if _preceded(words, phrase.start, (before,)):
                owner = words[phrase.start - len(before) - 1].lower if phrase.start > len(before) else ""
                if gender is not None or owner in _OWNERS:
                    yield phrase, gender or _OWNERS[owner], phrase.start


def gives_own_name(words: Sequence[Word], at: int) -> bool:
    """Whether a name in speech is said to be the speaker's: “I'm Jack”, “call me Jack”."""
    return _preceded(words, at, _SAYS_OWN)


def _preceded(words: Sequence[Word], at: int, choices: Sequence[tuple[str, ...]]) -> bool:
    """Whether one of these runs of words stands before a word, in the same quotation."""
    for choice in choices:
        run = words[max(at - len(choice), 0) : at]
        lowered = tuple(word.lower.replace("’", "'") for word in run)
        if lowered == choice and all(word.quotation == words[at].quotation for word in run):
            return True
    return False


def _closes(words: Sequence[Word], end: int) -> bool:
    return end >= len(words) or words[end].quotation != words[end - 1].quotation or words[end].text in _CLOSES


def _gender(subjects: Sequence[Phrase]) -> Gender | None:
    for phrase in subjects:
        if phrase.kind is PhraseKind.PRONOUN:
            return PRONOUNS[phrase.head]
        return lexicon.role_gender(phrase.head)
    return None


def _latest(roles: Sequence[tuple[int, Phrase]], number: int, gender: Gender) -> Phrase | None:
    """The role last mentioned that can be of a gender."""
    for at, phrase in reversed(roles):
        if number - at > _REACH:
            return None
        own = lexicon.role_gender(phrase.head)
        if own is not None and phrase.head in lexicon.roles() and genders_agree(own, gender):
            return phrase
    return None
