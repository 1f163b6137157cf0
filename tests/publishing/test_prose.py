"""The text as its readers see it: nothing lost, nothing added, lines of verse kept."""

from __future__ import annotations

import itertools
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from narrate.model import BlockKind, Cue, CueWord, EditionChapter, Emphasis, EmphasisKind, Passage, Span, UtteranceKind
from narrate.publishing.prose import fit, paragraphs


def passage(text, *, start=0, number=1, block=BlockKind.PARAGRAPH, cuts=(), lead=" ", emphases=(), paragraph=0):
    edges = [start, *(start + cut for cut in cuts), start + len(text)]
    cues = []
    for first, last in itertools.pairwise(edges):
        span = Span(first, last)
        inner = text[first - start : last - start]
        span = Span(first + len(inner) - len(inner.lstrip()), first + len(inner.rstrip()))
        cues.append(Cue(f"c1u{number}", None, span, float(first), float(last)))
    return Passage(
        f"c1u{number}", UtteranceKind.NARRATION, None, 1, paragraph, None, 1.0, Span(start, start + len(text)), text,
        tuple(cues), block=block, lead=lead, emphases=tuple(emphases),
    )  # fmt: skip


def chapter(tmp_path, *passages):
    return EditionChapter(1, "One", "01 One.mp3", tmp_path / "01 One.mp3", 9.0, passages)


def test_wrapped_lines_become_spaces_but_verse_keeps_its_lines(tmp_path):
    wrapped = passage("The bells\n   of the ferry.\nThey rang.", cuts=(25,))
    sung = passage(
        "Ring, bells,\nring.\n\nRing twice.", start=100, number=2, block=BlockKind.VERSE, cuts=(20,), paragraph=1
    )

    plain, verse = paragraphs(chapter(tmp_path, wrapped, sung))

    assert plain.text == "The bells of the ferry. They rang."
    assert verse.text == "Ring, bells,\nring.\nRing twice."
    assert [sentence.id for sentence in plain.sentences] == ["c1u1-1", "c1u1-2"]


def test_passages_of_a_paragraph_stand_as_close_as_the_story_has_them(tmp_path):
    said = passage("“Bells”", number=1)
    told = passage("—she stopped.", start=7, number=2, lead="")
    (found,) = paragraphs(chapter(tmp_path, said, told))

    assert found.text == "“Bells”—she stopped."
    assert [one.id for one, _ in found.passages()] == ["c1u1", "c1u2"]


def test_words_that_are_not_spoken_leave_a_space(tmp_path):
    said = passage("One.", number=1)
    told = passage("Two.", start=20, number=2, lead=" [picture] ")
    (found,) = paragraphs(chapter(tmp_path, said, told))

    assert found.text == "One. Two."


def test_emphasis_is_cut_where_it_begins_and_ends(tmp_path):
    one = passage(
        "Forty of them.",
        emphases=[Emphasis(EmphasisKind.EMPHASIS, Span(0, 8)), Emphasis(EmphasisKind.STRONG, Span(6, 8))],
    )
    (found,) = paragraphs(chapter(tmp_path, one))

    both = {EmphasisKind.EMPHASIS, EmphasisKind.STRONG}
    assert [(part.text, part.emphases) for part in found.sentences[0].fragments] == [
        ("Forty ", {EmphasisKind.EMPHASIS}),
        ("of", both),
        (" them.", frozenset()),
    ]


def test_the_first_heading_is_the_chapters(tmp_path):
    first = passage("One", number=1, block=BlockKind.HEADING)
    text = passage("Text.", start=10, number=2, paragraph=1)
    later = passage("Jack", start=20, number=3, block=BlockKind.HEADING, paragraph=2)

    assert [one.level for one in paragraphs(chapter(tmp_path, first, text, later))] == [2, 0, 3]


words = st.text("abc.,“” \n\t", max_size=30).map(lambda text: f"a{text}b")


@given(st.lists(words, min_size=1, max_size=6), st.data())
def test_no_word_is_lost(tmp_path_factory, texts, data):
    at, passages = 0, []
    for number, text in enumerate(texts, 1):
        cut = data.draw(st.integers(0, len(text)))
        cuts = (cut,) if text[:cut].strip() and text[cut:].strip() else ()
        block = data.draw(st.sampled_from([BlockKind.PARAGRAPH, BlockKind.VERSE]))
        passages.append(passage(text, start=at, number=number, block=block, cuts=cuts, paragraph=number))
        at += len(text) + 1
    found = paragraphs(chapter(tmp_path_factory.getbasetemp(), *passages))

    assert "".join("".join(one.text.split()) for one in found) == "".join("".join(text.split()) for text in texts)


@given(st.text())
def test_what_xml_can_not_hold_is_replaced(text):
    element = etree.Element("p")
    element.text = fit(text)
    assert len(fit(text)) == len(text)


def test_words_are_found_in_the_text_as_it_is_shown(tmp_path):
    text = "Forty\n  of *the*  bells."
    spans = [Span(0, 5), Span(8, 10), Span(12, 15), Span(18, 23)]
    one = passage(text, emphases=[Emphasis(EmphasisKind.STRONG, Span(8, 16))])
    (cue,) = one.cues
    timed = replace(cue, words=tuple(CueWord(span, float(at), at + 0.5) for at, span in enumerate(spans)))
    (found,) = paragraphs(chapter(tmp_path, replace(one, cues=(timed,))))
    (sentence,) = found.sentences

    assert sentence.text == "Forty of *the* bells."
    told = [(start_s, sentence.text[first:last]) for start_s, first, last in sentence.words()]
    assert told == [(0.0, "Forty"), (1.0, "of"), (2.0, "the"), (3.0, "bells")]
