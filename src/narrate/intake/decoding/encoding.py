"""Bytes → text, whatever encoding they are in, with nothing normalised.

Order of evidence: byte-order mark, the pattern of zero bytes (UTF-16), signatures of files that are no text,
strict UTF-8, then statistics. Offsets elsewhere count the characters of what `decode` returns: the decoded file as
it is, after a byte-order mark.
"""

from __future__ import annotations

import codecs
import re

from narrate.errors import StoryError
from narrate.intake.decoding.signatures import NO_TEXT, recognise

SAMPLE_BYTES = 64 * 1024
"""Statistics look at no more than this much, so that a huge file costs no more than a small one."""

# UTF-32 first: its little-endian mark begins with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

# Control characters that plain text does not hold: all of C0 but white space, the file separators (white space to
# Python), DOS's end of file (1A) and the escape character (1B).
_CONTROLS = bytes(range(0x01, 0x09)) + bytes(range(0x0E, 0x1A)) + b"\x7f"
_BINARY_SHARE = 0.02
_ZERO_SHARE = 0.002

_HIGH = re.compile(rb"[\x80-\xff]")
# What Western prose in cp1252 takes from the upper half: currency, ellipsis, quotation marks, dashes, guillemets, and
# letters with accents that stand beside an ASCII letter.
_CP1252_MARKS = rb"\x80\x85\x8b\x91-\x97\x99\x9b\xa0-\xa3\xa7\xa9\xab\xad\xae\xb0\xb2-\xb7\xb9-\xbf"
_CP1252_LETTERS = rb"\x8a\x8c\x8e\x9a\x9c\x9e\x9f\xc0-\xd6\xd8-\xf6\xf8-\xff"
_CP1252_PLAUSIBLE = re.compile(
    rb"[" + _CP1252_MARKS + rb"]"
    rb"|(?<=[A-Za-z])[" + _CP1252_LETTERS + rb"](?![\x80-\xff])"
    rb"|[" + _CP1252_LETTERS + rb"](?=[a-z])"
)
_CP1252_UNDEFINED = re.compile(rb"[\x81\x8d\x8f\x90\x9d]")


def decode(data: bytes, name: str) -> str:
    """The text in ``data``, without a byte-order mark at its beginning; bytes that fit no encoding become U+FFFD.

    Args:
        data: the whole file.
        name: what messages call the file.

    Raises:
        StoryError: the bytes are no text.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _checked(data[len(mark) :].decode(encoding, errors="replace"), name)
    signature = recognise(data)
    if signature is not None:
        raise StoryError(f"{name} is not a text file: it looks like {signature.kind}", hint=signature.hint)
    wide = _unmarked_utf16(data)
    if wide is not None:
        return _checked(data.decode(wide, errors="replace"), name)
    _refuse_binary(data[:SAMPLE_BYTES], name)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _decode_legacy(data)


def _checked(text: str, name: str) -> str:
    """``text``, unless so much of it is damaged that it never was text in that encoding."""
    sample = text[:SAMPLE_BYTES]
    bad = sample.count("\ufffd") + sample.count("\x00")
    if bad * 10 > len(sample):
        raise _not_text(name)
    return text


def _not_text(name: str) -> StoryError:
    return StoryError(f"{name} is not a text file: it is full of bytes that are no characters", hint=NO_TEXT)


def _unmarked_utf16(data: bytes) -> str | None:
    """UTF-16 without a byte-order mark, if the zero bytes of its ASCII characters plainly say so."""
    sample = data[:SAMPLE_BYTES]
    half = len(sample) // 2
    if half < 4 or len(data) % 2:
        return None
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if odd > 0.6 * half and even < 0.02 * half:
        return "utf-16-le"
    if even > 0.6 * half and odd < 0.02 * half:
        return "utf-16-be"
    return None


def _refuse_binary(sample: bytes, name: str) -> None:
    zeros = sample.count(0)
    controls = len(sample) - len(sample.translate(None, _CONTROLS))
    # A handful of stray ones is survivable, in however short a text.
    if zeros > max(4, _ZERO_SHARE * len(sample)) or controls > max(8, _BINARY_SHARE * len(sample)):
        raise _not_text(name)


def _decode_legacy(data: bytes) -> str:
    """Text that is not valid UTF-8."""
    sample = _around_first_high_byte(data)
    damaged = sample.decode("utf-8", errors="replace")
    broken = damaged.count("\ufffd")
    if sum(character > "\x7f" for character in damaged) > 4 * broken:
        # Mostly good UTF-8: a file cut off in the middle of a character, or a piece pasted from elsewhere.
        return data.decode("utf-8", errors="replace")
    high = len(_HIGH.findall(sample))
    western = len(_CP1252_PLAUSIBLE.findall(sample)) >= 0.95 * high and high < 0.12 * len(sample)
    encoding = "cp1252" if western else "cp932" if _is_japanese(sample) else _guess(sample)
    if encoding == "cp1252" and _CP1252_UNDEFINED.search(data):
        encoding = "latin-1"
    return data.decode(encoding, errors="replace")


def _around_first_high_byte(data: bytes) -> bytes:
    first = _HIGH.search(data)
    start = max(0, first.start() - SAMPLE_BYTES // 4) if first else 0
    return data[start : start + SAMPLE_BYTES]


def _is_japanese(sample: bytes) -> bool:
    """Whether it is Shift JIS: statistics take that for Korean, but no other encoding's bytes make its hiragana."""
    text = sample.decode("cp932", errors="replace")
    wide = sum(character > "\x7f" for character in text)
    hiragana = sum("\u3041" <= character <= "\u3096" for character in text)
    # The sample may begin or end within a character.
    return text.count("\ufffd") <= 2 and hiragana > 0.2 * wide


def _guess(sample: bytes) -> str:
    # Imported here: takes longer to load than all the rest of the room, and few files need it.
    from charset_normalizer import from_bytes

    best = from_bytes(sample).best()
    if best is None or best.encoding in {"ascii", "utf_8"}:
        return "cp1252"
    return best.encoding
