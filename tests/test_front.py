"""Which language model the settings choose, and why."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import pytest

from rag import front
from rag.errors import InputError
from rag.llm.model import WINDOW, Price
from rag.provider import openai_models
from rag.settings import Settings

KEY = {"OPENAI_API_KEY": "sk-1"}
SERVER = {"RAG_LLM_BASE_URL": "http://localhost:11434/v1"}


def settings(monkeypatch: pytest.MonkeyPatch, environment: dict[str, str]) -> Settings:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    return Settings()


@pytest.mark.parametrize(
    ("environment", "kind", "model", "why"),
    [
        ({}, "none", "", "neither RAG_LLM nor OPENAI_API_KEY is set"),
        (KEY, "openai", openai_models.DEFAULT, "OPENAI_API_KEY is set"),
        ({**KEY, "RAG_LLM": ""}, "openai", openai_models.DEFAULT, "RAG_LLM is not"),
        ({**KEY, "RAG_LLM": "none"}, "none", "", "RAG_LLM is none"),
        ({"RAG_LLM": "openai:gpt-4o"}, "openai", "gpt-4o", "RAG_LLM is openai:gpt-4o"),
        ({**SERVER, "RAG_LLM": "openai-compatible:qwen3:8b"}, "openai-compatible", "qwen3:8b", "RAG_LLM is"),
        ({"RAG_LLM": "gguf:/models/a b.gguf"}, "gguf", "/models/a b.gguf", "RAG_LLM is gguf:"),
        (SERVER, "none", "", "neither"),
    ],
)
def test_settings_choose_an_engine_and_say_why(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], kind: str, model: str, why: str
) -> None:
    chosen = front.engine(settings(monkeypatch, environment))
    assert (chosen.kind, chosen.model) == (kind, model)
    assert why in chosen.why
    made = front.language_model(Settings())
    assert (made is None) == (kind == "none")


@pytest.mark.parametrize(("given", "key"), [("sk-1\n", "sk-1"), (" sk-1 ", "sk-1"), (" ", None)])
def test_white_space_around_a_key_is_none_of_it(monkeypatch: pytest.MonkeyPatch, given: str, key: str | None) -> None:
    made = settings(monkeypatch, {"OPENAI_API_KEY": given})
    assert front.key(made) == key
    assert (front.language_model(made) is None) == (key is None)


@pytest.mark.parametrize("given", ["“sk-secret”", "sk-\nsecret", "sk-\x1bsecret"])
def test_what_can_be_no_key_is_refused_and_not_repeated(monkeypatch: pytest.MonkeyPatch, given: str) -> None:
    with pytest.raises(InputError, match="OPENAI_API_KEY") as raised:
        front.language_model(settings(monkeypatch, {"OPENAI_API_KEY": given}))
    assert "secret" not in str(raised.value)


@pytest.mark.parametrize(
    ("environment", "what", "fix"),
    [
        ({"RAG_LLM": "gpt-4o"}, "RAG_LLM is 'gpt-4o'", "openai:MODEL"),
        ({"RAG_LLM": "openai:"}, "RAG_LLM is 'openai:'", "openai:MODEL"),
        ({"RAG_LLM": "none:x"}, "RAG_LLM is 'none:x'", "none"),
        ({"RAG_LLM": "gguf:"}, "RAG_LLM", "gguf:PATH"),
        ({"RAG_LLM": "ollama:qwen3"}, "RAG_LLM", "openai-compatible:MODEL"),
        ({"RAG_LLM": "openai-compatible:qwen3"}, "where that server is", "RAG_LLM_BASE_URL"),
        *(
            ({"RAG_LLM": "openai-compatible:x", "RAG_LLM_BASE_URL": address}, repr(address), "like http://localhost")
            for address in ("http://[::1", "localhost:11434", "nonsense", "ftp://x/v1", "http:///v1", "http://x:99999/")
        ),
        *(
            ({**KEY, "RAG_LLM_PRICE": price}, f"RAG_LLM_PRICE is {price!r}", "like 0.10,0.50")
            for price in ("cheap", "1", "1,2,3", "1,", "-1,2", "nan,1", "inf,1", "1;2")
        ),
    ],
)
def test_a_setting_that_means_nothing_is_named_with_what_it_may_be(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], what: str, fix: str
) -> None:
    with pytest.raises(InputError) as caught:
        front.language_model(settings(monkeypatch, environment))
    assert what in caught.value.what
    assert fix in caught.value.fix


@pytest.mark.parametrize(
    ("environment", "window", "price"),
    [
        (KEY, openai_models.MOST_WINDOW, Price(0.10, 0.50)),
        ({**KEY, "RAG_LLM_WINDOW": "9000", "RAG_LLM_PRICE": "1, 2.5"}, 9000, Price(1, 2.5)),
        ({"RAG_LLM": "openai:gpt-of-tomorrow"}, WINDOW, None),
        ({**SERVER, "RAG_LLM": "openai-compatible:gpt-4o"}, WINDOW, None),
        ({**SERVER, "RAG_LLM": "openai-compatible:a", "RAG_LLM_PRICE": "0,0"}, WINDOW, Price(0, 0)),
        ({"RAG_LLM": "gguf:a.gguf"}, WINDOW, Price(0, 0)),
        ({"RAG_LLM": "gguf:a.gguf", "RAG_LLM_WINDOW": "500"}, 500, Price(0, 0)),
    ],
)
def test_window_and_price_are_known_or_told(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], window: int, price: Price | None
) -> None:
    model = front.language_model(settings(monkeypatch, environment))
    assert model is not None
    assert (model.window, model.price) == (window, price)


def test_openais_own_setting_of_an_address_is_kept_to(monkeypatch: pytest.MonkeyPatch) -> None:
    assert settings(monkeypatch, {"OPENAI_BASE_URL": "http://proxy/v1"}).llm_base_url == "http://proxy/v1"
    assert settings(monkeypatch, SERVER).llm_base_url == SERVER["RAG_LLM_BASE_URL"]


@pytest.mark.parametrize(
    ("name", "value"),
    [("RAG_LLM_WINDOW", "0"), ("RAG_LLM_WINDOW", "-5"), ("RAG_LLM_WINDOW", "many"), ("RAG_BUDGET_USD", "-1")],
)
def test_a_number_that_is_none_is_named(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    with pytest.raises(InputError) as caught:
        settings(monkeypatch, {name: value})
    assert f"{name} is '{value}'" in caught.value.what
    assert caught.value.fix.startswith("It should be ")


def test_choosing_a_model_loads_no_client() -> None:
    code = (
        "import sys\n"
        "from rag import front\n"
        "from rag.settings import Settings\n"
        "assert front.language_model(Settings(openai_api_key='sk-1'))\n"
        "sys.exit(', '.join({'langchain_openai', 'openai', 'chromadb'} & set(sys.modules)) or 0)\n"
    )
    done: Any = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.stderr, done.returncode) == ("", 0)
