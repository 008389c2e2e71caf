from __future__ import annotations

import subprocess
import sys

CODE = """
from evals.memory import peak_mib
held = bytearray(b"x") * (60 * 2**20)
del held
print(peak_mib())
"""


def test_the_peak_is_the_most_held_by_this_process_and_not_by_the_one_that_started_it() -> None:
    held = bytearray(b"x") * (200 * 2**20)
    done = subprocess.run([sys.executable, "-c", CODE], capture_output=True, text=True, check=True)
    assert 60 < float(done.stdout) < 150
    assert len(held) == 200 * 2**20
