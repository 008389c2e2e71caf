"""Answer "what happened on Monday?" with everything an article dates so."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rag.answer import status as event_status
from rag.answer.compose import answered, passage_claim
from rag.answer.language.lexicon import word_set
from rag.answer.question import Kind, Question
from rag.models import Draft

if TYPE_CHECKING:
    from rag.answer.reading import Reading

_HAPPENING = word_set(
    """
    happen take place due plan schedule event news thing occur go expect set day date two three many several key
    main else also will announce
    """
)
_DATED = re.compile(
    r"\b(monday|tuesday|wednesday|thursday|friday|saturday|sunday|weekend|yesterday|today|tomorrow|\d{1,2} (?:january|february|march|"
    r"april|may|june|july|august|september|october|november|december)|(?:january|february|march|april|may|june|july|august|"
    r"september|october|november|december) \d{1,2})\b",
    re.IGNORECASE,
)
MOST = 6


def what_happened_then(question: Question, reading: Reading) -> Draft | None:
    """All that the best article dates to the day asked about; None when the question asks for more than a day."""
    if question.kind not in (Kind.WHAT, Kind.LIST) or question.names:
        return None
    day = _DATED.search(question.text)
    if day is None:
        return None
    if any(
        t.lemma_.lower() not in _HAPPENING and not _DATED.search(t.text) and not t.like_num
        for t in question.content
        if t.ent_type_ not in ("DATE", "TIME")
    ):
        return None
    named = re.compile(rf"\b{re.escape(day[1])}\b", re.IGNORECASE)
    dated = [i for i in range(len(reading.spans)) if named.search(reading.raw(i))][:MOST]
    claims = [
        passage_claim(reading, [s.index], status=event_status.of_sentence(s.doc)) for s in reading.sentences(dated)
    ]
    return answered(claims) if claims else None
