"""Write an answer without a language model: choose sentences, put what was asked for first, say nothing of our own.

The kind of the question decides how: gatherings are answered with their participants, "what did X say" with X's own
statements, everything else with the sentence that answers best. Whether to answer at all is decided here, from the
cross-encoder's scores and from whether the articles know the names that are asked about.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from rag.answer import status as event_status
from rag.answer.attendance import attendance
from rag.answer.compose import answered, full_name, not_answered, passage_claim, with_antecedent
from rag.answer.question import Kind, Question, understand
from rag.answer.reading import Reading, Sentence, bare
from rag.answer.said import what_was_said, who_said_it
from rag.answer.select import answer_span, contradicts, counts_asked_noun
from rag.answer.syntax import Syntax
from rag.models import Claim, Draft, EventStatus, Evidence, Passage, Query
from rag.retrieve.rerank import CrossEncoder

# Logits of the cross-encoder below which a sentence does not count as an answer.
LEAST = 0.0
LEAST_LIST = 0.0
WITHIN_LIST = 5.0    # other sentences of a list may score this much below the best
MOST_LIST = 5
PARSED = 8    # the best sentences, which are looked at closely
RIGHT_KIND = 3.0    # logits that a sentence gains by holding the kind of thing asked for

_SEVERAL = re.compile(r"\b(?:which comes? first|both|each|compare|differ\w*|difference|or|respectively|before or after|same day)\b", re.IGNORECASE)
_NEEDS_SPAN = frozenset({Kind.WHO, Kind.WHEN, Kind.HOW_MANY, Kind.HOW_MUCH, Kind.HOW_LONG, Kind.WHERE})


class Extractive:
    """The engine without a language model.

    ``passages_of`` gives the passages of an article by its id, in order.
    """

    def __init__(
        self, passages_of: Callable[[str], list[Passage]], cross_encoder: CrossEncoder, syntax: Syntax
    ) -> None:
        self._passages_of = passages_of
        self._cross_encoder = cross_encoder
        self._syntax = syntax

    def draft(self, query: Query, evidence: Sequence[Evidence]) -> Draft:
        """An answer from the evidence, best first, or a refusal with its reason and the nearest found."""
        if not evidence:
            return not_answered("No article in the library fits the question.", evidence)
        question = understand(query.text, self._syntax.parse([query.text])[0])
        readings = self._readings(evidence)
        if unknown := _unknown_names(question, readings):
            return not_answered(f"They don’t mention {unknown}.", evidence)
        if question.kind is Kind.ATTENDANCE and (draft := attendance(question, readings, evidence)):
            return draft
        if question.kind is Kind.SPEECH:
            said = what_was_said(question, readings, evidence, self._cross_encoder)
            return not_answered(said, evidence) if isinstance(said, str) else said
        if question.kind is Kind.SPEAKER and (draft := who_said_it(question, readings, evidence, LEAST)):
            return draft
        return self._sentences(question, readings, evidence)

    def _readings(self, evidence: Sequence[Evidence]) -> list[Reading]:
        """The articles of the evidence, best first."""
        found: dict[str, Reading] = {}
        for one in evidence:
            if one.article.id not in found:
                spans = [span for passage in self._passages_of(one.article.id) for span in passage.sentences]
                found[one.article.id] = Reading(one.article, spans, self._syntax)
        return list(found.values())

    def _sentences(self, question: Question, readings: Sequence[Reading], evidence: Sequence[Evidence]) -> Draft:
        by_article = {reading.article.id: reading for reading in readings}
        close = [one for one in evidence[:PARSED] if one.score >= LEAST - RIGHT_KIND]
        looked: list[tuple[float, Evidence, Reading, Sentence, str | None, list[int]]] = []
        for place, one in enumerate(close):
            reading = by_article[one.article.id]
            sentence = reading.sentence(reading.index(one.span))
            if contradicts(question, sentence):
                continue
            span = answer_span(question, sentence, reading)
            if span is not None and question.kind is Kind.HOW_MANY and not counts_asked_noun(question, sentence, span):
                span = None
            score = one.score - 0.4 * place
            lead: str | None = None
            also: list[int] = []
            if question.kind in _NEEDS_SPAN or question.labels:
                score += RIGHT_KIND if span is not None else 0.0
            if span is not None:
                lead, also = span.text, []
                if question.labels[:1] == ("PERSON",) and span.label_ in ("PERSON", ""):
                    lead, also = full_name(reading, span.text)
            looked.append((score, one, reading, sentence, lead, also))
        if not looked:
            return not_answered("Nothing in them comes close to an answer.", evidence)
        looked.sort(key=lambda row: -row[0])
        best_score, best, reading, sentence, lead, also = looked[0]
        wants = question.kind in _NEEDS_SPAN
        if best.score < LEAST - (RIGHT_KIND if lead else 0.0) or (wants and lead is None and best.score < LEAST + RIGHT_KIND):
            return not_answered(_reason(question), evidence)
        status = _status(question, sentence)
        claims: list[Claim] = [
            passage_claim(reading, with_antecedent(reading, sentence.index), lead=lead, also=also, status=status)
        ]
        if question.kind in (Kind.LIST, Kind.WHY) or _SEVERAL.search(question.text):
            for score, one, other, place, _, _ in looked[1:MOST_LIST]:
                if one.score >= LEAST_LIST and score >= best_score - WITHIN_LIST:
                    claims.append(passage_claim(other, [place.index], status=_status(question, place)))
        del best
        return answered(claims)


def _status(question: Question, sentence: Sentence) -> EventStatus | None:
    """What the cited sentence says of the event the question asks about."""
    lemmas = {t.lemma_.lower() for t in question.doc if t.pos_ in ("VERB", "NOUN") and not t.is_stop}
    for token in sentence.doc:
        if token.pos_ == "VERB" and token.lemma_.lower() in lemmas:
            return event_status.of_verb(token)
    return event_status.of_sentence(sentence.doc)


def _unknown_names(question: Question, readings: Sequence[Reading]) -> str | None:
    """A name in the question that none of the articles has."""
    texts = " ".join(f"{r.article.title} {r.article.source or ''} {r.article.text}" for r in readings).lower()
    for name in question.names:
        words = [w for w in re.findall(r"[\w-]+", bare(name).lower()) if len(w) > 1]
        if words and not any(re.search(rf"\b{re.escape(word)}", texts) for word in words):
            return name
    return None


def _reason(question: Question) -> str:
    asked = {
        Kind.WHO: "No one fitting is named.",
        Kind.WHEN: "No time is given for it.",
        Kind.WHERE: "No place is given for it.",
        Kind.HOW_MANY: "No number is given for it.",
        Kind.HOW_MUCH: "No figure is given for it.",
        Kind.HOW_LONG: "No duration is given for it.",
    }
    return asked.get(question.kind, "Nothing in them comes close enough to an answer.")
