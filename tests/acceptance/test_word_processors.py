"""What LibreOffice makes of a story, printed as PDF or saved as something else, is read as the same story."""

from __future__ import annotations

import html
import json
import shutil
import subprocess
from pathlib import Path

import pytest

from narrate.intake.formats.pdf.document import read_pdf

SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{rest}:1.0"'
    for name, rest in (("office", "office"), ("text", "text"), ("style", "style"), ("fo", "xsl-fo-compatible"))
)
INDENTED = 'fo:text-align="justify" fo:text-indent="0.6cm"'
SPACED = 'fo:text-align="left" fo:margin-bottom="0.35cm"'
NOTE = (
    '<text:p text:style-name="B">They had a <text:span text:style-name="I">book</text:span> for it.'
    '<text:note text:note-class="footnote"><text:note-citation>1</text:note-citation><text:note-body>'
    "<text:p>It is lost.</text:p></text:note-body></text:note></text:p>"
)


def printed(story: Path, folder: Path, *, look: str, columns: int) -> Path:
    """A PDF with running heads, page numbers, hyphens, a footnote and a heading in larger letters."""
    paragraphs = [" ".join(one.split()) for one in story.read_text(encoding="utf-8").split("\n\n") if one.strip()]
    first, *rest = [html.escape(one) for one in paragraphs]
    body = f'<text:h text:outline-level="1" text:style-name="H">{first}</text:h>' + NOTE
    body += "".join(f'<text:p text:style-name="B">{one}</text:p>' for one in rest)
    styles = f"""
<style:style style:name="B" style:family="paragraph"><style:paragraph-properties {look}/><style:text-properties
 fo:font-size="11pt" fo:font-family="Liberation Serif" fo:language="en" fo:country="GB" fo:hyphenate="true"
 fo:hyphenation-remain-char-count="2" fo:hyphenation-push-char-count="2"/></style:style>
<style:style style:name="H" style:family="paragraph" style:default-outline-level="1"><style:paragraph-properties
 fo:text-align="center" fo:margin-bottom="1cm"/><style:text-properties fo:font-size="16pt"/></style:style>
<style:style style:name="I" style:family="text"><style:text-properties fo:font-style="italic"/></style:style>"""
    layout = f"""<style:page-layout style:name="P"><style:page-layout-properties fo:page-width="15cm"
 fo:page-height="21cm" fo:margin="2cm"><style:columns fo:column-count="{columns}" fo:column-gap="0.6cm"/>
</style:page-layout-properties><style:header-style/><style:footer-style/></style:page-layout>"""
    master = f"""<style:master-page style:name="Standard" style:page-layout-name="P"><style:header>
<text:p>{first}</text:p></style:header><style:footer><text:p>– <text:page-number text:select-page="current"/> –</text:p>
</style:footer></style:master-page>"""
    path = folder / "printed.fodt"
    path.write_text(
        f'<?xml version="1.0" encoding="UTF-8"?><office:document {SPACES} office:version="1.3" '
        'office:mimetype="application/vnd.oasis.opendocument.text">'
        f"<office:styles>{styles}</office:styles><office:automatic-styles>{layout}</office:automatic-styles>"
        f"<office:master-styles>{master}</office:master-styles>"
        f"<office:body><office:text>{body}</office:text></office:body></office:document>",
        encoding="utf-8",
    )
    return converted(path, "pdf")


def converted(path: Path, form: str) -> Path:
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("soffice is not installed; .ci/run installs it")
    folder = path.parent / form
    profile = (path.parent / "profile").as_uri()
    subprocess.run(
        [office, f"-env:UserInstallation={profile}", "--headless", "--convert-to", form, "--outdir", folder, path],
        check=True,
        capture_output=True,
    )
    return folder / f"{path.stem}.{form}"


@pytest.mark.parametrize(("look", "columns"), [(INDENTED, 1), (SPACED, 1), (INDENTED, 2)])
def test_a_printed_story_has_its_paragraphs_again(tmp_path, stories, look, columns):
    story = stories / "the-lamp-at-number-nine.txt"
    expected = [" ".join(one.split()) for one in story.read_text(encoding="utf-8").split("\n\n") if one.strip()]

    manuscript = read_pdf(printed(story, tmp_path, look=look, columns=columns).read_bytes(), "printed.pdf")

    found = [" ".join(block.span.of(manuscript.text).split()) for block in manuscript.blocks]
    assert (manuscript.blocks[0].mark.name, found[0]) == ("HEADING", expected[0])
    assert found[1] == "They had a book for it."
    assert "It is lost." in found
    assert not any(one.strip(" –").isdecimal() for one in found)
    assert found.count(expected[0]) == 1
    missing = [one for one in expected if one not in found]
    # What no layout tells: a word's own hyphen at a line's end, and a sentence's end at a page's.
    assert len(missing) <= 3, missing
    assert [emphasis.span.of(manuscript.text) for emphasis in manuscript.emphases] == ["book"]


@pytest.mark.parametrize("form", ["docx", "odt", "rtf"])
def test_libreoffice_s_files_give_the_same_script(narrate, tmp_path, story, form):
    source = tmp_path / "source.fodt"
    lines = [one for one in story.read_text(encoding="utf-8").split("\n\n") if one.strip()]
    body = "".join(
        f'<text:h text:outline-level="1" text:style-name="Heading_20_1">{html.escape(one)}</text:h>'
        if one.startswith("Chapter")
        else f"<text:p>{html.escape(one.strip())}</text:p>"
        for one in lines
    )
    source.write_text(
        f'<?xml version="1.0" encoding="UTF-8"?><office:document {SPACES} office:version="1.3" '
        'office:mimetype="application/vnd.oasis.opendocument.text"><office:styles><style:style '
        'style:name="Heading_20_1" style:display-name="Heading 1" style:family="paragraph" '
        'style:default-outline-level="1"/></office:styles>'
        f"<office:body><office:text>{body}</office:text></office:body></office:document>",
        encoding="utf-8",
    )

    def said(path: Path) -> list[tuple[str, str | None, str]]:
        done = narrate("script", path, "--format", "json")
        assert done.code == 0, done
        return [
            (line["kind"], line["speaker"], " ".join(line["text"].split()))
            for chapter in json.loads(done.out)["chapters"]
            for line in chapter["utterances"]
        ]

    assert said(converted(source, form)) == said(story)
