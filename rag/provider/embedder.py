"""An embedding model behind the OpenAI API, held to our ``Embedder``."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from rag.errors import EmbeddingFailed, KeyRefused, LanguageModelError, ModelUnreachable, QuotaExhausted, UnknownModel
from rag.index.embed import normalised
from rag.provider.failures import kind_of, told, told_address

if TYPE_CHECKING:
    from langchain_openai import OpenAIEmbeddings
    from numpy.typing import NDArray

    from rag.index.embed import OnProgress

BATCH = 64  # texts a request: an error costs little work, and progress is visible
TIMEOUT_S = 60.0
RETRIES = 4  # with the client's exponential backoff; it honours Retry-After


class OpenAIEmbedder:
    """An embedding model behind the OpenAI API, through langchain-openai."""

    def __init__(self, model: str, *, base_url: str | None, api_key: str | None) -> None:
        self._model = model
        self._base_url = base_url
        self._api_key = api_key
        self._client: OpenAIEmbeddings | None = None
        self._dimension: int | None = None
        self._where = told_address(base_url or "api.openai.com")
        self.fingerprint = f"openai:{model}@{self._where}"
        self.seconds = 0.0

    @property
    def dimension(self) -> int:
        """The width of its vectors, asked of the server once."""
        if self._dimension is None:
            self._dimension = int(self.embed(["dimension"]).shape[1])
        return self._dimension

    def embed(self, texts: Sequence[str], on_progress: OnProgress | None = None) -> NDArray[np.float32]:
        """Normalised vectors, shape (n, dimension). Raises EmbeddingFailed."""
        if not texts:
            return np.zeros((0, self.dimension), np.float32)
        rows: list[list[float]] = []
        for start in range(0, len(texts), BATCH):
            batch = list(texts[start : start + BATCH])
            rows += self._request(batch)
            if on_progress:
                on_progress(len(batch))
        return normalised(np.asarray(rows, np.float32))

    def embed_query(self, text: str) -> NDArray[np.float32]:
        """The vector of a question, shape (dimension,)."""
        vector: NDArray[np.float32] = self.embed([text])[0]
        return vector

    def _request(self, texts: list[str]) -> list[list[float]]:
        started = time.perf_counter()
        try:
            return self._connected().embed_documents(texts)
        except Exception as error:
            kind = kind_of(error)
            if kind is None:
                raise
            raise EmbeddingFailed(*self._words(kind, told(error))) from error
        finally:
            self.seconds += time.perf_counter() - started

    def _words(self, kind: type[LanguageModelError], said: str) -> tuple[str, str]:
        words = {
            KeyRefused: ("refused the key.", "Set OPENAI_API_KEY to a valid key."),
            UnknownModel: (f"knows no model {self._model!r}.", "Set RAG_EMBEDDER=openai:MODEL to one it has."),
            QuotaExhausted: ("says the quota or rate limit is used up.", "Wait, or raise the account's limit."),
            ModelUnreachable: (
                f"at {self._where} failed, or can't be reached: {said}",
                "Check RAG_OPENAI_BASE_URL and that the server runs, or set RAG_EMBEDDER=local.",
            ),
        }
        what, fix = words.get(kind, (f"failed ({said}).", "Try again, or set RAG_EMBEDDER=local."))
        return f"The embedding service {what}", fix

    def _connected(self) -> OpenAIEmbeddings:
        if self._client is None:
            from langchain_openai import OpenAIEmbeddings
            from pydantic import SecretStr

            if self._api_key is None and self._base_url is None:
                raise EmbeddingFailed(
                    f"The embedder openai:{self._model} needs a key.", "Set OPENAI_API_KEY, or set RAG_EMBEDDER=local."
                )
            self._client = OpenAIEmbeddings(
                model=self._model,
                base_url=self._base_url,
                api_key=SecretStr(self._api_key or "none"),  # local servers ask for none, the client insists
                timeout=TIMEOUT_S,
                max_retries=RETRIES,
                chunk_size=BATCH,
                # Else it sends token numbers, which only OpenAI itself takes, and downloads an encoding to make them.
                check_embedding_ctx_length=False,
            )
        return self._client
