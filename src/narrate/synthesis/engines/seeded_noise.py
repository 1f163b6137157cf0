"""Neural models with the dice taken out: the same request gives the same samples.

A voice's model may draw random numbers inside its graph (VITS, which Piper's voices are, has two ``RandomNormalLike``:
for how long each sound lasts, and for how it sounds). ONNX Runtime has no way to set their state back between two
runs, so that the same text never sounds the same twice; and without its noise a voice speaks like a machine. So the
graph is changed in memory: what was drawn becomes an input, numbers that we make from a seed.

The numbers are read in a ring from a place of their own for each draw, so that any size of draw is served.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from itertools import count
from typing import TYPE_CHECKING, Any

from narrate.errors import EngineMissingError

if TYPE_CHECKING:
    import numpy as np
    import onnx
    import onnxruntime

RING = 1 << 18
"""Numbers in the ring: 16 s of a Piper voice's frames, so that nobody hears it come round."""

_RINGS = {"RandomNormal": "narrate_normal", "RandomUniform": "narrate_uniform"}
_DRAWS = (b"RandomNormal", b"RandomUniform")
_STRIDE = 60_013
"""Between the places where two draws begin: a prime, so that no two begin alike."""
_FLOAT = 1
_CASTLIKE_OPSET = 15


def draws(model: bytes) -> bool:
    """Whether a model's graph may draw random numbers."""
    return any(name in model for name in _DRAWS)


def without_dice(model: bytes, *, durations: bool = False) -> bytes:
    """The model with its draws read from inputs, for `SeededSession`.

    Args:
        model: an ONNX file.
        durations: add an output that tells how long each phoneme lasts, in frames, where the graph shows it: VITS
            rounds them up, with the only ``Ceil`` that it has.

    Raises:
        EngineMissingError: the package onnx is not installed.
    """
    try:
        import onnx  # heavy, and only models with dice need it
    except ImportError as error:
        raise EngineMissingError(
            "this model draws random numbers, and the package onnx, which takes them out, is not installed",
            hint="Install it: pip install onnx",
        ) from error
    proto = onnx.load_model_from_string(model)
    used = _rewritten(onnx, proto)
    for ring in sorted(used):
        proto.graph.input.append(onnx.helper.make_tensor_value_info(ring, _FLOAT, [RING]))
    rounded = [node.output[0] for node in proto.graph.node if node.op_type == "Ceil"]
    if durations and len(rounded) == 1 and len(proto.graph.output) == 1:
        proto.graph.output.append(onnx.helper.make_tensor_value_info(rounded[0], _FLOAT, None))
    return bytes(proto.SerializeToString())


class SeededSession:
    """An ONNX Runtime session of a model `without_dice`; whatever else is asked of it, the session answers.

    Args:
        session: of ONNX Runtime.
        model: the path of the file that it was made from.
    """

    def __init__(self, session: onnxruntime.InferenceSession, model: str = "") -> None:
        self._session = session
        self._model_path = model  # a session of bytes has none, and kokoro-onnx asks for it
        self._rings = {each.name for each in session.get_inputs()} & set(_RINGS.values())
        self._numbers: dict[str, np.ndarray[Any, Any]] = {}
        self.seed("")

    def seed(self, *known: object) -> None:
        """Begin anew: the same ``known`` gives the same samples from here on."""
        import numpy as np

        digest = hashlib.blake2b(repr(known).encode(), digest_size=16).digest()
        random = np.random.Generator(np.random.PCG64(int.from_bytes(digest, "little")))
        made = {
            "narrate_normal": lambda: random.standard_normal(RING, np.float32),
            "narrate_uniform": lambda: random.random(RING, np.float32),
        }
        self._numbers = {ring: made[ring]() for ring in sorted(self._rings)}

    def run(self, outputs: Sequence[str] | None, inputs: dict[str, Any], *rest: Any) -> Any:  # noqa: ANN401 - as theirs
        """As ``InferenceSession.run``."""
        return self._session.run(outputs, {**inputs, **self._numbers}, *rest)

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - as theirs
        return getattr(self._session, name)


def _rewritten(onnx: Any, proto: onnx.ModelProto) -> set[str]:  # noqa: ANN401 - the module, imported late
    """Replace every draw in the model; the names of the rings that are read."""
    opset = max(each.version for each in proto.opset_import if each.domain in {"", "ai.onnx"})
    used: set[str] = set()
    number = count()
    for graph in _graphs(proto.graph):
        nodes = []
        for node in graph.node:
            ring = _RINGS.get(node.op_type.removesuffix("Like"))
            if ring is None:
                nodes.append(node)
            else:
                used.add(ring)
                nodes += _Draw(onnx, node, ring, next(number)).nodes(opset)
        del graph.node[:]
        graph.node.extend(nodes)
    return used


def _graphs(graph: onnx.GraphProto) -> Iterator[onnx.GraphProto]:
    """A graph and those within it: the branches and bodies of its nodes, which see its inputs."""
    for node in graph.node:
        for attribute in node.attribute:
            if attribute.HasField("g"):
                yield from _graphs(attribute.g)
    yield graph


class _Draw:
    """One node that draws, as nodes that read a ring."""

    def __init__(self, onnx: Any, node: onnx.NodeProto, ring: str, number: int) -> None:  # noqa: ANN401
        self._onnx = onnx
        self._node = node
        self._ring = ring
        self._number = number
        self._made: list[onnx.NodeProto] = []
        self._given = {each.name: onnx.helper.get_attribute_value(each) for each in node.attribute}

    def nodes(self, opset: int) -> list[onnx.NodeProto]:
        shape = self._shape()
        size = self._add("ReduceProd", [shape], "size", keepdims=0)
        places = self._add("Range", [self._number_of(0, "from"), size, self._number_of(1, "step")], "places")
        start = self._number_of(self._number * _STRIDE % RING, "start")
        round_ = self._add("Mod", [self._add("Add", [places, start], "moved"), self._number_of(RING, "ring")], "round")
        drawn = self._add("Reshape", [self._add("Gather", [self._ring, round_], "read"), shape], "drawn")
        self._cast(self._scaled(drawn), opset)
        return self._made

    def _shape(self) -> str:
        if self._node.input:
            return self._add("Shape", [self._node.input[0]], "shape")
        return self._constant(list(self._given["shape"]), "shape", whole=True)

    def _scaled(self, drawn: str) -> str:
        """Normal numbers of another mean and scale, uniform ones between other bounds."""
        if self._node.op_type.startswith("RandomNormal"):
            begin, scale = self._given.get("mean", 0.0), self._given.get("scale", 1.0)
        else:
            begin = self._given.get("low", 0.0)
            scale = self._given.get("high", 1.0) - begin
        if scale != 1.0:
            drawn = self._add("Mul", [drawn, self._constant(scale, "scale")], "scaled")
        return drawn if begin == 0.0 else self._add("Add", [drawn, self._constant(begin, "begin")], "shifted")

    def _cast(self, drawn: str, opset: int) -> None:
        """Name the numbers as the node named them, in the type that it gave them."""
        like = self._node.op_type.endswith("Like") and "dtype" not in self._given and opset >= _CASTLIKE_OPSET
        kind = self._given.get("dtype", _FLOAT)
        helper = self._onnx.helper
        if like:
            self._made.append(helper.make_node("CastLike", [drawn, self._node.input[0]], list(self._node.output)))
        elif kind != _FLOAT:
            self._made.append(helper.make_node("Cast", [drawn], list(self._node.output), to=kind))
        else:
            self._made.append(helper.make_node("Identity", [drawn], list(self._node.output)))

    def _add(self, kind: str, inputs: list[str], name: str, **attributes: int) -> str:
        output = f"narrate_{self._number}_{name}"
        self._made.append(self._onnx.helper.make_node(kind, inputs, [output], **attributes))
        return output

    def _number_of(self, value: int, name: str) -> str:
        return self._constant(value, name, whole=True)

    def _constant(self, value: float | list[int], name: str, *, whole: bool = False) -> str:
        import numpy as np

        tensor = self._onnx.numpy_helper.from_array(np.array(value, np.int64 if whole else np.float32))
        output = f"narrate_{self._number}_{name}"
        self._made.append(self._onnx.helper.make_node("Constant", [], [output], value=tensor))
        return output
