"""Whether a true statement answers the question that was asked, or only tells something near it.

Only what plainly is no answer is known: a sentence on another matter, one that doesn't tell what a "why" asks the
reason of, and one that tells neither what a "who", "when", "where" or "how many" asks about nor anyone or anything that
could be it. Whatever else a model takes for an answer is left to its judgement. Knows nothing of what is true.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from rag.answer.question import Kind, Question
from rag.answer.reading import Reading
from rag.answer.select import answer_span
from rag.answer.support import missing_names, missing_verb, missing_words, presumes_event
from rag.answer.understanding import understand
from rag.ingest.sentences import split
from rag.models import Article, Claim, Evidence, Span

if TYPE_CHECKING:
    from rag.answer.syntax import Syntax

BESIDE_THE_POINT = "It doesn’t answer the question."
ELSEWHERE = -10.0  # logits: a sentence on another matter scores below it, as do some that say "it" and "she"
NEAR = -4.0  # logits: what nobody says answers the question does so only from here on
FAR = 2  # names and telling words of the question that such a sentence and those around it lack

# What asks about the articles ("Summarise them") or in another language has nothing that could be missed in them.
_ASKING = re.compile(r"\b(?:who|whom|whose|what|which|when|where|why|how)\b", re.IGNORECASE)
_ASKS_FOR = frozenset({Kind.WHO, Kind.WHEN, Kind.WHERE, Kind.HOW_MANY, Kind.HOW_MUCH, Kind.HOW_LONG})


class Pertinence:
    """Judges the statements of one answer.

    ``questions`` are what is asked as a whole and in its parts: what answers one of them answers. ``evidence`` has the
    cross-encoder's scores and the articles; a sentence that it hasn't is taken for an answer.
    """

    def __init__(self, questions: Sequence[str], evidence: Sequence[Evidence], syntax: Syntax) -> None:
        self._syntax = syntax
        self._questions = [understand(text, syntax.parse([text])[0]) for text in questions]
        self._scores = {(one.article.id, one.span): one.score for one in evidence}
        self._articles = {one.article.id: one.article for one in evidence}
        self._readings: dict[str, Reading] = {}

    def answers(self, claim: Claim, least: float = -math.inf) -> bool:
        """Whether a sentence that a statement cites, with a score of at least ``least``, may answer a question."""
        places = [(citation.article_id, Span(citation.start, citation.end)) for citation in claim.citations]
        return any(
            self._may_answer(question, *place)
            for place in places
            if self._scores.get(place, -math.inf) >= least
            for question in self._questions
        )

    def _may_answer(self, question: Question, article_id: str, span: Span) -> bool:
        article = self._articles.get(article_id)
        if article is None or not _ASKING.search(question.text):
            return True
        reading = self._reading(article)
        if span not in reading.spans:
            return True
        place = reading.index(span)
        score = self._scores.get((article_id, span), 0.0)
        return not (_is_elsewhere(question, reading, place, score) or _tells_nothing_of_it(question, reading, place))

    def _reading(self, article: Article) -> Reading:
        if article.id not in self._readings:
            self._readings[article.id] = Reading(article, split(article.text), self._syntax)
        return self._readings[article.id]


def _is_elsewhere(question: Question, reading: Reading, place: int, score: float) -> bool:
    """Whether a sentence is on another matter, and so are those around it."""
    if score >= ELSEWHERE:
        return False
    return missing_names(question, reading, place) + len(missing_words(question, reading, place)) >= FAR


def _tells_nothing_of_it(question: Question, reading: Reading, place: int) -> bool:
    """Whether what is asked about isn't told, where the topic alone is no answer."""
    if question.kind is Kind.WHY:
        return missing_verb(question, reading, place)
    if question.kind not in _ASKS_FOR or not presumes_event(question) or not missing_verb(question, reading, place):
        return False
    return answer_span(question, reading.sentence(place), reading) is None
