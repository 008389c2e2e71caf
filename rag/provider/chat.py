"""Language models: OpenAI's, and those of every server that speaks its API."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any
from weakref import finalize

from rag.errors import KeyRefused, UnknownModel
from rag.llm.model import WINDOW, LanguageModel, Price
from rag.provider import openai_models
from rag.provider.failures import Explained, Kind, told_address

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

CONNECT_S = 5.0
READ_S = 60.0  # before a reply begins, and between two pieces of it
READ_SLOWLY_S = 180.0  # of a server of one's own: without a graphics card a prompt of thousands of tokens takes minutes
# The client tries again after timeouts, 408, 409, 429 and 5xx: after 0.5 s, twice as long each time up to 8 s, less a
# random quarter; or after Retry-After, unless that is over two minutes: then it gives up at once.
RETRIES = 2
_REASONING = 4096  # tokens for thinking, which count as part of a reply, where a model can't be told to do without


def language_model(
    model: str,
    *,
    base_url: str | Callable[[], str] | None = None,
    api_key: str | None = None,
    kind: Kind = "openai",
    window: int | None = None,
    price: Price | None = None,
    where: str = "",
    at_once: int = 4,
    read_s: float | None = None,
    retries: int = RETRIES,
) -> LanguageModel:
    """A model of OpenAI, or of a server that speaks its API. Nothing is loaded or asked before its first call.

    ``base_url`` None is OpenAI itself; one that is a function starts the server and says where it is, and ``where``
    then tells models of one name apart. ``read_s`` is how long is waited for a reply to begin or go on. What a call
    raises, ``explain`` of the result puts into our errors: KeyRefused, UnknownModel, ModelUnreachable and so on.
    """
    compatible = kind != "openai"
    known = None if compatible else openai_models.known(model)
    wait_s = read_s or (READ_SLOWLY_S if compatible else READ_S)
    service = "The model's server" if callable(base_url) else _service(base_url)

    def connect() -> BaseChatModel:
        import openai
        from pydantic import SecretStr

        from rag.provider.served import OpenAIChat

        # What it warns of, and blames on a method we don't call, is raised as an error just after.
        warnings.filterwarnings("ignore", "(?s).*OpenAI's structured output feature", UserWarning)
        if api_key is None and not compatible:
            fix = "Set OPENAI_API_KEY, or RAG_LLM=none to answer without a language model."
            raise KeyRefused(f"The language model openai:{model} needs a key.", fix)
        # One of our own, so that it can be closed: LangChain keeps its clients, and their connections, for good.
        client = openai.DefaultHttpxClient()
        chat = OpenAIChat(
            model=model,
            base_url=base_url() if callable(base_url) else base_url or "https://api.openai.com/v1",
            api_key=SecretStr(api_key or "none"),  # local servers ask for none, the client insists
            timeout=openai.Timeout(wait_s, connect=min(CONNECT_S, wait_s)),
            max_retries=retries,
            http_client=client,
        )
        finalize(chat, client.close)
        return chat

    parameters: dict[str, Any] = {"stream_options": {"include_usage": True}}
    if compatible or (known and known.temperature):
        parameters["temperature"] = 0
    if known and known.effort:
        parameters["reasoning_effort"] = known.effort
    thinks = parameters.get("reasoning_effort") == "low"

    def served() -> BaseChatModel:
        from rag.provider.served import ServedChat

        return ServedChat(model_name=model, service=service, connect=connect, parameters=parameters)

    return LanguageModel(
        name=f"{kind}:{model}",
        connect=served,
        window=window or (WINDOW if compatible else openai_models.window(model)),
        price=price or (known.price if known else None),
        thinking=_REASONING if thinks else 0,
        where=where or (base_url if isinstance(base_url, str) else ""),
        options=_options(compatible=compatible, thinks=thinks),
        explain=Explained(service, model, api_key, kind),
        prepare=_load,
        at_once=at_once,
    )


def _load(chat: BaseChatModel) -> None:
    from rag.provider.served import ServedChat

    if isinstance(chat, ServedChat):
        chat.connected()


def _options(*, compatible: bool, thinks: bool) -> Callable[[Mapping[str, Any] | None, int], dict[str, Any]]:
    def options(schema: Mapping[str, Any] | None, most: int) -> dict[str, Any]:
        body: dict[str, Any] = {}
        if schema is not None:
            # In the body, where LangChain doesn't look: as a keyword it has the whole reply parsed at its end, and a
            # reply that was cut at its most tokens raises.
            named = {"name": "reply", "schema": dict(schema), "strict": True}
            body["response_format"] = {"type": "json_schema", "json_schema": named}
        if compatible:
            return {"extra_body": {**body, "max_tokens": most}}
        limit = most + _REASONING if thinks else most
        return {"max_completion_tokens": limit, **({"extra_body": body} if body else {})}

    return options


def look_at(model: str, *, base_url: str | None, api_key: str | None, kind: Kind, within_s: float = CONNECT_S) -> str:
    """What a server says of a model, in words. Raises what the model itself would raise when asked."""
    import openai

    if api_key is None and kind == "openai":
        raise KeyRefused(f"The language model openai:{model} needs a key.", "Set OPENAI_API_KEY.")
    service = _service(base_url)
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


def _service(base_url: str | None) -> str:
    return f"The server at {told_address(base_url)}" if base_url else "OpenAI"
