"""Models with the dice taken out: seeded, and otherwise as they were."""

import numpy as np
import onnx
import onnxruntime
import pytest
from onnx import TensorProto, helper
from tests.synthesis.tiny_voices import piper_model

from narrate.errors import EngineMissingError
from narrate.synthesis.engines.onnx_session import device_for, open_session, processes_worth_running
from narrate.synthesis.engines.seeded_noise import draws


def model_of(nodes, output_type=TensorProto.FLOAT, opset=15):
    shape = helper.make_tensor_value_info("x", TensorProto.FLOAT, ["rows", "columns"])
    output = helper.make_tensor_value_info("y", output_type, None)
    graph = helper.make_graph(nodes, "dice", [shape], [output])
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", opset)], ir_version=8)


def session_of(model, tmp_path, threads=1):
    path = tmp_path / "model.onnx"
    path.write_bytes(model.SerializeToString())
    return open_session(path, "cpu", threads)


def drawn(session, rows=40, columns=500):
    return session.run(None, {"x": np.zeros((rows, columns), np.float32)})[0]


def test_the_same_seed_gives_the_same_numbers_and_another_one_others(tmp_path):
    session = session_of(model_of([helper.make_node("RandomNormalLike", ["x"], ["y"])]), tmp_path)

    session.seed(1, "a text")
    first = drawn(session)
    session.seed(2, "a text")
    other = drawn(session)
    session.seed(1, "a text")

    assert np.array_equal(drawn(session), first)
    assert not np.array_equal(other, first)


@pytest.mark.parametrize(
    ("kind", "attributes", "mean", "deviation"),
    [
        ("RandomNormalLike", {}, 0, 1),
        ("RandomNormalLike", {"mean": 3.0, "scale": 0.5}, 3, 0.5),
        ("RandomUniformLike", {}, 0.5, 12**-0.5),
        ("RandomUniformLike", {"low": -2.0, "high": 4.0}, 1, 6 / 12**0.5),
        ("RandomNormal", {"shape": [300, 100]}, 0, 1),
        ("RandomUniform", {"shape": [300, 100], "high": 3.0}, 1.5, 3 / 12**0.5),
    ],
)
def test_the_numbers_are_as_the_model_wants_them(tmp_path, kind, attributes, mean, deviation):
    node = helper.make_node(kind, ["x"] if kind.endswith("Like") else [], ["y"], **attributes)

    found = drawn(session_of(model_of([node]), tmp_path))

    assert found.shape == tuple(attributes.get("shape", (40, 500)))
    assert np.mean(found) == pytest.approx(mean, abs=0.03 * deviation)
    assert np.std(found) == pytest.approx(deviation, rel=0.03)


def test_two_draws_of_a_model_are_not_alike(tmp_path):
    nodes = [helper.make_node("RandomNormalLike", ["x"], [name]) for name in ("a", "b")]
    difference = drawn(session_of(model_of([*nodes, helper.make_node("Sub", ["a", "b"], ["y"])]), tmp_path))

    assert np.std(difference) == pytest.approx(2**0.5, rel=0.03)


def test_a_draw_may_be_larger_than_the_ring(tmp_path):
    session = session_of(model_of([helper.make_node("RandomNormalLike", ["x"], ["y"])]), tmp_path)

    assert drawn(session, 3000, 200).shape == (3000, 200)


def test_numbers_keep_the_type_that_the_model_gives_them(tmp_path):
    half = helper.make_node("RandomNormalLike", ["x"], ["y"], dtype=TensorProto.FLOAT16)

    assert drawn(session_of(model_of([half], TensorProto.FLOAT16), tmp_path)).dtype == np.float16


def test_draws_within_branches_are_seeded_too(tmp_path):
    def branch(node):
        output = helper.make_tensor_value_info("z", TensorProto.FLOAT, None)
        return helper.make_graph([node], "branch", [], [output])

    condition = helper.make_node("Constant", [], ["yes"], value=helper.make_tensor("v", TensorProto.BOOL, [], [True]))
    node = helper.make_node(
        "If", ["yes"], ["y"],
        then_branch=branch(helper.make_node("RandomNormalLike", ["x"], ["z"])),
        else_branch=branch(helper.make_node("Identity", ["x"], ["z"])),
    )  # fmt: skip
    session = session_of(model_of([condition, node]), tmp_path)

    first = drawn(session)

    assert np.std(first) > 0.9
    assert np.array_equal(drawn(session), first)


def test_a_model_without_dice_is_not_touched(tmp_path):
    model = model_of([helper.make_node("Neg", ["x"], ["y"])])
    assert not draws(model.SerializeToString())
    session = session_of(model, tmp_path)

    assert [each.name for each in session.get_inputs()] == ["x"]
    assert drawn(session, 2, 2).tolist() == [[0, 0], [0, 0]]


def test_what_a_voice_says_hangs_neither_on_threads_nor_on_what_it_said_before(tmp_path):
    request = {
        "input": np.arange(40, dtype=np.int64)[None],
        "input_lengths": np.array([40]),
        "scales": np.array([0.667, 1, 0.8], np.float32),
    }

    def said(session, *seed):
        session.seed(*seed)
        return session.run(None, request)[0].tobytes()

    one, two = (session_of(piper_model(1), tmp_path, threads) for threads in (1, 2))

    assert said(one, "a") != said(one, "b")
    assert said(one, "a") == said(two, "a")


def test_without_the_seed_the_same_model_says_something_else_each_time():
    """What all this is for; if ONNX Runtime learns to set its dice back, it may go."""
    plain = onnxruntime.InferenceSession(
        model_of([helper.make_node("RandomNormalLike", ["x"], ["y"])]).SerializeToString(),
        providers=["CPUExecutionProvider"],
    )

    assert not np.array_equal(drawn(plain), drawn(plain))


@pytest.mark.parametrize(
    "content", [b"", b"no model", b"RandomNormalLike, but no model", onnx.ModelProto().SerializeToString()]
)
def test_a_file_that_is_no_model_is_named(tmp_path, content):
    path = tmp_path / "broken.onnx"
    path.write_bytes(content)

    with pytest.raises(EngineMissingError, match=r"broken\.onnx can't be loaded"):
        open_session(path, "cpu", 1)


def test_a_model_that_is_gone_is_named(tmp_path):
    with pytest.raises(EngineMissingError, match=r"can't read .*gone\.onnx"):
        open_session(tmp_path / "gone.onnx", "cpu", 1)


def test_a_device_that_is_not_there_is_named_with_what_to_do(monkeypatch):
    with pytest.raises(EngineMissingError) as no_such:
        device_for("abacus")
    with pytest.raises(EngineMissingError) as not_installed:
        device_for("rocm")

    assert "cuda" in no_such.value.hint
    assert "onnxruntime-rocm" in not_installed.value.hint
    assert "--device cpu" in not_installed.value.hint


@pytest.mark.parametrize(
    ("wheels", "driver", "device"),
    [((), True, "cpu"), (("onnxruntime-gpu",), False, "cpu"), (("onnxruntime-gpu",), True, "cuda"),
     (("onnxruntime-directml",), False, "directml")],
)  # fmt: skip
def test_auto_is_a_gpu_where_its_build_and_its_driver_are_there(monkeypatch, wheels, driver, device):
    module = "narrate.synthesis.engines.onnx_session"
    monkeypatch.setattr(f"{module}.is_installed", lambda wheel: wheel in wheels)
    monkeypatch.setattr(f"{module}._has_nvidia_driver", lambda: driver)

    assert device_for("auto") == device
    assert device_for("cpu") == "cpu"


def test_a_device_that_does_not_start_is_said_and_not_passed_over(tmp_path):
    path = tmp_path / "model.onnx"
    path.write_bytes(piper_model(1).SerializeToString())

    with pytest.raises(EngineMissingError, match="could not start on the device “rocm”") as caught:
        open_session(path, "rocm", 1)

    assert "--device cpu" in caught.value.hint


def test_as_many_processes_as_the_memory_holds_and_two_on_a_gpu(monkeypatch, tmp_path):
    module = "narrate.synthesis.engines.onnx_session"
    limit = tmp_path / "memory.max"
    monkeypatch.setattr(f"{module}._CGROUP_LIMIT", limit)
    monkeypatch.setattr("os.sysconf", {"SC_PAGE_SIZE": 4096, "SC_PHYS_PAGES": 4_000_000}.__getitem__)

    def found():
        return processes_worth_running("cpu", 1_000_000_000)

    assert found() == 9
    limit.write_text("5000000000\n")
    assert found() == 3
    limit.write_text("1000\n")
    assert found() == 1
    limit.write_text("max\n")
    assert found() == 9
    monkeypatch.delattr("os.sysconf")
    assert found() is None
    assert processes_worth_running("cuda", 1_000_000_000) is None
    monkeypatch.setattr(f"{module}.is_installed", lambda wheel: True)
    assert processes_worth_running("cuda", 1_000_000_000) == 2
