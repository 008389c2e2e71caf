"""Map failures of OpenAI's API to our errors, by type, status and code."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from rag.errors import (
    ContextTooLong,
    KeyRefused,
    LanguageModelError,
    MalformedReply,
    ModelRefused,
    ModelUnreachable,
    QuotaExhausted,
    RagError,
    SchemaRefused,
    UnknownModel,
)

Kind = Literal["openai", "openai-compatible", "gguf"]

_CODES: dict[str, type[LanguageModelError]] = {
    "invalid_api_key": KeyRefused,
    "insufficient_quota": QuotaExhausted,
    "rate_limit_exceeded": QuotaExhausted,
    "billing_hard_limit_reached": QuotaExhausted,
    "model_not_found": UnknownModel,
    "context_length_exceeded": ContextTooLong,
    "exceed_context_size_error": ContextTooLong,  # llama.cpp
    "string_above_max_length": ContextTooLong,
    "content_filter": ModelRefused,
    "content_policy_violation": ModelRefused,
}
# Where a server gives no code: llama.cpp, vLLM, Ollama and proxies each have words of their own.
_TOO_LONG = ("context length", "context size", "context window", "maximum context", "too many tokens", "too long")
_SCHEMA = ("response_format", "json_schema", "json schema", "grammar", "guided_json", "structured output")
_STATUSES: dict[int, type[LanguageModelError]] = {
    401: KeyRefused,
    403: KeyRefused,
    404: UnknownModel,
    408: ModelUnreachable,
    413: ContextTooLong,
    429: QuotaExhausted,
}


def kind_of(error: BaseException) -> type[LanguageModelError] | None:
    """Our class for a failure: LanguageModelError for any other refusal, None for what is no failure of the server."""
    import openai

    if isinstance(error, LanguageModelError):
        return type(error)
    if isinstance(error, (json.JSONDecodeError, UnicodeDecodeError, openai.APIResponseValidationError)):
        return MalformedReply
    if isinstance(error, openai.APIConnectionError):  # timeouts and cut streams among them
        return ModelUnreachable
    if isinstance(error, openai.ContentFilterFinishReasonError):
        return ModelRefused
    if isinstance(error, openai.APIError):
        return _kind_of_answer(error)
    return LanguageModelError if isinstance(error, openai.OpenAIError) else None


def _kind_of_answer(error: Any) -> type[LanguageModelError]:
    status = getattr(error, "status_code", None)  # an error inside a stream has none
    for code in (error.code, error.type):
        if code in _CODES:
            return _CODES[code]
    if status in _STATUSES:
        return _STATUSES[status]
    said = told(error).lower()
    if any(words in said for words in _TOO_LONG):
        return ContextTooLong
    if error.param == "response_format" or any(words in said for words in _SCHEMA):
        return SchemaRefused
    return ModelUnreachable if status is None or status >= 500 else LanguageModelError


def told(error: Any) -> str:
    """What the server itself said of its failure, in at most 200 characters."""
    body = getattr(error, "body", None)
    message = body.get("message") if isinstance(body, dict) else None
    return " ".join(str(message or getattr(error, "message", error)).split())[:200]


def told_address(base_url: str) -> str:
    """Where a server is, as anybody may be told: without a password or a key in it."""
    return re.sub(r"(?<=//)[^/]*@|\?.*", "", base_url)


def refused_parameter(error: BaseException, sent: Iterable[str]) -> str | None:
    """Which of the parameters sent the server says it doesn't take, if that is what failed."""
    if getattr(error, "status_code", None) not in {400, 422}:
        return None
    named, said = getattr(error, "param", None), told(error)
    return next((name for name in sent if name == named or name in said), None)


@dataclass(frozen=True, slots=True)
class Explained:
    """Puts failures into words: which ``service`` (as a sentence begins) and ``model``, and what to set; no ``key``."""

    service: str
    model: str
    key: str | None
    kind: Kind

    def __call__(self, error: Exception) -> LanguageModelError | None:
        """What a failure of the model means and what to do about it, or None when it is no failure of the model."""
        if isinstance(error, LanguageModelError):
            return error
        if isinstance(error, RagError):  # what runs it in this process is not installed
            return LanguageModelError(error.what, error.fix)
        kind = kind_of(error)
        if kind is None:
            return None
        said = told(error).rstrip(".") + "."
        return kind(*self._words(kind, said.replace(self.key, "…") if self.key else said))

    def _words(self, kind: type[LanguageModelError], said: str) -> tuple[str, str]:
        service, model = self.service, repr(self.model)
        setting = f"RAG_LLM={self.kind}:{'PATH' if self.kind == 'gguf' else 'MODEL'}"
        server = "Check that the server runs, and RAG_LLM_BASE_URL"
        address = {"openai-compatible": server, "openai": "Check the network"}
        words = {
            KeyRefused: (
                f"{service} refused the key." if self.key else f"{service} asks for a key.",
                "Set OPENAI_API_KEY to a valid key that may use the model.",
            ),
            QuotaExhausted: (
                f"{service} says the quota or rate limit is used up: {said}",
                "Wait, or raise the account's limit; RAG_LLM=none answers without a language model.",
            ),
            UnknownModel: (
                f"{service} knows no model {model}: {said}",
                f"Set {setting} to one it has{', and check RAG_LLM_BASE_URL' if self.kind != 'openai' else ''}.",
            ),
            ContextTooLong: (
                f"{service} says more was sent than {model} can read: {said}",
                "Set RAG_LLM_WINDOW to the tokens it can read, or take a model with a larger window.",
            ),
            SchemaRefused: (f"{service} takes no JSON schema: {said}", "It is asked again without."),
            ModelRefused: (f"{service} declined to answer: {said}", "Ask in other words."),
            ModelUnreachable: (
                f"{service} can't be reached, or broke off: {said}",
                f"{address.get(self.kind, 'Try again')}, or set RAG_LLM=none to answer without a language model.",
            ),
            MalformedReply: (
                f"{service} sent what is not OpenAI's API: {said}",
                "Check RAG_LLM_BASE_URL; it commonly ends in /v1.",
            ),
        }
        return words.get(kind, (f"{service} refused the request: {said}", f"Check {setting}."))
