"""Asking again: how often, after how long, and when not."""

import pytest

from narrate.network import TryAgainError, patiently


@pytest.fixture
def slept() -> list[float]:
    """The waits, in seconds."""
    return []


def failing(*waits):
    """Something that fails once for each wait that it asks for, and succeeds then."""
    left = list(waits)

    def act():
        if left:
            raise TryAgainError(f"{len(left)} left", left.pop(0))
        return "done"

    return act


def test_waits_double_unless_they_are_asked_for_and_are_never_long(slept):
    assert patiently(failing(None, None, 0.0, 7.0, None, 9999.0), attempts=7, sleep=slept.append) == "done"
    assert slept == [1.0, 2.0, 0.0, 7.0, 16.0, 30.0]


def test_the_last_attempt_says_what_is_wrong(slept):
    with pytest.raises(TryAgainError, match="1 left"):
        patiently(failing(None, None, None), attempts=3, sleep=slept.append)
    assert slept == [1.0, 2.0]


def test_what_will_not_pass_is_not_tried_again(slept):
    def act():
        raise ValueError("never")

    with pytest.raises(ValueError, match="never"):
        patiently(act, sleep=slept.append)
    assert not slept


def test_what_nobody_wants_any_more_is_not_tried_again(slept):
    with pytest.raises(TryAgainError, match="2 left"):
        patiently(failing(None, None), sleep=slept.append, stopped=lambda: True)
    assert not slept
