"""Servers that are asked something: whose their addresses are, how they are asked, and how often."""

from narrate.network.addresses import NoRedirects, fit_to_show, host_of, is_loopback, is_web_address, opener_for
from narrate.network.patience import ATTEMPTS, LONGEST_WAIT_S, TEMPORARY, TryAgainError, patiently, retry_after_s
from narrate.network.server import (
    BrokenOffError,
    NoWholeAnswerError,
    Server,
    ServerVariables,
    SlowError,
    StatusError,
    TooLargeError,
    UnreachableError,
)

__all__ = [
    "ATTEMPTS",
    "LONGEST_WAIT_S",
    "TEMPORARY",
    "BrokenOffError",
    "NoRedirects",
    "NoWholeAnswerError",
    "Server",
    "ServerVariables",
    "SlowError",
    "StatusError",
    "TooLargeError",
    "TryAgainError",
    "UnreachableError",
    "fit_to_show",
    "host_of",
    "is_loopback",
    "is_web_address",
    "opener_for",
    "patiently",
    "retry_after_s",
]
