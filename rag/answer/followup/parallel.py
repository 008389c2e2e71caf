"""Ask the last question of another: "And Ms Roe?", "What about the harbour?", "And in March?".

What is named takes the place of what is most like it in the last question: a person that of a person, a day that of a day.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rag.answer.followup.clause import Gap, asking_words, body, fitting, sentence, text_of
from rag.answer.followup.exchange import Exchange
from rag.answer.followup.ones import ORDINALS
from rag.answer.followup.referents import Referent, Sort, referents

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Doc, Token


def in_its_place(fragment: Sequence[Token], last: Exchange) -> str | None:
    """The last question with a part of it replaced by one of the same sort."""
    if not fragment:
        return None
    text = text_of(fragment)
    question = last.question.doc
    asked = {t.i for t in asking_words(body(question))}
    targets = [r for r in last.referents if r.span is not None and not asked & {t.i for t in r.span}]
    targets = [r for r in targets if r.root and not r.is_compound]
    preposition = fragment[0].lower_ if fragment[0].pos_ in ("ADP", "SCONJ") and len(fragment) > 1 else ""
    core = list(fragment[1:] if preposition else fragment)
    own = [r for r in referents(core[0].doc, last.texts) if r.root and core[0].i <= r.root.i <= core[-1].i]
    own.sort(key=lambda r: not r.named)
    sort = own[0].sort if own else None
    ordinal = ORDINALS.search(text_of(core))
    if ordinal and len([t for t in core if not t.is_stop or ORDINALS.fullmatch(t.text)]) == 1:
        replaced, times = ORDINALS.subn(ordinal[0], question.text, count=1)
        return replaced if times else None
    noun = next((r.head for r in own if r.root and r.root.pos_ == "NOUN"), None)
    same = next((r for r in targets if noun is not None and r.head == noun), None)
    if same is not None and same.span and same.root:
        return _put(question, same.span.start, same.root.i + 1, text_of(core))
    if sort is Sort.TIME or preposition:
        return _other_circumstance(fragment, sort, targets, question)
    target = _fitting_target(sort, targets)
    if target is not None and target.span is not None:
        part = f"{text} for {target.text}" if core[0].lower_ in ("a", "an") else text
        return _put(question, target.span.start, target.span.end, part)
    if sort in _LIKE and last.clause and last.clause.gap is Gap.SUBJECT:
        return last.clause.asked_whether(fitting("did", last.clause.auxiliary), text)
    return None


_LIKE = {
    Sort.PERSON: ((Sort.PERSON,), (Sort.BODY,)),
    Sort.BODY: ((Sort.BODY, Sort.PLACE, Sort.PERSON), (Sort.THING,)),
    Sort.PLACE: ((Sort.PLACE,), (Sort.BODY,), (Sort.THING,)),
}


def _fitting_target(sort: Sort | None, targets: Sequence[Referent]) -> Referent | None:
    """What in the last question is of the same sort: who acts before others, the last thing before earlier ones."""
    spoken = [r for r in targets if r.sort is not Sort.TIME]
    if sort not in _LIKE:
        things = [r for r in spoken if r.sort in (Sort.THING, Sort.EVENT)] or spoken
        topic = [r for r in things if r.preposition in ("about", "on", "of")]
        return next(reversed(topic or things), None)
    for group in _LIKE[sort]:
        if alike := [r for r in spoken if r.sort in group]:
            return next((r for r in alike if r.acts), alike[0])
    return None


def _other_circumstance(
    fragment: Sequence[Token], sort: Sort | None, targets: Sequence[Referent], question: Doc
) -> str:
    """The last question at another time or place, or with another preposition's object."""
    has_preposition = fragment[0].pos_ in ("ADP", "SCONJ")
    for one in targets:
        if one.span is None:
            continue
        before = question[one.span.start - 1] if one.span.start else None
        if sort is Sort.TIME and one.sort is Sort.TIME:
            start = one.span.start - (has_preposition and before is not None and before.pos_ in ("ADP", "SCONJ"))
            return _put(question, start, one.span.end, text_of(fragment))
        same = has_preposition and before is not None and before.lower_ == fragment[0].lower_
        if same and Sort.TIME not in (sort, one.sort):
            return _put(question, one.span.start, one.span.end, text_of(fragment[1:]))
    return sentence([question.text.strip(" ?"), text_of(fragment)])


def _put(doc: Doc, start: int, end: int, text: str) -> str:
    """A question with the words from start to end replaced."""
    return sentence([doc[:start].text, text, doc[end:].text]).replace(" ’s", "’s").replace(" 's", "'s")
