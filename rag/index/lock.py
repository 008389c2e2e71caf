"""One process at a time owns a library: embedded Chroma is not safe to share between processes."""

from __future__ import annotations

import os
from pathlib import Path

from filelock import FileLock, Timeout

from rag.errors import LibraryBusy, StorageFull


class LibraryLock:
    """Held until `release` or the end of the process. Raises LibraryBusy, which names its holder, and StorageFull."""

    def __init__(self, folder: Path) -> None:
        owner = folder / "library.lock.pid"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._lock = FileLock(folder / "library.lock", timeout=0)
            self._lock.acquire()
            owner.write_text(str(os.getpid()), encoding="ascii")
        except Timeout as error:
            what = f"The library {folder} is in use by {_holder(owner)}."
            raise LibraryBusy(what, "Close that one first, or choose another library.") from error
        except OSError as error:
            what = f"The library folder {folder} can't be written to: {error.strerror}."
            raise StorageFull(what, "Choose a folder that can be written to, or free some space.") from error

    def release(self) -> None:
        """Let others open the library."""
        self._lock.release()


def _holder(owner: Path) -> str:
    try:
        return f"process {int(owner.read_text(encoding='ascii'))}"
    except (OSError, ValueError):
        return "another process"
