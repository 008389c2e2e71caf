"""Question answering over news articles, every statement tied to the exact sentence that says it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rag.errors import RagError
    from rag.library import Library
    from rag.models import Answer, Article, Citation, Claim, EventStatus, Status, Summary, Turn

__all__ = ["Answer", "Article", "Citation", "Claim", "EventStatus", "Library", "RagError", "Status", "Summary", "Turn"]


def __getattr__(name: str) -> object:
    # Loaded when first asked for, so that `import rag` costs nothing.
    if name == "Library":
        from rag.library import Library

        return Library
    if name == "RagError":
        from rag.errors import RagError

        return RagError
    if name in __all__:
        from rag import models

        return getattr(models, name)
    raise AttributeError(f"module 'rag' has no attribute {name!r}")
