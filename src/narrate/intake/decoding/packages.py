"""ZIP archives that hold a document (DOCX, ODT, EPUB, .fb2.zip), read in bounded memory and never to disk."""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib

from narrate.errors import StoryError
from narrate.intake.decoding.xml import Element, parse_xml

_MOST_MEMBERS = 20_000
_LARGEST_MEMBER = 96 * 1024 * 1024
_LARGEST_TOTAL = 256 * 1024 * 1024
# A bomb's members unpack to a thousand times their size; text to less than a tenth of that.
_MOST_GROWTH = 200
_SMALL = 8 * 1024 * 1024
_UNREADABLE = (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, EOFError)
_DAMAGED = "Open it in the program that made it and save it again, or get the file anew."
_BOMB = "Such a file is made to fill up computers. Get the story from a place that you trust."


class Package:
    """The members of an archive, by name. Names that lead out of the archive are not there.

    Args:
        data: the whole archive.
        name: what messages call the file.
        what: what it should be: “a Word document”.

    Raises:
        StoryError: it is no archive, is damaged, or is made to unpack without end.
    """

    def __init__(self, data: bytes, name: str, what: str) -> None:
        self._name = name
        self._what = what
        self._read = 0
        if data.count(b"PK\x01\x02") > _MOST_MEMBERS:
            raise StoryError(f"{name} has too many files inside to be {what}", hint=_BOMB)
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
        except _UNREADABLE as error:
            raise self._damaged(str(error)) from None
        self._members = {
            member.filename.replace("\\", "/"): member
            for member in self._archive.infolist()
            if not member.is_dir() and _stays_inside(member.filename)
        }

    @property
    def names(self) -> tuple[str, ...]:
        """In the archive's order."""
        return tuple(self._members)

    def __contains__(self, member: str) -> bool:
        return member in self._members

    def read(self, member: str) -> bytes:
        """The bytes of a member.

        Raises:
            StoryError: it is not there, is encrypted or damaged, or unpacks to more than a document holds.
        """
        info = self._members.get(member)
        if info is None:
            raise self._damaged(f"{member} is missing in it")
        if info.flag_bits & 1:
            raise StoryError(
                f"{self._name} is protected by a password", hint="Save it without a password, and give narrate that."
            )
        limit = _LARGEST_MEMBER if info.file_size <= _SMALL else min(_LARGEST_MEMBER, info.compress_size * _MOST_GROWTH)
        limit = min(limit, _LARGEST_TOTAL - self._read)
        try:
            with self._archive.open(info) as file:
                content = file.read(limit + 1)
        except (
            zipfile.BadZipFile,
            zlib.error,
            ValueError,
            OSError,
            NotImplementedError,
            EOFError,
            RuntimeError,
        ) as error:
            raise self._damaged(f"{member}: {error}") from None
        if len(content) > limit:
            raise StoryError(f"{self._name} unpacks to far more than a story holds ({member})", hint=_BOMB)
        self._read += len(content)
        return content

    def xml(self, member: str) -> Element:
        """The root of a member that is an XML document.

        Raises:
            StoryError: as `read`, or it is no XML.
        """
        return parse_xml(self.read(member), f"{self._name}: {member}")

    def _damaged(self, why: str) -> StoryError:
        return StoryError(f"{self._name} can't be read as {self._what}: {why or 'it is damaged'}", hint=_DAMAGED)


def resolve(base: str, target: str) -> str:
    """The member that ``target`` means where it stands in the member ``base``."""
    if target.startswith("/"):
        return posixpath.normpath(target.lstrip("/"))
    return posixpath.normpath(posixpath.join(posixpath.dirname(base), target))


def _stays_inside(name: str) -> bool:
    parts = name.replace("\\", "/").split("/")
    return not (name.startswith(("/", "\\")) or ".." in parts or ":" in parts[0] or "\x00" in name)
