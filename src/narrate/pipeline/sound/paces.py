"""Evening the pace of engines: at rate 1, one's voices may speak half as fast again as another's."""

from __future__ import annotations

from dataclasses import replace

from narrate.config import Options
from narrate.errors import SynthesisError
from narrate.model import Casting, CastMember, VoiceSetting
from narrate.pipeline.sound.engines import engine_set_by
from narrate.pipeline.sound.levels import SAMPLE
from narrate.pipeline.sound.plan import request_for
from narrate.workspace import Workspace, digest

RECORD = "paces.json"

ALIKE = 0.1
"""People differ by as much; a voice whose pace differs less from the narrator's keeps its own."""

BOUNDS = (0.6, 1.6)
"""How far a voice is slowed down or hurried."""


def even_paces(casting: Casting, language: str, options: Options, workspace: Workspace) -> Casting:
    """A casting in which the voices of other engines than the narrator's speak as fast as the narrator's does.

    A person's own rates stay, as factors on top. With one engine nothing changes. What was measured is kept in the
    workspace, by engine version and voice.
    """
    main = casting.narrator.setting.engine
    strangers = {m.setting.voice for m in casting.members if m.setting.engine != main and _speaks(m.setting, options)}
    if not strangers or not _speaks(casting.narrator.setting, options):
        return casting
    durations = _durations(sorted({casting.narrator.setting.voice, *strangers}), language, options, workspace)
    usual = durations.get(casting.narrator.setting.voice)
    factors = {
        voice: min(max(duration / usual, BOUNDS[0]), BOUNDS[1])
        for voice, duration in durations.items()
        if usual and voice in strangers and abs(duration / usual - 1) > ALIKE
    }
    return Casting(casting.narrator, tuple(_in_step(member, factors) for member in casting.members))


def _in_step(member: CastMember, factors: dict[str, float]) -> CastMember:
    setting = member.setting
    factor = round(factors.get(setting.voice, 1.0), 3)
    return replace(member, setting=replace(setting, rate=setting.rate * factor)) if factor != 1 else member


def _speaks(setting: VoiceSetting, options: Options) -> bool:
    described = engine_set_by(options, setting.engine)
    # One that sends the text elsewhere is not asked for more than a person agreed to.
    return described.speaks and (described.destination is None or described.destination.is_local)


def _durations(voices: list[str], language: str, options: Options, workspace: Workspace) -> dict[str, float]:
    """Seconds that each voice needs for the sample at rate 1; a voice that can't say it is not there."""
    from narrate.assembly import trim
    from narrate.synthesis import EngineHost

    kept = workspace.read_json(RECORD)
    known: dict[str, float] = {name: s for name, s in kept.items() if isinstance(s, float) and 0 < s < 600}
    found: dict[str, float] = {}
    for engine in sorted({VoiceSetting(voice).engine for voice in voices}):
        of_engine = [voice for voice in voices if VoiceSetting(voice).engine == engine]
        settings = options.engine_settings(engine)
        described = engine_set_by(options, engine)
        with EngineHost(engine, settings=settings) as host:
            for voice in of_engine:
                name = digest([described.fingerprint_of(VoiceSetting(voice).voice_id), voice, SAMPLE])
                if name not in known:
                    try:
                        clip = host.synthesize(request_for(VoiceSetting(voice), SAMPLE, language))
                    except SynthesisError:
                        continue  # its own lines will tell what is wrong with it
                    known[name] = round(trim(clip).duration_s, 3)
                found[voice] = known[name]
    workspace.write_json(RECORD, known)
    return found
