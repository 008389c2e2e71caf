"""What every front door does first: read the settings and open the library they name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rag.errors import InputError, LibraryError

if TYPE_CHECKING:
    from rag.index.embed import Embedder
    from rag.library import Library
    from rag.settings import Settings

DATABASE = "library.db"


def embedder(settings: Settings) -> Embedder:
    """The embedder the settings name. Raises InputError for a name that means none."""
    provider, _, model = settings.embedder.partition(":")
    if provider == "openai" and model:
        from rag.provider import OpenAIEmbedder

        key = settings.openai_api_key
        return OpenAIEmbedder(model, base_url=settings.openai_base_url, api_key=key.get_secret_value() if key else None)
    if settings.embedder != "local":
        raise InputError(
            f"RAG_EMBEDDER is {settings.embedder!r}, which names no embedder.", "Set it to local or to openai:MODEL."
        )
    from rag.index.embed import LocalEmbedder

    return LocalEmbedder()


def open_library(settings: Settings, *, create: bool = False) -> Library:
    """The library of the settings. Only ``create`` makes one where there is none: a mistyped folder stays unmade.

    Raises InputError for a wrong setting, LibraryError where there is no library, and what ``Library.open`` raises.
    """
    chosen = embedder(settings)
    folder = settings.library.expanduser()
    if not create and not (folder / DATABASE).exists():
        raise LibraryError(f"There is no library in {folder}.", "Add articles first: rag add PATH")
    from rag.library import Library

    return Library.open(folder, embedder=chosen, chroma_url=settings.chroma_url)
