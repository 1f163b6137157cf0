"""Voices that can be downloaded, and downloading them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from narrate.synthesis.voicestore import CatalogueVoice, Downloaded, Progress


def available_voices(
    address: str | None = None, *, engine: str | None = None, language: str | None = None, insecure: bool = False
) -> tuple[CatalogueVoice, ...]:
    """What a catalogue has.

    Args:
        address: of the catalogue; None: the public ones.
        engine: only voices of this one.
        language: only voices of this one: a BCP 47 tag or the beginning of one.
        insecure: http is allowed for other machines than this one too.

    Raises:
        DownloadError: there is no catalogue there.
    """
    from narrate.synthesis.voicestore import Web, read_catalogue

    wanted = (language or "").casefold().replace("_", "-")
    voices = read_catalogue(address, engine, lambda origin: Web(origin, insecure=insecure))
    return tuple(voice for voice in voices if not wanted or any(_of(tag, wanted) for tag in voice.languages))


def _of(tag: str, wanted: str) -> bool:
    return f"{tag.casefold()}-".startswith(f"{wanted}-")


def download_voice(
    name: str,
    address: str | None = None,
    *,
    engine: str | None = None,
    insecure: bool = False,
    progress: Progress,
    licensed: Callable[[str], None],
) -> Downloaded:
    """Download a voice by its name in a catalogue.

    Args:
        name: of the voice.
        address: of the catalogue; None: the public ones.
        engine: whose voice it is, if the name alone does not say it.
        insecure: http is allowed for other machines than this one too.
        progress: called while bytes come.
        licensed: called with the licence before the first large file.

    Raises:
        VoiceMissingError: the catalogue has none of that name.
        DownloadError: something can't be fetched, or is not what the catalogue says.
        OutputError: the folder can't be written.
    """
    from narrate.synthesis.voicestore import Web, download, find, read_catalogue

    def web(origin: str) -> Web:
        return Web(origin, insecure=insecure)

    # Kokoro's are known here: nobody is asked for them.
    engine = engine or ("kokoro" if address is None and name.removeprefix("kokoro:").startswith("kokoro-") else None)
    voice = find(read_catalogue(address, engine, web), name)
    return download(voice, web(address or voice.files[0].url), progress=progress, licensed=licensed)
