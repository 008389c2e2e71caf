"""A chat model that is connected when it is first asked, and whose replies are whole or an error."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from threading import Lock
from typing import Any

from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel
from langchain_core.language_models.chat_models import generate_from_stream
from langchain_core.messages import BaseMessage
from langchain_core.outputs import ChatGenerationChunk, ChatResult
from langchain_openai import ChatOpenAI
from pydantic import PrivateAttr

from rag.errors import MalformedReply, ModelRefused, ModelUnreachable
from rag.provider.failures import refused_parameter


class ServedChat(BaseChatModel):
    """A chat model behind a server, connected at its first call. Parameters that the server refuses are left out."""

    model_name: str
    service: str
    connect: Callable[[], BaseChatModel]
    parameters: dict[str, Any]
    _client: BaseChatModel | None = PrivateAttr(default=None)
    _refused: set[str] = PrivateAttr(default_factory=set)
    _lock: Any = PrivateAttr(default_factory=Lock)

    def connected(self) -> BaseChatModel:
        """The client, made by the first call."""
        with self._lock:
            if self._client is None:
                self._client = self.connect()
            return self._client

    @property
    def _llm_type(self) -> str:
        return "openai-chat"

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        return generate_from_stream(self._stream(messages, stop, run_manager, **kwargs))

    def _stream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> Iterator[ChatGenerationChunk]:
        """The reply in pieces. Raises MalformedReply, ModelRefused, and ModelUnreachable if it ends too early."""
        refusal, ended = "", False
        for chunk in self._readable(self._begun(messages, stop, run_manager, **kwargs)):
            reason = (chunk.generation_info or {}).get("finish_reason")
            refusal += chunk.message.additional_kwargs.get("refusal", "")
            ended = ended or reason is not None
            if reason == "content_filter":
                raise ModelRefused(f"{self.service} filtered the reply of {self.model_name!r}.", "Ask in other words.")
            yield chunk
        if refusal:
            raise ModelRefused(f"The model {self.model_name!r} declined: {refusal[:200]}", "Ask in other words.")
        if not ended:
            raise ModelUnreachable(
                f"{self.service} broke off before the reply of {self.model_name!r} was complete.",
                "Try again; if it stays so, check RAG_LLM_BASE_URL and that server's log.",
            )

    def _readable(self, chunks: Iterator[ChatGenerationChunk]) -> Iterator[ChatGenerationChunk]:
        try:
            yield from chunks
        except (AttributeError, KeyError, TypeError) as error:  # JSON, but not of the shape it reads
            raise MalformedReply(
                f"{self.service} sent what is not OpenAI's API.", "Check RAG_LLM_BASE_URL; it commonly ends in /v1."
            ) from error

    def _begun(self, *asked: Any, **options: Any) -> Iterator[ChatGenerationChunk]:
        client: Any = self.connected()  # mypy takes the options for the positional ones
        while True:
            parameters = {name: value for name, value in self.parameters.items() if name not in self._refused}
            stream = client._stream(*asked, **parameters, **options)
            try:
                first = next(stream, None)
                break
            except Exception as error:
                refused = refused_parameter(error, parameters)
                if refused is None:
                    raise
                self._refused.add(refused)
        if first is not None:
            yield first
            yield from stream


class OpenAIChat(ChatOpenAI):
    """ChatOpenAI that keeps a refusal when it streams: the model's words come beside the text, and it drops them."""

    def _convert_chunk_to_generation_chunk(
        self, chunk: dict[str, Any], default_chunk_class: type, base_generation_info: dict[str, Any] | None
    ) -> ChatGenerationChunk | None:
        converted = super()._convert_chunk_to_generation_chunk(chunk, default_chunk_class, base_generation_info)
        choices = chunk.get("choices") or [{}]
        refusal = (choices[0].get("delta") or {}).get("refusal")
        if converted is not None and refusal:
            converted.message.additional_kwargs["refusal"] = refusal
        return converted
