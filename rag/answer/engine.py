"""Write an answer without a language model: the sentences that the reader finds to answer, the short answer first.

An answer has one of three forms. Where the reader is sure of the words, the short answer leads and its sentence
follows; where it is sure of the sentences alone, up to three speak for themselves; else the question is refused with
the nearest that was found.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from rag.answer.candidates import Candidate, Told, read, unmet, window
from rag.answer.compose import answered, cite, not_answered, passage_claim
from rag.answer.numbers import numbers_in, values_in, without_numbers
from rag.answer.words import points_back, words_of
from rag.models import Article, Claim, Draft, Evidence, Query, Span
from rag.read.reader import Form, Reader, Window
from rag.read.support import SupportModel

# Calibrated probabilities, chosen on development questions; the decision record on the reader has the curve.
ANSWERS = 0.45  # of the surest sentence: it is shown
BESIDE = 0.3  # of another: it is shown beside the surest
LEAD_CERTAINTY = 0.60  # of the words themselves: its short answer leads
MOST = 3  # sentences, where one thing is asked for
MOST_ITEMS = 8  # sentences of a list

NOTHING = "No article in the library fits the question."
NOT_NEAR = "Nothing in them comes close enough to an answer."


class Extractive:
    """The engine without a language model. ``told`` gives what an article tells, whatever is asked of it."""

    def __init__(self, told: Callable[[Article], Told], reader: Reader, support: SupportModel) -> None:
        self._told = told
        self._reader = reader
        self._support = support

    def draft(self, query: Query, evidence: Sequence[Evidence]) -> Draft:
        """An answer from the evidence, best first, or a refusal with its reason and the nearest found."""
        if not evidence:
            return not_answered(NOTHING, evidence)
        candidates = read(query, evidence, self._told, self._reader)
        near = [one.evidence for one in sorted(candidates, key=lambda one: -one.probability)]
        articles = {one.article.id: one.article for one in candidates}
        missing = unmet(query.text, [self._told(one) for one in articles.values()])
        if missing:
            return not_answered(f"They don’t mention {missing}.", near)
        chosen = choose(candidates)
        if not chosen:
            return not_answered(NOT_NEAR, near)
        statuses = self._support.status([self._window(one) for one in chosen])
        groups = newest_first(merged([replace(one, status=told) for one, told in zip(chosen, statuses, strict=True)]))
        return answered([self._claim(group) for group in groups], differing(groups))

    def _window(self, one: Candidate) -> Window:
        return window(one.article, self._told(one.article).spans, one.place)

    def _claim(self, group: Sequence[Candidate]) -> Claim:
        """The first candidate's sentence, cited with those that say the same."""
        first = group[0]
        claim = passage_claim(
            first.article,
            self._with_antecedent(first),
            lead=first.lead if is_sure(first) else None,
            status=first.status,
        )
        others = (citation for one in group[1:] for citation in cite(one.article, one.evidence.span))
        return replace(claim, citations=tuple(dict.fromkeys([*claim.citations, *others])))

    def _with_antecedent(self, one: Candidate) -> list[Span]:
        """The sentence, with the one before in its paragraph when it opens with a pronoun."""
        spans, text = self._told(one.article).spans, one.article.text
        span = one.evidence.span
        if one.place and points_back(one.evidence.text):
            before = spans[one.place - 1]
            if text[before.end : span.start].count("\n") <= 2:
                return [before, span]
        return [span]


def is_sure(one: Candidate) -> bool:
    """Whether the candidate's short answer may lead."""
    if one.lead is None or one.probability < ANSWERS:
        return False
    certainty = one.reading.certainty if one.reading.form is Form.WORDS else one.reading.form_probability
    return certainty >= LEAD_CERTAINTY


def choose(candidates: Iterable[Candidate]) -> list[Candidate]:
    """The candidates that make the answer, the surest first.

    A list, which is known by a sentence that gives several answers, may be longer than an answer to one thing.
    """
    kept = sorted((one for one in candidates if one.probability >= BESIDE), key=lambda one: -one.probability)
    if not kept or kept[0].probability < ANSWERS:
        return []
    best = kept[0]
    if best.reading.form is not Form.WORDS:
        return [one for one in kept if one.reading.form is best.reading.form][:MOST]
    return kept[: MOST_ITEMS if len(best.spans) > 1 else MOST]


def merged(chosen: Sequence[Candidate]) -> list[list[Candidate]]:
    """The candidates in groups that say the same: the same sentence, or the same short answer in another article.

    In each group and among the groups the order stays.
    """
    groups: list[list[Candidate]] = []
    for one in chosen:
        for group in groups:
            if says_the_same(group[0], one):
                group.append(one)
                break
        else:
            groups.append([one])
    return groups


def says_the_same(one: Candidate, other: Candidate) -> bool:
    """Whether two candidates give one answer; what is planned and what happened are two."""
    if words_of(one.evidence.text) == words_of(other.evidence.text):
        return True
    if one.status is not other.status or not (is_sure(one) and is_sure(other)):
        return False
    if one.lead is None or other.lead is None:
        return False
    if values_in(one.lead) != values_in(other.lead):
        return False
    mine, theirs = (set(words_of(without_numbers(lead))) for lead in (one.lead, other.lead))
    return mine <= theirs or theirs <= mine


def differing(groups: Sequence[Sequence[Candidate]]) -> tuple[tuple[int, ...], ...]:
    """Which claims give different accounts of one thing: short answers of different articles whose numbers differ."""
    accounts = [
        place
        for place, group in enumerate(groups)
        if is_sure(group[0]) and len(group[0].spans) == 1 and numbers_in(group[0].lead or "")
    ]
    articles = {groups[place][0].article.id for place in accounts}
    values = {frozenset(values_in(groups[place][0].lead or "")) for place in accounts}
    return (tuple(accounts),) if len(values) > 1 and len(articles) == len(accounts) else ()


def newest_first(groups: list[list[Candidate]]) -> list[list[Candidate]]:
    """The groups, with those whose accounts differ in the order of publication: the newest leads."""
    places = [place for one in differing(groups) for place in one]
    dated = sorted(places, key=lambda place: _published(groups[place][0]), reverse=True)
    moved = dict(zip(places, dated, strict=True))
    return [groups[moved.get(place, place)] for place in range(len(groups))]


def _published(one: Candidate) -> str:
    return one.article.published_at.iso if one.article.published_at else ""
