"""Answer who takes part in a gathering, each person with the sentence that says so.

A planned list gives way to the report of who came, unless the plan is asked for; a gathering that was cancelled is said
to be cancelled. When nothing tells which of several gatherings is meant, it asks back.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from rag.answer.attending.attendees import answer, came
from rag.answer.attending.choosing import (
    MEETING_WORDS,
    Candidate,
    candidates,
    has_name,
    has_particulars,
    main_event,
    same_gathering,
    share_people,
)
from rag.answer.attending.gathering_words import kind_of
from rag.answer.attending.gatherings import events
from rag.answer.attending.weekdays import days_meant, next_to
from rag.answer.compose import STATUS_WORDS, cite, one_line, passage_claim
from rag.answer.question import PERSON_NOUNS, Kind, Question
from rag.answer.reading import Reading, same_person
from rag.answer.support import surroundings
from rag.models import Claim, Draft, EventStatus, Evidence, Status

if TYPE_CHECKING:
    from spacy.tokens import Token

AMBIGUOUS_GAP = 1.0
_OWN_KINDS = frozenset({"briefing", "ceremony", "hearing", "meal", "rally"})  # no meeting answers for one of these
_WAS_PLANNED = re.compile(
    r"\b(?:expected|due|supposed|scheduled|invited|named|listed|planned|meant|intended) (?:\w+ )?(?:to|on|for|at|as)\b|"
    r"\b(?:would|was to|were to)\b",
    re.IGNORECASE,
)
_PLANNED = re.compile(
    rf"{_WAS_PLANNED.pattern}|\b(?:will|going to|set to|to (?:attend|take part|join))\b", re.IGNORECASE
)


def attendance(question: Question, readings: Sequence[Reading], evidence: Sequence[Evidence]) -> Draft | None:
    """The participants of the gathering asked about; None when no gathering with participants is found."""
    found = candidates(question, readings, evidence)
    attended = [c for c in found if c.event.people()]
    if draft := _not_held(question, found, attended):
        return draft
    if not attended:
        return None
    chosen = attended[0]
    if rivals := _rivals(question, attended):
        return _ask_back([chosen, *rivals])
    asked = _kinds(question)
    if asked & _OWN_KINDS and chosen.event.kind not in asked:
        return None
    if any(not _is_known(name, question, chosen) for name in question.names) or _is_other_day(question, chosen):
        return None
    chosen = _as_asked(question, chosen, attended)
    return answer(question, chosen)


def attended(question: Question, readings: Sequence[Reading], evidence: Sequence[Evidence]) -> Draft | None:
    """Whether someone took part: "did Ms Roe attend the talks?"; None when that isn't asked, or isn't told."""
    if question.kind is not Kind.YES_NO or not _ATTEND.search(question.text):
        return None
    who = next(
        (t for t in question.doc if t.dep_ in ("nsubj", "nsubjpass") and t.pos_ in ("PROPN", "NOUN")),
        None,
    )
    name = next((n for n in question.names if who is not None and who.text in re.split(r"[\s-]", n)), None)
    if name is None:
        return None
    told_of = candidates(question, readings, evidence)
    if draft := _not_held(question, told_of, [c for c in told_of if c.event.people()], spared=1):
        return draft
    found = [
        c
        for c in told_of
        if any(p.person and same_person(name, p.name) for p in c.event.participants)
        and all(_is_known(other, question, c) for other in question.names)
    ]
    if not found:
        return None
    return came(name, _as_asked(question, found[0], found))


_ATTEND = re.compile(
    r"\b(?:attend|take part|taking part|taken part|participat\w+|join|come to|been (?:at|to)|go to|present (?:at|for|in)|"
    r"(?:was|were|is|will) .+ (?:at|on|in) (?:the|a|an|his|her|that|this)\b)",
    re.IGNORECASE,
)


def _kinds(question: Question) -> set[str]:
    return {kind for t in question.doc if (kind := kind_of(t.lemma_.lower()))}


def _not_held(
    question: Question, found: Sequence[Candidate], attended: Sequence[Candidate], spared: int = 0
) -> Draft | None:
    """That the gathering was cancelled or put off, when it is asked for as one that is held.

    So many of the question's particulars as are `spared` needn't fit: whoever is asked about need not be told of.
    """
    if _WAS_PLANNED.search(question.text):
        return None
    undone = [c for c in found if c.event.undone is not None and c.told and c.clash <= spared]
    last = max(undone, key=lambda c: (c.told, c.published), default=None)
    if last is None or last.event.undone is None:
        return None
    best = attended[0] if attended else last
    if best is not last and best.score >= last.score:
        was_planned = last.published >= best.published and best.event.status is not EventStatus.HAPPENED
        if not (was_planned and same_gathering(last, best)):
            return None
    held = [c for c in found if c.event.status is EventStatus.HAPPENED and c.published > last.published]
    if any(c.told >= last.told for c in held):
        return None
    put_off = last.event.status is EventStatus.PLANNED
    status = EventStatus.PLANNED if put_off else EventStatus.DENIED
    claim = passage_claim(last.reading, [last.event.undone], status=status)
    return Draft(Status.ANSWERED, f"{STATUS_WORDS[status]}: {claim.text}", (claim,))


def _rivals(question: Question, found: Sequence[Candidate]) -> list[Candidate]:
    """Other gatherings that are as likely meant as the first."""
    chosen = found[0]
    if not chosen.told:
        near = [
            c
            for c in found[1:]
            if c.reading is not chosen.reading
            and c.score > chosen.score - AMBIGUOUS_GAP
            and not c.told
            and not share_people(c.event, chosen.event)
        ]
        if near:
            return near
    if not has_particulars(question):
        # Nothing tells which gathering is meant, so the main one of each article is as good as any other.
        asked = _kinds(question)
        firsts = {id(c.reading): c for c in reversed(found) if c.event.kind in asked or not asked}
        others = [
            c for c in firsts.values() if c.reading is not chosen.reading and not share_people(c.event, chosen.event)
        ]
        if others:
            return others
    if is_about_gathering(question) or question.names:
        return []
    return [c for c in found[1:] if c.reading is chosen.reading and c.told == chosen.told]


def _as_asked(question: Question, chosen: Candidate, found: Sequence[Candidate]) -> Candidate:
    """The same gathering as planned or as held, whichever is asked for; of several reports the newest plan or report."""
    if _PLANNED.search(question.text):
        wanted = EventStatus.PLANNED
    elif any(t.tag_ == "VBD" or t.lower_ in ("did", "has", "have", "was", "were") for t in question.doc):
        wanted = EventStatus.HAPPENED
    else:
        return chosen
    if chosen.event.status is wanted:
        return chosen
    others = [c for c in found if c.event.status is wanted and same_gathering(c, chosen)]
    return others[0] if others else chosen


def _is_other_day(question: Question, chosen: Candidate) -> bool:
    """Whether the gathering was not on the day that the question gives, nor on the day before or after."""
    asked = days_meant(question.text, None)
    return bool(asked and chosen.days) and not any(next_to(a, b) for a in asked for b in chosen.days)


def _is_known(name: str, question: Question, chosen: Candidate) -> bool:
    """Whether the gathering knows a name: its people, what is told around it, or a thing there that has the name."""
    event, reading = chosen.event, chosen.reading
    if any(same_person(name, p.name) for p in event.participants):
        return True
    if any(has_name(surroundings(reading, i), name) for i in event.sentences):
        return True
    # "The clinic" there is "the Lake Marram clinic" of the question when the article has it.
    told = " ".join(reading.raw(i) for i in event.sentences).lower()
    all_told = [reading.raw(i) for i in range(len(reading.spans))]
    things = {thing for t in question.doc if t.text in name.split() if (thing := _named_thing(t))}
    return any(
        thing in told and any(thing in text.lower() and has_name(text, name) for text in all_told) for thing in things
    )


def _named_thing(token: Token) -> str | None:
    """The noun that a name stands before: "clinic" in "the Lake Marram vaccine clinic"."""
    while token.dep_ in ("compound", "poss", "nmod"):
        token = token.head
    return str(token.lemma_.lower()) if token.pos_ == "NOUN" else None


def is_about_gathering(question: Question) -> bool:
    """Whether the question has a word for a gathering, or for meeting."""
    return bool(_kinds(question))


def unclear_gathering(question: Question, readings: Sequence[Reading]) -> Draft | None:
    """Asks back when "the call" (or visit, briefing ...) could be any of several that the best article tells of."""
    words = [t for t in question.doc if t.pos_ == "NOUN" and kind_of(t.lemma_.lower()) not in (None, "meeting")]
    if len(words) != 1 or question.names or any(e.label_ in ("DATE", "TIME") for e in question.doc.ents):
        return None
    kind = kind_of(words[0].lemma_.lower())
    others = [
        t
        for t in question.content
        if t.i != words[0].i
        and t.pos_ in ("NOUN", "ADJ", "PROPN", "NUM")
        and t.lemma_.lower() not in PERSON_NOUNS | MEETING_WORDS
    ]
    if others or not any(c.lower_ == "the" for c in words[0].children):
        return None
    reading = readings[0]
    found = [e for e in events(reading) if e.kind == kind and e.people()]
    if len(found) < 2 or any(share_people(a, b) for i, a in enumerate(found) for b in found[i + 1 :]):
        return None
    return _ask_back([Candidate(reading, e, 0.0, 0, 0.0) for e in found])


def unplaced_gathering(question: Question, reading: Reading) -> str | None:
    """Why "where is the meeting?" can't be answered from the best article: it gives its main gathering no place."""
    if question.kind is not Kind.WHERE or not is_about_gathering(question) or has_particulars(question):
        return None
    event = main_event(events(reading))
    return "No place is given for it." if event is not None and not event.places else None


def _ask_back(found: Sequence[Candidate]) -> Draft:
    claims = []
    for candidate in found[:4]:
        reading, event = candidate.reading, candidate.event
        sentence = reading.spans[event.first]
        claims.append(Claim(one_line(reading.raw(event.first)), cite(reading.article, sentence), event.status))
    reason = "The articles tell of several; say which one is meant, by a name, a place or a day."
    lines = "".join(f"\n• {claim.text}" for claim in claims)
    return Draft(Status.AMBIGUOUS, f"{reason}{lines}", tuple(claims), reason=reason)
