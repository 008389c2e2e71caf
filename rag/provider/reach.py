"""Ask a server whether it is there, takes the key and has the model, without paying for a reply."""

from __future__ import annotations

from rag.errors import KeyRefused, UnknownModel
from rag.provider.failures import Explained, Kind, told_address

LOOK_S = 5.0


def look_at(model: str, *, base_url: str | None, api_key: str | None, kind: Kind, within_s: float = LOOK_S) -> str:
    """What a server says of a model, in words.

    Raises KeyRefused, UnknownModel, ModelUnreachable and the like, as the model itself would when it is asked.
    """
    import openai

    if api_key is None and kind == "openai":
        raise KeyRefused(f"The language model openai:{model} needs a key.", "Set OPENAI_API_KEY.")
    service = f"The server at {told_address(base_url)}" if base_url else "OpenAI"
    explained = Explained(service, model, api_key, kind)
    url = base_url or "https://api.openai.com/v1"
    try:
        with openai.OpenAI(base_url=url, api_key=api_key or "none", timeout=within_s, max_retries=0) as client:
            has = {each.id: each.owned_by for each in client.models.list()}
    except Exception as error:
        known = explained(error)
        if known is None:
            raise
        raise known from error
    # Ollama's names end in a tag that may be left out; llama.cpp answers to any name with the one model it has.
    if not has.keys() & {model, f"{model}:latest"} and "llamacpp" not in has.values():
        named = f", like {', '.join(sorted(has)[:5])}" if has and kind != "openai" else ""
        raise UnknownModel(f"{service} has no model {model!r}.", f"Set RAG_LLM={kind}:MODEL to one it has{named}.")
    return f"{service} is there and has the model."
