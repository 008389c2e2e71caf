"""Answer "until when?", "since when?" and "by when?" with the date that an article bounds the matter by."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from rag.answer import status as event_status
from rag.answer.compose import answered, passage_claim, with_antecedent
from rag.answer.language.words import words_of
from rag.answer.question import Question
from rag.answer.setting import setting

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from rag.answer.reading import Reading
    from rag.models import Draft

READ = 5  # articles, the likeliest first

_ASKED = re.compile(
    r"\b(?P<word>until|till|since|by|from) (?:when|what (?:day|date|time|year|month)|which (?:day|date|year|month))\b",
    re.IGNORECASE,
)
_SAYS = {
    "until": ("until", "till", "through", "to"),
    "till": ("until", "till", "through", "to"),
    "since": ("since",),
    "from": ("from",),
    "by": ("by", "before"),
}


def bounded(question: Question, readings: Sequence[Reading]) -> Draft | None:
    """The date behind the asked preposition where the question's matter is told; None when none is, or none is asked."""
    asked = _ASKED.search(question.text)
    if asked is None:
        return None
    prepositions = _SAYS[asked["word"].lower()]
    known = setting(question, [token for token in question.doc if token.idx >= asked.end()])
    found: list[tuple[int, int, Reading, int, str]] = []
    for place, reading in enumerate(readings[:READ]):
        for index in range(len(reading.spans)):
            raw = reading.raw(index)
            if not words_of(raw) & set(prepositions) or not known.shared(raw) or not known.is_near(reading, index):
                continue
            if date := _date_after(prepositions, reading.sentence(index).doc):
                found.append((-known.shared(raw), place, reading, index, date))
    if not found:
        return None
    _, _, reading, index, date = min(found, key=lambda one: one[:2])
    status = event_status.of_sentence(reading.sentence(index).doc)
    return answered([passage_claim(reading, with_antecedent(reading, index), lead=date, status=status)])


def _date_after(prepositions: Sequence[str], doc: Doc) -> str | None:
    for ent in doc.ents:
        if ent.label_ in ("DATE", "TIME") and ent.start and ent[0].lower_ in prepositions:
            return str(ent[1:].text)
        if ent.label_ in ("DATE", "TIME") and ent.start and doc[ent.start - 1].lower_ in prepositions:
            return str(ent.text)
    return None
