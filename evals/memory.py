"""The peak memory of this process."""

from __future__ import annotations

import resource
import sys


def peak_mib() -> float:
    """The most memory this process has held so far (resident set), in MiB."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1024 * 1024 if sys.platform == "darwin" else 1024)    # macOS counts bytes, Linux kibibytes
