"""The articles we wrote are sound, and nothing of them is what the models are judged on."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from training import authored

ROOT = Path(__file__).parents[2]
JUDGED = ["evals/gold", "evals/blind", "seeds", "../shared/seeds", "../shared/benchmarks"]
IN_A_ROW = 13  # words
_WORD = re.compile(r"[^\W_]+")

ARTICLE: dict[str, Any] = {
    "id": "ferry-01",
    "title": "Ferry runs aground",
    "outlet": "Wend Post",
    "date": "2026-03-13",
    "sentences": ["The Linnet ran aground on Monday.", "Nobody was hurt, Ada Lund and Bo Ek said.", "It will rain."],
    "questions": [
        {"q": "When did it run aground?", "a": {"0": ["on Monday"]}},
        {"q": "Who said so?", "a": {"1": ["Ada Lund", "Bo Ek"]}},
        {"q": "Was anyone hurt?", "yesno": "no", "s": [1]},
        {"q": "Who paid?", "a": {}, "near": [1]},
        {"turns": ["What ran aground?"], "q": "And when?", "a": {"0": ["on Monday"]}},
    ],
    "claims": [{"c": "The Linnet ran aground.", "s": [0], "label": "carried"}],
}


def faults(**changed: Any) -> list[str]:
    return list(authored.faults({**deepcopy(ARTICLE), **changed}))


def test_a_sound_article_has_no_fault() -> None:
    assert faults() == []


def test_what_is_missing_is_named() -> None:
    without = {name: value for name, value in ARTICLE.items() if name not in {"date", "claims"}}
    assert list(authored.faults(without)) == ["missing: claims, date"]


@pytest.mark.parametrize(
    ("question", "fault"),
    [
        ({"a": {"0": ["on Monday"]}}, "without q"),
        ({"q": "When?"}, "neither a nor yesno"),
        ({"q": "When?", "a": {"3": ["on Monday"]}}, "no sentence 3"),
        ({"q": "When?", "a": {"-1": ["on Monday"]}}, "no sentence -1"),
        ({"q": "When?", "a": {"0": ["on Tuesday"]}}, "'on Tuesday' does not stand in sentence 0"),
        ({"q": "Was it?", "yesno": "maybe", "s": [1]}, "yesno is yes or no"),
        ({"q": "Was it?", "yesno": "yes", "s": []}, "yesno is yes or no"),
    ],
)
def test_each_kind_of_faulty_question_is_told(question: dict[str, Any], fault: str) -> None:
    found = faults(questions=[*ARTICLE["questions"], question])
    assert len(found) == 1
    assert fault in found[0]


@pytest.mark.parametrize(
    ("claim", "fault"),
    [
        ({"c": "It sank.", "s": [0], "label": "false"}, "label 'false'"),
        ({"c": "It sank.", "s": [0]}, "label None"),
        ({"c": "It sank.", "s": [], "label": "not_said"}, "names no sentence"),
        ({"c": "It sank.", "s": [3], "label": "not_said"}, "names no sentence"),
    ],
)
def test_each_kind_of_faulty_statement_is_told(claim: dict[str, Any], fault: str) -> None:
    found = faults(claims=[claim])
    assert len(found) == 1
    assert fault in found[0]


def test_a_faulty_line_stops_the_reading_and_is_named(tmp_path: Path) -> None:
    lines = [json.dumps(ARTICLE), json.dumps({**ARTICLE, "claims": [{"c": "It sank.", "s": [9], "label": "carried"}]})]
    (tmp_path / "ours.jsonl").write_text("\n".join(lines), "utf-8")
    with pytest.raises(ValueError, match=r"ours\.jsonl:2: claim 'It sank\.'"):
        authored.articles(tmp_path)


def test_the_command_counts_and_fails_on_a_fault(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "ours.jsonl"
    path.write_text(json.dumps(ARTICLE), "utf-8")
    assert authored.main([str(path)]) == 0
    assert "1 articles, 5 questions (1 without an answer), 1 claims; 0 faults" in capsys.readouterr().out
    path.write_text(json.dumps(ARTICLE) + "\n{", "utf-8")
    assert authored.main([str(path)]) == 1
    assert f"{path}:2: " in capsys.readouterr().out


def test_what_we_ship_is_sound() -> None:
    found = authored.articles()
    assert len(found) >= 300
    ids = [one["id"] for one in found]
    assert len(set(ids)) == len(ids)
    assert authored.statuses().keys() <= set(ids)


def test_nothing_of_ours_shares_thirteen_words_in_a_row_with_what_the_models_are_judged_on() -> None:
    ours = {run for text in _texts_of_ours() for run in _runs(text)}
    assert len(ours) > 10_000
    shared = {}
    for folder in JUDGED:
        for path in sorted((ROOT / folder).rglob("*")):
            if path.is_file() and path.name != "README.md":
                shared.update({run: path for text in _texts(path) for run in _runs(text) if run in ours})
    assert shared == {}


def _texts_of_ours() -> Iterator[str]:
    for path in sorted(authored.FOLDER.parent.rglob("*.jsonl")):
        for line in path.read_text("utf-8").splitlines():
            one = json.loads(line)
            yield " ".join(one.get("sentences", ()))
            yield one.get("title", "")
            yield from (question["q"] for question in one.get("questions", ()))
            yield from (claim["c"] for claim in one.get("claims", ()))


def _texts(path: Path) -> Iterator[str]:
    text = path.read_text("utf-8", errors="replace")
    if path.suffix == ".jsonl":
        for line in filter(None, text.splitlines()):
            yield from _strings(json.loads(line))
    else:
        yield text


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from _strings(one)
    elif isinstance(value, list):
        for one in value:
            yield from _strings(one)


def _runs(text: str) -> Iterator[str]:
    words = _WORD.findall(text.lower())
    return (" ".join(words[start : start + IN_A_ROW]) for start in range(len(words) - IN_A_ROW + 1))
