"""The articles that a library is built of, as files, and what ingestion makes of them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from evals.errors import EvalError

if TYPE_CHECKING:
    from rag.models import Article


@dataclass(frozen=True, slots=True)
class Document:
    """A file or a folder to add, and the day of publication given with it (None: what the file says)."""

    path: Path
    published: date | None = None


def parsed(documents: Sequence[Document]) -> list[Article]:
    """The articles of these documents, with the ids and texts they have in a library. Raises InputError."""
    from rag.errors import InputError
    from rag.ingest.parse import Overrides, parse
    from rag.ingest.sources import find

    now, found = datetime.now(UTC), []
    for document in documents:
        for source in find(document.path):
            if isinstance(source, InputError):
                raise source
            for article in parse(source, Overrides(published=document.published), now=now):
                if isinstance(article, InputError):
                    raise article
                found.append(article)
    return found


def article_id(documents: Iterable[Document], name: str) -> str:
    """The id of the article in the file of this name. Raises EvalError when it is not among the documents."""
    for document in documents:
        for path in _files(document.path):
            if path.name == name:
                return parsed([Document(path, document.published)])[0].id
    raise EvalError(f"There is no file {name} among the articles.", "Mend the case's article.")


def digest(documents: Iterable[Document]) -> str:
    """A SHA-256 of what these documents hold, wherever they lie."""
    total = hashlib.sha256()
    for document in documents:
        for path in _files(document.path):
            total.update(f"{path.name}\0{document.published}\0".encode())
            total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def _files(path: Path) -> Iterator[Path]:
    if path.is_file():
        yield path
    elif path.is_dir():
        yield from sorted(one for one in path.rglob("*") if one.is_file())
    else:
        raise EvalError(f"There is nothing at {path}.", "Put the article there.")
