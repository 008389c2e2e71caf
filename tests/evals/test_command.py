"""`rag eval`, run as a user runs it."""

from __future__ import annotations

import json
import signal
import subprocess
import time
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from rag.cli import app
from tests.programs import command_line

LIMITS = """
[[thresholds]]
suite = "seed"
library = "retelling"
engine = "bm25"
metric = "crag"
bar = 1.0
floor = {floor}
"""


@pytest.fixture(autouse=True)
def _no_document(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RAG_SEED_DOCUMENT", str(tmp_path / "nowhere.txt"))
    monkeypatch.chdir(tmp_path)


def rag(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, ["eval", *map(str, arguments)])


def seed(*arguments: str | Path) -> Result:
    return rag("seed", "--engine", "bm25", "--limit", "5", *arguments)


def test_a_suite_is_run_and_its_figures_printed(tmp_path: Path) -> None:
    result = seed("--out", tmp_path / "run")
    assert result.exit_code == 0, result.output
    assert "\tretelling, bm25\n" in result.stdout
    assert "cases\t5\n" in result.stdout
    assert "crag\t" in result.stdout
    assert f"looked for {tmp_path / 'nowhere.txt'}" in result.stdout
    assert f"The run is in {tmp_path / 'run'}" in result.stdout
    assert len((tmp_path / "run" / "cases.jsonl").read_text("utf-8").splitlines()) == 5


def test_a_run_lies_in_the_cache_of_the_working_folder_unless_said_otherwise(tmp_path: Path) -> None:
    assert seed().exit_code == 0
    (folder,) = (tmp_path / ".cache" / "evals" / "runs").iterdir()
    assert (folder / "run.json").is_file()


def test_a_run_is_printed_as_json() -> None:
    facts = json.loads(seed("--json").stdout)
    assert facts["summary"]["seed"]["retelling"]["bm25"]["cases"] == 5
    assert Path(facts["folder"], "cases.jsonl").is_file()


def test_a_figure_below_its_floor_fails_and_is_shown(tmp_path: Path) -> None:
    limits = tmp_path / "limits.toml"
    limits.write_text(LIMITS.format(floor=0.99), "utf-8")
    result = seed("--fail-under", limits)
    assert result.exit_code == 1
    assert "seed/retelling crag\t" in result.stdout
    assert "\t0.990\t1.000\tbelow the floor\n" in result.stdout


def test_a_figure_between_floor_and_bar_passes(tmp_path: Path) -> None:
    limits = tmp_path / "limits.toml"
    limits.write_text(LIMITS.format(floor=-1), "utf-8")
    result = seed("--fail-under", limits)
    assert result.exit_code == 0
    assert "below the bar" in result.stdout


def test_a_run_is_compared_with_another(tmp_path: Path) -> None:
    assert seed("--out", tmp_path / "before").exit_code == 0
    path = tmp_path / "before" / "cases.jsonl"
    path.write_text(path.read_text("utf-8").replace('"verdict": "wrong"', '"verdict": "right"'), "utf-8")
    result = seed("--out", tmp_path / "after", "--compare", tmp_path / "before")
    assert result.exit_code == 0
    assert "right → wrong  seed/retelling bm25 seed-" in result.stdout
    apart = rag("compare", tmp_path / "before", tmp_path / "after", "--json")
    assert json.loads(apart.stdout)["changes"][0]["before"] == "right"
    same = rag("compare", tmp_path / "after", tmp_path / "after")
    assert same.stdout.startswith("Every case has the verdict it had.")


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (["sed"], 2, "There is no suite 'sed'. Fix: Known are seed, sample, summaries, blind, hostile"),
        (["seed", "--engine", "gpt"], 2, "There is no engine 'gpt'. Fix: Known are extractive"),
        (["seed", "--limit", "0"], 2, "--limit"),
        (["seed", "--fail-under", "missing.toml"], 1, "missing.toml can't be read"),
        (["seed", "--compare", "missing"], 1, "There is no run in missing"),
        (["compare", "missing", "missing"], 1, "There is no run in missing"),
    ],
)
def test_wrong_use_says_what_is_wrong_and_what_to_do(arguments: list[str], code: int, told: str) -> None:
    result = rag(*arguments)
    assert result.exit_code == code
    assert told in " ".join(result.stderr.split())


def test_an_interrupted_run_says_how_to_go_on(tmp_path: Path) -> None:
    with subprocess.Popen(    # the real program, killed as Ctrl-C does it
        command_line("eval", "seed", "--out", str(tmp_path / "run")),
        stderr=subprocess.PIPE, text=True, cwd=tmp_path,
    ) as running:    # fmt: skip
        cases = tmp_path / "run" / "cases.jsonl"
        deadline = time.monotonic() + 60
        while not (cases.exists() and cases.stat().st_size) and time.monotonic() < deadline:
            time.sleep(0.05)
        running.send_signal(signal.SIGINT)
        _, told = running.communicate(timeout=60)
    assert running.returncode == 130
    assert f"--out {tmp_path / 'run'} to go on" in " ".join(told.split())
    assert not json.loads((tmp_path / "run" / "run.json").read_text("utf-8"))["complete"]


def test_suites_and_engines_are_listed() -> None:
    result = rag("list")
    assert result.exit_code == 0
    assert {line.split()[0] for line in result.stdout.splitlines() if line.startswith("  ")} >= {"seed", "sample"}
    assert "extractive, llm, sentences, tutorial, bm25" in result.stdout


def test_help_names_every_command() -> None:
    result = rag("--help")
    assert result.exit_code == 0
    assert all(name in result.stdout for name in ("run", "report", "compare", "list"))
