"""The peak memory of this process."""

from __future__ import annotations

import re
import resource
import sys
from pathlib import Path

_STATUS = Path("/proc/self/status")


def peak_mib() -> float:
    """The most memory this process has held so far (resident set), in MiB."""
    # On Linux getrusage starts a new program with the peak of the one that started it.
    own = re.search(r"VmHWM:\s+(\d+) kB", _STATUS.read_text("utf-8")) if _STATUS.exists() else None
    if own:
        return int(own[1]) / 1024
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1024 * 1024 if sys.platform == "darwin" else 1024)    # macOS counts bytes, others kibibytes
