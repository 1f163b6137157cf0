"""Festival, Edinburgh's synthesiser, with the voices that are installed for it: the programs of its package.

Each request is a process of its own (about 0.3 s): Festival keeps settings of one voice when it turns to the next.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Final

from narrate.errors import EngineMissingError, VoiceMissingError
from narrate.model import Clip, Gender, SynthesisRequest, Voice
from narrate.synthesis.engine import Capabilities, EngineInfo
from narrate.synthesis.engines import programs
from narrate.synthesis.engines.plain_text import in_encoding

_LIST: Final = """
(mapcar
 (lambda (name)
  (let ((about (car (cdr (voice.description name)))))
   (format t "voice %s %s %s %s\\n" name
    (car (cdr (assoc 'language about))) (car (cdr (assoc 'gender about))) (car (cdr (assoc 'dialect about))))))
 (voice.list))
"""
"""Scheme: a line for each voice."""

_MANNER: Final = """
(voice_{voice})
(Parameter.set 'Duration_Stretch {stretch:.4f})
(if (string-equal "HTS" (Parameter.get 'Synth_Method))
 (set! hts_engine_params (append hts_engine_params (list (list "-r" {rate:.4f})))))
"""
"""Scheme: a voice and its speed; voices of the HTS kind have one of their own."""

_TAGS: Final = {
    "english": "en", "spanish": "es", "italian": "it", "czech": "cs", "finnish": "fi", "russian": "ru", "welsh": "cy",
    "hindi": "hi", "telugu": "te", "marathi": "mr", "catalan": "ca", "polish": "pl", "german": "de", "french": "fr",
}  # fmt: skip
_REGIONS: Final = {"american": "US", "british": "GB", "scottish": "GB", "castilian": "ES", "mexican": "MX"}
_ENCODINGS: Final = {"en": "ascii", "cs": "iso-8859-2", "pl": "iso-8859-2"} | dict.fromkeys(
    ("ru", "hi", "te", "mr"), "utf-8"
)
"""In which a language's voices read; all others read Latin-1."""

_SCALE = "0.7"
"""Of Festival's own level, at which its diphone voices reach full scale."""

_REVISION = 1
"""To be raised when a change to this module changes the sound."""


class FestivalEngine:
    """The program ``text2wave``, which is Festival's."""

    name = "festival"
    capabilities = Capabilities(sample_rate_hz=None, pitch_control=True)

    def voices(self) -> Sequence[Voice]:
        """Those that Festival lists.

        Raises:
            EngineMissingError: the program is not installed, or has no voice.
        """
        return self._voices

    def synthesize(self, request: SynthesisRequest) -> Clip:
        """See `narrate.synthesis.engine.Engine.synthesize`."""
        voice = next((voice for voice in self._voices if voice.id == request.voice), None)
        if voice is None:
            names = ", ".join(voice.id for voice in self._voices)
            raise VoiceMissingError(f"festival has no voice “{request.voice}”", hint=f"It has: {names}.")
        shift = 2 ** (request.pitch_semitones / 12)
        # Spoken slower and then played faster: no setting moves the pitch of every kind of voice.
        speed = request.rate / shift
        manner = _MANNER.format(voice=voice.id, stretch=1 / speed, rate=speed)
        text = in_encoding(request.text, _ENCODINGS.get(voice.language[:2], "latin-1"))

        def command(folder: Path) -> list[str]:
            script = folder / "manner.scm"
            script.write_text(manner, encoding="ascii")
            words = [self._program, "-eval", str(script), "-scale", _SCALE]
            return [*words, "-o", str(folder / "speech.wav"), str(folder / "text.txt")]

        clip = programs.speak(text, command)
        return clip if shift == 1 else programs.played_faster(clip, shift)

    def fingerprint(self) -> str:
        """What the program says of its version, and the voices it has."""
        return f"festival-{_REVISION}-{self._version}-{','.join(voice.id for voice in self._voices)}"

    def describe(self) -> EngineInfo:
        """Version; a problem if the program is not there, or has no voice."""
        try:
            version = self._version
        except EngineMissingError as error:
            return EngineInfo(self.name, "", error.message, error.hint)
        try:
            self.voices()
        except EngineMissingError as error:
            return EngineInfo(self.name, version, error.message, error.hint)
        return EngineInfo(self.name, version)

    def close(self) -> None:
        """Nothing is held."""

    @cached_property
    def _program(self) -> str:
        return programs.find("text2wave", "festival")

    @cached_property
    def _version(self) -> str:
        told = programs.ask([programs.find("festival", "festival"), "--version"])
        return told.strip().rpartition("System: ")[2]

    @cached_property
    def _voices(self) -> tuple[Voice, ...]:
        told = programs.ask([programs.find("festival", "festival"), "-b", _LIST.strip()])
        lines = [line.split() for line in told.splitlines()]
        found = sorted({tuple(line[1:]) for line in lines if len(line) == 5 and line[0] == "voice"})
        if not found:
            raise EngineMissingError("festival has no voice", hint="One is in Debian's package festvox-kallpc16k.")
        return tuple(_voice(*about) for about in found)


def _voice(key: str, language: str, gender: str, dialect: str) -> Voice:
    tag = _TAGS.get(language, "und")
    region = _REGIONS.get(dialect)
    genders = {"male": Gender.MALE, "female": Gender.FEMALE}
    return Voice(
        FestivalEngine.name,
        key,
        key.replace("_", " "),
        f"{tag}-{region}" if region else tag,
        genders.get(gender, Gender.UNKNOWN),
        preference=5 if key.endswith("diphone") else 2,
    )
