"""From clips to a chapter: pauses, trimming, evening of levels, PCM in bounded memory, loudness. See docs/sound.md."""

from narrate.assembly.chapter import Assembled, assemble
from narrate.assembly.clips import conform, gain, trim
from narrate.assembly.course import loudness_course
from narrate.assembly.cutting import places_to_cut
from narrate.assembly.examining import Examined, Examiner
from narrate.assembly.loudness import (
    VOICE_LEVEL_LUFS,
    Loudness,
    even_levels,
    measure_level,
    measure_loudness,
    voice_level,
)
from narrate.assembly.mastering import MasteringPlan, apply_plan, mastered, plan_mastering
from narrate.assembly.ornaments import lay_music, scene_ornament, soft_tone
from narrate.assembly.pauses import PAUSE_NAMES, Pauses, pause_after

__all__ = [
    "PAUSE_NAMES",
    "VOICE_LEVEL_LUFS",
    "Assembled",
    "Examined",
    "Examiner",
    "Loudness",
    "MasteringPlan",
    "Pauses",
    "apply_plan",
    "assemble",
    "conform",
    "even_levels",
    "gain",
    "lay_music",
    "loudness_course",
    "mastered",
    "measure_level",
    "measure_loudness",
    "pause_after",
    "places_to_cut",
    "plan_mastering",
    "scene_ornament",
    "soft_tone",
    "trim",
    "voice_level",
]
