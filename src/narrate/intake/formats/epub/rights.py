"""Copy protection: a locked book is refused in words."""

from __future__ import annotations

from narrate.errors import StoryError
from narrate.intake.decoding.packages import Package
from narrate.intake.formats.epub.package import BookPackage
from narrate.intake.formats.html.tree import decode_markup, elements, parse_xhtml

_ENCRYPTION = "META-INF/encryption.xml"
_LOCKS = {
    "META-INF/rights.xml": "Adobe's",
    "META-INF/sinf.xml": "Apple's",
    "META-INF/license.lcpl": "Readium LCP's",
}
# Fonts scrambled so that nobody takes them out of the book (IDPF, Adobe): the words are not.
_FONT_SCRAMBLING = frozenset({"http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC"})


def refuse_locked(archive: Package, book: BookPackage, name: str) -> None:
    """Say so if the book's pages are encrypted.

    Raises:
        StoryError: they are.
    """
    if _ENCRYPTION not in archive:
        return
    root = parse_xhtml(decode_markup(archive.read(_ENCRYPTION), name), name)
    pages = set(book.spine)
    for data in elements(root, "encrypteddata"):
        method = next((one.get("Algorithm") or one.get("algorithm") for one in elements(data, "encryptionmethod")), "")
        if method in _FONT_SCRAMBLING:
            continue
        targets = (one.get("URI") or one.get("uri") or "" for one in elements(data, "cipherreference"))
        if any(BookPackage.locate(archive, "", target) in pages for target in targets):
            whose = next((owner for member, owner in _LOCKS.items() if member in archive), "")
            lock = f"{whose} copy protection (DRM)" if whose else "copy protection (DRM)"
            raise StoryError(
                f"{name} is locked by {lock}: its words are encrypted",
                hint="narrate reads only books without a lock. Ask the shop or the library for one, or for its text.",
            )
