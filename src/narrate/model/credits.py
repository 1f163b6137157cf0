"""The words of the credits: templates with fields in braces, and brackets around what may be left out."""

from __future__ import annotations

import re
import string
from collections.abc import Mapping

CREDIT_FIELDS = ("title", "author", "narrator", "series", "series_number", "year")
"""What stands in braces: ``{title}, by {author}.``"""

_OPTIONAL = re.compile(r"\[([^\[\]]*)\]")


def check_credits(template: str) -> str:
    """The template, if it can be filled in.

    Raises:
        ValueError: it names a field that there is not, or its braces don't match.
    """
    try:
        pieces = list(string.Formatter().parse(template))
    except ValueError as error:
        raise ValueError(f"{template!r}: {error}; write {{title}}, and {{{{ for a brace") from None
    for _, field, spec, conversion in pieces:
        if field is not None and (field not in CREDIT_FIELDS or spec or conversion):
            raise ValueError(f"{template!r}: there is no {{{field}}}; there are {', '.join(CREDIT_FIELDS)}")
    return template


def fill_credits(template: str, values: Mapping[str, str]) -> str:
    """The template with its fields filled in.

    Args:
        template: checked. What stands in square brackets is left out where a field in it has no value: ``{title}[, by
            {author}].``
        values: by field; a missing one and an empty one are the same.
    """
    known = {field: values.get(field, "") for field in CREDIT_FIELDS}

    def optional(match: re.Match[str]) -> str:
        named = [field for _, field, _, _ in string.Formatter().parse(match[1]) if field]
        return match[1] if all(known[field] for field in named) else ""

    return _OPTIONAL.sub(optional, template).format_map(known).strip()
