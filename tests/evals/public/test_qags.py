"""Claims of summaries, put to the support model."""

from __future__ import annotations

from collections.abc import Callable
from itertools import chain

import pytest

from evals.benchmarks import BenchmarkBroken, BenchmarkMissing
from evals.cases import ClaimCase
from evals.metrics.classify import auc
from evals.public import qags
from evals.public.qags import Summary
from tests.evals.public.sets import need

Given = Callable[..., None]

FERRY = {
    "article": "The ferry was late . It carried 1, 200 of 2. 5 million people, 3 - 1 more. In 1999. 7 boats sank.",
    "sentences": [{"text": "The ferry was late.", "supported": True}, {"text": "It sank.", "supported": False}],
}


def test_every_sentence_of_a_summary_is_a_case(given_set: Given) -> None:
    given_set("qags-cnndm/summaries.jsonl", FERRY, FERRY)
    [corpus] = qags.load(None).corpora
    cases = [case for case in corpus.cases if isinstance(case, ClaimCase)]
    assert [(case.id, case.claim, case.supported) for case in cases] == [
        ("001-1", "The ferry was late.", True),
        ("001-2", "It sank.", False),
        ("002-1", "The ferry was late.", True),
        ("002-2", "It sank.", False),
    ]
    [limited] = qags.load(2).corpora
    assert [case.id for case in limited.cases] == ["001-1", "002-1"]


def test_numbers_that_were_taken_apart_are_put_together(given_set: Given) -> None:
    given_set("qags-cnndm/summaries.jsonl", FERRY)
    [summary] = qags.summaries()
    assert "carried 1,200 of 2.5 million people, 3-1 more" in summary.article


def test_a_set_that_is_missing_or_of_another_form_is_named(
    given_set: Given, capsys: pytest.CaptureFixture[str]
) -> None:
    given_set("other/file.jsonl")
    with pytest.raises(BenchmarkMissing, match=r"summaries\.jsonl"):
        qags.summaries()
    assert qags.main([]) == 2
    assert "summaries.jsonl" in capsys.readouterr().err
    given_set("qags-cnndm/summaries.jsonl", {"article": "The ferry was late."})
    with pytest.raises(BenchmarkBroken, match="sentences"):
        qags.summaries()


def summaries(number: int) -> list[Summary]:
    return [Summary(f"Article {one}.", (("True.", True), ("False.", False), ("True.", True))) for one in range(number)]


def test_agreement_tells_good_scores_from_useless_ones() -> None:
    found = summaries(20)
    perfect = qags.agreement(found, [0.9, 0.1, 0.8] * 20)
    assert perfect == (1.0, 1.0, 1.0, 1.0)
    useless = qags.agreement(found, [0.5, 0.5, 0.5] * 20)
    assert (useless.auc, useless.balanced_accuracy) == (0.5, 0.5)
    mixed = qags.agreement(found, [0.9, 0.1, 0.8] * 15 + [0.2, 0.7, 0.3] * 5)
    assert mixed.low < mixed.auc < mixed.high < 1


def test_an_article_is_in_one_fold_and_the_folds_hold_them_all() -> None:
    folds = qags.folds(23)
    assert sorted(chain(*folds)) == list(range(23))
    assert len(folds) == 5


def test_every_sentence_has_a_probability_in_order() -> None:
    found = qags.made_up()[:2]
    scores = qags.judged(found)
    assert len(scores) == sum(len(summary.sentences) for summary in found)
    assert all(0 <= score <= 1 for score in scores)
    assert scores == [score for summary in found for score in qags.judged([summary])]


def test_made_up_pairs_are_told_apart() -> None:
    found = qags.made_up()
    truth = [supported for summary in found for _, supported in summary.sentences]
    assert auc(truth, qags.judged(found)) >= 0.8


@pytest.mark.slow
def test_supported_sentences_are_told_from_others() -> None:
    need("qags-cnndm")
    found = qags.summaries()[::5]
    truth = [supported for summary in found for _, supported in summary.sentences]
    assert auc(truth, qags.judged(found)) >= 0.7
