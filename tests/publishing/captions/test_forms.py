"""Each form of captions, read back by libraries that are not ours."""

from __future__ import annotations

import json
import re
from typing import Any

import pysubs2
import pytest
import webvtt
from lxml import etree
from tests.publishing.contrast import contrast
from tests.publishing.editions import Said, edition

from narrate.publishing.captions import captions
from narrate.publishing.captions.ass import ass
from narrate.publishing.captions.lrc import lrc
from narrate.publishing.captions.palette import COLOURS, NARRATOR
from narrate.publishing.captions.srt import srt, srt_captions
from narrate.publishing.captions.transcript import transcript
from narrate.publishing.captions.ttml import ttml
from narrate.publishing.captions.webvtt import webvtt as to_vtt

HOSTILE = [
    "<script>alert(1)</script> & more",
    "00:00:01.000 --> 00:00:09.000",
    "{\\an8}{\\b1}up\\Nthere",
    "a line\n\nand another\r\n\r\n7\n",
    "[00:01.00] [ti:no] <00:02.00>",
    "null\0 bell\x07 half\ud800 end\ufffe",
    "</p></body> ]]> &amp; &lt;",
    "שלום עולם",
]
NAMES = {"hester": "Hester <b>Vane</b>, --> & “Co”\n2", "boy": "the boy"}
SAID = [
    Said(text, 2.0 * number, 2.0 * number + 1.75, ("hester", "boy", None)[number % 3])
    for number, text in enumerate(HOSTILE, 1)
]
TIMES = [(2.0 * number, 2.0 * number + 1.75) for number in range(1, len(HOSTILE) + 1)]


def made(form, *said, by_word=False, names=None):
    book = edition(*(said or SAID), names=names or NAMES)
    found = srt_captions(book, book.chapters[0]) if form is srt else captions(book.chapters[0])
    text = form(book, book.chapters[0], found, by_word=by_word)
    return text.encode("utf-8", "replace").decode("utf-8")


def plain(text):
    """What is left to read: white space, control characters and what keeps players from misreading aside."""
    return re.sub(r"[\s\0-\x1f\u2060\ufffd\ufffe?]+", "", text.replace("\ud800", ""))


def test_webvtt_as_another_library_reads_it():
    found = parsed(made(to_vtt))

    assert [(c.start_in_seconds, c.end_in_seconds) for c in found] == [(int(s), int(e)) for s, e in TIMES]
    assert [plain(unescaped(caption.text)) for caption in found] == [plain(text) for text in HOSTILE]
    assert found[0].identifier == "c1u1"
    assert found[0].voice == "the boy"


def parsed(text: str) -> list[Any]:
    captions_file: Any = webvtt.from_string(text)
    return list(captions_file)


def unescaped(text):
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def test_webvtt_has_no_arrow_and_no_tag_but_its_own():
    lines = made(to_vtt).splitlines()

    assert len([line for line in lines if "-->" in line]) == len(HOSTILE)
    assert {tag.split()[0] for line in lines for tag in re.findall(r"<([^>]*)>", line)} == {"v"}


def test_srt_as_another_library_reads_it():
    found = pysubs2.SSAFile.from_string(made(srt), format_="srt")

    assert [event.start / 1000 for event in found] == [start for start, _ in TIMES]
    # A name takes time to read, too.
    assert all(0 <= event.end / 1000 - end < 0.25 for event, (_, end) in zip(found, TIMES, strict=True))
    texts = [event.plaintext for event in found]
    assert "{\u2060\\an8}" in found[2].text
    assert all(
        plain(text).endswith(plain(said))
        for text, said in zip(texts, HOSTILE, strict=True)
        if "\\" not in said  # which that library takes for a line break of its own
    )
    assert texts[0].startswith("the boy:")


def test_names_are_within_the_limits_of_srt():
    said = "“Nothing that I could tell you would make it any better,” she said, and “Nothing at all.”"
    names = {"hester": "Hester Vane of the Near Bank and the Far", "boy": "the boy"}
    texts = [Said("“It is always late,”", 0, 1.5, "boy"), Said(said, 2, 8, "hester"), Said("No.", 9, 9.5, "boy")]

    lines = [line for line in made(srt, *texts, names=names).splitlines() if line and "-->" not in line]

    assert all(len(line) <= 32 for line in lines)
    assert lines[1] == "the boy: “It is always late,”"
    assert any(line.startswith("Hester Vane of th…:") for line in lines)
    assert sum(line.startswith("Hester") for line in lines) == 1


def test_ass_as_another_library_reads_it():
    found = pysubs2.SSAFile.from_string(made(ass), format_="ass")

    assert [(event.start / 1000, event.end / 1000) for event in found] == TIMES
    assert set(found.styles) == {"Narrator", "hester", "boy"}
    assert found[0].name == "the boy"
    assert found[0].style == "boy"
    assert found.styles["boy"].primarycolor != found.styles["hester"].primarycolor
    # Nothing is an override: every brace of the story's is escaped.
    assert not any(re.search(r"(?<!\\)\{", event.text) for event in found)
    assert len(found) == len(HOSTILE)


def test_ttml_is_xml_with_agents_and_styles():
    root = etree.fromstring(made(ttml).encode())
    names = {"t": "http://www.w3.org/ns/ttml", "m": "http://www.w3.org/ns/ttml#metadata"}
    found = root.findall(".//t:p", names)
    ids = {element.get("{http://www.w3.org/XML/1998/namespace}id") for element in root.iter()}

    assert [plain("".join(map(str, p.itertext()))) for p in found] == [plain(text) for text in HOSTILE]
    assert found[0].get("begin") == "00:00:02.000"
    assert {p.get("style") for p in found} | {p.get(f"{{{names['m']}}}agent") for p in found} <= ids
    assert "the boy" in [name.text for name in root.iterfind(".//m:name", names)]


def test_lrc_has_a_line_for_each_caption():
    lines = made(lrc).splitlines()
    timed = [line for line in lines if re.match(r"\[\d\d:\d\d\.\d\d\]", line)]

    assert lines[0] == "[ti:The Ferry]"
    assert [plain(line[10:]) for line in timed[:-1]] == [plain(text) for text in HOSTILE]
    assert timed[0].startswith("[00:02.00]")
    assert not re.search(r"[\[<]\d", "".join(line[10:] for line in timed))


def test_the_transcript_is_what_podcasts_read():
    book = edition(*SAID, names=NAMES)
    found = json.loads(transcript(book, book.chapters[0]))

    assert found["version"] == "1.0.0"
    assert [(s["startTime"], s["endTime"]) for s in found["segments"]] == TIMES
    assert found["segments"][1]["speaker"] == "Narrator"


WORDS = Said("“One, two,” said she.", 1, 4, "boy", ((1, 1.0, 1.5), (6, 1.7, 2.2), (12, 2.4, 3.0), (17, 3.1, 4.0)))


def test_words_light_up_in_webvtt():
    text = made(to_vtt, WORDS, by_word=True)
    (line,) = [line for line in text.splitlines() if line.startswith("<v")]

    assert line == "<v the boy>“One, <00:00:01.700>two,” <00:00:02.400>said <00:00:03.100>she."
    (caption,) = parsed(text)
    assert caption.voice == "the boy"


def test_words_light_up_in_lrc_and_ass():
    assert "[00:01.00]“<00:01.00>One, <00:01.70>two,” <00:02.40>said <00:03.10>she." in made(lrc, WORDS, by_word=True)
    (event,) = pysubs2.SSAFile.from_string(made(ass, WORDS, by_word=True), format_="ass")
    assert event.text == "“{\\k70}One, {\\k70}two,” {\\k70}said {\\k90}she."
    assert event.plaintext == WORDS.text


def test_words_are_spans_in_ttml_and_segments_in_json():
    root = etree.fromstring(made(ttml, WORDS, by_word=True).encode())
    spans = root.findall(".//{http://www.w3.org/ns/ttml}span")
    book = edition(WORDS)

    assert [(span.text, span.get("begin")) for span in spans][1] == ("two,” ", "00:00:01.700")
    segments = json.loads(transcript(book, book.chapters[0], by_word=True))["segments"]
    assert [segment["body"] for segment in segments] == ["“One,", "two,”", "said", "she."]


@pytest.mark.parametrize("colour", [*COLOURS, NARRATOR])
def test_every_colour_is_read_on_black(colour):
    assert contrast(colour, "000000") >= 4.5


def test_the_contrast_is_what_the_guidelines_say():
    assert contrast("FFFFFF", "000000") == pytest.approx(21)
    assert contrast("777777", "FFFFFF") == pytest.approx(4.48, abs=0.01)


def test_a_colour_that_comes_again_comes_with_another_mark():
    names = {f"p{number}": f"P{number}" for number in range(12)}
    said = [Said("Yes.", number, number + 0.9, key) for number, key in enumerate(names)]

    styles = pysubs2.SSAFile.from_string(made(ass, *said, names=names), format_="ass").styles

    looks = [(style.primarycolor, style.bold, style.italic) for style in styles.values()]
    assert len({repr(look) for look in looks}) == len(names) + 1
