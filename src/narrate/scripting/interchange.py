"""The JSON form of a script, for programs: ``narrate-script/1``."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

from narrate.errors import ScriptFileError, TilingError
from narrate.model import (
    Attribution,
    Character,
    Gender,
    Line,
    Omission,
    Script,
    ScriptChapter,
    Source,
    SourcePart,
    Span,
    Utterance,
    UtteranceKind,
    check_tiling,
)

FORMAT = "narrate-script/1"

_AGAIN = "Make it again with narrate script STORY --format json."


def to_json(script: Script, *, indent: int | None = 2) -> str:
    """Render the JSON form, with a line feed at the end.

    Metadata become an object; a key that occurs more than once has an array of its values.

    Args:
        script: who says what.
        indent: None puts all into one line, which takes a third of the time.
    """
    utterances: Counter[str] = Counter()
    words: Counter[str] = Counter()
    for line in script.lines():
        if line.attribution.speaker is not None:
            utterances[line.attribution.speaker] += 1
            words[line.attribution.speaker] += len(line.utterance.span.of(script.text).split())
    metadata: dict[str, Any] = {}
    for key, value in script.metadata:
        if key in metadata:
            earlier = metadata[key]
            metadata[key] = [*earlier, value] if isinstance(earlier, list) else [earlier, value]
        else:
            metadata[key] = value
    form = {
        "format": FORMAT,
        "source": _source_form(script),
        "title": script.title,
        "author": script.author,
        "language": script.language,
        "metadata": metadata,
        "characters": [
            {
                "id": character.id,
                "name": character.name,
                "aliases": list(character.aliases),
                "gender": character.gender.value,
                "first_person": character.first_person,
                "utterances": utterances[character.id],
                "words": words[character.id],
            }
            for character in script.characters
        ],
        "chapters": [
            {"title": chapter.title, "utterances": [_line_form(line, script.text) for line in chapter.lines]}
            for chapter in script.chapters
        ],
        "omitted": [
            {"start": omission.span.start, "end": omission.span.end, "reason": omission.reason}
            for omission in script.omitted
        ],
    }
    return json.dumps(form, ensure_ascii=False, indent=indent) + "\n"


def _source_form(script: Script) -> dict[str, Any]:
    form: dict[str, Any] = {
        "path": script.source.path,
        "sha256": script.source.sha256,
        "characters": script.source.characters,
    }
    if script.parts:
        ends = [part.start for part in script.parts[1:]] + [script.source.characters]
        form["parts"] = [
            {"path": part.path, "start": part.start, "end": end} for part, end in zip(script.parts, ends, strict=True)
        ]
    return form


def _line_form(line: Line, text: str) -> dict[str, Any]:
    utterance, attribution = line.utterance, line.attribution
    form: dict[str, Any] = {
        "id": utterance.id,
        "kind": utterance.kind.value,
        "speaker": attribution.speaker,
        "confidence": round(attribution.confidence, 3),
        "evidence": attribution.evidence,
        "delivery": line.delivery,
        "scene": utterance.scene,
        "start": utterance.span.start,
        "end": utterance.span.end,
        "text": utterance.span.of(text),
        "paragraph": utterance.paragraph,
    }
    if utterance.continues:
        form["continues"] = True
    if line.edited:
        form["edited"] = True
    return form


def from_json(data: str, text: str) -> Script:
    """Rebuild the script that `to_json` rendered.

    Args:
        data: the JSON form.
        text: the source text that the offsets count in.

    Raises:
        ScriptFileError: ``data`` is not of this form, or does not belong to ``text``.
    """
    try:
        form = json.loads(data)
        if not isinstance(form, dict) or form.get("format") != FORMAT:
            raise ScriptFileError(f"the JSON script is not of the form {FORMAT}", hint=_AGAIN)
        script = _script(form, text)
        spoken = [line.utterance.span for line in script.lines()]
        check_tiling(text, spoken, script.omitted)
    except (KeyError, TypeError, AttributeError, ValueError, RecursionError) as error:
        raise ScriptFileError(f"the JSON script can't be read: {_reason(error)}", hint=_AGAIN) from None
    except TilingError as error:
        raise ScriptFileError(f"the JSON script does not cover the story: {error.message}", hint=_AGAIN) from None
    return script


def _reason(error: Exception) -> str:
    return f"{error.args[0]!r} is missing" if isinstance(error, KeyError) else str(error)


def _script(form: dict[str, Any], text: str) -> Script:
    source = form["source"]
    metadata: list[tuple[str, str]] = []
    for key, value in form["metadata"].items():
        metadata.extend((key, _text(one)) for one in (value if isinstance(value, list) else [value]))
    characters = tuple(
        Character(
            id=_text(one["id"]),
            name=_text(one["name"]),
            aliases=tuple(_text(alias) for alias in one["aliases"]),
            gender=Gender(one["gender"]),
            first_person=_flag(one["first_person"]),
        )
        for one in form["characters"]
    )
    speakers = {None, *(character.id for character in characters)}
    chapters = tuple(
        ScriptChapter(
            _text(chapter["title"]),
            tuple(_line(one, index, text, speakers) for one in chapter["utterances"]),
        )
        for index, chapter in enumerate(form["chapters"])
    )
    return Script(
        source=Source(_text(source["path"]), _text(source["sha256"]), _number(source["characters"])),
        text=text,
        title=_text(form["title"]),
        author=_optional(form["author"]),
        language=_text(form["language"]),
        metadata=tuple(metadata),
        characters=characters,
        chapters=chapters,
        omitted=tuple(
            Omission(Span(_number(one["start"]), _number(one["end"])), _text(one["reason"])) for one in form["omitted"]
        ),
        parts=tuple(SourcePart(_text(one["path"]), _number(one["start"])) for one in source.get("parts", ())),
    )


def _line(form: dict[str, Any], chapter: int, text: str, speakers: set[str | None]) -> Line:
    span = Span(_number(form["start"]), _number(form["end"]))
    if span.of(text) != form["text"]:
        raise ValueError(f"the text of {form['id']} is not what the story has there")
    if form["speaker"] not in speakers:
        raise ValueError(f"{form['id']} is spoken by {form['speaker']!r}, who is not among the characters")
    utterance = Utterance(
        id=_text(form["id"]),
        kind=UtteranceKind(form["kind"]),
        span=span,
        chapter=chapter,
        scene=_number(form["scene"]),
        paragraph=_number(form["paragraph"]),
        continues=_flag(form.get("continues", False)),
    )
    attribution = Attribution(_optional(form["speaker"]), float(form["confidence"]), _text(form["evidence"]))
    return Line(utterance, attribution, _optional(form["delivery"]), _flag(form.get("edited", False)))


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r} stands where a text belongs")
    return value


def _optional(value: object) -> str | None:
    return None if value is None else _text(value)


def _number(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError(f"{value!r} stands where a whole number belongs")
    return value


def _flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise TypeError(f"{value!r} stands where true or false belongs")
    return value
