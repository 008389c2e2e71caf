"""Score answers against gold cases: ``from evals import run, suites``."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from evals.registry import suites
    from evals.runner import run

__all__ = ["run", "suites"]


def __getattr__(name: str) -> object:
    # Loaded when first asked for, so that `import evals` costs nothing.
    if name == "run":
        from evals.runner import run

        return run
    if name == "suites":
        from evals.registry import suites

        return suites
    raise AttributeError(f"module 'evals' has no attribute {name!r}")
