"""Who, what, when and where: the rows of a table, in the words of the sentences they are about."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from rag.answer.reading import Reading
from rag.answer.reading import Sentence as Parsed
from rag.models import Claim, Fact
from rag.summarize.claims import parsed
from rag.summarize.sentences import Sentence
from rag.summarize.timeline import main_date

if TYPE_CHECKING:
    from spacy.tokens import Span as SpacySpan

    from rag.answer.syntax import Syntax

_BODIES = ("ORG", "GPE", "NORP")
_PLACES = ("GPE", "LOC", "FAC", "ORG")
_AROUND = re.compile(r"\A[Tt]he |(?:’s|'s|’|')\Z")
_WHERE = frozenset(["in", "at", "near", "outside", "inside", "across", "off", "around"])


def fact(sentence: Sentence, claim: Claim, syntax: Syntax) -> Fact:
    """The row of a sentence: the people it names and the bodies that act in it, its main date, the places it is set."""
    doc = parsed(sentence, syntax)
    reading = Reading(sentence.article, (sentence.span,), syntax)
    people = reading.persons(Parsed(sentence.article, sentence.span, 0, doc))
    taken = {token.i for person in people for token in person}
    bodies = [ent for ent in doc.ents if ent.label_ in _BODIES and _acts(ent) and not taken & {t.i for t in ent}]
    places = [ent for ent in doc.ents if ent.label_ in _PLACES and _is_place(ent) and not taken & {t.i for t in ent}]
    dated = main_date(sentence, syntax)
    return Fact(
        who=_names(sorted([*people, *bodies], key=lambda span: int(span.start))),
        what=claim,
        when=dated[0].words if dated else None,
        where=_names(places),
    )


def _acts(ent: SpacySpan) -> bool:
    return ent.root.dep_ in ("nsubj", "nsubjpass", "agent") or (
        ent.root.dep_ == "conj" and ent.root.head.dep_ in ("nsubj", "nsubjpass")
    )


def _is_place(ent: SpacySpan) -> bool:
    """Whether something is said to be there; a name taken for a body is a place after "in"."""
    where = ent.root.head.lower_ if ent.root.dep_ == "pobj" else ""
    return where in _WHERE and (ent.label_ != "ORG" or where == "in")


def _names(spans: Iterable[SpacySpan]) -> tuple[str, ...]:
    """The names as they are written, but for "the" before and a genitive's ending behind them."""
    return tuple(dict.fromkeys(_AROUND.sub("", span.text) for span in spans))
