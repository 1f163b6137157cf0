"""ONNX Runtime for the engines that run neural models: on which device, with how many threads."""

from __future__ import annotations

import ctypes
import importlib.util
import os
import sys
from pathlib import Path
from typing import Any

from narrate.errors import EngineMissingError
from narrate.synthesis.engines.packages import is_installed, version_of
from narrate.synthesis.engines.seeded_noise import SeededSession, draws, without_dice

PROVIDERS = {
    "cpu": "CPUExecutionProvider",
    "cuda": "CUDAExecutionProvider",
    "rocm": "ROCMExecutionProvider",
    "migraphx": "MIGraphXExecutionProvider",
    "directml": "DmlExecutionProvider",
    "openvino": "OpenVINOExecutionProvider",
    "coreml": "CoreMLExecutionProvider",
}
"""ONNX Runtime's names for the devices."""

_WHEELS = {
    "cuda": "onnxruntime-gpu",
    "rocm": "onnxruntime-rocm",
    "migraphx": "onnxruntime-migraphx",
    "directml": "onnxruntime-directml",
    "openvino": "onnxruntime-openvino",
}
"""The builds of ONNX Runtime that have a provider beside the processor's; all are imported as ``onnxruntime``."""

ON_A_GPU = 2
"""Processes that are worth running on one GPU: one reads its text while the other's is computed."""

_MEMORY_SHARE = 0.6
_CGROUP_LIMIT = Path("/sys/fs/cgroup/memory.max")

_QUIET = 3  # errors alone: its warnings are for whoever makes models


def missing_package(module: str, extra: str) -> EngineMissingError | None:
    """What to say if an engine's library is not installed; None if it is."""
    if importlib.util.find_spec(module) is not None:
        return None
    return EngineMissingError(
        f"the engine “{extra}” needs a package that is not installed",
        hint=f"Install it: pip install 'narrate[{extra}]'",
    )


def device_for(asked: str) -> str:
    """The device that ``asked`` comes to on this machine, without loading ONNX Runtime.

    ``auto`` is a GPU of NVIDIA where there are its driver and the build for it, the GPU of Windows where the build for
    that is installed, and the processor else.

    Raises:
        EngineMissingError: there is no such device, or no ONNX Runtime that can use it.
    """
    if asked == "auto":
        if is_installed(_WHEELS["cuda"]) and _has_nvidia_driver():
            return "cuda"
        return "directml" if is_installed(_WHEELS["directml"]) else "cpu"
    if asked not in PROVIDERS:
        raise EngineMissingError(f"there is no device “{asked}”", hint=f"There are: auto, {', '.join(PROVIDERS)}.")
    wheel = _WHEELS.get(asked)
    if wheel and not is_installed(wheel):
        raise EngineMissingError(
            f"the ONNX Runtime that is installed can't use the device “{asked}”",
            hint=f"Install the one that can: pip uninstall onnxruntime; pip install {wheel}. Or give --device cpu.",
        )
    return asked


def open_session(model: Path, device: str, threads: int, *, durations: bool = False) -> SeededSession:
    """Load a model.

    Args:
        model: the file.
        device: one of `PROVIDERS`.
        threads: of the processor; 0: as many as there are cores.
        durations: as for `without_dice`.

    Raises:
        EngineMissingError: the file is not there or no model, or the device can't be used.
    """
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = _QUIET
    options.use_deterministic_compute = True
    options.enable_mem_pattern = False  # every line has another length
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")  # other workers want the cores
    provider = PROVIDERS[device]
    if provider not in onnxruntime.get_available_providers():
        raise _not_started(device)
    try:
        data = model.read_bytes()
        data = without_dice(data, durations=durations) if draws(data) else data
        session = onnxruntime.InferenceSession(data, options, providers=_providers(provider))
    except OSError as error:
        raise EngineMissingError(f"can't read {model}: {error.strerror or error}") from error
    except EngineMissingError:
        raise
    except Exception as error:  # ONNX Runtime's and protobuf's errors have no common base
        raise EngineMissingError(
            f"{model} can't be loaded: {_first_line(error)}", hint="Download it again, or take it out of the folder."
        ) from error
    if provider not in session.get_providers():
        raise _not_started(device)  # it went on with the processor, and said so to nobody
    return SeededSession(session, str(model))


def processes_worth_running(asked: str, each_bytes: int) -> int | None:
    """How many processes of an engine are worth running at once; None: one for each core.

    Args:
        asked: the device, as for `device_for`; one that is not there is said when it is needed.
        each_bytes: the memory that one needs on the processor. All of them get six tenths of the machine's, or of
            what its container may have.
    """
    try:
        if device_for(asked) != "cpu":
            return ON_A_GPU
    except EngineMissingError:
        return None
    memory = _memory_bytes()
    return max(1, int(_MEMORY_SHARE * memory) // each_bytes) if memory else None


def runtime_version() -> str:
    """ONNX Runtime's version, of whichever build."""
    return version_of("onnxruntime", *_WHEELS.values())


def _not_started(device: str) -> EngineMissingError:
    return EngineMissingError(
        f"ONNX Runtime could not start on the device “{device}”",
        hint="Its driver and libraries (for CUDA: cuDNN too) must fit the build that is installed. "
        "--device cpu does without.",
    )


def _providers(provider: str) -> list[Any]:
    if provider == PROVIDERS["cuda"]:
        # The quick search for the best algorithm tries some, and may choose another the next time.
        return [(provider, {"cudnn_conv_algo_search": "HEURISTIC"}), PROVIDERS["cpu"]]
    return [provider] if provider == PROVIDERS["cpu"] else [provider, PROVIDERS["cpu"]]


def _memory_bytes() -> int:
    """Of the machine, or of its container; 0 where nobody tells."""
    try:
        machine = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, OSError, ValueError):
        return 0
    try:
        limit = _CGROUP_LIMIT.read_text(encoding="ascii").strip()
    except OSError:
        limit = ""
    return min(machine, int(limit)) if limit.isdecimal() else machine


def _has_nvidia_driver() -> bool:
    try:
        ctypes.CDLL("nvcuda.dll" if sys.platform == "win32" else "libcuda.so.1")
    except OSError:
        return False
    return True


def _first_line(error: Exception) -> str:
    return (str(error) or type(error).__name__).splitlines()[0][:200]
