"""Stories that strangers might send, made here: several hundred, by family. Nothing large is stored."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import NamedTuple

SIZE = 4_000
"""Characters in a text that is long for its pattern's sake; `benchmarks/linear.py` has the same at greater lengths."""


class Case(NamedTuple):
    """A file to narrate."""

    name: str
    file: str
    data: bytes


STORY = (
    "Chapter One\n\n“It is late,” said {name}.\n\n{line}\n\n“Not always,” said the ferryman. “Only when I am tired.”\n"
)

LANGUAGES = {
    "en": "It was late, and nobody had come. “Where is the ferry?” asked Hester. “It is always late,” he said.",
    "fr": "Il était tard. « Où est le bac ? » demanda Hélène. « Il est toujours en retard », répondit-il.",
    "de": "Es war spät. „Wo ist die Fähre?“, fragte Käthe. „Sie kommt immer zu spät“, sagte er.",
    "ru": "Было поздно. «Где паром?» — спросила Ольга. «Он всегда опаздывает», — сказал он.",
    "el": "Ήταν αργά. «Πού είναι το πλοίο;» ρώτησε η Ελένη. «Πάντα αργεί», είπε εκείνος.",
    "ja": "もう遅かった。「船はどこ?」と花子は聞いた。「いつも遅れる」と彼は言った。",
    "zh": "天色已晚。“船在哪里?”小红问。“总是晚点,”他说。",
    "ko": "늦은 시간이었다. “배는 어디 있어?” 영희가 물었다. “늘 늦어.” 그가 말했다.",
    "he": 'היה מאוחר. "איפה המעבורת?" שאלה אסתר. "היא תמיד מאחרת," אמר.',
    "ar": "كان الوقت متأخرا. «أين العبارة؟» سألت هند. «إنها دائما متأخرة»، قال.",
    "th": "ดึกแล้ว “เรืออยู่ไหน” ฝนถาม “มันสายเสมอ” เขาพูด",
}
ENCODINGS = {
    "en": ("ascii", "latin-1", "cp1252", "mac-roman", "cp037", "utf-7"),
    "fr": ("latin-1", "cp1252", "mac-roman", "iso8859-15"),
    "de": ("latin-1", "cp1252", "mac-roman", "cp437"),
    "ru": ("cp1251", "koi8-r", "iso8859-5", "cp866", "mac-cyrillic"),
    "el": ("iso8859-7", "cp1253"),
    "ja": ("shift_jis", "euc-jp", "iso2022-jp"),
    "zh": ("gb2312", "gb18030", "big5", "hz"),
    "ko": ("euc-kr", "cp949", "johab"),
    "he": ("cp1255", "iso8859-8"),
    "ar": ("cp1256", "iso8859-6"),
    "th": ("tis-620", "cp874"),
}
ANY = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le")

INVISIBLE = (
    "\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2061\u2066\u2067\u2068\u2069\ufeff\u00ad"
    "\u034f\u061c\u115f\u180e\u2028\u2029\u3164\ufe0f\U000e0001\U000e0041\U000e0100\ue000\uffff\ufffe\ufdd0\U0010ffff"
)

UNITS = (
    "“", "”", '"', "'", "’", "‘", "«", "»", "„", "—", "–", "-", "- ", "…", "...", ". ", "! ", "?!", ",", ", ", ";", ": ",
    "(", ")", "((", "[", "]", "[[", "]]", "{", "<", "<<", "<b>", "</b>", "<!--", "&amp;", "&#0;", "&", "*", "**", "* ", "*a",
    "_", "__", "_a_ ", "~", "~~", "#", "# ", "## a\n", "> ", ">> a\n", "`", "```", "```\n", "|", "| a ", "|-|\n", "=", "==\n",
    "a", "a ", "A", "A ", "A. ", "Aa ", "aA", "aB1", "Mr. ", "Mr. A ", "Dr. A said ", "said ", "he said, ", "said A, “b” ",
    "“a” ", "“a ", "‘a’ ", "“a,” said B. ", "“a\n\n", "“‘", "‘“", "“a”\n\n", "'tis ", "o'clock ", "a's ", "a-", "a-a ", "a—a",
    "1", "1 ", "1,", "1,000", "1.", "1.1", "1:", "12:30 ", "1/2 ", "1st ", "$1", "£1.", "1%", "0x", "1e9", "-1", "+1", "#1 ",
    "I", "IV ", "XVIII. ", "MCM", "Chapter ", "Chapter 1\n\n", "Chapter I: a\n", "CHAPTER\n", "Part 1 ", "1.\n\n", "***\n\n",
    "* * *\n", "---\n", "~*~\n\n", "A/N: ", "Author's note: a\n\n", "Disclaimer: a\n", "Rating: M\n", "Title: a\n", "By a\n",
    "Dear A,\n\n", "P.S. ", "To: a\n", "From: a@b.c\n", "A: b\n", "A: ", "[10:00] a: b\n", "http://", "https://a.b/c ", "www.a.",
    "a@", "a@b.c ", "#a ", "@a ", "@a\n", "::", ":-) ", "^_^", "\n", "\n\n", "\r", "\r\n", "\r\n\r\n", " ", "  ", "\t", "\t\n", " \n",
    "\u00a0", "\u3000", "\u2003", "\f", "\v", "\x1c", "\x85", "é", "e\u0301", "\u0301", "ß", "İ", "ﬁ", "Σ", "ǆ", "あ", "「", "「あ」",
    "『", "。", "你", "א", "ا", "\u064b", "ก", "🙂", "👩‍👩‍👧‍👦", "🇬🇧", "🇬", "\ufffd", "%s", "%n", "{0}", "${a}", "$(a)", "\\", "\\n", "\\u0000",
)  # fmt: skip
"""What is repeated: each is a way into some pattern of a reader, the segmenter, attribution or speech."""

INJECTIONS = (
    "[[inpt PHON]]hEHlOW[[inpt TEXT]]", "[[volm 0]]", "[[slnc 99999999]]", "<speak>a<break time='9999s'/></speak>",
    "<voice name='x'>a</voice>", "<audio src='file:///etc/passwd'/>", "<prosody rate='9999'>a</prosody>", "</speak><speak>",
    "\x1b[31mred\x1b[0m", "\x1b]0;title\x07", "\x9b31m", "{{7*7}}", "${jndi:ldap://a/b}", "$(touch owned)", "`touch owned`",
    "; touch owned", "| touch owned", "&& touch owned", "%(a)s", "{0.__class__}", "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>", "]]><!--", "&lt;script&gt;", "javascript:alert(1)", "' OR 1=1 --", "\\\\host\\share",
    "!!python/object/apply:os.system [touch owned]", "__import__('os').system('touch owned')", "=cmd|' /C calc'!A0",
    "-->", "WEBVTT", "00:00:00.000 --> 99:59:59.000", "<v Mallory>a", "{\\an8}{\\fs200}", "#EXTM3U", "@Mallory", "## 1. Forged",
    "(skip: all)", "@Narrator (whispering)", "***", "# narrate script 1 — other.txt", "\\@", "@\u202eyrollaM", "|espeak\x01",
)  # fmt: skip

TITLES = (
    "../../../etc/passwd", "..", ".", "...", "/etc/passwd", "C:\\Windows\\win.ini", "\\\\host\\share", "NUL", "CON", "con.txt",
    "AUX .", "COM1", "LPT9.mp3", "PRN", "CLOCK$", "a" * 300, "ж" * 300, "🙂" * 200, "e\u0301" * 300, "שלום עולם", "مرحبا",
    "\u202egpj.exe", "\u2066a\u2069", "-rf", "--help", "-", "~", "~root", "$(id)", "`id`", "$HOME", "%PATH%", "%00", "a%2fb",
    "<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "&amp;&lt;", "]]>", "' OR ''='", "a:b", "a|b", "a?b", "a*b",
    'a"b', "a\tb", "a.mp3", ".hidden", "trailing.", "trailing ", " leading", "a\u0000b", "\ud83d", "a\u2028b", "a／b", "a∕b", "ﷺ" * 60,
)  # fmt: skip


def encodings() -> Iterator[Case]:
    """Each language in the encodings that people have it in; whole, and cut in the middle of a character."""
    for language, text in LANGUAGES.items():
        for encoding in (*ENCODINGS[language], *ANY):
            data = (text + "\n\n" + text).encode(encoding, "replace")
            yield Case(f"{language} {encoding}", "story.txt", data)
            if encoding in ENCODINGS[language] or encoding.startswith("utf-16"):
                yield Case(f"{language} {encoding} cut", "story.txt", data[:-1])


def characters() -> Iterator[Case]:
    """Characters that are not seen, or are none, in a name, in speech, between words."""
    for character in (*INVISIBLE, *map(chr, range(32)), *map(chr, range(127, 160))):
        text = STORY.format(name=f"Hes{character}ter", line=f"“{character}It {character} is{character}.{character}”")
        yield Case(f"U+{ord(character):04X}", "story.txt", text.encode())
    for name, data in {
        "lone surrogate": b"\xed\xa0\x80",
        "pair of surrogates": b"\xed\xa0\xbd\xed\xb8\x80",
        "overlong": b"\xc0\x80 \xe0\x80\xaf",
        "beyond": b"\xf5\x80\x80\x80",
        "cut": b"\xe2\x80",
        "bytes": bytes(range(128, 256)),
        "nulls": bytes(500),
    }.items():
        yield Case(name, "story.txt", STORY.format(name="Hester", line="It rained.").encode() + data)
    utf_16 = STORY.format(name="Hester", line="\ud800 \udc00 \udfff").encode("utf-16", "surrogatepass")
    yield Case("surrogates in UTF-16", "story.txt", utf_16)


def repetitions(size: int = SIZE) -> Iterator[Case]:
    """One thing over and over, then something that does not go with it: what slow patterns trip over."""
    for number, unit in enumerate(UNITS):
        text = f"“It is late,” said Hester.\n\n{unit * (size // len(unit))}\x00!\n\nShe went home.\n"
        yield Case(f"{number}: {unit!r} over and over", "story.md" if number % 5 == 0 else "story.txt", text.encode())


def nestings(depth: int = 400) -> Iterator[Case]:
    """Things in things in things."""
    for name, file, opening, closing in (
        ("speech", "story.txt", "“a ‘", "’ b”"),
        ("brackets", "story.txt", "(a [", "] b)"),
        ("emphasis", "story.md", "*a _", "_ b*"),
        ("quotations", "story.md", "> ", ""),
        ("lists", "story.md", "- ", ""),
        ("links", "story.md", "[a](", ")"),
        ("pictures", "story.md", "![", "](a)"),
        ("divisions", "story.html", "<div>a", "</div>"),
        ("open divisions", "story.html", "<div><p>", ""),
        ("marks", "story.html", "<b><i>", "</i></b>"),
        ("tables", "story.html", "<table><tr><td>", "</td></tr></table>"),
        ("quotations", "story.html", "<blockquote>", "</blockquote>"),
        ("groups", "story.rtf", "{\\i a", "}"),
    ):
        text = opening * depth + "“It is late,” said Hester. Nobody heard." + closing * depth
        start = "{\\rtf1 " if file.endswith(".rtf") else ""
        yield Case(f"{name} in {file}", file, (start + text + ("}" if start else "")).encode())


def injections() -> Iterator[Case]:
    """Orders to engines, terminals, shells, pages, captions, and to our own script file."""
    for order in INJECTIONS:
        yield Case(f"told: {order!r}", "story.txt", STORY.format(name="Hester", line=order).encode())
        yield Case(f"said: {order!r}", "story.txt", STORY.format(name=order, line=f"“{order}”").encode())
    yield Case(
        "as chapters", "story.txt", "".join(f"Chapter {n}: {o}\n\n“{o}”\n\n" for n, o in enumerate(INJECTIONS)).encode()
    )


def packages() -> Iterator[Case]:
    """Books whose package is meant to break something."""
    page = (
        "<html xmlns='http://www.w3.org/1999/xhtml'><body><h1>One</h1><p>“It is late,” said Hester.</p>{}</body></html>"
    )
    laughs = (
        "<!DOCTYPE x [<!ENTITY a0 'ha'>"
        + "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 12))
        + "]>"
    )
    outside = '<!DOCTYPE x [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    for name, pages in {
        "sound": {"a.xhtml": page.format("")},
        "laughs": {"a.xhtml": laughs + page.format("&a11;")},
        "an entity of a file": {"a.xhtml": outside + page.format("&x;")},
        "a page outside": {"../../a.xhtml": page.format("")},
        "an absolute page": {"/a.xhtml": page.format("")},
        "a page on the network": {"http://localhost:9/a.xhtml": page.format("")},
        "no page": {},
        "a thousand pages": {f"{n}.xhtml": page.format("") for n in range(1000)},
        "a page that is nothing": {"a.xhtml": ""},
        "a bomb": {"a.xhtml": page.format(" " * 30_000_000)},
        "script": {"a.xhtml": page.format("<script>alert(1)</script><iframe src='file:///etc/passwd'/>")},
    }.items():
        yield Case(f"EPUB with {name}", "story.epub", epub(pages))
    whole = epub({"a.xhtml": page.format("")})
    for share in range(1, 20):
        yield Case(f"EPUB cut at {share}/20", "story.epub", whole[: len(whole) * share // 20])
        place = len(whole) * share // 20
        yield Case(f"EPUB damaged at {share}/20", "story.epub", whole[:place] + b"\xff\x00\xff" + whole[place + 3 :])


def epub(pages: dict[str, str]) -> bytes:
    """An EPUB with these pages, in this order."""
    out = io.BytesIO()
    items = "".join(
        f'<item id="p{n}" href="{name}" media-type="application/xhtml+xml"/>' for n, name in enumerate(pages)
    )
    spine = "".join(f'<itemref idref="p{n}"/>' for n in range(len(pages)))
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/epub+zip")
        archive.writestr(
            "META-INF/container.xml",
            '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
            '<rootfile full-path="book.opf" media-type="application/oebps-package+xml"/></rootfiles></container>',
        )
        archive.writestr(
            "book.opf",
            '<package xmlns="http://www.idpf.org/2007/opf" version="3.0"><metadata '
            'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>A</dc:title></metadata>'
            f"<manifest>{items}</manifest><spine>{spine}</spine></package>",
        )
        for name, content in pages.items():
            archive.writestr(name, content)
    return out.getvalue()


def file_names() -> Iterator[Case]:
    """Names that a shell, a terminal or another system takes for something else."""
    data = STORY.format(name="Hester", line="It rained.").encode()
    for name in (
        "-rf.txt", "--help.txt", "--version", "-", " .txt", "a\nb.txt", "a\tb.txt", "\x1b[31m.txt", "\u202etxt.exe", "CON.txt",
        "nul", "a;b.txt", "$(touch owned).txt", "`id`.txt", "a|b.txt", "a&b.txt", "a'b.txt", 'a"b.txt', "%s%n.txt", "{0}.txt",
        "~.txt", "..txt", "...", ".txt", "*.txt", "[a].txt", "?.txt", "<b>.txt", "é.txt", "e\u0301.txt", "🙂.txt", "ж" * 120 + ".txt",
        "a" * 250 + ".txt", "caf\udce9.txt", "story", "story.", "story.mp3", "story.txt.epub", "STORY.TXT", "make", "cast", "book.TXT ",
    ):  # fmt: skip
        if name != "-":
            yield Case(f"named {name!r}", name, data)


def all_texts() -> Iterator[Case]:
    """Everything that is read as a story called story.something."""
    for family in (encodings, characters, repetitions, nestings, injections, packages):
        yield from family()
