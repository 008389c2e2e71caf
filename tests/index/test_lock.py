from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from rag.errors import LibraryBusy, StorageFull
from rag.index.lock import LibraryLock

HOLD = """
import sys, pathlib
from rag.index.lock import LibraryLock
lock = LibraryLock(pathlib.Path(sys.argv[1]))
print("held", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def hold() -> Iterator[Callable[[Path], subprocess.Popen[str]]]:
    started = []

    def start(folder: Path) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, "-c", HOLD, folder], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        started.append(process)
        assert process.stdout
        assert process.stdout.readline() == "held\n"
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()


def test_a_library_in_use_is_refused_with_its_path_and_the_process(
    tmp_path: Path, hold: Callable[[Path], subprocess.Popen[str]]
) -> None:
    holder = hold(tmp_path)
    for _ in range(2):
        with pytest.raises(LibraryBusy, match=f"{tmp_path} is in use by process {holder.pid}"):
            LibraryLock(tmp_path)


def test_the_lock_of_a_killed_process_blocks_nobody(
    tmp_path: Path, hold: Callable[[Path], subprocess.Popen[str]]
) -> None:
    holder = hold(tmp_path)
    os.kill(holder.pid, signal.SIGKILL)
    holder.wait()
    LibraryLock(tmp_path).release()


def test_a_released_library_can_be_opened_again(tmp_path: Path) -> None:
    for _ in range(2):
        LibraryLock(tmp_path / "new").release()


def test_two_owners_in_one_process_are_refused_too(tmp_path: Path) -> None:
    lock = LibraryLock(tmp_path)
    with pytest.raises(LibraryBusy, match=f"process {os.getpid()}"):
        LibraryLock(tmp_path)
    lock.release()


def test_libraries_in_different_folders_dont_mind_each_other(tmp_path: Path) -> None:
    locks = [LibraryLock(tmp_path / name) for name in ("one", "two")]
    for lock in locks:
        lock.release()


def test_a_folder_that_cant_be_written_to_is_reported(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StorageFull, match="can't be written"):
        LibraryLock(tmp_path / "file" / "library")
