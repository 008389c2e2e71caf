"""Articles in PDF files with a text layer. Running heads and page numbers are left out."""

from __future__ import annotations

import io
import re
import struct
import zlib
from collections import Counter
from itertools import dropwhile
from typing import TYPE_CHECKING

from rag.errors import EmptyInput, UnreadableInput
from rag.ingest.fields import Fields
from rag.ingest.text import has_letters, normalise, one_line
from rag.ingest.wrap import unwrap

if TYPE_CHECKING:
    from pypdf import PdfReader

_MAX_CONTENT_BYTES = 5_000_000
"""Of all pages, unpacked. A page of print has some 20 kB; a crafted file of a few kB unpacks to hours of work."""
_PAGE_NUMBER = re.compile(r"(?:page )?[-–—]? ?\d{1,4} ?[-–—]?(?: (?:of|/) ?\d{1,4})?", re.IGNORECASE)
# What pypdf lets through from a malformed file besides its own errors.
_CHOKES = (ArithmeticError, AssertionError, AttributeError, LookupError, MemoryError, OSError, RuntimeError, TypeError)
_CHOKES_TOO = (ValueError, struct.error, zlib.error)


def from_pdf(data: bytes, name: str) -> Fields:
    """The article in ``data``; its metadata's title if the pages show it. Raises UnreadableInput and EmptyInput."""
    from pypdf import PdfReader
    from pypdf.errors import DependencyError, PyPdfError

    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise _locked(name)
        pages = _pages(reader, name)
        title = reader.metadata.title if reader.metadata else None
    except (PyPdfError, DependencyError, *_CHOKES, *_CHOKES_TOO) as error:
        if b"/Encrypt" in data:
            raise _locked(name) from error
        what = f"{name} is not a PDF file that can be read ({type(error).__name__})."
        raise UnreadableInput(what, "Print it to a new PDF file, or save its text as .txt.") from error
    text = "\n".join(_without_running_lines(pages))
    if not has_letters(text):
        raise EmptyInput(f"{name} has no text layer: its pages are images.", "Run OCR on it, or save its text as .txt.")
    shown = one_line(title or "")
    return Fields(text=unwrap(text), title=title if shown and shown in one_line(text[:5_000]) else None)


def _pages(reader: PdfReader, name: str) -> list[list[str]]:
    """The tidied lines of each page; a word broken by a soft hyphen is put together."""
    pages: list[list[str]] = []
    size = 0
    for page in reader.pages:
        contents = page.get_contents()
        size += 0 if contents is None else len(contents.get_data())
        if size > _MAX_CONTENT_BYTES:
            raise UnreadableInput(f"{name} is too large for an article.", "Split it, or save its text as .txt.")
        pages.append(normalise(page.extract_text().replace("\u00ad\n", "")).split("\n"))
    return pages


def _without_running_lines(pages: list[list[str]]) -> list[str]:
    """The pages as text, without page numbers and without the first or last line that most pages share."""
    edges = Counter(line for page in pages for line in {page[0], page[-1]})
    running = {line for line, count in edges.items() if count >= 3 and count > len(pages) / 2}

    def is_running(line: str) -> bool:
        return line in running or bool(_PAGE_NUMBER.fullmatch(line))

    texts = []
    for page in pages:
        kept = list(dropwhile(is_running, page))
        texts.append("\n".join([*dropwhile(is_running, kept[::-1])][::-1]).strip())
    return [text for text in texts if text]


def _locked(name: str) -> UnreadableInput:
    return UnreadableInput(f"{name} is protected by a password.", "Save a copy without one and add that.")
