from __future__ import annotations

from hypothesis import example, given, settings
from hypothesis import strategies as st

from narrate.model import (
    Block,
    BlockKind,
    Chapter,
    Document,
    Omission,
    Source,
    Span,
    UtteranceKind,
    check_tiling,
)
from narrate.segmentation import divide, segment

MARKS = [
    *"\"'“”‘’„‟«»‹›「」『』″`´,‚",
    "''",
    "``",
    "--",
    "—",
    "–",
    "―",
    "...",
    "…",
    "?!",
    ". ",
    ", ",
    "\n",
    " ",
    "\t",
]
ODD = ["\u0301", "\u200d", "\u00a0", "\x1c", "\x00", "\u2028", "\x85", "😀", "字", "。"]
WORDS = [
    "said",
    "Jack",
    "he",
    "don't",
    "'em",
    "dogs'",
    "Hello",
    "I",
    "word",
    "Mr.",
    "3.14",
    "J. R.",
    "dit-il",
    "dijo Ana",
]

texts = st.one_of(
    st.text(max_size=200),
    st.lists(st.sampled_from(MARKS + ODD + WORDS), max_size=80).map("".join),
    st.lists(st.sampled_from(MARKS + WORDS), max_size=80).map(" ".join),
)
kinds = st.sampled_from(list(BlockKind))


@st.composite
def documents(draw: st.DrawFn) -> Document:
    """Documents as intake promises them: blocks and omissions with nothing but white space between them."""
    text, chapters, omitted = "", [], []
    for _ in range(draw(st.integers(1, 3))):
        blocks = []
        for _ in range(draw(st.integers(0, 6))):
            text += draw(st.sampled_from(["\n\n", "\n", " "]))
            piece = draw(texts).strip()
            span = Span(len(text), len(text) + len(piece))
            text += piece
            if piece and draw(st.integers(0, 9)) == 0:
                omitted.append(Omission(span, "boilerplate"))
            else:
                blocks.append(Block(draw(kinds), span))
        chapters.append(Chapter(None, tuple(blocks)))
    language = draw(st.sampled_from(["en", "fr", "es-MX", "de"]))
    source = Source("story.txt", "0" * 64, len(text))
    return Document(source, text, None, None, language, (), tuple(chapters), tuple(omitted))


SPEECH_IN_TWO_FAMILIES = Document(
    Source("story.txt", "0" * 64, 4),
    ':".」',
    None,
    None,
    "en",
    (),
    (Chapter(None, (Block(BlockKind.PARAGRAPH, Span(0, 4)),)),),
)


@given(documents(), st.booleans())
@example(SPEECH_IN_TWO_FAMILIES, True)  # noqa: FBT003 - a parameter of the test
@settings(max_examples=300, deadline=None)
def test_utterances_and_omissions_tile_any_text(document: Document, read_notes: bool) -> None:
    made = segment(document, read_notes=read_notes)

    check_tiling(document.text, [utterance.span for utterance in made.utterances], made.omitted)


@given(documents())
@settings(max_examples=200, deadline=None)
def test_an_utterance_stays_in_its_block_and_has_no_white_space_at_its_edges(document: Document) -> None:
    blocks = document.blocks()

    for utterance in segment(document).utterances:
        block = blocks[utterance.paragraph].span
        assert block.start <= utterance.span.start < utterance.span.end <= block.end
        assert utterance.span.trimmed(document.text) == utterance.span


@given(documents())
@settings(max_examples=100, deadline=None)
def test_ids_are_unique_and_scenes_never_go_back(document: Document) -> None:
    utterances = segment(document).utterances

    assert len({utterance.id for utterance in utterances}) == len(utterances)
    assert [u.span for u in utterances] == sorted(u.span for u in utterances)
    scenes = [utterance.scene for utterance in utterances]
    assert scenes == sorted(scenes)
    assert not scenes or scenes[0] == 1


@given(documents())
@settings(max_examples=100, deadline=None)
def test_the_same_document_gives_the_same_utterances(document: Document) -> None:
    assert segment(document) == segment(document)


@given(documents())
@settings(max_examples=100, deadline=None)
def test_only_what_is_told_holds_speech_and_speech_is_more_than_marks(document: Document) -> None:
    blocks = document.blocks()
    told = {BlockKind.PARAGRAPH, BlockKind.LETTER, BlockKind.LIST_ITEM}

    for utterance in segment(document).utterances:
        if utterance.kind is UtteranceKind.NARRATION:
            assert blocks[utterance.paragraph].kind in {*told, BlockKind.CAPTION}
        if utterance.kind is UtteranceKind.DIALOGUE:
            assert blocks[utterance.paragraph].kind in told
            assert set(utterance.span.of(document.text)) - set(",;:\"'“”‘’„‟″`´‚,«»<>「」『』 ")


@given(texts, st.integers(1, 60))
@settings(max_examples=500, deadline=None)
def test_pieces_tile_the_utterance_but_for_white_space_and_keep_to_the_limit(text: str, limit: int) -> None:
    span = Span(0, len(text)).trimmed(text)

    pieces = divide(text, span, limit=limit)

    at = span.start
    for piece in pieces:
        assert at <= piece.start < piece.end
        assert not text[at : piece.start].strip()
        assert len(piece) <= limit
        assert piece.trimmed(text) == piece
        at = piece.end
    assert not text[at : span.end].strip()


@given(texts)
@settings(max_examples=300, deadline=None)
def test_where_the_limit_leaves_room_every_piece_holds_a_word(text: str) -> None:
    span = Span(0, len(text)).trimmed(text)

    pieces = divide(text, span, limit=10_000)

    if any(char.isalnum() for char in text):
        assert all(any(char.isalnum() for char in piece.of(text)) for piece in pieces)


@given(st.text(alphabet="ae\u0301\u0308", min_size=1, max_size=60).map(lambda text: "a" + text), st.integers(8, 20))
@settings(deadline=None)
def test_a_letter_keeps_its_marks_unless_they_alone_are_longer_than_the_limit(text: str, limit: int) -> None:
    runs = max(len(run) for run in text.replace("e", "a").split("a"))

    if runs + 1 < limit // 2:
        for piece in divide(text, Span(0, len(text)), limit=limit):
            assert text[piece.start] in "ae"
