"""What stands in a row with the thing that answers: who won is "Ada Crewe and Tom Vane", not the first of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rag.answer.candidates import candidates
from rag.answer.question import Kind, Question

if TYPE_CHECKING:
    from spacy.tokens import Span as SpacySpan

    from rag.answer.reading import Reading, Sentence

_KINDS = (Kind.WHO, Kind.WHEN, Kind.HOW_MUCH)


def alongside(question: Question, span: SpacySpan, sentence: Sentence, reading: Reading) -> list[SpacySpan]:
    """The stretch that answers and those of its kind that "and" or a comma joins to it, in order."""
    if question.kind not in _KINDS or _asks_for_one(question) or " and " not in sentence.text:
        return [span]
    found = [span]
    others = [one for one in candidates(question, sentence, reading) if one.label_ == span.label_ or not span.label_]
    for other in sorted((one for one in others if one.start >= span.end), key=lambda one: int(one.start)):
        if not _joins(found[-1], other, names=question.kind is Kind.WHO):
            break
        found.append(other)
    for other in sorted((one for one in others if one.end <= span.start), key=lambda one: -int(one.start)):
        if not _joins(other, found[0], names=question.kind is Kind.WHO):
            break
        found.insert(0, other)
    whole = span.doc[found[0].end - 1 : found[-1].end] if len(found) > 1 else span
    return found if any(token.lower_ == "and" for token in whole) else [span]


def _asks_for_one(question: Question) -> bool:
    """Whether the question speaks of one: "who is the mayor?", "which day was it?"."""
    return any(t.lower_ in ("is", "was") and t.dep_ == "ROOT" and t.i <= 1 for t in question.doc)


def _joins(one: SpacySpan, other: SpacySpan, *, names: bool) -> bool:
    """Whether nothing but "and" or a comma stands between two; between people, what they are, too."""
    doc = one.doc
    between = [t for t in doc[one.end : other.start] if t.lower_ not in (",", "and", "$", "£", "€", "on", "the")]
    if one.end == other.start or not any(t.lower_ in ("and", ",") for t in doc[one.end : other.start]):
        return False
    same_place = one.root.head == other.root.head and one.root.dep_ == other.root.dep_
    if other.root not in one.root.conjuncts and not same_place:
        return False
    return all(names and t.pos_ in ("NOUN", "ADJ", "PROPN") for t in between)
