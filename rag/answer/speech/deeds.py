"""Answer what someone did by what they say of themselves: "I signed those certificates", said Mr Lund."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.answer import status as event_status
from rag.answer.compose import full_name, passage_claim
from rag.answer.language.lexicon import word_set
from rag.answer.language.words import is_present, words_of
from rag.answer.question import Kind, Question
from rag.answer.reading import Reading, same_person
from rag.answer.speech.remarks import remarks
from rag.answer.support import missing_words
from rag.models import Draft, EventStatus, Status

BACK, AHEAD = 8, 3  # sentences read around a quotation to find its speaker
_LIGHT = word_set("be have do make get take give say tell think know want feel believe mean hope like see")
_I = re.compile(r"\b(?:I|we|We)\b")


def own_deed(question: Question, readings: Sequence[Reading]) -> Draft | None:
    """What somebody says they did, where the question asks what they did; None when they don't say it in its words."""
    doc = question.doc
    # The parser takes many a verb at the end of a question for a noun: "what did Ms Lind change?".
    verb = next((t for t in doc if t.dep_ == "ROOT" and any(c.lower_ == "did" for c in t.children)), None)
    if question.kind not in (Kind.WHAT, Kind.LIST) or verb is None or verb.lemma_.lower() in _LIGHT:
        return None
    doer = next((c for c in verb.children if c.dep_ in ("nsubj", "compound") and c.pos_ == "PROPN"), None)
    name = next((n for n in question.names if doer is not None and doer.text in n.split()), None)
    if name is None or any(c.dep_ == "neg" for c in verb.children):
        return None
    for reading in (r for r in readings if r.is_person(name)):
        for index in range(len(reading.spans)):
            text = reading.raw(index)
            if not _I.search(text) or not is_present(verb.lemma_.lower(), words_of(text)):
                continue
            if _tells_it(verb.lemma_.lower(), reading, index) and (draft := _said_by(name, question, reading, index)):
                return draft
    return None


def _tells_it(lemma: str, reading: Reading, index: int) -> bool:
    """Whether "I" or "we" did it there."""
    for token in reading.sentence(index).doc:
        own = any(c.dep_ == "nsubj" and c.lower_ in ("i", "we") for c in token.children)
        if token.lemma_.lower() == lemma and own and event_status.of_verb(token) is EventStatus.HAPPENED:
            return True
    return False


def _said_by(name: str, question: Question, reading: Reading, index: int) -> Draft | None:
    near = remarks(reading, max(0, index - BACK), index + AHEAD)
    remark = next((one for one in near if one.sentence.index == index), None)
    if remark is None or not remark.direct or not same_person(remark.speaker, name):
        return None
    if missing_words(question, reading, index):
        return None
    person, also = full_name(reading, remark.speaker)
    if remark.introduced_by is not None:
        also = [remark.introduced_by, *also]
    claim = passage_claim(reading, [index], lead=person, also=also, status=EventStatus.HAPPENED)
    return Draft(Status.ANSWERED, claim.text, (claim,))
