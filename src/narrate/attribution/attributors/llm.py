"""A language model labels the quotations; whatever it leaves out, or gets wrong in form, stays as the ranker has it.

The text never changes: the model sees numbered quotations and returns labels, which are checked against the cast. So a
story that tries to give the model orders can at worst get wrong labels.
"""

from __future__ import annotations

import hashlib
import os
import threading
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

from narrate.attribution.attributor import NOTHING_FIXED, Notify, say_nothing
from narrate.attribution.attributors.llm_answers import AnswerStore
from narrate.attribution.attributors.llm_endpoint import URL, Endpoint, Message, NoAnswerError
from narrate.attribution.attributors.llm_prompt import NEW, VERSION, Window, is_asked, messages, read_labels, windows
from narrate.attribution.attributors.ranker import RankerAttributor
from narrate.attribution.decision import BY_HAND
from narrate.attribution.people.characters import slug
from narrate.errors import AttributorError
from narrate.model import Attributed, Attribution, Character, Document, Segmentation, UtteranceKind

AT_ONCE = 2
"""Requests under way: a server at home has one graphics card, and clouds limit their rate."""

HOPELESS = 3
"""When so many windows in a row, from the first on, have no answer, nothing more is asked."""

TOLD_FROM = 10
"""Requests from which each tenth is told, so that nobody thinks it hangs."""

AGREED = 0.95
OPPOSED = (0.85, 0.35)
"""Confidence where both say the same; and where not, the first less the second times the ranker's own confidence.

By judgement: how often a model is right depends on the model.
"""

_LONGEST_NEW_NAME = 60


class LlmAttributor:
    """Asks an OpenAI-compatible endpoint, named by ``NARRATE_LLM_URL``, ``NARRATE_LLM_MODEL`` and ``NARRATE_LLM_KEY``.

    Args:
        environment: where they are looked up; the process's own if not given.
        store: where answers are kept; the person's cache folder if not given.
        sleep: waits between attempts, in seconds.
    """

    name = "llm"

    def __init__(
        self,
        environment: Mapping[str, str] | None = None,
        store: AnswerStore | None = None,
        sleep: Callable[[float], object] = time.sleep,
    ) -> None:
        self._environment = os.environ if environment is None else environment
        self._store = store
        self._sleep = sleep
        self._ranker = RankerAttributor()

    def attribute(
        self,
        document: Document,
        segmentation: Segmentation,
        *,
        known: Sequence[Character] = (),
        exclusive: bool = False,
        fixed: Mapping[int, str | None] = NOTHING_FIXED,
        notify: Notify = say_nothing,
    ) -> Attributed:
        """Find who speaks each utterance; the model is told what a person has fixed, and not heeded where it differs.

        Raises:
            ConfigError: the environment names no endpoint.
            AttributorError: the endpoint refuses, or gives no usable answer at all.
        """
        endpoint = Endpoint.from_environment(self._environment)
        base = self._ranker.attribute(document, segmentation, known=known, exclusive=exclusive, fixed=fixed)
        settled = frozenset(index for index, one in enumerate(base.attributions) if one.evidence == BY_HAND)
        questions = [
            _Question(window, messages(window, base.characters, base.attributions, settled, exclusive=exclusive))
            for window in windows(document, segmentation)
            if not settled.issuperset(window.quotations)
        ]
        labels = self._ask_all(endpoint, questions, notify)
        labels = {index: label for index, label in labels.items() if index not in settled}
        names = _Names(base.characters, None if exclusive else document.text)
        attributions = _labelled(segmentation, base, labels, names, endpoint.model)
        asked = sum(len(set(question.window.quotations) - settled) for question in questions)
        taken = sum(names.means(label) is not None for label in labels.values())
        if taken < asked:
            notify(f"{endpoint.model} gave no usable answer for {asked - taken} of {asked} lines: the ranker's stand.")
        return Attributed(_speaking(names.characters, attributions, known), attributions)

    def fingerprint(self) -> str:
        """The endpoint's address and model, the words of the question, and the ranker's fingerprint."""
        endpoint = Endpoint.from_environment(self._environment)
        asked = hashlib.sha256(f"{endpoint.url}\n{endpoint.model}".encode("utf-8", "surrogatepass")).hexdigest()[:16]
        return f"{self.name} {VERSION} {asked} {self._ranker.fingerprint()}"

    def _ask_all(self, endpoint: Endpoint, questions: Sequence[_Question], notify: Notify) -> dict[int, str]:
        """The labels of all windows, by index in the segmentation."""
        store = self._store or AnswerStore.of_this_person()
        labels: dict[int, str] = {}
        open_questions = []
        for question in questions:
            kept = store.get(endpoint, question.messages)
            if kept is None:
                open_questions.append(question)
            else:
                labels |= question.placed(kept)
        if open_questions:
            notify(_announcement(endpoint, open_questions))
            labels |= self._ask(endpoint, open_questions, store, notify)
        return labels

    def _ask(
        self, endpoint: Endpoint, questions: Sequence[_Question], store: AnswerStore, notify: Notify
    ) -> dict[int, str]:
        stopped = threading.Event()

        def ask(question: _Question) -> Mapping[int, str]:
            count = len(question.window.quotations)
            answer = endpoint.ask(
                question.messages, lambda text: read_labels(text, count), sleep=self._sleep, stopped=stopped.is_set
            )
            store.put(endpoint, question.messages, answer)
            return answer

        executor = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="narrate-llm")
        try:
            return _collected(endpoint, questions, [executor.submit(ask, question) for question in questions], notify)
        finally:
            # Also when the person stops the run: what is under way is let finish, and nothing more is begun.
            stopped.set()
            executor.shutdown(cancel_futures=True)


@dataclass(frozen=True, slots=True)
class _Question:
    """A window, and what is asked about it."""

    window: Window
    messages: list[Message]

    def placed(self, labels: Mapping[int, str]) -> dict[int, str]:
        """Labels by index in the segmentation."""
        return {index: labels[number] for number, index in enumerate(self.window.quotations, 1) if number in labels}


def _collected(
    endpoint: Endpoint,
    questions: Sequence[_Question],
    futures: Sequence[Future[Mapping[int, str]]],
    notify: Notify,
) -> dict[int, str]:
    labels: dict[int, str] = {}
    failed = 0
    tenth = max(len(questions) // 10, 1)
    for done, (question, future) in enumerate(zip(questions, futures, strict=True)):
        if done and done % tenth == 0 and len(questions) >= TOLD_FROM:
            notify(f"{done} of {len(questions)} requests answered", progress=True)
        try:
            labels |= question.placed(future.result())
        except NoAnswerError as error:
            failed += 1
            if not labels and failed in {HOPELESS, len(questions)}:
                raise AttributorError(
                    f"the language model at {endpoint.host} gives no usable answer: {error}",
                    hint=f"Check that the server runs and has the model “{endpoint.model}” (see {URL}), or leave out "
                    "--attribution llm. Answers that came are kept: the same command asks only for the rest.",
                ) from error
    return labels


def _announcement(endpoint: Endpoint, questions: Sequence[_Question]) -> str:
    lines = sum(len(question.window.quotations) for question in questions)
    requests = "1 request" if len(questions) == 1 else f"{len(questions)} requests"
    text = f"Asking {endpoint.model} at {endpoint.host} who speaks {lines} lines, in {requests}."
    if endpoint.is_local:
        return text
    open_way = "" if endpoint.is_encrypted else ", and others on the way can read it (the address is not https)"
    return f"{text} The story's text is sent there: it leaves this machine{open_way}."


class _Names:
    """The cast, as far as a label can mean one of them.

    Args:
        characters: of the ranker.
        text: the story, in which a new name must be found; None where nobody is added.
    """

    def __init__(self, characters: Sequence[Character], text: str | None) -> None:
        self.characters = list(characters)
        self._words = None if text is None else " ".join(text.casefold().split())
        self._ids: dict[str, str | None] = {}
        for character in characters:
            for name in {_folded(one): one for one in (character.name, *character.aliases)}:
                # A name that two people bear means neither.
                self._ids[name] = None if name in self._ids else character.id
        for character in characters:
            self._ids[_folded(character.name)] = character.id

    def means(self, label: str) -> str | None:
        """The id of whoever a label names; None where it names nobody, or nobody who can be."""
        name = _folded(label)
        if name in self._ids:
            return self._ids[name]
        if not name.startswith(NEW):
            return None
        proper = label.partition(":")[2].strip()
        known = _folded(proper)
        if known not in self._ids and self._may_be_new(proper):
            character = Character(self._free_id(slug(proper) or "character"), proper)
            self.characters.append(character)
            self._ids[known] = character.id
        return self._ids.get(known)

    def _free_id(self, wanted: str) -> str:
        taken = {character.id for character in self.characters}
        number = 1
        while (wanted if number == 1 else f"{wanted}-{number}") in taken:
            number += 1
        return wanted if number == 1 else f"{wanted}-{number}"

    def _may_be_new(self, name: str) -> bool:
        """Whether the story has that name."""
        bare = _folded(name)
        for article in ("the ", "a ", "an "):
            bare = bare.removeprefix(article)
        fit = 0 < len(name) <= _LONGEST_NEW_NAME and name.isprintable() and any(letter.isalpha() for letter in bare)
        return fit and self._words is not None and bare in self._words


def _labelled(
    segmentation: Segmentation, base: Attributed, labels: Mapping[int, str], names: _Names, model: str
) -> tuple[Attribution, ...]:
    """The ranker's attributions with the model's labels put in; what goes on is spoken by whoever began it."""
    attributions = list(base.attributions)
    speaker: str | None = None
    for index, utterance in enumerate(segmentation.utterances):
        if utterance.kind is not UtteranceKind.DIALOGUE:
            continue
        if is_asked(utterance):
            label = labels.get(index)
            speaker = None if label is None else names.means(label)
        if speaker is not None:
            attributions[index] = _judged(speaker, attributions[index], model)
    return tuple(attributions)


def _judged(speaker: str, guess: Attribution, model: str) -> Attribution:
    said = f"the language model {model} says so"
    if speaker == guess.speaker:
        return Attribution(speaker, max(AGREED, guess.confidence), f"{guess.evidence}; {said}")
    most, less = OPPOSED
    return Attribution(speaker, round(most - less * guess.confidence, 3), said)


def _speaking(
    characters: Sequence[Character], attributions: Sequence[Attribution], known: Sequence[Character]
) -> tuple[Character, ...]:
    """The known characters, then those with lines, most lines first."""
    counts = Counter(attribution.speaker for attribution in attributions)
    others = [one for one in characters[len(known) :] if counts[one.id]]
    return (*known, *sorted(others, key=lambda one: -counts[one.id]))


def _folded(name: str) -> str:
    return " ".join(name.casefold().split())
