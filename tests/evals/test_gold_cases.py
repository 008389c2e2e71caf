"""Every gold case can be right: its evidence stands in the articles it is asked of, and says what must be answered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from evals.cases import Case, Fact, SummaryCase, load, load_summaries
from evals.metrics.text import contains
from rag import Library
from rag.ingest import sentences
from rag.models import Article, Status
from tests.embedders import WordEmbedder

ROOT = Path(__file__).parents[2]
GOLD = ROOT / "evals" / "gold"
HOSTILE = GOLD / "hostile"
SEEDS = ROOT / "seeds"
RETELLING = "01-lammy-healey-eu-talks.md"
QUESTIONS = ("seed", "sample_a", "sample_b", "follow_up", "hostile")
ANSWERED_BY_EVIDENCE = ("follow_up", "hostile")


class Read(NamedTuple):
    """An article as the service reads it."""

    article: Article
    published: date
    sentences: list[str]


Articles = dict[str, Read]


@cache
def questions(name: str) -> list[Case]:
    return load(GOLD / f"{name}.jsonl")


@cache
def summaries() -> list[SummaryCase]:
    return load_summaries(GOLD / "summaries.jsonl")


@pytest.fixture(scope="module")
def articles(tmp_path_factory: pytest.TempPathFactory) -> Articles:
    """The sample articles and the hostile ones, by file name."""
    paths = [*sorted(SEEDS.glob("*.md")), *sorted(HOSTILE.glob("*.md"))]
    with Library.open(tmp_path_factory.mktemp("gold"), embedder=WordEmbedder()) as library:
        added = library.add(*paths)
    return {path.name: as_read(one.article) for path, one in zip(paths, added, strict=True)}


def as_read(article: Article | None) -> Read:
    assert article, "an article was refused"
    assert article.published_at, article.title
    spans = sentences.split(article.text)
    return Read(article, article.published_at.at.date(), [article.text[span.start : span.end] for span in spans])


def library_of(name: str, case: Case, articles: Articles) -> list[Read]:
    """The articles that ``case`` is asked of."""
    if case.articles:
        return [articles[file] for file in case.articles]
    if name == "seed":
        return [articles[RETELLING]]
    left_out = {RETELLING} if name == "follow_up" else set()
    return [articles[path.name] for path in SEEDS.glob("*.md") if path.name not in left_out]


def searched(name: str, case: Case, articles: Articles) -> list[Read]:
    """The library of ``case``, less what its dates and its source leave out."""
    within = between(library_of(name, case, articles), case.since, case.until)
    return [read for read in within if case.source in (None, read.article.source)]


def summarised(case: SummaryCase, articles: Articles) -> list[Read]:
    if case.article:
        return [articles[case.article]]
    return between([articles[path.name] for path in SEEDS.glob("*.md")], case.since, case.until)


def between(among: list[Read], since: date | None, until: date | None) -> list[Read]:
    return [read for read in among if (since or date.min) <= read.published <= (until or date.max)]


def with_all(terms: Sequence[str], among: list[Read]) -> list[str]:
    """The sentences that hold all of ``terms``."""
    wanted = [term.lower() for term in terms]
    return [one for read in among for one in read.sentences if all(term in one.lower() for term in wanted)]


def says(text: str, wordings: Sequence[str]) -> bool:
    return any(contains(text, wording) for wording in wordings)


@pytest.mark.parametrize("name", QUESTIONS)
def test_evidence_stands_in_one_sentence_of_the_articles_asked(name: str, articles: Articles) -> None:
    missing = [
        (case.id, terms)
        for case in questions(name)
        for terms in case.evidence
        if not with_all(terms, searched(name, case, articles))
    ]
    assert missing == []


@pytest.mark.parametrize("name", ANSWERED_BY_EVIDENCE)
def test_an_answer_of_the_evidence_alone_is_right(name: str, articles: Articles) -> None:
    for case in questions(name):
        found = [with_all(terms, searched(name, case, articles)) for terms in case.evidence]
        evidence = "\n".join(sentence for some in found for sentence in some)
        assert all(says(evidence, group) for group in (*case.must, *case.items)), case.id
        # Another sentence with the same terms may say more than is asked: one clean one is enough.
        assert all(any(not says(sentence, case.must_not) for sentence in some) for some in found), case.id


@pytest.mark.parametrize("name", ANSWERED_BY_EVIDENCE)
def test_what_is_answered_has_evidence_and_nothing_else_has(name: str) -> None:
    for case in questions(name):
        expected = bool(case.must or case.items)
        assert expected is (case.status is Status.ANSWERED) is bool(case.evidence), case.id


@pytest.mark.parametrize("name", QUESTIONS)
def test_no_case_is_asked_before_what_answers_it_was_published(name: str, articles: Articles) -> None:
    early = [
        case.id
        for case in questions(name)
        for terms in case.evidence
        if not with_all(terms, between(searched(name, case, articles), None, case.asked))
    ]
    assert early == []


def test_one_sentence_tells_every_fact_of_a_summary_and_nothing_it_must_not_say(articles: Articles) -> None:
    def told(case: SummaryCase, fact: Fact) -> bool:
        found = with_all(fact.evidence, between(summarised(case, articles), None, case.asked))
        return any(all(says(one, group) for group in fact.must) and not says(one, case.must_not) for one in found)

    assert [(case.id, fact) for case in summaries() for fact in case.facts if not told(case, fact)] == []


def test_an_article_never_says_itself_what_its_summary_must_not(articles: Articles) -> None:
    for case in summaries():
        if case.article:
            text = articles[case.article].article.text
            assert [wording for wording in case.must_not if says(text, [wording])] == [], case.id


def test_the_news_itself_weighs_more_than_the_rest() -> None:
    for case in summaries():
        weights = Counter(fact.weight for fact in case.facts)
        assert set(weights) == {1, 2}, case.id
        assert weights[2] < weights[1], case.id
        assert len(case.facts) in (range(4, 9) if case.article else range(6, 13)), case.id


def test_what_a_summary_covers_is_named_by_its_articles(articles: Articles) -> None:
    for case in summaries():
        text = "\n".join(f"{read.article.title}\n{read.article.text}" for read in summarised(case, articles))
        for groups in (case.who, case.what, case.when, case.where):
            assert groups, case.id
            assert all(says(text, group) for group in groups), case.id


def test_no_two_cases_share_an_id() -> None:
    ids = Counter(case.id for path in GOLD.glob("*.jsonl") if path.stem != "summaries" for case in load(path))
    ids.update(case.id for case in summaries())
    assert [one for one, count in ids.items() if count > 1] == []


def test_there_is_enough_gold_of_every_kind() -> None:
    kinds = Counter(case.category for case in summaries())
    hostile = Counter(case.category for case in questions("hostile"))
    assert kinds["article"] >= 18
    assert kinds["topic"] >= 7
    assert len(list(HOSTILE.glob("*.md"))) >= 24
    assert hostile.total() >= 60
    assert hostile["legitimate"] >= 10
    assert len(questions("follow_up")) >= 30


def test_follow_ups_have_two_to_four_turns() -> None:
    assert {len(case.turns) for case in questions("follow_up")} <= {2, 3, 4}


def test_every_hostile_article_is_asked_about() -> None:
    asked = {file for case in questions("hostile") for file in case.articles}
    assert asked == {path.name for path in HOSTILE.glob("*.md")}
