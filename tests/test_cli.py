"""The command line, run as a user runs it, on a small library."""

from __future__ import annotations

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from rag.cli import app
from rag.index.lock import LibraryLock
from tests.conftest import FIXTURES
from tests.programs import command_line

ASKED = ("--asked", "2026-02-21")
ARTICLE = FIXTURES / "news" / "orchard-talks.md"

pytestmark = pytest.mark.usefixtures("lent_models")


def rag(library: Path, *arguments: str | Path, given: bytes | None = None) -> Result:
    return CliRunner().invoke(app, ["--library", str(library), *map(str, arguments)], input=given)


@pytest.fixture
def copy(news: Path, tmp_path: Path) -> Path:
    """A library that a test may change."""
    return shutil.copytree(news, tmp_path / "library")


# Asking


def test_an_answer_is_printed_with_its_sources_title_outlet_date_and_quote(news: Path) -> None:
    result = rag(news, "ask", "Who met at the Corn Exchange in Pellam?", *ASKED)
    assert result.exit_code == 0
    assert "Nora Teal" in result.stdout
    assert "[1] Growers and packers meet in Pellam over apple prices · Harbour Gazette · 2026-02-12" in result.stdout
    assert "met the growers’ leader Joss Farrow" in result.stdout


def test_a_planned_event_is_marked_as_planned(news: Path) -> None:
    result = rag(news, "ask", "Who is due to open the cider museum in Quarrey?", *ASKED)
    assert result.exit_code == 0
    assert "2026-02-20 (planned)" in result.stdout


def test_what_the_articles_dont_say_is_refused_with_code_3_and_the_nearest_quotes(news: Path) -> None:
    result = rag(news, "ask", "Who won the football match in Toronto?", *ASKED)
    assert result.exit_code == 3
    assert "Nearest in the articles" in result.stdout
    assert any(line.startswith("- ") and "2026-02-" in line for line in result.stdout.splitlines())


def test_the_json_of_an_answer_has_exactly_the_promised_keys(news: Path) -> None:
    result = rag(news, "ask", "Who met at the Corn Exchange in Pellam?", *ASKED, "--json")
    answer = json.loads(result.stdout)
    assert set(answer) == {
        *("question", "read_as", "status", "text", "claims", "reason", "nearest", "engine", "timings_ms"),
        *("note", "dropped", "usage", "prompts", "disagreements"),
    }
    assert (answer["status"], answer["reason"], answer["nearest"]) == ("answered", None, [])
    article = json.loads(rag(news, "show", "aetc", "--json").stdout)
    for claim in answer["claims"]:
        assert set(claim) == {"text", "event_status", "citations"}
        for citation in claim["citations"]:
            assert set(citation) == {"article_id", "title", "source", "published", "start", "end", "quote"}
            assert article["text"][citation["start"] : citation["end"]] == citation["quote"]


def test_the_json_of_a_refusal_says_why_and_exits_with_3(news: Path) -> None:
    result = rag(news, "ask", "Who won the football match in Toronto?", *ASKED, "--json")
    answer = json.loads(result.stdout)
    assert result.exit_code == 3
    assert answer["status"] == "not_in_articles"
    assert answer["reason"]
    assert answer["claims"] == []
    assert answer["nearest"][0]["quote"]


def test_filters_leave_articles_out(news: Path) -> None:
    question = ("ask", "How much has the cider museum cost?", *ASKED)
    assert rag(news, *question, "--source", "Quarrey Post").exit_code == 0
    assert rag(news, *question, "--source", "Harbour Gazette").exit_code == 3
    assert rag(news, *question, "--until", "2026-02-19").exit_code == 3


@pytest.mark.parametrize(
    "arguments",
    [
        ("ask", "  "),
        ("ask", "Who?", "--asked", "tomorrow"),
        ("ask", "Who?", "--since", "2026-13-01"),
        ("ask", "Who?", "--since", "2026-02-02", "--until", "2026-02-01"),
        ("ask",),
        ("add", ARTICLE, "--published", "March 2026"),
        ("add", ARTICLE, ARTICLE, "--title", "One title for two"),
        ("frobnicate",),
    ],
    ids=lambda arguments: " ".join(str(argument) for argument in arguments)[:30],
)
def test_wrong_use_exits_with_2_and_says_what_was_wrong(news: Path, arguments: tuple[str, ...]) -> None:
    result = rag(news, *arguments)
    assert result.exit_code == 2
    assert result.stderr
    assert "Traceback" not in result.stderr


# Adding


def test_each_article_is_reported_and_a_bad_one_stops_none(tmp_path: Path) -> None:
    library = tmp_path / "library"
    result = rag(library, "add", ARTICLE, tmp_path / "missing.md")
    assert result.exit_code == 1
    *lines, summary = result.stdout.splitlines()
    added, failed = sorted(lines)
    assert added.startswith("added ")
    assert failed.startswith("failed ")
    assert "missing.md" in failed
    assert "Check the spelling" in failed
    assert summary == "1 added, 0 updated, 0 unchanged, 1 failed"
    assert rag(library, "add", ARTICLE).stdout.startswith("unchanged ")


def test_standard_input_is_an_article_with_the_facts_that_were_given(tmp_path: Path) -> None:
    facts = ("--title", "Bridge", "--published", "18 March 2025", "--source", "Wire", "--url", "https://example.com/b")
    text = b"The bridge at Tolland was opened on Monday."
    report = json.loads(rag(tmp_path, "add", "-", *facts, "--json", given=text).stdout)
    assert report["counts"] == {"added": 1, "updated": 0, "unchanged": 0, "failed": 0}
    shown = json.loads(rag(tmp_path, "show", report["articles"][0]["id"], "--json").stdout)
    assert (shown["title"], shown["source"], shown["url"]) == ("Bridge", "Wire", "https://example.com/b")
    assert shown["published"] == {"at": "2025-03-18", "from": "given"}
    assert shown["text"] == text.decode()


def test_empty_standard_input_is_reported(tmp_path: Path) -> None:
    result = rag(tmp_path, "add", "-", "--json", given=b" \n")
    assert result.exit_code == 1
    (article,) = json.loads(result.stdout)["articles"]
    assert (article["outcome"], article["id"]) == ("failed", None)
    assert "standard input is empty" in article["error"]["what"]


# Listing, showing, removing


def test_articles_are_listed_newest_first_with_tabs_between(news: Path) -> None:
    rows = [line.split("\t") for line in rag(news, "list").stdout.splitlines()]
    assert [day for _, day, _, _ in rows] == ["2026-02-20", "2026-02-12", "2026-02-05"]
    assert [source for _, _, source, _ in rows] == ["Quarrey Post", "Harbour Gazette", "-"]
    since = json.loads(rag(news, "list", "--since", "2026-02-12", "--limit", "1", "--json").stdout)
    assert [article["title"] for article in since] == ["Minister to open cider museum in Quarrey"]


def test_an_article_is_shown_with_its_dates_and_where_they_come_from(news: Path) -> None:
    shown = rag(news, "show", "aetc").stdout
    assert "2026-02-12T09:30:00+00:00 (front matter 'published')" in shown
    assert "Ida Renwick" in shown
    assert "Growers are paid 31 pence a kilogram" in shown


def test_removed_articles_are_gone_and_unknown_ids_are_reported(copy: Path) -> None:
    result = rag(copy, "remove", "azzzzz", "aetc")
    assert result.exit_code == 1
    assert "azzzzz" in result.stderr
    assert result.stdout.startswith("removed ")
    assert "Pellam" not in rag(copy, "list").stdout
    assert rag(copy, "ask", "Who met at the Corn Exchange in Pellam?", *ASKED).exit_code == 3


def test_an_unknown_id_is_a_failure_with_a_fix(news: Path) -> None:
    result = rag(news, "show", "azzzzz")
    assert result.exit_code == 1
    assert "Error: " in result.stderr
    assert "Fix: `rag list`" in result.stderr


# Libraries that can't be used


def test_a_folder_without_a_library_is_said_and_not_made(tmp_path: Path) -> None:
    result = rag(tmp_path / "typo", "ask", "Who?")
    assert result.exit_code == 1
    assert "rag add" in result.stderr
    assert not (tmp_path / "typo").exists()


def test_a_library_that_another_has_open_is_busy(news: Path) -> None:
    lock = LibraryLock(news)
    try:
        result = rag(news, "list")
    finally:
        lock.release()
    assert result.exit_code == 1
    assert f"process {os.getpid()}" in result.stderr


def test_the_doctor_finds_nothing_wrong_with_a_sound_library(news: Path) -> None:
    result = rag(news, "doctor")
    assert result.exit_code == 0
    assert "problem" not in result.stdout
    assert "3 articles" in result.stdout
    assert "offline" in result.stdout


def test_the_doctor_tells_a_damaged_database(copy: Path) -> None:
    (copy / "library.db").write_bytes(b"This was a database once. " * 400)
    result = rag(copy, "doctor")
    assert result.exit_code == 1
    assert "problem  library: " in result.stdout
    assert "Fix: " in result.stdout


@pytest.mark.parametrize("wrong", ["lost", "other embedder"])
def test_an_index_that_doesnt_fit_is_told_refused_and_mended_by_reindex(copy: Path, wrong: str) -> None:
    if wrong == "lost":
        shutil.rmtree(copy / "chroma")
    else:
        with sqlite3.connect(copy / "library.db") as database:
            database.execute("UPDATE meta SET value = 'another' WHERE key = 'embedder'")
        database.close()
    examined = rag(copy, "doctor")
    assert examined.exit_code == 1
    assert "problem  index: " in examined.stdout
    refused = rag(copy, "ask", "Who met at the Corn Exchange in Pellam?", *ASKED)
    assert refused.exit_code == 1
    assert "rag reindex" in refused.stderr
    assert rag(copy, "reindex").stdout == "3 passages indexed\n"
    assert rag(copy, "doctor").exit_code == 0
    assert rag(copy, "ask", "Who met at the Corn Exchange in Pellam?", *ASKED).exit_code == 0


def test_an_embedder_that_doesnt_exist_is_wrong_use(news: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RAG_EMBEDDER", "word2vec")
    result = rag(news, "ask", "Who?")
    assert result.exit_code == 2
    assert "word2vec" in result.stderr


def test_the_library_can_be_named_by_the_environment(news: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RAG_LIBRARY", str(news))
    assert len(CliRunner().invoke(app, ["list"]).stdout.splitlines()) == 3


# The program itself


def test_help_is_instant_because_nothing_heavy_is_loaded() -> None:
    code = (
        "import sys\n"
        "from rag.cli import app\n"
        "app(['--help'], standalone_mode=False)\n"
        "heavy = {'chromadb', 'langchain', 'langchain_core', 'openai', 'onnxruntime', 'numpy', 'pydantic'}\n"
        "sys.exit(', '.join(heavy & set(sys.modules)) or 0)\n"
    )
    started = time.perf_counter()
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert result.stderr == ""
    assert result.returncode == 0
    assert "Examples:\n" in result.stdout
    assert time.perf_counter() - started < 3  # 0.2 on an idle machine


def test_a_pipe_gets_plain_text(news: Path) -> None:
    command = command_line("--library", str(news), "ask", "Who met at the Corn Exchange in Pellam?", *ASKED)
    environment = {**os.environ, "TERM": "xterm-256color"}
    result = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
    assert result.stderr == ""
    assert "\x1b" not in result.stdout
    assert "Sources\n" in result.stdout


def test_output_that_takes_ascii_alone_gets_codes_for_the_rest(news: Path) -> None:
    command = command_line("--library", str(news), "show", "aetc")
    environment = {**os.environ, "PYTHONIOENCODING": "ascii"}
    result = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
    assert "growers\\u2019 leader Joss Farrow" in result.stdout


def test_a_reader_that_leaves_early_is_no_error(news: Path) -> None:
    with subprocess.Popen(
        command_line("--library", str(news), "show", "aetc"), stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""


def test_an_interrupt_ends_it_with_130_and_no_traceback(tmp_path: Path) -> None:
    with subprocess.Popen(
        command_line("--library", str(tmp_path), "add", "-"), stdin=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stderr is not None
        while not (tmp_path / "library.db").exists():  # it is running, and then waits for its input
            time.sleep(0.05)
        time.sleep(0.5)
        process.send_signal(signal.SIGINT)
        assert process.stderr.read() == b""
        assert process.wait(timeout=20) == 130
