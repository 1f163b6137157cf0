"""Voices that are files: where they lie on this machine, and how they get there."""

from narrate.synthesis.voicestore.catalogue import CatalogueVoice, RemoteFile
from narrate.synthesis.voicestore.downloading import Downloaded, download, find, read_catalogue
from narrate.synthesis.voicestore.fetching import Progress, Web
from narrate.synthesis.voicestore.folders import download_folder, file_version, files_below, voice_folders

__all__ = [
    "CatalogueVoice",
    "Downloaded",
    "Progress",
    "RemoteFile",
    "Web",
    "download",
    "download_folder",
    "file_version",
    "files_below",
    "find",
    "read_catalogue",
    "voice_folders",
]
