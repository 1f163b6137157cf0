"""For the tests of whoever writes an engine; needs pytest."""

import pytest

pytest.register_assert_rewrite("narrate.testing.engine_contract")

from narrate.testing.engine_contract import EngineContract  # noqa: E402 - its assertions speak only after that

__all__ = ["EngineContract"]
