"""The publisher that docs/publishing.md shows works as it stands there."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from narrate import PublishOptions
from narrate.publishing import edition_from_json

PAGE = Path(__file__).parents[2] / "docs" / "publishing.md"


def test_the_publisher_in_the_documentation_works(book, tmp_path):
    (code,) = re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    module: dict[str, Any] = {}
    exec(compile(code, str(PAGE), "exec", dont_inherit=True), module)

    edition = edition_from_json((book / "timeline.json").read_text(encoding="utf-8"), book)
    module["ContentsPublisher"]().publish(edition, tmp_path, PublishOptions())

    contents = (tmp_path / "contents.txt").read_text(encoding="utf-8")
    assert contents.startswith("Chapter One: The Near Bank: ")
    assert len(contents.splitlines()) == 2
