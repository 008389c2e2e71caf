"""What the doctor says of the models, and of the language model."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from rag import doctor
from rag.doctor import Finding
from rag.read import weights
from rag.settings import Settings
from tests import real_model
from tests.servers import Reply, ScriptedServer


@pytest.fixture
def server() -> Iterator[ScriptedServer]:
    with ScriptedServer() as server:
        yield server


def found(subject: str, tmp_path: Path, **settings: object) -> Finding:
    made = Settings.model_validate({"library": tmp_path / "none", **settings})
    [finding] = [each for each in doctor.examine(made) if each.subject == subject]
    return finding


def of_server(server: ScriptedServer, **settings: object) -> dict[str, object]:
    return {"llm": "openai-compatible:tiny", "llm_base_url": server.url, **settings}


@pytest.mark.parametrize("name", ["reader", "support"])
def test_our_own_models_are_verified_and_a_missing_one_is_a_problem(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    finding = found(f"{name} model", tmp_path)
    assert finding.fix is None
    assert "verified" in finding.what
    monkeypatch.setattr(weights, "FOLDER", tmp_path / "nowhere")
    finding = found(f"{name} model", tmp_path)
    assert f"{name}/model.onnx" in finding.what
    assert finding.fix
    assert "pip install" in finding.fix


def test_without_a_model_it_says_why_and_that_nothing_leaves_the_computer(tmp_path: Path) -> None:
    finding = found("language model", tmp_path)
    assert finding.fix is None
    assert "neither RAG_LLM nor OPENAI_API_KEY is set" in finding.what
    assert "offline" in found("network", tmp_path).what


def test_a_password_in_an_address_is_kept_quiet(server: ScriptedServer, tmp_path: Path) -> None:
    address = server.url.replace("//", "//ada:s3cret@")
    for subject in ("language model", "network"):
        told = found(subject, tmp_path, **of_server(server, llm_base_url=address)).what
        assert server.url in told
        assert "s3cret" not in told


def test_a_server_that_has_the_model_is_told_with_all_that_is_known(server: ScriptedServer, tmp_path: Path) -> None:
    finding = found("language model", tmp_path, **of_server(server, llm_window=9000, llm_price="1,2.5"))
    assert finding.fix is None
    for part in ("openai-compatible:tiny", "RAG_LLM is", server.url, "has the model", "9,000 tokens", "$1 and $2.5"):
        assert part in finding.what
    assert "price isn't known" in found("language model", tmp_path, **of_server(server)).what
    assert server.url in found("network", tmp_path, **of_server(server)).what
    assert {request.path for request in server.requests} == {"/v1/models"}


@pytest.mark.parametrize(
    ("failure", "what", "fix"),
    [
        (None, "no model 'tiny'", "large"),
        (Reply(status=401), "key", "OPENAI_API_KEY"),
        (Reply(status=500), "can't be reached", "RAG_LLM_BASE_URL"),
    ],
)
def test_a_server_that_cant_be_used_is_a_problem(
    server: ScriptedServer, tmp_path: Path, failure: Reply | None, what: str, fix: str
) -> None:
    server.failure, server.failures_left, server.models = failure, 1, ("large",)
    finding = found("language model", tmp_path, **of_server(server))
    assert what in finding.what
    assert finding.fix is not None
    assert fix in finding.fix


def test_a_setting_that_means_nothing_is_a_problem_and_hides_no_other_finding(tmp_path: Path) -> None:
    finding = found("language model", tmp_path, llm="gpt")
    assert finding.fix is not None
    assert found("network", tmp_path, llm="gpt").fix is None


def test_a_file_is_loaded_to_see_whether_it_can_be(tmp_path: Path) -> None:
    pytest.importorskip("xllamacpp", reason="xllamacpp is not installed: pip install '.[gguf]'")
    whole = real_model.path()
    assert "loads" in found("language model", tmp_path, llm=f"gguf:{whole}", llm_window=512).what
    with whole.open("rb") as file:
        (tmp_path / "part.gguf").write_bytes(file.read(1_000_000))
    finding = found("language model", tmp_path, llm=f"gguf:{tmp_path / 'part.gguf'}")
    assert "damaged" in finding.what
    assert finding.fix
    assert "offline" in found("network", tmp_path, llm=f"gguf:{whole}").what
