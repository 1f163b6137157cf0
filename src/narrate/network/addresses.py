"""Addresses on networks: whose they are, how they are opened, and what of a stranger's answer is fit to show."""

from __future__ import annotations

import ipaddress
import urllib.parse
import urllib.request
from typing import Any

LONGEST_SHOWN = 300
"""In letters."""


def host_of(url: str) -> str:
    """The host's name, with its port if it has one."""
    return urllib.parse.urlsplit(url).netloc


def is_loopback(url: str) -> bool:
    """Whether an address is this machine itself."""
    name = urllib.parse.urlsplit(url).hostname or ""
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return name == "localhost" or name.endswith(".localhost")


def is_web_address(url: str) -> bool:
    """Whether ``url`` is an address of http or https, with a host and nothing that no address has."""
    try:
        parts = urllib.parse.urlsplit(url)
        usable = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False
    return usable and url.isprintable() and " " not in url


class NoRedirects(urllib.request.HTTPRedirectHandler):
    """Makes a redirect an error like any other status: urllib would take a key along to another host."""

    def redirect_request(self, *_: Any, **__: Any) -> None:
        """Never."""
        return


def opener_for(url: str, *handlers: urllib.request.BaseHandler | type) -> urllib.request.OpenerDirector:
    """What opens ``url``: through the system's proxy, but never where it is this machine's own address."""
    if is_loopback(url):
        return urllib.request.build_opener(*handlers, urllib.request.ProxyHandler({}))
    return urllib.request.build_opener(*handlers)


def fit_to_show(text: str, secret: str = "") -> str:
    """What a stranger's server says, in one short line and without a secret that it may repeat."""
    if secret:
        text = text.replace(secret, "…")
    shown = " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())
    return shown if len(shown) <= LONGEST_SHOWN else f"{shown[:LONGEST_SHOWN]}…"
