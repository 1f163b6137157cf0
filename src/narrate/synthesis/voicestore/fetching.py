"""Files fetched from the web: whole, as their catalogue says, or not at all; cut off, they go on where they were.

What has come lies in a hidden file beside the place where it will be; it takes its name when its size and its checksum
are right. Addresses are those of https, or of this machine itself; others are for whoever asks for them.
"""

from __future__ import annotations

import glob
import hashlib
import http.client
import os
import re
import shutil
import socket
import ssl
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from narrate.errors import DownloadError, OutputError
from narrate.network import (
    TEMPORARY,
    TryAgainError,
    fit_to_show,
    host_of,
    is_loopback,
    opener_for,
    patiently,
    retry_after_s,
)
from narrate.synthesis.voicestore.catalogue import LARGEST_FILE, RemoteFile

ATTEMPTS = 5

_CHUNK = 1 << 16
_PLACE = re.compile(r"bytes (\d{1,15})-\d{1,15}/(?:\d{1,15}|\*)")
_NO_SUCH_PART = 416

Result = TypeVar("Result")

Progress = Callable[[RemoteFile, int], None]
"""Called with a file and how many of its bytes are there."""


@dataclass(frozen=True, slots=True)
class Web:
    """Where files may come from.

    Attributes:
        origin: the address that a person gave, or ours. Only if it is this machine's own may others be: no stranger's
            catalogue sends us to what listens there.
        insecure: http is allowed for other machines too.
        timeout_s: the longest wait for the next bytes.
        sleep: waits, in seconds.
    """

    origin: str
    insecure: bool = False
    timeout_s: float = 30.0
    sleep: Callable[[float], object] = time.sleep

    def check(self, url: str) -> None:
        """Refuse an address that nothing may come from.

        Raises:
            DownloadError: it is one.
        """
        local = is_loopback(url)
        if local and not is_loopback(self.origin):
            raise DownloadError(f"{host_of(self.origin)} sends to an address of this machine: {fit_to_show(url)}")
        if not url.startswith("https:") and not (url.startswith("http:") and (local or self.insecure)):
            raise DownloadError(
                f"{fit_to_show(url)} is no address of https: whoever sits on the way could send anything",
                hint="--insecure takes it all the same.",
            )

    def read(self, url: str, most: int) -> bytes:
        """The content at an address, of ``most`` bytes at most.

        Raises:
            DownloadError: it can't be fetched, or is larger.
        """

        def read_all() -> bytes:
            with self.open(url, 0) as response:
                content = bytes(response.read(most + 1))
            if len(content) > most:
                raise DownloadError(f"what is at {fit_to_show(url)} is larger than {most:,} bytes")
            return content

        return self.patiently(url, read_all)

    def open(self, url: str, start: int) -> Any:  # noqa: ANN401 - urllib says no more
        """The answer to a request for what comes after the first ``start`` bytes."""
        self.check(url)
        headers = {"User-Agent": "narrate", "Accept-Encoding": "identity"}
        if start:
            headers["Range"] = f"bytes={start}-"
        request = urllib.request.Request(url, headers=headers)  # noqa: S310 - checked
        return opener_for(url, _Redirects(self)).open(request, timeout=self.timeout_s)

    def patiently(self, url: str, act: Callable[[], Result]) -> Result:
        """Do something with an address, and again after a while if it fails in a way that may pass.

        Raises:
            DownloadError: it is refused, or every attempt failed.
        """

        def attempt() -> Result:
            try:
                return act()
            except urllib.error.HTTPError as error:
                with error:
                    raise self._refused(url, error) from None
            except urllib.error.URLError as error:
                raise self._not_reached(url, error) from None
            except TimeoutError:
                raise TryAgainError(f"nothing came for {self.timeout_s:g} s") from None
            except (OSError, http.client.HTTPException) as error:
                raise TryAgainError(str(error) or type(error).__name__) from None

        try:
            return patiently(attempt, attempts=ATTEMPTS, sleep=self.sleep)
        except TryAgainError as failed:
            raise DownloadError(
                fit_to_show(f"{url} can't be fetched: {failed}"), hint="Try again later: it goes on where it stopped."
            ) from None

    def _not_reached(self, url: str, error: urllib.error.URLError) -> TryAgainError:
        """What to make of a connection that did not come about: some will not, however often they are tried."""
        reason = error.reason
        if isinstance(reason, TimeoutError):
            return TryAgainError(f"nothing came for {self.timeout_s:g} s")
        unknown = isinstance(reason, socket.gaierror) and reason.errno == socket.EAI_NONAME
        if isinstance(reason, ssl.SSLCertVerificationError) or unknown:
            hint = "Is this machine connected, and the address right?" if unknown else "Somebody may be on the way."
            raise DownloadError(fit_to_show(f"{host_of(url)} can't be reached: {reason}"), hint=hint)
        return TryAgainError(str(reason))

    @staticmethod
    def _refused(url: str, error: urllib.error.HTTPError) -> TryAgainError:
        if error.code in TEMPORARY:
            return TryAgainError(f"the server answers {error.code}", retry_after_s(error.headers))
        raise DownloadError(
            fit_to_show(f"{url} can't be fetched: the server answers {error.code} {error.reason}"),
            hint="Check the address that --from or NARRATE_VOICE_CATALOGUE gives." if error.code == 404 else "",
        )


class _Redirects(urllib.request.HTTPRedirectHandler):
    """Follows a redirect if the first address would have been allowed to be the second."""

    max_redirections = 5

    def __init__(self, web: Web) -> None:
        self._web = web

    def redirect_request(self, req: urllib.request.Request, *rest: Any) -> urllib.request.Request | None:
        """Check where it goes."""
        self._web.check(rest[-1])
        return super().redirect_request(req, *rest)


def fetch(file: RemoteFile, folder: Path, web: Web, progress: Progress) -> Path:
    """Fetch a file into a folder; one that is there and right is left alone.

    Raises:
        DownloadError: it can't be fetched, or is not what the catalogue says.
        OutputError: the folder can't be written, or has no room.
    """
    target = folder / file.name
    try:
        if target.exists() and not _fault(file, target):
            progress(file, target.stat().st_size)
            return target
        part = folder / f".{file.name}.{_key(file)}.part"
        _check_room(file, folder, part)
        resumed = web.patiently(file.url, lambda: _fill(file, part, web, progress))
        fault = _fault(file, part)
        if fault and resumed:  # the beginning may have been another file's
            part.unlink()
            web.patiently(file.url, lambda: _fill(file, part, web, progress))
            fault = _fault(file, part)
        if fault:
            part.unlink()
            raise DownloadError(
                f"{fit_to_show(file.url)} is not what the catalogue says: {fault}; nothing of it was kept",
                hint="Try again later: the voice and the catalogue may be changing, or somebody is on the way.",
            )
        with part.open("rb+") as written:
            os.fsync(written.fileno())
        part.replace(target)
        for old in folder.glob(f".{glob.escape(file.name)}.*.part"):
            old.unlink()  # begun of another edition
    except OSError as error:
        raise _cannot_write(target, error) from error
    return target


def _fill(file: RemoteFile, part: Path, web: Web, progress: Progress) -> bool:
    """Fetch what is missing of a file; whether something was there already."""
    most = LARGEST_FILE if file.bytes is None else file.bytes
    have = part.stat().st_size if part.exists() else 0
    if have > most or (file.bytes is None and have and not file.digest):
        have = 0
    if have and have == file.bytes:
        return True
    try:
        response = web.open(file.url, have)
    except urllib.error.HTTPError as error:
        if error.code != _NO_SUCH_PART or not have:
            raise
        error.close()
        part.unlink()
        raise TryAgainError("the server has less than was there already", 0.0) from None
    with response:
        place = _PLACE.fullmatch(response.headers.get("Content-Range", ""))
        if have and not (response.status == http.client.PARTIAL_CONTENT and place and int(place[1]) == have):
            have = 0  # it sends all of it, or another part
            if response.status == http.client.PARTIAL_CONTENT:
                part.unlink()
                raise TryAgainError("the server sends another part than it was asked for", 0.0)
        _receive(file, response, part, have, most, progress)
    return have > 0


def _receive(file: RemoteFile, response: Any, part: Path, have: int, most: int, progress: Progress) -> None:  # noqa: ANN401, PLR0917
    length = response.headers.get("Content-Length", "")
    whole = have + int(length) if length.isascii() and length.isdecimal() and len(length) < 16 else file.bytes
    with _opened(part, "ab" if have else "wb") as written:
        while chunk := response.read1(_CHUNK):
            have += len(chunk)
            if have > most:
                raise DownloadError(
                    f"{fit_to_show(file.url)} is larger than the catalogue says ({most:,} bytes)",
                    hint="Nothing of it is used.",
                )
            _write(written, chunk, part)
            progress(file, have)
    if whole is not None and have < whole:
        raise TryAgainError(f"it was cut off after {have:,} bytes")


def _opened(part: Path, mode: str) -> Any:  # noqa: ANN401 - a file
    try:
        return part.open(mode)
    except OSError as error:
        raise _cannot_write(part, error) from error


def _write(file: Any, chunk: bytes, part: Path) -> None:  # noqa: ANN401 - a file
    try:
        file.write(chunk)
    except OSError as error:  # not to be taken for a fault of the network
        raise _cannot_write(part, error) from error


def _cannot_write(path: Path, error: OSError) -> OutputError:
    return OutputError(
        f"{path} can't be written: {error.strerror or error}",
        hint="See that there is room and that you may write there, and run it again: it goes on where it stopped.",
    )


def _fault(file: RemoteFile, path: Path) -> str:
    """What is wrong with a file that was fetched; empty if nothing is."""
    size = path.stat().st_size
    if file.bytes is not None and size != file.bytes:
        return f"it has {size:,} bytes instead of {file.bytes:,}"
    kind, _, wanted = file.digest.partition(":")
    if not kind:
        return ""
    with path.open("rb") as content:
        # Piper's catalogue knows MD5 alone: enough against accidents; against people there is https.
        found = hashlib.file_digest(content, lambda: hashlib.new(kind, usedforsecurity=False)).hexdigest()
    return "" if found == wanted else f"its {kind} is {found} instead of {wanted}"


def _key(file: RemoteFile) -> str:
    """So that what is left of another edition is never gone on with."""
    return hashlib.blake2b(f"{file.url} {file.bytes} {file.digest}".encode(), digest_size=6).hexdigest()


def _check_room(file: RemoteFile, folder: Path, part: Path) -> None:
    missing = (file.bytes or 0) - (part.stat().st_size if part.exists() else 0)
    free = shutil.disk_usage(folder).free
    if missing > free:
        raise OutputError(
            f"{folder} has no room for {file.name}: {missing / 1e6:,.0f} MB are missing and {free / 1e6:,.0f} MB free",
            hint="Make room, or name another folder (docs/neural-voices.md).",
        )
