"""What every front door does first: read the settings and open the library they name."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Literal, NamedTuple
from urllib.parse import urlsplit

from rag.errors import InputError, LibraryError

if TYPE_CHECKING:
    from rag.index.embed import Embedder
    from rag.library import Library
    from rag.llm.model import LanguageModel, Price
    from rag.settings import Settings

DATABASE = "library.db"


def key(settings: Settings) -> str | None:
    """The key of OpenAI, or of the servers that stand in for it. Raises InputError for what can't be one."""
    if settings.openai_api_key is None:
        return None
    given = settings.openai_api_key.get_secret_value().strip()  # files of secrets end in a line feed
    if not (given.isascii() and given.isprintable()):
        raise InputError("OPENAI_API_KEY has characters that no key has.", "Set it to the key alone, as it was given.")
    return given or None


def embedder(settings: Settings) -> Embedder:
    """The embedder the settings name. Raises InputError for a name that means none."""
    provider, _, model = settings.embedder.partition(":")
    if provider == "openai" and model:
        from rag.provider import OpenAIEmbedder

        return OpenAIEmbedder(model, base_url=settings.openai_base_url, api_key=key(settings))
    if settings.embedder != "local":
        raise InputError(
            f"RAG_EMBEDDER is {settings.embedder!r}, which names no embedder.", "Set it to local or to openai:MODEL."
        )
    from rag.index.embed import LocalEmbedder

    return LocalEmbedder()


class Engine(NamedTuple):
    """What writes answers: nothing but the articles' own sentences (``none``), or a language model, and why."""

    kind: Literal["none", "openai", "openai-compatible", "gguf"]
    model: str  # its name, or the path of its file
    why: str


def engine(settings: Settings) -> Engine:
    """What the settings choose to write answers with. Raises InputError for a setting that chooses nothing."""
    given = settings.llm
    if given is None:
        if key(settings) is None:
            return Engine("none", "", "neither RAG_LLM nor OPENAI_API_KEY is set")
        from rag.provider import openai_models

        return Engine("openai", openai_models.DEFAULT, "OPENAI_API_KEY is set, and RAG_LLM is not")
    kind, _, model = given.partition(":")
    why = f"RAG_LLM is {given}"
    match kind, bool(model):
        case "none", False:
            return Engine("none", "", why)
        case "openai", True:
            return Engine("openai", model, why)
        case "gguf", True:
            return Engine("gguf", model, why)
        case "openai-compatible", True:
            if settings.llm_base_url is None:
                raise InputError(
                    f"{why}, and nothing says where that server is.",
                    "Set RAG_LLM_BASE_URL to its address, like http://localhost:11434/v1.",
                )
            return Engine("openai-compatible", model, why)
    raise InputError(
        f"RAG_LLM is {given!r}, which names no language model.",
        "Set it to openai:MODEL, openai-compatible:MODEL, gguf:PATH or none.",
    )


def language_model(settings: Settings) -> LanguageModel | None:
    """The language model the settings choose, or None for none. Nothing is loaded or asked before its first call.

    Raises InputError for a wrong setting.
    """
    chosen, price = engine(settings), _price(settings.llm_price)
    if chosen.kind == "none":
        return None
    if chosen.kind == "gguf":
        from rag import gguf

        return gguf.language_model(chosen.model, window=settings.llm_window, price=price)
    if settings.llm_base_url is not None and not _is_address(settings.llm_base_url):
        raise InputError(
            f"RAG_LLM_BASE_URL is {settings.llm_base_url!r}, which is no web address.",
            "Set it to one like http://localhost:11434/v1.",
        )
    from rag import provider

    return provider.language_model(
        chosen.model,
        base_url=settings.llm_base_url,
        api_key=key(settings),
        kind=chosen.kind,
        window=settings.llm_window,
        price=price,
    )


def _is_address(given: str) -> bool:
    try:
        parts = urlsplit(given)
        return parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:  # no port, or a bracket that isn't closed
        return False


def _price(given: str | None) -> Price | None:
    if given is None:
        return None
    from rag.llm.model import Price

    try:
        price = Price(*(float(part) for part in given.split(",")))
    except (TypeError, ValueError):
        price = Price(-1, -1)
    if not (0 <= price.input < math.inf and 0 <= price.output < math.inf):
        raise InputError(
            f"RAG_LLM_PRICE is {given!r}, which is no price.",
            "Set it to US dollars for a million tokens in and out, like 0.10,0.50.",
        )
    return price


def open_library(settings: Settings, *, create: bool = False, writes: bool = True) -> Library:
    """The library of the settings. Only ``create`` makes one where there is none: a mistyped folder stays unmade.

    With ``writes`` False it gets no language model: what neither answers nor sums up needs none, nor that the settings
    for it are right.

    Raises InputError for a wrong setting, LibraryError where there is no library, and what ``Library.open`` raises.
    """
    chosen = embedder(settings)
    folder = settings.library.expanduser()
    if not create and not (folder / DATABASE).exists():
        raise LibraryError(f"There is no library in {folder}.", "Add articles first: rag add PATH")
    from rag.library import Library

    return Library.open(
        folder,
        embedder=chosen,
        chroma_url=settings.chroma_url,
        llm=language_model(settings) if writes else None,
        budget_usd=settings.budget_usd,
        budget_usd_per_day=settings.budget_usd_per_day,
    )
