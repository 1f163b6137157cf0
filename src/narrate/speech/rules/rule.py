"""What a rule of normalisation is."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from narrate.speech.rules.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing that is said otherwise than it is written.

    Attributes:
        trigger: what a text must hold for the rule to have anything to do; cheap, since every sentence is tried.
        apply: the text as it is said; linear in its length, and the same for what has been said already.
        of_digits: ``trigger`` is only found in texts with a digit, which few sentences of a story have.
    """

    trigger: re.Pattern[str]
    apply: Callable[[str, Vocabulary], str]
    of_digits: bool = False


def rule(trigger: str, apply: Callable[[str, Vocabulary], str]) -> Rule:
    """A rule for texts in which ``trigger`` is found."""
    return Rule(re.compile(trigger), apply)


def digit_rule(trigger: str, apply: Callable[[str, Vocabulary], str]) -> Rule:
    """A rule for texts in which ``trigger`` is found, which holds a digit whatever else."""
    return Rule(re.compile(trigger), apply, of_digits=True)
