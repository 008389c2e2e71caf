"""Write a public set's texts as the JSON Lines that a library reads. Knows nothing about cases."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from evals.documents import Document
from evals.suite import Write


@dataclass(frozen=True, slots=True)
class Text:
    """One article to be. ``published`` is ISO 8601. Its id follows from ``url``."""

    url: str
    text: str
    title: str | None = None
    source: str | None = None
    published: str | None = None


def file_of(texts: Iterable[Text]) -> Write:
    """For a corpus of these texts."""
    lines = [json.dumps(asdict(text), ensure_ascii=False) for text in texts]

    def write(folder: Path) -> Sequence[Document]:
        path = folder / "articles.jsonl"
        path.write_text("\n".join(lines) + "\n", "utf-8")
        return [Document(path)]

    return write
