"""The OpenAI embedder, against a server of ours on loopback."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from rag import Library
from rag.errors import EmbeddingFailed
from rag.provider import OpenAIEmbedder
from rag.provider import embedder as embedding
from tests.embedders import WordEmbedder
from tests.servers import ScriptedServer


@pytest.fixture
def server() -> Iterator[ScriptedServer]:
    with ScriptedServer() as server:
        yield server


@pytest.fixture
def embedder(server: ScriptedServer, monkeypatch: pytest.MonkeyPatch) -> OpenAIEmbedder:
    monkeypatch.setattr(embedding, "RETRIES", 1)
    for name in ("OPENAI_API_KEY", "OPENAI_BASE_URL", "OPENAI_API_BASE", "OPENAI_ORG_ID"):
        monkeypatch.delenv(name, raising=False)
    return OpenAIEmbedder("tiny-embed", base_url=server.url, api_key="secret-1")


def test_vectors_are_normalised_and_in_order(embedder: OpenAIEmbedder) -> None:
    texts = ["the harbour is closed", "ferries", "", "the budget, the walls"]
    vectors = embedder.embed(texts)
    assert vectors.dtype == np.float32
    assert np.allclose(vectors, WordEmbedder().embed(texts), atol=1e-6)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1)
    assert embedder.embed_query("ferries").shape == (32,)
    assert np.allclose(embedder.embed_query("ferries"), vectors[1], atol=1e-6)


def test_many_texts_are_sent_in_batches_and_told_of(embedder: OpenAIEmbedder, server: ScriptedServer) -> None:
    texts = [f"ferry number {n}" for n in range(150)]
    told: list[int] = []
    vectors = embedder.embed(texts, told.append)
    assert [len(request.body["input"]) for request in server.requests] == told == [64, 64, 22]
    assert np.allclose(vectors, WordEmbedder().embed(texts), atol=1e-6)
    assert embedder.seconds > 0


def test_no_text_is_no_request_but_for_the_dimension(embedder: OpenAIEmbedder, server: ScriptedServer) -> None:
    assert embedder.embed([]).shape == (0, 32)
    assert embedder.dimension == 32
    assert len(server.requests) == 1


def test_texts_go_as_texts_with_the_key_and_the_model(embedder: OpenAIEmbedder, server: ScriptedServer) -> None:
    embedder.embed(["ferries"])
    [request] = server.requests
    assert (request.path, request.body["model"], request.body["input"]) == ("/v1/embeddings", "tiny-embed", ["ferries"])
    assert request.headers["authorization"] == "Bearer secret-1"


def test_a_local_server_needs_no_key(server: ScriptedServer) -> None:
    assert OpenAIEmbedder("tiny-embed", base_url=server.url, api_key=None).embed(["ferries"]).shape == (1, 32)


def test_no_request_goes_elsewhere(
    embedder: OpenAIEmbedder, server: ScriptedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    reached = set()
    connect = socket.socket.connect

    def watched(self: socket.socket, address: Any) -> None:
        reached.add(tuple(address[:2]))
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", watched)
    embedder.embed(["ferries", "walls"])
    assert reached == {server.server_address[:2]}


@pytest.mark.parametrize(
    ("code", "what", "fix"),
    [
        (401, "refused the key", "OPENAI_API_KEY"),
        (404, "no model 'tiny-embed'", "RAG_EMBEDDER=openai:MODEL"),
        (429, "quota or rate limit", "Wait"),
        (500, "failed", "RAG_EMBEDDER=local"),
        (400, "failed", "RAG_EMBEDDER=local"),
    ],
)
def test_a_refusal_says_what_to_do(
    embedder: OpenAIEmbedder, server: ScriptedServer, code: int, what: str, fix: str
) -> None:
    server.fail(code, "no such luck")
    with pytest.raises(EmbeddingFailed) as caught:
        embedder.embed(["ferries"])
    assert what in caught.value.what
    assert fix in caught.value.fix
    assert "secret-1" not in str(caught.value)


def test_a_passing_failure_is_tried_again(embedder: OpenAIEmbedder, server: ScriptedServer) -> None:
    server.fail(500, "busy", times=1)
    assert embedder.embed(["ferries"]).shape == (1, 32)
    assert len(server.requests) == 2


def test_a_server_that_is_not_there_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embedding, "RETRIES", 0)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}/v1"
    with pytest.raises(EmbeddingFailed, match="can't be reached") as caught:
        OpenAIEmbedder("tiny-embed", base_url=url, api_key=None).embed(["ferries"])
    assert url in caught.value.what
    assert "RAG_OPENAI_BASE_URL" in caught.value.fix


def test_openai_itself_is_not_asked_without_a_key() -> None:
    with pytest.raises(EmbeddingFailed, match="needs a key") as caught:
        OpenAIEmbedder("text-embedding-3-small", base_url=None, api_key=None).embed(["ferries"])
    assert "OPENAI_API_KEY" in caught.value.fix


def test_each_model_and_server_has_its_own_fingerprint(server: ScriptedServer) -> None:
    made = [
        OpenAIEmbedder(model, base_url=url, api_key=None).fingerprint
        for model in ("one", "two")
        for url in (server.url, None)
    ]
    assert len(set(made)) == 4


def test_a_failure_while_adding_loses_nothing_and_a_second_try_succeeds(
    embedder: OpenAIEmbedder, server: ScriptedServer, tmp_path: Path
) -> None:
    with Library.open(tmp_path, embedder=embedder) as library:
        library.add_text("The harbour was closed.", title="Harbour")
        server.fail(401, "wrong key")
        with pytest.raises(EmbeddingFailed):
            library.add_text("The council met.", title="Council")
        assert [article.title for article in library.articles()] == ["Harbour"]
        server.failures_left = 0
        library.add_text("The council met.", title="Council")
        assert {article.title for article in library.articles()} == {"Harbour", "Council"}
        library.check_index()
