"""Speed and memory of narrate, as ratios against public tools in the same run.

    python benchmarks/run.py [--words 100000] [--rounds 3] [--narrate CMD] [--write docs]

What is compared runs turn by turn, for many machines are quicker at one time than at another; the middle one of the
ratios counts.

Where a machine has other work, ``--by processor`` gives ratios of processor time, which that changes little: on N idle
cores narrate takes about 1/N of it, the pipe nearly all.

Prints a table in Markdown; with ``--write`` puts it, with a plot, into docs/performance.md between its marks. The text is
our own stories, over and over. `espeak-ng` and `lame` have to be installed.
"""

from __future__ import annotations

import argparse
import os
import re
import shlex
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from measuring import Measured, measure
from plot import bars

ROOT = Path(__file__).parent.parent
BEGIN, END = "<!-- benchmarks -->", "<!-- /benchmarks -->"
PLOT = "performance.svg"
SHORT_WORDS = 4_000
LINES = 1_000
TEN_THOUSAND, MILLION = 10_000, 1_000_000
NOVELS = 10
PCM_S = 600
NAIVE = """
import pyttsx3, sys
from pydub import AudioSegment
engine, whole = pyttsx3.init(), AudioSegment.empty()
for number, line in enumerate(open(sys.argv[1], encoding="utf-8")):
    engine.save_to_file(line, f"{number}.wav")
    engine.runAndWait()
    whole += AudioSegment.from_file(f"{number}.wav")
whole.export("whole.wav", format="wav")
"""
ENCODE = """
import sys, time
from pathlib import Path
from narrate.model import PROFILES, AudioFormat
from narrate.publishing import write_mp3
sound = Path(sys.argv[1]).read_bytes()[44:]
pieces = [sound[at:at + 441000] for at in range(0, len(sound), 441000)]
write_mp3(Path("limit.mp3"), iter(pieces[:1]), AudioFormat(22050), PROFILES["listen"].bitrate_kbps)
began = time.process_time()
write_mp3(Path("limit.mp3"), iter(pieces), AudioFormat(22050), PROFILES["listen"].bitrate_kbps)
Path("limit.txt").write_text(str(time.process_time() - began))
"""


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table: what was measured, its ratio to something, and the most that ratio must be and should be."""

    what: str
    measured: Measured
    ratio: float | None = None
    must: float | None = None
    aim: float | None = None


def long_story(words: int) -> str:
    """Our own stories, over and over, a chapter for each, until there are ``words`` of them."""
    texts = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "stories").glob("the-*.txt"))]
    plain = [re.sub(r"(?im)^chapter .*$", "", text) for text in texts]
    parts: list[str] = []
    count = 0
    while count < words:
        text = plain[len(parts) % len(plain)]
        parts.append(f"Chapter {len(parts) + 1}\n\n{text}")
        count += len(text.split())
    return "\n\n\n".join(parts)


def change_one_speaker(script: Path) -> None:
    """Give one line in the middle of the story to somebody else, as a person would."""
    lines = script.read_text(encoding="utf-8").split("\n")
    places = [i for i, line in enumerate(lines) if line.startswith("@") and not line.startswith("@Narrator")]
    at = places[len(places) // 2]
    names = [re.sub(r" (?:\?|\(by hand\))$", "", lines[i]) for i in places]
    lines[at] = next(name for name in names if name != names[len(places) // 2])
    script.write_text("\n".join(lines), encoding="utf-8")


def pipe(story: str, folder: Path) -> Measured:
    """What a person has without us: one voice, no chapters."""
    return measure(f"espeak-ng --stdout -f {story} | lame --quiet -m m -b 64 - {story}.pipe.mp3", folder)


def limit_s(folder: Path) -> float:
    """The least seconds that eSpeak NG and our encoder need for the story on all cores, by their processor time."""
    spoken = measure("espeak-ng --stdout -f story.txt > story.wav", folder)
    sound_s = (folder / "story.wav").stat().st_size / 2 / 22050
    with (folder / "story.wav").open("rb") as whole:
        (folder / "part.wav").write_bytes(whole.read(PCM_S * 22050 * 2))
    (folder / "encode.py").write_text(ENCODE, encoding="utf-8")
    measure(f"{shlex.quote(sys.executable)} -P encode.py part.wav", folder)
    encoded_s = float((folder / "limit.txt").read_text(encoding="utf-8"))  # without what Python needs to start
    part_s = (folder / "part.wav").stat().st_size / 2 / 22050
    (folder / "story.wav").unlink()
    return (spoken.cpu_s + encoded_s * sound_s / part_s) / (os.cpu_count() or 1)


@dataclass(frozen=True, slots=True)
class Pairs:
    """How two commands are compared: ``seconds`` are those that ratios are of."""

    rounds: int
    seconds: Callable[[Measured], float]

    def ratio(self, pair: tuple[Measured, Measured]) -> float:
        """The second over the first."""
        return self.seconds(pair[1]) / self.seconds(pair[0])

    def beside(self, reference: Callable[[], Measured], ours: Callable[[], Measured]) -> tuple[Measured, Measured]:
        """Both, turn by turn; the two whose ratio is the middle one."""
        found = sorted(((reference(), ours()) for _ in range(self.rounds)), key=self.ratio)
        return found[len(found) // 2]


def rows(narrate: str, folder: Path, words: int, pairs: Pairs) -> Iterator[Row]:
    """The table, one measurement after the other."""

    def anew(story: str) -> Measured:
        shutil.rmtree(folder / f"{story}-book", ignore_errors=True)
        return measure(f"{narrate} {story}.txt -o {story}-book -q", folder)

    def changed() -> Measured:
        change_one_speaker(folder / "story-book" / "script.txt")
        return measure(f"{narrate} story.txt -o story-book -q", folder)

    (folder / "story.txt").write_text(long_story(words), encoding="utf-8")
    (folder / "short.txt").write_text(long_story(SHORT_WORDS), encoding="utf-8")
    lines = [line for line in long_story(words).split("\n") if line.strip()][:LINES]
    (folder / "lines.txt").write_text("\n".join(lines), encoding="utf-8")
    (folder / "naive.py").write_text(NAIVE, encoding="utf-8")

    novel, whole = pairs.beside(lambda: pipe("story.txt", folder), lambda: anew("story"))
    yield Row("the novel by `espeak-ng --stdout \\| lame -m m -b 64`", novel)
    yield Row("the novel to MP3, over that", whole, pairs.ratio((novel, whole)), 0.6, 0.4)
    yield Row("… over the machine's limit", whole, pairs.seconds(whole) / limit_s(folder), 1.6, 1.25)
    again = measure(f"{narrate} story.txt -o story-book -q", folder)
    yield Row("nothing changed, seconds", again, pairs.seconds(again), 1.5, 0.7)
    edited = sorted((changed() for _ in range(pairs.rounds)), key=pairs.seconds)[pairs.rounds // 2]
    yield Row("one speaker changed, over the first run", edited, pairs.ratio((whole, edited)), 0.08, 0.04)
    short_pipe, short = pairs.beside(lambda: pipe("short.txt", folder), lambda: anew("short"))
    yield Row(f"{SHORT_WORDS:,} words, over the pipe", short, pairs.ratio((short_pipe, short)), 1.2, 0.8)
    by_hand = f"{shlex.quote(sys.executable)} -P naive.py lines.txt"
    naive, ours = pairs.beside(lambda: measure(by_hand, folder), lambda: anew("lines"))
    yield Row(f"{LINES:,} lines by pyttsx3 and pydub, one after the other", naive)
    yield Row(f"{LINES:,} lines, over that", ours, pairs.ratio((naive, ours)), 0.15, 0.08)
    yield Row("the most memory, novel, MB", whole, whole.peak_mb, 400, 250)
    yield from _growth(narrate, folder, words, whole)
    helped = measure(f"{narrate} --help", folder)
    yield Row("`narrate --help`, seconds", helped, pairs.seconds(helped), 0.2, 0.1)


def _growth(narrate: str, folder: Path, words: int, whole: Measured) -> Iterator[Row]:
    """What longer stories, and more of them, take."""
    for count in (TEN_THOUSAND, MILLION):
        (folder / f"{count}.txt").write_text(long_story(count), encoding="utf-8")
    part = measure(f"{narrate} script {TEN_THOUSAND}.txt --format json", folder)
    script = measure(f"{narrate} script {MILLION}.txt --format json", folder)
    grown = (script.cpu_s / MILLION) / (part.cpu_s / TEN_THOUSAND)
    yield Row("a script of 1,000,000 words: processor time a word, over 10,000 words", script, grown, 1.1, 1.0)
    folders = [folder / f"novel-{number}" for number in range(NOVELS)]
    for each in folders:
        each.mkdir()
        (each / f"{each.name}.txt").write_text(long_story(words // NOVELS), encoding="utf-8")
    stories = " ".join(f"{each.name}/{each.name}.txt" for each in folders)
    library = measure(f"{narrate} {stories} -o library -q", folder)
    yield Row(
        f"{NOVELS} stories of a tenth and a little more: the most memory, over the novel’s",
        library,
        library.peak_mb / whole.peak_mb,
        1.1,
        1.0,
    )


def as_table(found: list[Row]) -> str:
    """The rows in Markdown."""
    lines = ["| what | seconds | processor s | peak MB | ratio | must | aim |", "|---|---:|---:|---:|---:|---:|---:|"]
    for row in found:
        figures = [f"{x:.3g}" if x is not None else "" for x in (row.ratio, row.must, row.aim)]
        m = row.measured
        lines.append(f"| {row.what} | {m.wall_s:.1f} | {m.cpu_s:.1f} | {m.peak_mb:.0f} | {' | '.join(figures)} |")
    return "\n".join(lines)


def main() -> None:
    """Measure, print a table, and put it into the docs if that is asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--words", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--narrate", default="narrate")
    parser.add_argument("--write", type=Path, metavar="DOCS")
    parser.add_argument("--by", choices=("clock", "processor"), default="clock", help="what ratios are of")
    options = parser.parse_args()
    if not (shutil.which("espeak-ng") and shutil.which("lame")):
        raise SystemExit("this needs espeak-ng and lame: apt install espeak-ng lame")
    seconds: Callable[[Measured], float] = (
        (lambda measured: measured.wall_s) if options.by == "clock" else (lambda measured: measured.cpu_s)
    )
    found = []
    pairs = Pairs(options.rounds, seconds)
    with tempfile.TemporaryDirectory() as name:
        for row in rows(options.narrate, Path(name), options.words, pairs):
            found.append(row)
            print(as_table([row]).splitlines()[-1], flush=True)
    load = os.getloadavg()[2]
    told = f"Ratios by the {options.by}, the middle of {options.rounds}; {options.words:,} words, {os.cpu_count()} cores, load of the last quarter of an hour {load:.1f}, {time.strftime('%Y-%m-%d')}."
    if options.write:
        page = options.write / "performance.md"
        before, _, rest = page.read_text(encoding="utf-8").partition(BEGIN)
        after = rest.partition(END)[2]
        plot = f"![Each measurement as a share of what it may be at most]({PLOT})"
        block = f"{BEGIN}\n{as_table(found)}\n\n{told}\n\n{plot}\n{END}"
        page.write_text(before + block + after, encoding="utf-8")
        parts = [(row.what, row.ratio / row.must) for row in found if row.ratio is not None and row.must]
        (options.write / PLOT).write_text(bars(parts), encoding="utf-8")
    print(f"\n{told}")


if __name__ == "__main__":
    main()
