"""The types that pass between stages: frozen, standard library only, units in their names."""

from narrate.model.audio import AudioFormat, ChapterTimeline, Clip, Cue, Timeline
from narrate.model.cast import Casting, CastMember, Voice, VoiceMap, VoiceMapEntry, VoiceSetting
from narrate.model.document import Block, BlockKind, Chapter, Document, Omission, Source, Span
from narrate.model.profile import PROFILES, Profile
from narrate.model.script import (
    UNSURE_BELOW,
    Attributed,
    Attribution,
    Character,
    Gender,
    Line,
    Script,
    ScriptChapter,
    Segmentation,
    Utterance,
    UtteranceKind,
    check_tiling,
    fill_omissions,
)
from narrate.model.speech import Prosody, SpokenLine, SynthesisRequest

__all__ = [
    "PROFILES",
    "UNSURE_BELOW",
    "Attributed",
    "Attribution",
    "AudioFormat",
    "Block",
    "BlockKind",
    "CastMember",
    "Casting",
    "Chapter",
    "ChapterTimeline",
    "Character",
    "Clip",
    "Cue",
    "Document",
    "Gender",
    "Line",
    "Omission",
    "Profile",
    "Prosody",
    "Script",
    "ScriptChapter",
    "Segmentation",
    "Source",
    "Span",
    "SpokenLine",
    "SynthesisRequest",
    "Timeline",
    "Utterance",
    "UtteranceKind",
    "Voice",
    "VoiceMap",
    "VoiceMapEntry",
    "VoiceSetting",
    "check_tiling",
    "fill_omissions",
]
