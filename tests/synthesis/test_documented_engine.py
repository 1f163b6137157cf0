"""docs/engine-template is built, installed and tested as a stranger would; docs/engines.md shows its engine."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

DOCS = Path(__file__).parent.parent.parent / "docs"
TEMPLATE = DOCS / "engine-template"


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the template, and beside it the folder that it is installed in."""
    folder = tmp_path_factory.mktemp("stranger")
    copy = folder / "package"
    shutil.copytree(TEMPLATE, copy)
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-build-isolation", "--no-index"]
    command += ["--target", str(folder / "installed"), str(copy)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return copy


def run(package: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run a module where the installed package is on the path, and the copy is not."""
    environment = {**os.environ, "PYTHONPATH": str(package.parent / "installed")}
    command = [sys.executable, "-m", *words]
    return subprocess.run(command, capture_output=True, text=True, cwd=package.parent, env=environment, check=False)


def own_tests(package: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return run(package, "pytest", "-q", "-p", "no:cacheprovider", "package/tests", *words)


def test_the_packages_own_tests_pass(package: Path):
    done = own_tests(package)
    assert done.returncode == 0, done.stdout + done.stderr
    assert re.search(r"\b18 passed", done.stdout)


def test_a_story_is_narrated_with_it(package: Path):
    (package.parent / "story.txt").write_text("The Weir\n\nIt rained. “Late again,” said Orla.\n", encoding="utf-8")
    done = run(package, "narrate", "story.txt", "--engine", "tones", "--output", "book")
    assert done.returncode == 0, done.stderr
    assert list((package.parent / "book").glob("*.mp3"))


def test_an_engine_that_breaks_the_contract_is_told_how(package: Path):
    engine = package.parent / "installed" / "narrate_tones.py"
    whole = engine.read_text("utf-8")
    try:
        engine.write_text(whole.replace("/ request.rate", ""), encoding="utf-8")
        done = own_tests(package, "-k", "rate_acts")
    finally:
        engine.write_text(whole, encoding="utf-8")
    assert done.returncode == 1
    assert "assert 1.0 == 0.8" in done.stdout


def test_the_page_shows_the_templates_engine():
    shown = re.search(r"```python\n# narrate_tones.py\n(.*?)```", (DOCS / "engines.md").read_text("utf-8"), re.DOTALL)
    assert shown is not None
    assert shown[1].strip() == (TEMPLATE / "narrate_tones.py").read_text("utf-8").partition('"""\n')[2].strip()
    assert len(shown[1].splitlines()) <= 50
