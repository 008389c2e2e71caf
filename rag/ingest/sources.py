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
_NAMES = ".txt .md .markdown .html .htm .pdf .json .jsonl .ndjson"
_OTHER_NAMES = {".markdown": ".md", ".htm": ".html", ".ndjson": ".jsonl"}
_SUFFIXES = {name: _OTHER_NAMES.get(name, name) for name in _NAMES.split()}
_OPENINGS = (
    (re.compile(rb"%PDF-"), ".pdf"),
    (re.compile(rb"\s*<(?:!doctype html|html)\b", re.IGNORECASE), ".html"),
    (re.compile(rb'\s*(?:\[\s*)?\{\s*"'), ".json"),
    (re.compile(rb"---[ \t]*\r?\n\w+:"), ".md"),
)


@dataclass(frozen=True, slots=True)
class Source:
    """Something to parse: the ``name`` that errors give it, the ``suffix`` that tells its format, and its bytes."""

    name: str
    suffix: str
    data: bytes


def find(path: Path) -> Iterator[Source | InputError]:
    """The file, or every known one in the folder, sorted; one that can't be read is an error. Skips hidden files."""
    if not path.is_dir():
        yield _read(path)
        return
    found = False
    for file in _walk(path):
        found = True
        yield file if isinstance(file, InputError) else _read(file)
    if not found:
        fix = f"Files that can be read end in {', '.join(_SUFFIXES)}."
        yield EmptyInput(f"The folder {_shown(path)} has no articles in it.", fix)


def read_stdin(stream: BinaryIO) -> Source:
    """All of ``stream``; its format is told by how it begins. Raises UnreadableInput and EmptyInput."""
    name = "standard input"
    try:
        return given(name, stream.read(MAX_BYTES + 1))
    except OSError as error:
        raise UnreadableInput(f"{name} can't be read: {error.strerror}.", "Give a file instead.") from error


def given(name: str, data: bytes) -> Source:
    """A file handed over, of the format that its name or beginning tells. Raises UnreadableInput and EmptyInput."""
    opening = next((suffix for opening, suffix in _OPENINGS if opening.match(data)), ".txt")
    return Source(name, _SUFFIXES.get(Path(name).suffix.lower(), opening), _checked(data, name))


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


def _unreadable(path: Path, error: OSError) -> UnreadableInput:
    fixes = {FileNotFoundError: "Check the spelling of the path.", PermissionError: "Check that you may read it."}
    fix = fixes.get(type(error), "Check the file and the disk it is on.")
    return UnreadableInput(f"{_shown(path)} can't be read: {error.strerror}.", fix)


def _shown(path: Path) -> str:
    """The path as text that can be printed and stored, whatever bytes the file system holds."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")
