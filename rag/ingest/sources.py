"""Find what is to be read: a file, the files of a folder, or standard input. Knows nothing of what is inside them."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from rag.errors import EmptyInput, InputError, UnreadableInput

MAX_BYTES = 50_000_000
"""Larger files are refused: no article is that long, and an export can be split."""
_SUFFIXES = {
    ".txt": ".txt",
    ".md": ".md",
    ".markdown": ".md",
    ".html": ".html",
    ".htm": ".html",
    ".pdf": ".pdf",
    ".json": ".json",
    ".jsonl": ".jsonl",
    ".ndjson": ".jsonl",
}
_OPENINGS = (
    (re.compile(rb"%PDF-"), ".pdf"),
    (re.compile(rb"\s*<(?:!doctype html|html)\b", re.IGNORECASE), ".html"),
    (re.compile(rb'\s*(?:\[\s*)?\{\s*"'), ".json"),
    (re.compile(rb"---[ \t]*\r?\n\w+:"), ".md"),
)


@dataclass(frozen=True, slots=True)
class Source:
    """One thing to parse.

    ``name`` is what errors call it ("notes/a.md", "standard input"); ``suffix`` is one of .txt, .md, .html, .pdf,
    .json and .jsonl and tells its format.
    """

    name: str
    suffix: str
    data: bytes


def find(path: Path) -> Iterator[Source | InputError]:
    """The file at ``path``, or every file of a known format under the folder ``path``, in sorted order.

    What can't be read is yielded as an error, so that the others go on. Hidden files and links to folders are skipped.
    """
    if not path.is_dir():
        yield _read(path)
        return
    found = False
    for file in _walk(path):
        found = True
        yield file if isinstance(file, InputError) else _read(file)
    if not found:
        yield EmptyInput(
            f"The folder {_shown(path)} has no articles in it.",
            f"Files that can be read end in {', '.join(_SUFFIXES)}.",
        )


def read_stdin(stream: BinaryIO) -> Source:
    """All of ``stream``; its format is told by how it begins. Raises UnreadableInput and EmptyInput."""
    name = "standard input"
    try:
        data = stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise UnreadableInput(f"{name} can't be read: {error.strerror}.", "Give a file instead.") from error
    return Source(name, _suffix_by_opening(data), _checked(data, name))


def given(name: str, data: bytes) -> Source:
    """A file that was handed over; its name, or else how it begins, tells its format.

    Raises UnreadableInput and EmptyInput.
    """
    suffix = _SUFFIXES.get(Path(name).suffix.lower()) or _suffix_by_opening(data)
    return Source(name, suffix, _checked(data, name))


def _walk(folder: Path) -> Iterator[Path | UnreadableInput]:
    unreadable: list[OSError] = []
    for root, folders, files in os.walk(folder, onerror=unreadable.append):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            if not name.startswith(".") and Path(name).suffix.lower() in _SUFFIXES:
                yield Path(root, name)
        yield from (_unreadable(Path(os.fsdecode(error.filename)), error) for error in unreadable)
        unreadable.clear()
    yield from (_unreadable(Path(os.fsdecode(error.filename)), error) for error in unreadable)


def _read(path: Path) -> Source | InputError:
    name = _shown(path)
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            return UnreadableInput(f"{name} is not a regular file.", "Pipe its contents to standard input.")
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
        return given(name, data)
    except OSError as error:
        return _unreadable(path, error)
    except InputError as error:
        return error


def _checked(data: bytes, name: str) -> bytes:
    if len(data) > MAX_BYTES:
        raise UnreadableInput(f"{name} is larger than {MAX_BYTES // 10**6} MB.", "Split it into smaller files.")
    if not data.strip():
        raise EmptyInput(f"{name} is empty.", "Give a file with an article in it.")
    return data


def _suffix_by_opening(data: bytes) -> str:
    return next((suffix for opening, suffix in _OPENINGS if opening.match(data)), ".txt")


def _unreadable(path: Path, error: OSError) -> UnreadableInput:
    fixes = {
        FileNotFoundError: "Check the spelling of the path.",
        PermissionError: "Check that you may read it.",
    }
    fix = fixes.get(type(error), "Check the file and the disk it is on.")
    return UnreadableInput(f"{_shown(path)} can't be read: {error.strerror}.", fix)


def _shown(path: Path) -> str:
    """The path as text that can be printed and stored, whatever bytes the file system holds."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")
