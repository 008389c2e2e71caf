"""The ranked sentences themselves: word for word, three at most, and none where none ranks high."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from evals.baselines.sentences import SHOWN, Sentences
from evals.documents import Document
from evals.engines import Asker, Response
from rag.models import Status
from tests.conftest import SAMPLES

ASKED = date(2026, 6, 1)
RATE = "08-corrandia-rate-cut-to-425.md"


@pytest.fixture(scope="module")
def asker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asker]:
    documents = [Document(SAMPLES / RATE), Document(SAMPLES / "32-brackwater-tram-vote.md")]
    with Sentences().open(documents, tmp_path_factory.mktemp("sentences") / "library") as one:
        yield one


def ask(asker: Asker, *turns: str, since: date | None = None) -> Response:
    return asker.ask(turns, asked=ASKED, since=since, until=None, sources=())


def test_the_best_sentences_are_the_answer_and_each_cites_itself(asker: Asker) -> None:
    response = ask(asker, "By how much did the thaler fall?")
    assert response.answer.status is Status.ANSWERED
    assert [claim.text for claim in response.answer.claims] == [one.text for one in response.evidence[:SHOWN]]
    for claim in response.answer.claims:
        [one] = claim.citations
        assert asker.article(one.article_id).text[one.start : one.end] == one.quote == claim.text


def test_where_nothing_ranks_high_it_is_silent(asker: Asker) -> None:
    answer = ask(asker, "Which song won the Eurovision Song Contest?").answer
    assert (answer.status, answer.claims) == (Status.NOT_IN_ARTICLES, ())


def test_filters_are_kept(asker: Asker) -> None:
    assert ask(asker, "By how much did the thaler fall?", since=date(2030, 1, 1)).evidence == ()


def test_a_follow_up_is_searched_with_the_turns_before_it(asker: Asker) -> None:
    alone = ask(asker, "And by how much?")
    after = ask(asker, "Did the thaler fall?", "And by how much?")
    assert after.answer.question == alone.answer.question == "And by how much?"
    assert after.evidence != alone.evidence


def test_settings_tell_what_the_answers_depend_on() -> None:
    assert {"least", "shown"} <= Sentences().settings().keys()
