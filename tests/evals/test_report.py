"""The page of a run: safe to open whatever the texts say, true to the run's figures, and the failures first."""

from __future__ import annotations

import base64
import hashlib
import re
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

import evals.report
from evals.errors import RunBroken, RunMismatch
from evals.report import LARGEST, write
from evals.totals import summary
from tests.evals.pages import HOSTILE, QUOTE, TEXT, Element, Page, hostile_run, page, record, run_of

# Safe to open


def test_hostile_text_is_shown_as_text_and_nothing_of_it_becomes_an_element(tmp_path: Path) -> None:
    shown = page(hostile_run(tmp_path / "run", HOSTILE))
    for text in HOSTILE:
        assert any(text in card.text for card in shown.cards)
    assert not {"img", "a", "iframe", "form", "base", "object", "embed", "link"} & {
        one.tag for card in shown.cards for one in card.all()
    }
    assert [len(shown.all(tag)) for tag in ("script", "style", "title", "base", "form", "link")] == [1, 1, 1, 0, 0, 0]
    assert [meta.attributes.get("http-equiv") for meta in shown.all("meta")].count("refresh") == 0


def test_only_the_page_s_own_style_and_script_may_be_used(tmp_path: Path) -> None:
    shown = page(hostile_run(tmp_path / "run", HOSTILE))
    (policy,) = (one.attributes["content"] for one in shown.all("meta") if "http-equiv" in one.attributes)
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert rules["default-src"] == rules["base-uri"] == rules["form-action"] == "'none'"
    for tag, rule in (("script", "script-src"), ("style", "style-src")):
        (own,) = shown.all(tag)
        digest = base64.b64encode(hashlib.sha256(own.text.encode()).digest()).decode()
        assert rules[rule] == f"'sha256-{digest}'"
    for element in shown.all():
        assert not [name for name in element.attributes if name.startswith("on") or name == "style"]


def test_nothing_is_fetched_from_anywhere(tmp_path: Path) -> None:
    shown = page(hostile_run(tmp_path / "run", HOSTILE))
    for element in shown.all():
        assert not {"src", "srcset", "srcdoc", "data", "action", "poster"} & element.attributes.keys()
        assert element.attributes.get("href", "#").startswith("#")
    style = shown.all("style")[0].text
    assert set(re.findall(r"url\(([^)]*)\)", style)) <= {"#hatch", "#dots"}
    assert "@import" not in style
    assert not re.search(r"fetch|XMLHttp|WebSocket|import|innerHTML|eval|https?:", shown.all("script")[0].text)


@pytest.mark.parametrize("unseen", ["\u202e", "\u2066", "\u200b", "\x1b", "\x00", "\U000e0041", "\u061c", "\x85"])
def test_what_can_t_be_seen_is_shown_by_its_number(tmp_path: Path, unseen: str) -> None:
    shown = page(hostile_run(tmp_path / "run", [f"tell{unseen}all"]))
    assert unseen not in shown.source
    assert f"tell[U+{ord(unseen):04X}]all" in shown.cards[0].text


def test_half_a_character_does_not_stop_the_report(tmp_path: Path) -> None:
    assert "half [U+D800] of it" in page(run_of(tmp_path / "run", [record("1", why="half \ud800 of it")])).cards[0].text


# True to the run


def test_the_figures_are_those_of_the_run(tmp_path: Path) -> None:
    verdicts = ["right"] * 7 + ["silent"] * 2 + ["wrong"]
    records = [record(f"case-{number}", verdict) for number, verdict in enumerate(verdicts)]
    run = run_of(tmp_path / "run", records)
    crag = summary(records)["seed"]["original"]["extractive"]["metrics"]["crag"]
    (headline,) = page(run).all(class_="headline")
    assert headline.all(class_="score")[0].text == "+0.600"
    assert f"{crag['low']:+.3f} to {crag['high']:+.3f}" in headline.text
    assert [one.text.split() for one in headline.all("li")] == [
        ["✓", "7", "right"],
        ["○", "2", "silent"],
        ["✕", "1", "wrong"],
    ]
    bars = headline.all(class_="stack")[0].all("rect")
    assert [(bar.classes[0], bar.attributes["width"]) for bar in bars] == [
        ("right", "70.0%"),
        ("silent", "20.0%"),
        ("wrong", "10.0%"),
    ]


def test_thresholds_tell_value_floor_and_bar_and_the_missed_ones_come_first(tmp_path: Path) -> None:
    def row(name: str, value: float, **more: Any) -> dict[str, Any]:
        return {"name": name, "suite": "seed", "library": "original", "floor": 0.5, "bar": 0.75, "value": value, **more}

    run = run_of(
        tmp_path / "run",
        [record("one")],
        thresholds=[
            row("crag", 0.8, passed=True, reached=True),
            row("mrr", 0.6, passed=True, reached=False),
            row("hit@4", 0.4375, passed=False, reached=False),
            row("error_rate", 0.1, passed=True, reached=True, at_most=True),
        ],
    )
    shown = page(run)
    assert "1 of 4 thresholds missed" in shown.all("h1")[0].text
    rows = [[cell.text.strip() for cell in one.children if isinstance(cell, Element)] for one in
            shown.by_id("thresholds").all("tbody")[0].all("tr")]  # fmt: skip
    assert [row[3:] for row in rows] == [
        ["0.438", "0.500", "0.750", "✕ missed"],
        ["0.600", "0.500", "0.750", "✓ floor only"],
        ["+0.800", "+0.500", "+0.750", "✓ bar too"],
        ["0.100", "≤ 0.500", "≤ 0.750", "✓ bar too"],
    ]


def test_categories_tell_their_verdicts_the_lowest_score_first(tmp_path: Path) -> None:
    records = [record("1", "right", category="person"), record("2", "wrong", category="event_status")]
    rows = page(run_of(tmp_path / "run", records)).by_id("categories").all("tbody")[0].all("tr")
    assert [[cell.text.strip() for cell in row.all("th") + row.all("td")] for row in rows] == [
        ["event status", "", "·", "·", "1", "−1.000"],
        ["person", "", "1", "·", "·", "+1.000"],
    ]


def test_baselines_stand_beside_and_their_answers_in_the_same_case(tmp_path: Path) -> None:
    records = [record("1", "right"), record("1", "wrong", engine="bm25", question="How much was asked for in 1?")]
    shown = page(run_of(tmp_path / "run", records))
    assert [one.text.strip() for one in shown.by_id("engines").all("tbody")[0].all("th")] == ["extractive", "bm25"]
    assert len(shown.all(class_="headline")) == len(shown.cards) == 1
    (said,) = shown.cards[0].all(class_="baselines")
    assert "wrong bm25 " + QUOTE in " ".join(said.text.split())


# The failures first


def test_what_is_wrong_comes_first_and_what_is_right_is_folded_away(tmp_path: Path) -> None:
    order = ["right", "unscored", "silent", "failed", "wrong", "right", "wrong"]
    shown = page(run_of(tmp_path / "run", [record(str(n), verdict) for n, verdict in enumerate(order)]))
    verdicts = [card.attributes["data-verdict"] for card in shown.cards]
    assert verdicts == ["wrong", "wrong", "failed", "silent", "unscored", "right", "right"]
    folded = shown.by_id("right")
    assert folded.tag == "details"
    assert "open" not in folded.attributes
    assert [card.attributes["data-verdict"] for card in folded.all(class_="card")] == ["right", "right"]


def test_a_case_tells_question_expectation_answer_reason_and_the_cited_sentence(tmp_path: Path) -> None:
    (card,) = page(run_of(tmp_path / "run", [record("1", "wrong")])).cards
    assert card.all("h4")[0].text == "How much was asked for in 1?"
    assert "12 million or twelve million" in " ".join(card.all(class_="expected")[0].text.split())
    assert [chip.text for chip in card.all(class_="chip")] == ["answered", "happened"]
    assert card.all(class_="text")[0].text == QUOTE
    assert "told why 1 is wrong" in card.all(class_="why")[0].text
    assert card.all("blockquote")[0].text == TEXT
    assert [mark.text for mark in card.all("mark")] == [QUOTE]
    assert card.all("figcaption")[0].text == "Cited: Budget · Example News · 2026-03-01"


def test_an_engine_s_failure_tells_its_error(tmp_path: Path) -> None:
    told = "ModelUnavailable: the weights are missing."
    one = record("1", "failed", answer=None, context=[], scores={}, why=told, error=told)
    (card,) = page(run_of(tmp_path / "run", [one])).cards
    assert card.text.count(told) == 1
    assert "No answer." in card.text


def test_a_claim_that_was_only_checked_tells_premise_and_score(tmp_path: Path) -> None:
    expected = {"premise": TEXT, "claim": "Twelve people came.", "supported": False}
    scores = {"supported": {"value": 0.75, "reason": ""}}
    one = record("1", "wrong", engine="checker", answer=None, context=[], scores=scores, expected=expected)
    del one["question"]
    (card,) = page(run_of(tmp_path / "run", [one])).cards
    assert card.all("h4")[0].text == "Twelve people came."
    assert TEXT in card.all(class_="expected")[0].text
    assert "not supported" in card.all(class_="expected")[0].text
    assert "Support 0.750" in card.all(class_="answered")[0].text


@pytest.mark.parametrize(
    ("highlights", "marked"),
    [
        ([[0, 4], [2, 9]], ["The board"]),
        ([[4, 9], [0, 3]], ["The", "board"]),
        ([[-5, 3], [60, 999]], ["The", TEXT[60:]]),
        ([[9, 4], [999, 1000]], []),
    ],
)
def test_highlights_may_overlap_or_overshoot(tmp_path: Path, highlights: list[list[int]], marked: list[str]) -> None:
    one = record("1", "wrong")
    one["context"][0]["highlights"] = highlights
    (card,) = page(run_of(tmp_path / "run", [one])).cards
    assert card.all("blockquote")[0].text == TEXT
    assert [mark.text for mark in card.all("mark")] == marked


def test_a_long_passage_is_cut_around_the_cited_sentence(tmp_path: Path) -> None:
    before, after = "before " * 2_000, " after" * 2_000
    one = record("1", "wrong")
    one["context"][0] |= {"text": before + QUOTE + after, "highlights": [[len(before), len(before) + len(QUOTE)]]}
    (card,) = page(run_of(tmp_path / "run", [one])).cards
    (shown,) = card.all("blockquote")
    assert [mark.text for mark in shown.all("mark")] == [QUOTE]
    assert shown.text.startswith("… before ")
    assert shown.text.endswith(" after …")
    assert len(shown.text) < 800


# Against another run


def test_what_got_better_what_worse_and_what_is_equal(tmp_path: Path) -> None:
    def records(verdicts: Sequence[str], hits: Sequence[float]) -> list[dict[str, Any]]:
        made = [record(f"case-{n}", verdict) for n, verdict in enumerate(verdicts)]
        for one, hit in zip(made, hits, strict=True):
            one["scores"]["hit@1"]["value"] = hit
        return made

    then = run_of(tmp_path / "then", records(["silent"] * 18 + ["right", "right"], [0, 1] * 10))
    now = run_of(tmp_path / "now", records(["right"] * 18 + ["right", "wrong"], [1, 0] * 10))
    shown = page(now, then)
    since = shown.by_id("since")
    judged = {row.all("th")[0].text: row.all("td") for row in since.all("tbody")[0].all("tr")}
    assert [cell.text for cell in judged["CRAG score"]][:3] == ["+0.100", "+0.900", "+0.800"]
    assert judged["CRAG score"][-1].text == "▲ better"
    assert judged["Hit at 1"][-1].text == "= equal"
    worse, better = since.all(class_="flips")
    assert worse.all("summary")[0].text == "Worse now: 1"
    assert better.all("summary")[0].text == "Better now: 18"
    (link,) = worse.all("a")
    assert shown.by_id(link.attributes["href"].removeprefix("#")).attributes["data-verdict"] == "wrong"


def test_fewer_wrong_answers_are_better(tmp_path: Path) -> None:
    def records(wrong: float) -> list[dict[str, Any]]:
        return [record(str(n), scores={"error_rate": {"value": wrong, "reason": ""}}) for n in range(5)]

    since = page(run_of(tmp_path / "now", records(0)), run_of(tmp_path / "then", records(1))).by_id("since")
    assert since.all("tbody")[0].all("td")[-1].text == "▲ better"


def test_runs_of_other_gold_are_not_compared(tmp_path: Path) -> None:
    then = run_of(tmp_path / "then", [record("1")], gold={"seed": "beef"})
    with pytest.raises(RunMismatch):
        write(run_of(tmp_path / "now", [record("1")]), then)


# What can't be reported


def test_what_is_no_finished_run_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RunBroken, match="nowhere"):
        write(tmp_path / "nowhere")
    (tmp_path / "empty").mkdir()
    with pytest.raises(RunBroken, match="empty"):
        write(tmp_path / "empty")
    with pytest.raises(RunBroken, match="did not finish"):
        write(run_of(tmp_path / "half", [record("1")], complete=False))


@pytest.mark.parametrize(
    ("line", "told"),
    [('{"suite": ', ":2 "), ('{"suite": "seed"}\n', ":2 "), ("", "verdict")],
)
def test_a_malformed_line_is_named(tmp_path: Path, line: str, told: str) -> None:
    records = [record("1"), record("2", "fine")] if not line else [record("1")]
    run = run_of(tmp_path / "run", records)
    with (run / "cases.jsonl").open("a", encoding="utf-8") as file:
        file.write(line + "\n" if line else "")
    with pytest.raises(RunBroken, match=told):
        write(run)
    assert not (run / "report.html").exists()


def test_a_malformed_run_json_is_named(tmp_path: Path) -> None:
    run = run_of(tmp_path / "run", [record("1")], suites="seed")
    with pytest.raises(RunBroken, match=r"run\.json.*suites"):
        write(run)


# Usable


def test_two_thousand_cases_make_a_page_that_is_small_enough_soon_enough(tmp_path: Path) -> None:
    records = []
    for number in range(2_000):
        one = record(str(number), ("right", "silent", "wrong")[number % 3])
        one["answer"]["text"] = one["context"][0]["text"] = TEXT * 30
        one["context"] *= 5
        records.append(one)
    run = run_of(tmp_path / "run", records)
    started = time.process_time()
    path = write(run)
    assert time.process_time() - started < 3
    assert path.stat().st_size <= LARGEST
    assert len(Page(path).cards) == 2_000


def test_the_page_is_whole(tmp_path: Path) -> None:
    records = [record("1", "wrong"), record("2"), record("1", "right", engine="tutorial"), record("2", engine="bm25")]
    shown = page(run_of(tmp_path / "run", records))
    ids = [one.attributes["id"] for one in shown.all() if "id" in one.attributes]
    assert len(ids) == len(set(ids))
    for link in shown.all("a"):
        assert link.attributes["href"].removeprefix("#") in ids
    for table in shown.all("table"):
        assert all(head.attributes["scope"] == "col" for head in table.all("thead")[0].all("th"))
        for row in table.all("tbody")[0].all("tr"):
            assert row.all("th")[0].attributes["scope"] == "row"
    for control in (*shown.all("input"), *shown.all("select")):
        assert control.parent
        assert control.parent.tag == "label"
    for drawing in shown.all("svg"):
        named = "aria-label" in drawing.attributes or "aria-hidden" in drawing.attributes
        assert named or (drawing.parent and drawing.parent.parent and "aria-hidden" in drawing.parent.parent.attributes)


TEXTS = {
    "paper": ("ink", "muted", "link", "right", "wrong", "failed"),
    "surface": ("ink", "muted", "link", "right", "wrong", "failed"),
    "plain-ground": ("ink", "failed"),
    "good-ground": ("right",),
    "bad-ground": ("wrong",),
    "mark": ("ink",),
}
DRAWN = ("right", "silent", "wrong", "failed", "fill", "strong-rule")


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_everything_can_be_told_from_its_ground(theme: int) -> None:
    style = (Path(evals.report.__file__).parent / "templates" / "style.css").read_text("utf-8")
    light, dark = (dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", root)) for root in
                   re.findall(r":root \{(.*?)\}", style, re.DOTALL))  # fmt: skip
    colours = (light, light | dark)[theme]
    pairs = [(text, ground, 4.5) for ground, texts in TEXTS.items() for text in texts]
    pairs += [(drawn, ground, 3.0) for drawn in DRAWN for ground in ("paper", "surface")]
    weak = [pair for pair in pairs if contrast(colours[pair[0]], colours[pair[1]]) < pair[2]]
    assert weak == []


def contrast(one: str, other: str) -> float:
    """WCAG 2.2: (lighter + 0.05) / (darker + 0.05)."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
