"""Voices that are files: where they lie on this machine, and how they get there."""

from narrate.synthesis.voicestore.folders import download_folder, file_version, files_below, voice_folders

__all__ = ["download_folder", "file_version", "files_below", "voice_folders"]
