"""The suites by name, and where each finds its cases and articles."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import groupby
from pathlib import Path

from evals import places
from evals.cases import Case, load, load_summaries
from evals.documents import Document
from evals.errors import UnknownName
from evals.suite import Corpus, Loaded, Suite, given

RETELLING = "01-lammy-healey-eu-talks.md"
PUBLISHED = date(2025, 3, 18)    # of the seed document, whose text doesn't say it


def suites() -> dict[str, Suite]:
    """Every suite by its name."""
    from evals.public import SUITES

    own = (
        Suite("seed", "questions about one article, asked of the seed document and of its retelling", _seed),
        Suite("sample", "questions over all sample articles", _sample),
        Suite("summaries", "summaries of sample articles and of topics", _summaries),
        Suite("blind", "rounds of questions written without sight of the engine, on articles of their own", _blind),
        Suite("hostile", "questions to articles with planted instructions and forged citations", _hostile),
    )
    return {suite.name: suite for suite in (*own, *SUITES)}


def named(chosen: Sequence[str | Suite]) -> list[Suite]:
    """The suites of these names, each once; one that is a suite already stays. Raises UnknownName."""
    known = suites()
    for name in chosen:
        if isinstance(name, str) and name not in known:
            raise UnknownName(f"There is no suite {name!r}.", f"Known are {', '.join(known)}.")
    return [known[one] if isinstance(one, str) else one for one in dict.fromkeys(chosen)]


def _seed(_limit: int | None) -> Loaded:
    cases = tuple(load(places.GOLD / "seed.jsonl"))
    corpora = [Corpus("retelling", cases, given(Document(places.seeds() / RETELLING)))]
    document = places.seed_document()
    if not document.is_file():
        note = f"The seed document was not found, so its retelling alone is scored: looked for {document}."
        return Loaded(tuple(corpora), (f"{note} RAG_SEED_DOCUMENT names it elsewhere.",))
    return Loaded((Corpus("original", cases, given(Document(document, PUBLISHED))), *corpora))


def _sample(_limit: int | None) -> Loaded:
    questions = (*load(places.GOLD / "sample_a.jsonl"), *load(places.GOLD / "sample_b.jsonl"))
    conversations = tuple(load(places.GOLD / "follow_up.jsonl"))
    others = (Document(path) for path in sorted(places.seeds().glob("*.md")) if path.name != RETELLING)
    return Loaded(
        (
            Corpus("sample", questions, given(Document(places.seeds()))),
            Corpus("conversations", conversations, given(*others)),
        )
    )


def _blind(_limit: int | None) -> Loaded:
    """A library for each round, of the articles in its folder."""
    rounds = sorted(path.parent for path in places.BLIND.glob("*/cases.jsonl"))
    return Loaded(tuple(Corpus(one.name, tuple(load(one / "cases.jsonl")), given(*_articles(one))) for one in rounds))


def _articles(one: Path) -> list[Document]:
    return [Document(path) for path in sorted((one / "articles").iterdir()) if not path.name.startswith(".")]


def _summaries(_limit: int | None) -> Loaded:
    cases = tuple(load_summaries(places.GOLD / "summaries.jsonl"))
    return Loaded((Corpus("sample", cases, given(Document(places.seeds()))),))


def _hostile(_limit: int | None) -> Loaded:
    """A library for each set of articles that cases name, and nothing else in it."""

    def articles(case: Case) -> tuple[str, ...]:
        return case.articles

    cases = load(places.GOLD / "hostile.jsonl")
    corpora = []
    for names, asked in groupby(sorted(cases, key=articles), key=articles):
        documents = [Document(places.GOLD / "hostile" / name) for name in names]
        corpora.append(Corpus("hostile", tuple(asked), given(*documents)))
    return Loaded(tuple(corpora))
