"""One process at a time owns a library: embedded Chroma is not safe to share between processes."""

from __future__ import annotations

import os
from pathlib import Path

from filelock import FileLock, Timeout

from rag.errors import LibraryBusy, StorageFull


class LibraryLock:
    """Held from construction until `release`, or until the process ends in whatever way: the system lets go of it.

    Raises LibraryBusy, with the process that holds it, and StorageFull when the folder can't be written to.
    """

    def __init__(self, folder: Path) -> None:
        owner = folder / "library.lock.pid"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._lock = FileLock(folder / "library.lock", timeout=0)
            self._lock.acquire()
            owner.write_text(str(os.getpid()), encoding="ascii")
        except Timeout as error:
            raise LibraryBusy(
                f"The library {folder} is in use by {_holder(owner)}.",
                "Close that one first, or choose another library.",
            ) from error
        except OSError as error:
            raise StorageFull(
                f"The library folder {folder} can't be written to: {error.strerror}.",
                "Choose a folder that can be written to, or free some space.",
            ) from error

    def release(self) -> None:
        """Let others open the library."""
        self._lock.release()


def _holder(owner: Path) -> str:
    try:
        return f"process {int(owner.read_text(encoding='ascii'))}"
    except (OSError, ValueError):
        return "another process"
