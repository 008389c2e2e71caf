"""The command line as tests start it: in a process of its own."""

from __future__ import annotations

import sys

# What is started in the background inherits that an interrupt is ignored.
HEARS_INTERRUPTS = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)\n"


def command_line(*arguments: str) -> list[str]:
    """The command that runs ``rag`` with these arguments."""
    return [sys.executable, "-c", f"{HEARS_INTERRUPTS}from rag.cli import main; main()", *arguments]
