"""Sections, letters, lists, closings, notes: what is one, and what only looks like one."""

from __future__ import annotations

import pytest

from narrate.intake.structure.steps import outline_text

PROSE = (
    "The rain came down on the roof like gravel, and nobody in the house said a word about it until the morning.\n\n"
)


def kinds(text: str) -> dict[str, str]:
    """What each paragraph of a text is: a block's kind or the reason why it is left out."""
    outline = outline_text(text)
    found = {b.span.of(text): b.kind.value for chapter in outline.chapters for b in chapter.blocks}
    return found | {o.span.of(text): o.reason for o in outline.omitted}


def kind_of(paragraph: str, *, after: str = "") -> str:
    """What a paragraph is in the midst of a story, or before ``after``."""
    return kinds(PROSE * 3 + paragraph + "\n\n" + (after or PROSE * 2))[paragraph]


@pytest.mark.parametrize(
    "line",
    [
        "Jack's POV", "~ Jack’s P.O.V ~", "(Jack's point of view)", "POV: Jack", "Third Person POV",
        "Tuesday", "Monday, 2 March", "12th October 1911", "3:15 a.m.", "London, 1888",
        "Torchbearer House, Tuesday, 3 a.m.", "THREE WEEKS LATER", "The next morning", "~*~ Later ~*~",
        "-- Flashback --", "[End Flashback]", "xXx Somewhere Else xXx",
    ],
)  # fmt: skip
def test_a_heading_within_a_chapter_begins_a_scene_and_is_spoken(line: str):
    outline = outline_text(text := PROSE * 3 + line + "\n\n" + PROSE * 2)

    [chapter] = outline.chapters
    assert [block.kind.value for block in chapter.blocks][3:6] == ["scene-break", "heading", "paragraph"]
    assert chapter.blocks[4].span.of(text) == line


@pytest.mark.parametrize(
    "line",
    [
        "On Monday,", "Monday came.", "It was Tuesday.", "Jack, Tuesday.", "_Three weeks._", "Nobody.",
        "Three weeks later, Jack left.", "“Tuesday?”", "Ox", "May I?", "May", "Night.", "Tuesday, he left",
    ],
)  # fmt: skip
def test_what_only_speaks_of_time_is_prose(line: str):
    assert kind_of(line) == "paragraph"


@pytest.mark.parametrize(
    "paragraphs",
    [
        ["Dear Mrs. Pell,", "The lamp is well.", "Yours ever,", "Edmund Vane", "P.S. A large cat."],
        ["Skerry Lighthouse,", "12th October 1911", "My dear Clara,", "The lamp is well.", "Love,", "E."],
        ["Dear all,\n\nI resign.\n\nKind regards,\nEdmund"],
        ["From: Edmund", "To: Clara", "Subject: Re: the cat", "It came.", "E."],
        ["Text from: Tam\nyou named it"],
        ["Jo: u coming??", "Al: 5 mins", "Jo: thats what u said 5 mins ago"],
        ["<jo> hi", "<al> hi", "<jo> well"],
        ["NO CAT YET STOP COME QUICKLY STOP VANE"],
        ["14 November. The cat has gone down under the stair."],
        ["Dear Diary, nothing happened again."],
    ],
)
def test_what_the_story_shows_as_written_is_a_letter(paragraphs: list[str]):
    text = "\n\n".join(paragraphs)
    found = {
        words: kind for words, kind in kinds(PROSE * 3 + text + "\n\n" + PROSE * 2).items() if kind != "scene-break"
    }

    assert set(list(found.values())[1:]) == {"letter"}
    assert " ".join(" ".join(list(found)[1:]).split()) == " ".join(text.split())
    assert found[PROSE.strip()] == "paragraph"


@pytest.mark.parametrize(
    "text",
    [
        "Dear Mrs. Pell, said the card, and nothing else.",
        "Dear me,\n\nthought Jo, and put it down.",
        "Dear Jo,\n\nThe letter began, and there it stopped.\n\nJo put it into the stove and went out.",
        '"Dear Jo,\n\n"Come home.\n\n"Yours ever,\n\n"Al."',
        "From: here to the sea it is a mile.",
        "She had one rule: never look back.\n\nHe had none: he looked.\n\nThey had this: each other.",
        "STOP! THIEF! COME BACK!",
        "May was warm. June was not.",
    ],
)
def test_what_only_begins_like_a_letter_is_prose(text: str):
    assert "letter" not in kinds(PROSE * 3 + text + "\n\n" + PROSE * 2).values()


def test_items_of_a_list_are_told_from_speech_after_a_dash():
    listed = "She took three things:\n\n- a lamp\n\n- a rope\n\n- the second-best hat"
    spoken = "They met at noon:\n\n- Is it far?\n\n- Far enough.\n\n- Then we walk."
    bullets = "• a lamp\n\n• a rope"

    assert list(kinds(PROSE + listed).values()).count("list-item") == 3
    assert "list-item" not in kinds(PROSE + spoken).values()
    assert list(kinds(PROSE + bullets + "\n\n" + PROSE).values()).count("list-item") == 2


@pytest.mark.parametrize(
    "line",
    ["THE END", "The End.", "~ fin ~", "-tbc-", "TBC...", "To Be Continued…", "(End of Part One)", "Finis", "END"],
)
def test_a_closing_is_announced(line: str):
    assert kinds(PROSE * 3 + line)[line] == "closing"


@pytest.mark.parametrize("line", ["“The end.”", "The end of the road was wet.", "It was the end.", "Fin was her name."])
def test_what_only_speaks_of_an_end_is_prose(line: str):
    assert kinds(PROSE * 3 + line)[line] == "paragraph"


@pytest.mark.parametrize(
    "words",
    [
        "Please R&R!", "R & R please!! No flames!", "Please review! Flames will be used to toast bread.",
        "Reviews are love.", "Kudos and concrit welcome!", "What do you guys think?? Let me know what you think!",
        "#brass and bone #idris #fic", "(Cross-posted to brassbone_fic. Next part here.)",
    ],
)  # fmt: skip
def test_words_to_readers_are_left_out_where_a_chapter_ends(words: str):
    assert kinds(PROSE * 3 + words)[words] == "words to readers"
    assert kinds(f"Chapter 1\n\n{PROSE * 3}{words}\n\nChapter 2\n\n{PROSE}")[words] == "words to readers"
    assert kind_of(words) == "paragraph"


@pytest.mark.parametrize(
    "words",
    [
        "He was a grey blot touched with a white flame.", "The reviews hung on the wall, and all of them were bad.",
        "She turned to the next chapter.", "It was a comment and no more.", "And so she updated the ledger!",
        "“Please review the ledger,” said Jo.",
    ],
)  # fmt: skip
def test_the_last_words_of_a_story_are_never_taken_for_words_to_readers(words: str):
    assert kinds(PROSE * 3 + words)[words] == "paragraph"


@pytest.mark.parametrize("words", ["This story is about a goat.", "I wrote a letter once.", "I don't know her."])
def test_the_first_words_of_a_story_are_never_taken_for_a_note(words: str):
    assert kinds(f"The Goat\n\nby Ann Other\n\n{words}\n\n{PROSE * 2}")[words] == "paragraph"


def test_a_title_and_an_author_are_announced_once():
    text = f"Title: The Lamp\nAuthor: gull (gull@example.org)\n\n***\n\nThe Lamp\nby gull\n\n***\n\n{PROSE * 2}"

    outline = outline_text(text)

    assert [b.span.of(text) for b in outline.chapters[0].blocks][:2] == ["The Lamp", "Author: gull"]
    assert [o.span.of(text) for o in outline.omitted if o.reason == "repeated"] == ["The Lamp", "by gull"]


def test_a_chapter_between_notes_is_no_note():
    text = f"Chapter 1\n\nChapter Notes\n\n\tShort.\n\n\tReally.\n\n{PROSE}{PROSE}Chapter End Notes\n\n\tBye.\n"

    found = [b.kind.value for b in outline_text(text).chapters[0].blocks]

    assert found == ["heading", "note", "note", "note", "paragraph", "paragraph", "note", "note"]
