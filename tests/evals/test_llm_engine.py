"""A run with a language model: what it said and took is in the records, and no other engine stands in for it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from evals import run
from evals.engines import engines
from evals.errors import EvalError
from tests.evals.marked import suite
from tests.llm.conftest import drafted
from tests.servers import Reply, ScriptedServer

PAID = "Growers are paid 31 pence a kilogram, which they say is less than the fruit costs them."


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[ScriptedServer]:
    with ScriptedServer() as one:
        monkeypatch.setenv("RAG_LLM", "openai-compatible:tiny")
        monkeypatch.setenv("RAG_LLM_BASE_URL", one.url)
        monkeypatch.setenv("RAG_LLM_PRICE", "1,2")
        yield one


def test_its_answers_are_scored_with_tokens_cost_and_prompts(server: ScriptedServer, tmp_path: Path) -> None:
    server.default = lambda request: Reply(drafted([(PAID, PAID)])(request), usage=(500, 20))
    done = run([suite()], ["llm"], out=tmp_path, limit=1)
    (record,) = done.records
    assert record["verdict"] == "right"
    assert record["answer"]["text"] == PAID
    assert record["tokens"] == {"input": 500, "output": 20}
    assert record["cost_usd"] == pytest.approx(0.00054)
    assert set(record["prompts"]) == {"answer"}
    assert done.facts["settings"]["llm"]["llm"] == "openai-compatible:tiny"


def test_a_model_that_fails_fails_the_case(server: ScriptedServer, tmp_path: Path) -> None:
    server.default = Reply(status=401)
    done = run([suite()], ["llm"], out=tmp_path, limit=1)
    (record,) = done.records
    assert record["verdict"] == "failed"
    assert "Written without the language model" in str(record)


def test_without_a_model_the_engine_says_what_to_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RAG_LLM", "none")
    with pytest.raises(EvalError, match="RAG_LLM"):
        engines()["llm"]()
