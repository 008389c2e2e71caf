"""A model in a file, run inside this process: and files that are none."""

from __future__ import annotations

import subprocess
import sys
import urllib.request
from pathlib import Path
from urllib.error import HTTPError

import pytest

from rag import gguf
from rag.errors import ModelUnavailable, UnknownModel
from rag.llm.model import LanguageModel, Price
from tests import real_model


@pytest.fixture(scope="module")
def file() -> Path:
    pytest.importorskip("xllamacpp", reason="xllamacpp is not installed: pip install '.[gguf]'")
    return real_model.path()


@pytest.fixture(scope="module")
def model(file: Path) -> LanguageModel:
    return gguf.language_model(str(file), window=1024)


def test_a_file_answers(model: LanguageModel, capfd: pytest.CaptureFixture[str]) -> None:
    pieces = list(model.chat.stream("Say hello.", **model.options(None, 12)))
    assert "".join(piece.text for piece in pieces)
    assert any(piece.usage_metadata for piece in pieces)
    assert capfd.readouterr() == ("", "")


def test_it_costs_nothing_and_reads_what_it_was_started_with(model: LanguageModel, file: Path) -> None:
    assert (model.name, model.window, model.price, model.at_once) == (f"gguf:{file.name}", 1024, Price(0, 0), 1)


def test_no_one_else_on_this_computer_can_use_it(file: Path) -> None:
    served = gguf._Served(file, 512, "only-mine")
    address = served.address()
    asked = urllib.request.Request(  # noqa: S310
        f"{address}/chat/completions", b'{"messages": []}', {"Content-Type": "application/json"}
    )
    with pytest.raises(HTTPError, match="401") as caught:
        urllib.request.urlopen(asked)  # noqa: S310
    caught.value.close()


def first_call(path: Path) -> str:
    return gguf.language_model(str(path)).chat.invoke("Hello").text


def test_a_file_that_is_missing_is_named(tmp_path: Path) -> None:
    with pytest.raises(UnknownModel, match=r"nowhere\.gguf can't be read") as caught:
        first_call(tmp_path / "nowhere.gguf")
    assert "RAG_LLM=gguf:PATH" in caught.value.fix


def test_a_folder_is_no_model(tmp_path: Path) -> None:
    with pytest.raises(UnknownModel, match="can't be read"):
        first_call(tmp_path)


@pytest.mark.parametrize("content", [b"", b"GGU", b"Once upon a time there was a model.", b"\x00" * 4096])
def test_a_file_of_something_else_is_no_model(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "story.gguf").write_bytes(content)
    with pytest.raises(UnknownModel, match=r"story\.gguf is no GGUF model"):
        first_call(tmp_path / "story.gguf")


@pytest.mark.parametrize("kept", [4, 100, 1000, 100_000, 5_000_000])
def test_a_download_that_broke_off_is_told(tmp_path: Path, file: Path, kept: int) -> None:
    with file.open("rb") as whole:
        (tmp_path / "part.gguf").write_bytes(whole.read(kept))
    with pytest.raises(UnknownModel, match=r"part\.gguf can't be loaded: it is damaged") as caught:
        first_call(tmp_path / "part.gguf")
    assert "Fetch the file again" in caught.value.fix


def test_a_damaged_head_is_told(tmp_path: Path, file: Path) -> None:
    with file.open("rb") as whole:
        content = bytearray(whole.read(2_000_000))
    content[16:4096] = b"\xff" * (4096 - 16)
    (tmp_path / "damaged.gguf").write_bytes(content)
    with pytest.raises(UnknownModel, match="damaged"):
        first_call(tmp_path / "damaged.gguf")


def test_without_xllamacpp_the_extra_is_named(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "xllamacpp", None)
    model = gguf.language_model(str(file))
    with pytest.raises(ModelUnavailable, match="xllamacpp") as caught:
        model.chat.invoke("Hello")
    assert 'pip install "news-rag[gguf]"' in caught.value.fix
    assert 'pip install "news-rag[gguf]"' in str(model.explain(caught.value))


def test_a_program_that_used_one_ends_in_order(file: Path) -> None:
    code = (
        "import sys\n"
        "from rag import gguf\n"
        "model = gguf.language_model(sys.argv[1], window=512)\n"
        "print(len(model.chat.invoke('Hello', **model.options(None, 4)).text) > 0)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(file)], capture_output=True, text=True, check=False, timeout=60
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "True\n", "")
