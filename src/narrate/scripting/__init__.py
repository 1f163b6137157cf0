"""The script: built from the analysis, written as script.txt and as JSON, and put together with a person's edits."""

from narrate.scripting.applying import apply_script_file
from narrate.scripting.building import build_script
from narrate.scripting.conflicts import SideBySide, conflicts_in_words, side_by_side
from narrate.scripting.division import divide_chapters
from narrate.scripting.interchange import from_json, to_json
from narrate.scripting.merging import Conflict, MergeResult, merge
from narrate.scripting.parsing import ScriptFile, parse_script_file
from narrate.scripting.places import speaker_line_numbers, utterance_rows
from narrate.scripting.taking_apart import take_apart
from narrate.scripting.writing import write_script_file

__all__ = [
    "Conflict",
    "MergeResult",
    "ScriptFile",
    "SideBySide",
    "apply_script_file",
    "build_script",
    "conflicts_in_words",
    "divide_chapters",
    "from_json",
    "merge",
    "parse_script_file",
    "side_by_side",
    "speaker_line_numbers",
    "take_apart",
    "to_json",
    "utterance_rows",
    "write_script_file",
]
