"""What a run was made with: the commit, Python and the machine. Knows nothing about what ran."""

from __future__ import annotations

import os
import platform
import subprocess
from pathlib import Path

from evals.places import PROJECT


def commit() -> tuple[str | None, bool | None]:
    """The commit of the checkout and whether files differ from it; None, None outside a checkout."""
    if not (PROJECT / ".git").exists():
        return None, None
    found, changed = _git("rev-parse", "HEAD"), _git("status", "--porcelain")
    return found, None if changed is None else bool(changed)


def machine() -> str:
    """The operating system, the processor and how many of its cores may be used, in a line."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return f"{platform.system()} {platform.machine()}, {_processor()}, {cores} cores"


def python() -> str:
    """Which Python runs this."""
    return f"{platform.python_implementation()} {platform.python_version()}"


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    except OSError:
        lines = []
    names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(names, platform.processor() or "unknown processor")


def _git(*arguments: str) -> str | None:
    try:
        done = subprocess.run(    # noqa: S603 - a fixed command
            ["git", *arguments], cwd=PROJECT, capture_output=True, text=True, check=True    # noqa: S607
        )
    except (OSError, subprocess.CalledProcessError):
        return None
    return done.stdout.strip()
