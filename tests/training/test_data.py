"""What the models learn from has the form in which they are asked later."""

from __future__ import annotations

import random
from datetime import date
from itertools import pairwise
from typing import Any

import pytest

from rag.answer.candidates import window
from rag.llm.grounding import _Cited, _pair
from rag.models import Article, Span, Stamp
from rag.read.support import WHAT_HAPPENED
from training import authored, reader_data, sources, support_data
from training.reader_data import GROUP, Group

ARTICLES = authored.articles()


def stored(one: dict[str, Any]) -> tuple[Article, list[Span]]:
    """An article of ours as a library would have it."""
    ends = [0]
    for sentence in one["sentences"]:
        ends.append(ends[-1] + len(sentence) + 1)
    spans = [Span(start, end - 1) for start, end in pairwise(ends)]
    stamp = Stamp.of(date.fromisoformat(one["date"]), "given")
    return Article(one["id"], one["title"], " ".join(one["sentences"]), published_at=stamp), spans


def groups(*, of_held_out: bool = False) -> list[Group]:
    return reader_data.ours(random.Random(1), of_held_out=of_held_out)


@pytest.mark.parametrize("one", ARTICLES[::40], ids=lambda one: one["id"])
def test_the_reader_learns_from_windows_as_it_is_shown_them(one: dict[str, Any]) -> None:
    article, spans = stored(one)
    asked = [window(article, spans, place) for place in range(len(spans))]
    assert [(each.sentence, each.context) for each in asked] == reader_data.windows(one)


@pytest.mark.parametrize("one", ARTICLES[::40], ids=lambda one: one["id"])
def test_the_support_model_learns_from_pairs_as_it_is_shown_them(one: dict[str, Any]) -> None:
    article, spans = stored(one)
    pairs = support_data.ours(of_held_out=sources.held_out(one["id"]))
    learnt = {(pair.statement, pair.evidence, pair.context): pair.label for pair in pairs}
    for claim in one["claims"]:
        shown = _pair(claim["c"], [_Cited(article, tuple(spans), place) for place in claim["s"]])
        assert learnt[(shown.statement, shown.evidence, shown.context)] == support_data.LABELS[claim["label"]]


def test_of_a_group_the_first_sentence_answers_or_none_does() -> None:
    found = groups()
    assert found
    for group in found:
        assert 0 < len(group) <= GROUP
        assert len({row.question for row in group}) == 1
        assert not any(row.answers for row in group[1:])


def test_the_words_that_answer_stand_in_their_sentence() -> None:
    answering = [row for group in groups() for row in group if row.spans is not None]
    assert answering
    for row in answering:
        assert row.spans
        assert all(0 <= start < end <= len(row.sentence) for start, end in row.spans)
        assert all(row.sentence[start:end].strip() for start, end in row.spans)


def test_unanswerable_questions_and_yes_and_no_are_among_them() -> None:
    found = groups()
    assert any(group[0].answers is False for group in found)
    assert {row.form for group in found for row in group} >= {reader_data.WORDS, reader_data.YES, reader_data.NO}


def test_a_question_comes_with_the_turns_before_it() -> None:
    assert reader_data.asked({"turns": ["What ran aground?"], "q": "And when?"}) == "What ran aground? And when?"
    assert reader_data.asked({"q": "When?"}) == "When?"


def test_what_is_held_out_is_not_learnt_from_and_is_always_the_same() -> None:
    held = {one["id"] for one in ARTICLES if sources.held_out(one["id"])}
    assert 0 < len(held) < len(ARTICLES) / 4
    sentences = {sentence for one in ARTICLES if one["id"] in held for sentence in one["sentences"]}
    assert not any(row.sentence in sentences for group in groups() for row in group)
    assert any(row.sentence in sentences for group in groups(of_held_out=True) for row in group)
    assert not sentences & {pair.evidence for pair in support_data.statuses()}
    statements = {claim["c"] for one in ARTICLES if one["id"] in held for claim in one["claims"]}
    assert not statements & {pair.statement for pair in support_data.ours()}


def test_the_status_of_a_sentence_is_learnt_under_its_question_and_in_its_window() -> None:
    pairs = support_data.statuses()
    assert {pair.statement for pair in pairs} == {WHAT_HAPPENED}
    assert {pair.status for pair in pairs} == {0, 1, 2, 3}
    assert {pair.label for pair in pairs} == {-1}
    shown = {window for one in ARTICLES for window in reader_data.windows(one)}
    assert {(pair.evidence, pair.context) for pair in pairs} <= shown


def test_batches_hold_every_group_once() -> None:
    found = groups()[:50]
    batches = list(reader_data.shuffled_batches(found, 8, random.Random(1)))
    assert sorted(map(id, (group for batch in batches for group in batch))) == sorted(map(id, found))
    assert max(map(len, batches)) <= 8


def test_a_public_set_that_is_not_there_is_named_with_where_it_was_looked_for(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    nowhere = tmp_path_factory.mktemp("none")
    monkeypatch.setenv("RAG_TRAINING", str(nowhere))
    with pytest.raises(sources.DataMissing, match=rf"{nowhere}/qa/none\.jsonl\.gz.*RAG_TRAINING"):
        sources.rows("qa/none")
