"""Makes tiny models with the inputs, outputs and dice of real ones, in a second and some kilobytes.

    python tests/synthesis/tiny_voices.py FOLDER

writes two voices of Piper into FOLDER/piper, one of them with three speakers, and a model of Kokoro with its pack of
voices into FOLDER/kokoro. `NARRATE_PIPER_VOICES=FOLDER/piper narrate STORY --engine piper` hums the story: each sound
is a tone of its own, as long as the model is told to make it.
"""

from __future__ import annotations

import json
import sys
from itertools import count
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from piper.phoneme_ids import DEFAULT_PHONEME_ID_MAP

OPSET = 15
HOP = 256
PIPER_RATE_HZ = 22_050
KOKORO_RATE_HZ = 24_000
KOKORO_VOICES = ("af_heart", "am_michael", "bf_emma", "ff_siwis")
STYLE_ROWS, STYLE_SIZE = 510, 256
SPEAKERS = {"prudence": 0, "spike": 1, "nobody": 2}


class Graph:
    """Nodes as they are written down, one expression after the other."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self._numbers = count()

    def add(self, kind: str, *inputs: str, name: str = "", **attributes: Any) -> str:
        output = name or f"{kind}_{next(self._numbers)}"
        self.nodes.append(helper.make_node(kind, list(inputs), [output], **attributes))
        return output

    def number(self, value: Any, kind: type[np.generic] = np.float32) -> str:
        return self.add("Constant", value=numpy_helper.from_array(np.array(value, kind)))

    def whole(self, value: Any) -> str:
        return self.number(value, np.int64)

    def real(self, tensor: str) -> str:
        return self.add("Cast", tensor, to=TensorProto.FLOAT)

    def integer(self, tensor: str) -> str:
        return self.add("Cast", tensor, to=TensorProto.INT64)

    def tones(self, ids: str, frames: str, rate_hz: int, height: str) -> tuple[str, str]:
        """Samples ``[frames * HOP]`` of ``ids [n]`` as tones, each equally long, and the id of each frame."""
        length = self.real(self.add("Size", ids))
        places = self.add("Range", self.whole(0), frames, self.whole(1))
        share = self.add("Div", self.add("Mul", self.real(places), length), self.real(frames))
        at = self.add("Min", self.integer(share), self.add("Sub", self.add("Size", ids), self.whole(1)))
        heard = self.add("Gather", ids, at)
        hz = self.add(
            "Mul", self.add("Add", self.add("Mul", self.real(heard), self.number(2.0)), self.number(90.0)), height
        )
        wide = self.add("Expand", self.add("Unsqueeze", hz, self.whole([1])), self.whole([1, HOP]))
        each = self.add("Reshape", wide, self.whole([-1]))
        clock = self.real(self.add("Range", self.whole(0), self.add("Size", each), self.whole(1)))
        phase = self.add("Mul", self.add("Mul", each, clock), self.number(2 * np.pi / rate_hz))
        return self.add("Mul", self.add("Sin", phase), self.number(0.3)), heard


def piper_model(speakers: int) -> onnx.ModelProto:
    """Phoneme ids, their number, noise and length scales, and a speaker where there are several → samples."""
    graph = Graph()
    ids = graph.add("Squeeze", "input", graph.whole([0]))
    noise, length, noise_w = (graph.add("Gather", "scales", graph.whole(place)) for place in range(3))
    dice = graph.add(
        "RandomNormalLike", graph.add("ConstantOfShape", graph.add("Shape", "input")), dtype=TensorProto.FLOAT
    )
    unsteady = graph.add("Exp", graph.add("Mul", graph.add("Mul", dice, noise_w), graph.number(0.05)))
    durations = graph.add("Ceil", graph.add("Mul", graph.add("Mul", unsteady, length), graph.number(6.0)))
    frames = graph.integer(graph.add("ReduceSum", durations, keepdims=0))
    height = graph.number(1.0)
    if speakers > 1:
        speaker = graph.real(graph.add("Squeeze", "sid", graph.whole([0])))
        height = graph.add("Add", graph.add("Mul", speaker, graph.number(0.4)), graph.number(1.0))
    tones, _ = graph.tones(ids, frames, PIPER_RATE_HZ, height)
    breath = graph.add("Mul", graph.add("RandomNormalLike", tones), graph.add("Mul", noise, graph.number(0.01)))
    samples = graph.add("Add", tones, breath)
    graph.add("Reshape", samples, graph.whole([1, 1, 1, -1]), name="output")
    inputs = [
        helper.make_tensor_value_info("input", TensorProto.INT64, ["batch_size", "phonemes"]),
        helper.make_tensor_value_info("input_lengths", TensorProto.INT64, ["batch_size"]),
        helper.make_tensor_value_info("scales", TensorProto.FLOAT, [3]),
    ]
    if speakers > 1:
        inputs.append(helper.make_tensor_value_info("sid", TensorProto.INT64, ["batch_size"]))
    output = helper.make_tensor_value_info("output", TensorProto.FLOAT, ["batch_size", 1, 1, "time"])
    return _model(graph, inputs, [output])


def kokoro_model(*, timed: bool = True) -> onnx.ModelProto:
    """Token ids, a style and a speed → samples, and how long each token lasts, in frames."""
    graph = Graph()
    ids = graph.add("Squeeze", "tokens", graph.whole([0]))
    length = graph.add("Div", graph.real(graph.add("Size", ids)), graph.add("Squeeze", "speed", graph.whole([0])))
    frames = graph.integer(graph.add("Ceil", graph.add("Mul", length, graph.number(6.0))))
    height = graph.add("ReduceMean", "style", keepdims=0)
    tones, _ = graph.tones(ids, frames, KOKORO_RATE_HZ, height)
    samples = graph.add(
        "Add", tones, graph.add("Mul", graph.add("RandomUniformLike", tones, low=-1.0), graph.number(0.003))
    )
    graph.add("Identity", samples, name="audio")
    inputs = [
        helper.make_tensor_value_info("tokens", TensorProto.INT64, [1, "sequence_length"]),
        helper.make_tensor_value_info("style", TensorProto.FLOAT, [1, STYLE_SIZE]),
        helper.make_tensor_value_info("speed", TensorProto.FLOAT, [1]),
    ]
    each = graph.integer(graph.add("Div", graph.real(frames), graph.real(graph.add("Size", ids))))
    graph.add("Expand", each, graph.add("Shape", ids), name="duration")
    outputs = [
        helper.make_tensor_value_info("audio", TensorProto.FLOAT, ["audio_length"]),
        helper.make_tensor_value_info("duration", TensorProto.INT64, ["sequence_length"]),
    ]
    return _model(graph, inputs, outputs[: 1 + timed])


def write_piper(folder: Path, name: str, speakers: dict[str, int] | None = None, **changes: Any) -> Path:
    """A voice of Piper, as its trainer writes it; ``changes`` go into the description."""
    folder.mkdir(parents=True, exist_ok=True)
    number = max(len(speakers or {}), 1)
    path = folder / f"{name}.onnx"
    path.write_bytes(piper_model(number).SerializeToString())
    told = {
        "audio": {"sample_rate": PIPER_RATE_HZ, "quality": "medium"},
        "espeak": {"voice": "en-gb-x-rp"},
        "inference": {"noise_scale": 0.667, "length_scale": 1, "noise_w": 0.8},
        "phoneme_type": "espeak",
        "phoneme_map": {},
        "phoneme_id_map": DEFAULT_PHONEME_ID_MAP,
        "num_symbols": 256,
        "num_speakers": number,
        "speaker_id_map": speakers or {},
    } | changes
    path.with_name(f"{name}.onnx.json").write_text(json.dumps(told), encoding="utf-8")
    return path


def write_kokoro(
    folder: Path, name: str = "kokoro-v1.0", voices: tuple[str, ...] = KOKORO_VOICES, *, timed: bool = True
) -> Path:
    """A model of Kokoro and the voices of its version; ``timed`` as those that tell when each sound is heard."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.onnx"
    path.write_bytes(kokoro_model(timed=timed).SerializeToString())
    styles = {voice: np.full((STYLE_ROWS, 1, STYLE_SIZE), 1 + 0.25 * at, np.float32) for at, voice in enumerate(voices)}
    with (folder / "voices-v1.0.bin").open("wb") as file:
        np.savez(file, **styles)  # type: ignore[arg-type]
    return path


def write_all(folder: Path) -> None:
    """What the contract suite runs on."""
    write_piper(folder / "piper", "en_GB-tiny-high")
    write_piper(folder / "piper", "en_GB-semaine-medium", SPEAKERS)
    write_kokoro(folder / "kokoro")


def _model(graph: Graph, inputs: list[onnx.ValueInfoProto], outputs: list[onnx.ValueInfoProto]) -> onnx.ModelProto:
    made = helper.make_graph(graph.nodes, "tiny", inputs, outputs)
    model = helper.make_model(made, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=8)
    onnx.checker.check_model(model)
    return model


if __name__ == "__main__":
    write_all(Path(sys.argv[1]))
