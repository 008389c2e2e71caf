"""Answer who said something: whose words the question quotes, or who the remark is by that it describes."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from rag.answer.compose import full_name, passage_claim
from rag.answer.question import Question
from rag.answer.reading import Reading
from rag.answer.speech.remarks import Remark, remarks
from rag.models import Citation, Draft, EventStatus, Evidence, Status

LOOKED_AT = 5  # the best sentences, of which one may be the remark that is described
BACK, AHEAD = 14, 6  # sentences read around a remark to find its speaker
FEWEST = 2  # words from which a quotation in the question is looked for word by word
FEWEST_OPEN = 4  # the same for words behind "that", without quotation marks

_QUOTED = re.compile(r"[“\"]([^”\"]+)[”\"]|(?<!\w)‘([^’]+(?:’\w+[^’]*)*)’(?!\w)")
_REPORTED = re.compile(r"\b(?:that|:)\s+(.+?)\s*\?*$", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+")


def who_said_it(
    question: Question, readings: Sequence[Reading], evidence: Sequence[Evidence], least: float
) -> Draft | None:
    """The speaker of the remark that the question quotes or describes; None when none fits well enough."""
    quoted = asked_words(question.text)
    holding = [(r, index) for r in readings for index in places_of(quoted, r)] if quoted else []
    by_someone = [(r, remark) for r, index in holding if (remark := _remark_at(r, index))]
    if by_someone:
        # A name tells more than "the spokesman" or "a witness" in another article.
        reading, remark = max(by_someone, key=lambda one: full_name(one[0], one[1].speaker)[0].count(" ") > 0)
        return _by(reading, remark)
    if holding and _QUOTED.search(question.text):
        reason = "The words are in them, but it is not told whose they are."
        nearest = tuple(Citation.of(reading.article, reading.spans[index]) for reading, index in holding[:1])
        return Draft(Status.NOT_IN_ARTICLES, f"The articles don’t say. {reason}", reason=reason, nearest=nearest)
    by_article = {reading.article.id: reading for reading in readings}
    for one in evidence[:LOOKED_AT]:
        found = by_article.get(one.article.id)
        if one.score < least or found is None:
            continue
        if remark := _remark_at(found, found.index(one.span)):
            return _by(found, remark)
    return None


def asked_words(text: str) -> tuple[str, ...]:
    """The words that a question quotes, or reports behind "that"; none when they are too few to be known again."""
    if quoted := _QUOTED.search(text):
        words = tuple(_WORD.findall((quoted[1] or quoted[2]).lower()))
        return words if len(words) >= FEWEST else ()
    reported = _REPORTED.search(text)
    words = tuple(_WORD.findall(reported[1].lower())) if reported else ()
    return words if len(words) >= FEWEST_OPEN else ()


def places_of(words: Sequence[str], reading: Reading) -> Iterator[int]:
    """The sentences in which these words begin, one after the other as they are given."""
    found = list(_WORD.finditer(reading.article.text))
    has = [one[0].lower() for one in found]
    starts = [span.start for span in reading.spans]
    for place in range(len(has) - len(words) + 1):
        if has[place] == words[0] and has[place : place + len(words)] == list(words):
            index = bisect_right(starts, found[place].start()) - 1
            if index >= 0 and found[place].start() < reading.spans[index].end:
                yield index


def _remark_at(reading: Reading, index: int) -> Remark | None:
    first = max(0, index - BACK)
    return next((one for one in remarks(reading, first, index + AHEAD) if one.sentence.index == index), None)


def _by(reading: Reading, remark: Remark) -> Draft:
    name, also = full_name(reading, remark.speaker)
    if remark.introduced_by is not None:
        also = [remark.introduced_by, *also]
    claim = passage_claim(reading, [remark.sentence.index], lead=name, also=also, status=EventStatus.HAPPENED)
    return Draft(Status.ANSWERED, claim.text, (claim,))
