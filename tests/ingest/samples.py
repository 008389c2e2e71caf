"""Small inputs, written by hand so that tests know what is in them, and what is made of them."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import UTC, datetime

from pypdf import PdfReader, PdfWriter

from rag.errors import InputError
from rag.ingest.parse import Overrides, parse
from rag.ingest.sources import Source
from rag.models import Article

NOW = datetime(2025, 4, 1, 12, tzinfo=UTC)


def parsed(suffix: str, data: bytes | str, overrides: Overrides | None = None) -> list[Article | InputError]:
    """All that is made of a file named "sample" and ``suffix``."""
    source = Source(f"sample{suffix}", suffix, data.encode() if isinstance(data, str) else data)
    return list(parse(source, overrides or Overrides(), now=NOW))


def article(suffix: str, data: bytes | str, overrides: Overrides | None = None) -> Article:
    """The one article that is made of it."""
    (found,) = parsed(suffix, data, overrides)
    assert isinstance(found, Article), found
    return found


def error(suffix: str, data: bytes | str, overrides: Overrides | None = None) -> InputError:
    """The one error that is made of it."""
    (found,) = parsed(suffix, data, overrides)
    assert isinstance(found, InputError), found
    return found


def pdf(*pages: Sequence[str], title: str | None = None) -> bytes:
    """A PDF file with a line of text for each string; a page without lines has no text layer."""
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", ""]
    kids = []
    for lines in pages:
        shown = "".join(f"({line}) Tj T* " for line in lines)
        stream = f"BT /F1 11 Tf 14 TL 60 760 Td {shown}ET"
        objects.append(f"<< /Length {len(stream.encode('cp1252'))} >>\nstream\n{stream}\nendstream")
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {len(objects)} 0 R /Resources << /Font <<"
            " /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >> >> >> >>"
        )
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
    if title:
        objects.append(f"<< /Title ({title}) /CreationDate (D:20200101000000Z) >>")
    out, offsets = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode("cp1252")
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    info = f" /Info {len(objects)} 0 R" if title else ""
    count = len(objects) + 1
    end = f"xref\n0 {count}\n0000000000 65535 f \n{table}trailer\n<< /Size {count} /Root 1 0 R{info} >>\n"
    return out + f"{end}startxref\n{len(out)}\n%%EOF\n".encode()


def locked_pdf(user_password: str) -> bytes:
    """An encrypted PDF file of one line."""
    writer = PdfWriter(PdfReader(io.BytesIO(pdf(["The council met."]))))
    writer.encrypt(user_password, owner_password="owner", algorithm="RC4-128")  # noqa: S106
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()
