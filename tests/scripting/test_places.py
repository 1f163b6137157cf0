"""Where in script.txt the lines of a script stand."""

from __future__ import annotations

from narrate.scripting import apply_script_file, parse_script_file, speaker_line_numbers, write_script_file


def test_every_line_stands_below_its_speaker_line(script, content):
    rows = content.splitlines()

    numbers = speaker_line_numbers(script, parse_script_file(content, "script.txt"))

    assert set(numbers) == {line.utterance.id for line in script.lines()}
    for line in script.lines():
        name = script.character(line.attribution.speaker).name if line.attribution.speaker else "Narrator"
        assert rows[numbers[line.utterance.id] - 1].startswith(f"@{name}")


def test_a_line_that_a_person_divided_has_the_number_of_each_part(script, content):
    edited = content.replace("It chewed.", "\n@Old Hob\nIt chewed.")
    file = parse_script_file(edited, "script.txt")

    numbers = speaker_line_numbers(apply_script_file(script, file), file)

    given = edited.splitlines().index("@Old Hob", edited.splitlines().index("## 2. The Goat")) + 1
    assert given in numbers.values()


def test_another_story_has_no_places(script, builder):
    other = builder().chapter("Elsewhere").says(None, "Nothing happened.").script()

    assert speaker_line_numbers(script, parse_script_file(write_script_file(other), "script.txt")) == {}
