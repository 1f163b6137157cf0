"""From the lines of a script to what is said."""

import pytest
from tests.scripts import one_chapter

from narrate.model import Attribution, Line, Prosody, Script, Span, Utterance, UtteranceKind
from narrate.speech import prepare, prosody

TEXT = "“*Run!* Mr. Hale!” … He ran."


def script() -> Script:
    def line(number: int, kind: UtteranceKind, span: Span, speaker: str | None, delivery: str | None) -> Line:
        return Line(Utterance(f"c1u{number}", kind, span, 0, 3, 7), Attribution(speaker), delivery)

    lines = (
        line(1, UtteranceKind.DIALOGUE, Span(0, 18), "ann", "shouting"),
        line(2, UtteranceKind.NARRATION, Span(19, 20), None, None),
        line(3, UtteranceKind.NARRATION, Span(21, 28), None, "no such delivery"),
    )
    return one_chapter(TEXT, lines)


def halves(text: str, span: Span) -> tuple[Span, ...]:
    """Cut after the first exclamation mark."""
    at = text.find("!* ", span.start, span.end)
    return (span,) if at < 0 else (Span(span.start, at + 2), Span(at + 3, span.end))


def test_each_slice_becomes_a_line_with_its_words_and_its_manner():
    said = prepare(script(), 0, halves)
    assert [line.text for line in said] == ["Run!", "Mister Hale!", "", "He ran."]
    assert [line.span.of(TEXT) for line in said] == ["“*Run!*", "Mr. Hale!”", "…", "He ran."]
    assert [line.speaker for line in said] == ["ann", "ann", None, None]
    assert [line.prosody for line in said] == [prosody("shouting")] * 2 + [Prosody()] * 2
    assert {(line.scene, line.paragraph) for line in said} == {(3, 7)}
    assert [line.utterance_id for line in said] == ["c1u1", "c1u1", "c1u2", "c1u3"]


def test_what_is_asked_without_a_mark_is_sent_with_one():
    text = "“Stop. What is it,” he asked."
    line = Line(Utterance("c1u1", UtteranceKind.DIALOGUE, Span(0, 19), 0, 1, 0), Attribution("ann"), "asking")
    asked = one_chapter(text, (line,))

    said = prepare(asked, 0, lambda _, span: (Span(span.start, 6), Span(7, span.end)))

    assert [one.text for one in said] == ["Stop.", "What is it?"]
    assert "".join(one.span.of(text) for one in said) == "“Stop.What is it,”"


def test_each_line_of_verse_is_a_line_of_its_own():
    text = "The wind is up, the moon is down,\n    The tide is in\n\n the lane."
    verse = Line(Utterance("c1u1", UtteranceKind.VERSE, Span(0, len(text)), 0, 1, 0), Attribution(None), None)
    script = one_chapter(text, (verse,))
    said = prepare(script, 0, lambda _, span: (span,))
    assert [line.span.of(text) for line in said] == ["The wind is up, the moon is down,", "The tide is in", "the lane."]


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("“But I thought—”", "—"),
        ("“But I *thought*--”", "--"),
        ("He waited . . .", ". . ."),
        ("‘No!’", "!"),
        ("“Come in,”", ","),
        ("a pound of butter", ""),
        ("“Ты—”", "—"),
        ("…", "…"),
    ],
)
def test_a_line_keeps_the_marks_that_its_slice_ends_with(text, mark):
    line = Line(Utterance("c1u1", UtteranceKind.DIALOGUE, Span(0, len(text)), 0, 1, 0), Attribution("ann"), None)
    made = one_chapter(text, (line,))
    assert [said.mark for said in prepare(made, 0, lambda _, span: (span,))] == [mark]
