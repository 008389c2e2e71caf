"""What can go wrong in an eval run; every error says what happened, to which input, and what to do.

RagError
├── EvalError
│   ├── GoldBroken        a line of gold that can't be used, by file and line
│   ├── RunBroken         a folder that holds no run, or a run that can't be read
│   ├── RunMismatch       two runs, or a run and its resumption, that don't belong together
│   └── ThresholdsBroken  a file of thresholds that can't be used
└── InputError
    └── UnknownName       a suite or an engine that is not there
"""

from __future__ import annotations

from rag.errors import InputError, RagError


class EvalError(RagError):
    """Base of what an eval run raises on purpose."""


class GoldBroken(EvalError):
    """A line of gold can't be used."""


class RunBroken(EvalError):
    """A folder holds no run, or one that can't be read."""


class RunMismatch(EvalError):
    """Two runs, or a run and its resumption, don't belong together."""


class ThresholdsBroken(EvalError):
    """A file of thresholds can't be used."""


class UnknownName(InputError):
    """A name that means no suite or engine."""
