"""A summary is right when it says the news, silent when it leaves it out, wrong when it says what is not so."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from evals.cases import Fact, SummaryCase
from evals.documents import Document, article_id
from evals.references import References
from evals.scoring import Scored
from evals.summary_scoring import score_summary
from rag.models import Answer
from tests.evals.test_scoring import CHECKING, REFUSED, TEXT, answer, claim

CASE = SummaryCase(
    "s", "article", date(2026, 3, 18), article="talks.md", must_not=("Loxley met",),
    facts=(Fact((("Ferrow",), ("Askew",)), weight=2, evidence=()), Fact((("two hours",),), evidence=())),
    who=(("Ferrow",), ("Askew",)), when=(("Thursday",),), where=(("mill",),),
)    # fmt: skip
NEWS = claim("Ms Ferrow met Tom Askew on Thursday.", 0)
HOURS = claim("The talks lasted two hours.", 2)


def scored(given: Answer) -> Scored:
    return score_summary(CASE, given, "Ms Ferrow met Tom Askew. It rained.", {"a1": TEXT}.get, CHECKING.supports)


@pytest.mark.parametrize(
    ("given", "verdict", "recall", "why"),
    [
        (answer(NEWS, HOURS), "right", 1, "it says the news"),
        (answer(NEWS), "right", 2 / 3, "it says the news"),
        (answer(HOURS), "silent", 1 / 3, "the news is left out: Ferrow"),
        (answer(NEWS, claim("Mr Loxley met Ms Ferrow.", 0)), "wrong", 2 / 3, "it says “Loxley met”, which it must not"),
        (REFUSED, "silent", 0, "no summary was written"),
    ],
)
def test_verdicts_and_fact_recall(given: Answer, verdict: str, recall: float, why: str) -> None:
    found = scored(given)
    assert (found.verdict, found.why) == (verdict, why)
    assert found.scores["fact_recall"].value == pytest.approx(recall)


def test_what_is_left_out_is_named() -> None:
    assert scored(answer(NEWS)).scores["fact_recall"].reason == "left out: two hours"


def test_a_sentence_that_the_cited_articles_do_not_carry_is_unsupported() -> None:
    assert status(answer(NEWS, HOURS)) == (0, "")
    assert status(answer(NEWS, claim("It rained.", 1))) == (0.5, "not in the articles: It rained.")


def status(given: Answer) -> tuple[float, str]:
    found = scored(given).scores["unsupported_rate"]
    return found.value, found.reason


def test_coverage_is_the_mean_of_who_what_when_and_where_that_are_asked() -> None:
    found = scored(answer(NEWS)).scores["coverage"]
    assert found.value == pytest.approx(2 / 3)
    assert found.reason == "not all of where"


def test_compression_is_words_to_the_words_of_the_articles_cited() -> None:
    assert scored(answer(NEWS)).scores["compression"].value == pytest.approx(7 / 16)


def test_rouge_compares_with_the_sentences_that_hold_the_facts() -> None:
    assert scored(answer(NEWS)).scores["rouge1"].value == pytest.approx(2 * 5 / (7 + 7))


def test_the_reference_is_a_sentence_a_fact_from_the_article_summarised(tmp_path: Path) -> None:
    for name, text in (("a.txt", "Rain fell on Monday. Ms Ferrow met Tom Askew."), ("b.txt", "Ms Ferrow was late.")):
        (tmp_path / name).write_text(text, "utf-8")
    case = replace(CASE, facts=tuple(Fact((("x",),), (term,)) for term in ("Ferrow", "Rain", "Ferrow", "snow")))
    documents = [Document(tmp_path)]
    first, second = (article_id(documents, name) for name in ("a.txt", "b.txt"))
    references = References(documents)
    assert references.of(case, first) == "Ms Ferrow met Tom Askew. Rain fell on Monday."
    assert references.of(case, second) == "Ms Ferrow was late."
    assert references.of(case, None) == "Ms Ferrow met Tom Askew. Rain fell on Monday."


def test_citations_are_scored_as_those_of_answers() -> None:
    assert scored(answer(NEWS, HOURS)).scores["verbatim_rate"].value == 1
