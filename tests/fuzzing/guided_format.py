"""One format under libFuzzer (by atheris), which changes a seed's members so that new code is reached."""

from __future__ import annotations

import sys
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["narrate"]):
    from tests.fuzzing.properties import check_story
    from tests.fuzzing.seeds import SEEDS, Seed

_SLOWEST_S = 20
_MOST_MIB = 4096
_LONGEST_BYTES = 20_000


def fuzz(seed: Seed, folder: Path, seconds: int) -> None:
    """Fuzz until ``seconds`` are over or something is wrong; ends the process."""
    members = sorted(seed.members)
    corpus = folder / "corpus"
    corpus.mkdir(parents=True, exist_ok=True)
    for number, member in enumerate(members):
        (corpus / f"seed-{number}").write_bytes(bytes([number]) + seed.members[member])
    words = folder / "words"
    words.write_text("".join(f'"{_escaped(token)}"\n' for token in seed.tokens), encoding="ascii")

    def once(data: bytes) -> None:
        """The first byte says which member of the archive the rest stands for."""
        if not data:
            return
        whole = seed.file({members[data[0] % len(members)]: data[1:]})
        try:
            check_story(whole, seed.name)
        except Exception:
            (folder / seed.name).write_bytes(whole)
            raise

    options = {
        "dict": words,
        "max_total_time": seconds,
        "timeout": _SLOWEST_S,
        "rss_limit_mb": _MOST_MIB,
        "max_len": _LONGEST_BYTES,
        "artifact_prefix": f"{folder}/",
        "verbosity": 0,
        "close_fd_mask": 1,
    }
    atheris.Setup([sys.argv[0], *(f"-{key}={value}" for key, value in options.items()), str(corpus)], once)
    atheris.Fuzz()


def _escaped(token: bytes) -> str:
    return "".join(f"\\x{byte:02x}" for byte in token)


if __name__ == "__main__":
    fuzz(SEEDS[sys.argv[1]], Path(".fuzz") / sys.argv[1].replace(" ", "-"), int(sys.argv[2]))
