from __future__ import annotations

import pytest

from evals.metrics.citations import citation_score, evidence_recall, sentences_per_claim, verbatim_rate
from rag.models import Citation, Claim

TEXT = "Ms Ferrow arrived on Thursday. Mr Askew stayed away."


def cite(quote: str, start: int = 0, article: str = "a") -> Citation:
    return Citation(article, "Title", None, None, start, start + len(quote), quote)


def claim(text: str, *quotes: str) -> Claim:
    return Claim(text, tuple(map(cite, quotes)))


def has_every_word(premise: str, said: str) -> bool:
    return set(said.split()) <= set(premise.split())


def test_a_quote_is_verbatim_only_where_it_says_it_stands() -> None:
    true = cite("Mr Askew stayed away.", TEXT.index("Mr Askew"))
    moved, altered, elsewhere = cite("Mr Askew", 3), cite("Ms Ferrow left"), cite("Ms Ferrow", article="gone")
    assert verbatim_rate([true, moved, altered, elsewhere], {"a": TEXT}.get) == 1 / 4
    assert verbatim_rate([cite("", 3)], {"a": TEXT}.get) == 0.0
    assert verbatim_rate([], {"a": TEXT}.get) is None


def test_recall_joins_the_citations_of_a_claim() -> None:
    score = citation_score([claim("x y", "x", "y"), claim("x y", "x"), claim("x")], has_every_word)
    assert score.recall == pytest.approx(1 / 3)


def test_no_citation_of_an_unsupported_claim_is_precise() -> None:
    # The first claim's two citations are needed together; the second claim's lack z.
    assert citation_score([claim("x y", "x", "y"), claim("x z", "x", "y")], has_every_word).precision == 2 / 4


def test_a_citation_the_others_do_without_is_not_precise() -> None:
    assert citation_score([claim("x y", "x y", "w")], has_every_word) == (1.0, 0.5)


def test_citations_that_each_support_the_claim_alone_are_all_precise() -> None:
    assert citation_score([claim("x", "x", "x w")], has_every_word) == (1.0, 1.0)


def test_a_single_citation_is_precise_when_it_supports_the_claim() -> None:
    assert citation_score([claim("x", "x"), claim("x", "y")], has_every_word) == (0.5, 0.5)


def test_what_was_not_said_or_not_cited_has_no_score() -> None:
    assert citation_score([], has_every_word) == (None, None)
    assert citation_score([claim("x")], has_every_word) == (0.0, None)


def test_an_empty_premise_is_never_checked() -> None:
    assert citation_score([claim("x")], lambda _premise, _claim: True).recall == 0.0


def test_sentences_per_claim() -> None:
    assert sentences_per_claim([claim("x", "x", "y"), claim("y", "y")]) == 1.5
    assert sentences_per_claim([]) is None


def test_a_piece_of_evidence_stands_in_one_sentence() -> None:
    sentences = ["Ms Ferrow arrived on Thursday.", "Mr Askew stayed away."]
    assert evidence_recall(sentences, [["Ferrow", "Thursday"], ["Askew", "Thursday"]]) == 0.5
    assert evidence_recall(sentences[1:], [["Ferrow", "Thursday"]]) == 0.0
    assert evidence_recall(sentences, []) is None
