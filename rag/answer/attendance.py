"""Answer who takes part in a gathering, each person with the sentence that says so.

Chooses the one gathering the question is about by what the question says of it (people, place, day, kind); when it
says nothing that tells several gatherings apart, the article's main one, and across articles that fit equally: asks
back.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rag.answer.compose import STATUS_WORDS, cite, full_name, joined, one_line
from rag.answer.gatherings import Event, events
from rag.answer.lexicon import word_set
from rag.answer.mentions import kind_of
from rag.answer.people import Participant
from rag.answer.question import PERSON_NOUNS, Kind, Question
from rag.answer.reading import Reading, same_person
from rag.answer.roles import roles_in
from rag.answer.words import alike, mentions
from rag.models import Claim, Draft, EventStatus, Evidence, Status

_MEETING_WORDS = word_set(
    """
    attend meeting meet talk discussion person people who take part participate participant attendee join list
    name present hold everyone call visit gathering expect due be will invite speak else besides together table
    involve
    """
)
AMBIGUOUS_GAP = 1.0
ARTICLES = 3


@dataclass(frozen=True, slots=True, eq=False)
class _Candidate:
    reading: Reading
    event: Event
    score: float
    told: int  # how many of the question's own particulars fit it


def attendance(question: Question, readings: Sequence[Reading], evidence: Sequence[Evidence]) -> Draft | None:
    """The participants of the gathering asked about; None when no gathering with participants is found."""
    candidates: list[_Candidate] = []
    best = {one.article.id: one.score for one in reversed(evidence)}
    by_span = {(one.article.id, one.span): one.score for one in evidence}
    top = max(best.values(), default=0.0)
    for place, reading in enumerate(readings[:ARTICLES]):
        found = events(reading)
        main = _main(found)
        for event in found:
            told, clash = _fit(
                question, event, reading, {i for e in found if e is not event for i in e.sentences if i != event.first}
            )
            people = event.people()
            if not people:
                continue
            near = max(
                (by_span.get((reading.article.id, reading.spans[i]), -12.0) for i in event.sentences), default=-12.0
            )
            score = 3.0 * told - 4.0 * clash + 0.35 * near + (1.0 if event is main else 0.0) - 0.5 * place
            score += 0.3 * min(len(event.sentences), 4) + (0.5 if any(p.person for p in people) else -1.0)
            score -= 0.3 * (top - best.get(reading.article.id, top))
            candidates.append(_Candidate(reading, event, score, told))
    candidates.sort(key=lambda c: -c.score)
    if not candidates:
        return None
    chosen = candidates[0]
    rivals = [
        c
        for c in candidates[1:]
        if c.reading is not chosen.reading
        and c.score > chosen.score - AMBIGUOUS_GAP
        and c.told == chosen.told
        and not _same_event(c.event, chosen.event)
    ]
    if rivals and chosen.told == 0:
        return _ambiguous([chosen, *rivals])
    if not _particulars(question):
        # Nothing tells which gathering is meant, so the main one of each article is as good as any other.
        asked = {kind for t in question.doc if (kind := kind_of(t.lemma_.lower()))}
        firsts = {id(c.reading): c for c in reversed(candidates) if c.event.kind in asked or not asked}
        others = [
            c for c in firsts.values() if not _same_event(c.event, chosen.event) and c.reading is not chosen.reading
        ]
        if others:
            return _ambiguous([chosen, *others])
    alike = [
        c
        for c in candidates[1:]
        if c.reading is chosen.reading and c.told == chosen.told and c.event is not chosen.event
    ]
    if alike and not is_about_gathering(question) and not question.names:
        return _ambiguous([chosen, *alike])
    asked_kinds = {kind for t in question.doc if (kind := kind_of(t.lemma_.lower()))}
    if asked_kinds & {"briefing", "ceremony", "hearing", "meal", "rally"} and chosen.event.kind not in asked_kinds:
        return None
    if any(not _known(name, chosen) for name in question.names):
        return None
    if chosen.event.status is EventStatus.PLANNED and any(t.tag_ == "VBD" for t in question.doc):
        # What was planned in one article may be reported as held in another.
        held = [
            c
            for c in candidates
            if c.reading is not chosen.reading
            and c.event.status is EventStatus.HAPPENED
            and _same_event(c.event, chosen.event)
        ]
        chosen = held[0] if held else chosen
    return _answer(question, chosen)


def _known(name: str, chosen: _Candidate) -> bool:
    """Whether the gathering, or a sentence that tells of it, knows a name."""
    event, reading = chosen.event, chosen.reading
    return any(same_person(name, p.name) for p in event.participants) or any(
        mentions(" ".join((reading.raw(i), reading.article.title)), name) for i in event.sentences
    )


def _is_event_name(name: str, event: Event) -> bool:
    return name.lower() in event.places


def is_about_gathering(question: Question) -> bool:
    """Whether the question has a word for a gathering, or for meeting."""
    return any(kind_of(token.lemma_.lower()) for token in question.doc)


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
        and t.lemma_.lower() not in PERSON_NOUNS | _MEETING_WORDS
    ]
    if others or not any(c.lower_ == "the" for c in words[0].children):
        return None
    reading = readings[0]
    found = [e for e in events(reading) if e.kind == kind and e.people()]
    if len(found) < 2 or any(_same_event(a, b) for i, a in enumerate(found) for b in found[i + 1 :]):
        return None
    return _ambiguous([_Candidate(reading, e, 0.0, 0) for e in found])


def unplaced_gathering(question: Question, reading: Reading) -> str | None:
    """Why "where is the meeting?" can't be answered from the best article: it gives its main gathering no place."""
    if question.kind is not Kind.WHERE or not is_about_gathering(question) or _particulars(question):
        return None
    event = _main(events(reading))
    return "No place is given for it." if event is not None and not event.places else None


def _particulars(question: Question) -> bool:
    """Whether the question says anything that tells one gathering from another."""
    return bool(
        question.names
        or any(e.label_ in ("DATE", "TIME") for e in question.doc.ents)
        or any(
            t.lemma_.lower() not in _MEETING_WORDS | PERSON_NOUNS and not kind_of(t.lemma_.lower())
            for t in question.content
        )
    )


def _main(found: Sequence[Event]) -> Event | None:
    """The gathering an article is about: the one told of most, the earliest of equals."""
    return max(found, key=lambda e: (len(e.sentences), -e.first), default=None)


def _same_event(one: Event, other: Event) -> bool:
    people = [p for p in one.participants if p.person]
    return sum(any(same_person(p.name, q.name) for q in other.participants if q.person) for p in people) >= 2


def _fit(question: Question, event: Event, reading: Reading, shared: set[int]) -> tuple[int, float]:
    """How many of the question's particulars fit the gathering, and how many speak against it."""
    told, clash = 0, 0.0
    # A sentence that tells of two gatherings speaks for the one it tells of first.
    text = " ".join(reading.raw(i) for i in event.sentences if i not in shared)
    for name in question.names:
        if any(same_person(name, p.name) or name.lower() in p.name.lower() for p in event.participants):
            told += 2
        elif any(mentions(place, name) for place in event.places):
            continue  # counted as a place below
        elif mentions(text, name):
            told += 1
        else:
            clash += 1
    kinds = {kind for token in question.doc if (kind := kind_of(token.lemma_.lower()))}
    if kinds:
        if event.kind in kinds:
            told += 0 if event.kind == "meeting" else 1
        else:
            # A visit or a meal may be called a meeting; a call or a rally may not.
            clash += 0.5 if "meeting" in kinds and event.kind in ("visit", "meal") else 1
    for ent in question.doc.ents:
        if ent.label_ in ("DATE", "TIME"):
            words = [
                w for w in re.findall(r"\w+", ent.text.lower()) if w not in ("the", "on", "last", "this", "next", "s")
            ]
            if any(word in time.lower() for time in event.times for word in words):
                told += 1
            elif event.times:
                clash += 1
    if any(re.search(rf"\b{re.escape(place)}\b", question.text.lower()) for place in event.places):
        told += 2
    covered = {word.lower() for name in question.names for word in name.split()}
    for token in question.content:
        lemma = token.lemma_.lower()
        if (
            lemma in _MEETING_WORDS
            or token.lower_ in covered
            or token.ent_type_ in ("DATE", "TIME")
            or kind_of(lemma)
            or lemma in PERSON_NOUNS
        ):
            continue
        if re.search(rf"\b{re.escape(lemma[:6])}", text.lower()):
            told += 1
    return told, clash


def _answer(question: Question, chosen: _Candidate) -> Draft | None:
    reading, event = chosen.reading, chosen.event
    people = event.people()
    asked = [p for p in people if p.person and any(same_person(name, p.name) for name in question.names)]
    others = [p for p in people if p not in asked]
    first = question.doc[0].lower_ if len(question.doc) else ""
    if re.search(r"\b(?:besides|apart from|other than|else|other)\b", question.text, re.IGNORECASE):
        named = [p for p in others if p.person] if asked else others
        if asked and not named:
            return None
    if any(t.lemma_ == "represent" for t in question.doc):
        people = [
            p
            for p in people
            if all(
                mentions(reading.raw(p.sentence), name) for name in question.names if not _is_event_name(name, event)
            )
        ]
        others = people
        if not people or (
            question.names
            and event.kind == "meeting"
            and len(event.sentences) > 1
            and not any(
                alike(w.lower(), n.lower())
                for p in people
                for r in roles_in(reading.sentence(p.sentence), reading)
                if same_person(r.person, p.name)
                for w in r.words
                for n in question.names
            )
        ):
            return None
    about_them = bool(asked) and first not in ("was", "is", "did", "will", "were", "are", "has", "have")
    wanted = others if about_them and others else people
    if not wanted:
        return None
    status = event.status
    claims = [_claim(reading, one, status) for one in _ordered(wanted)]
    names = joined([claim.text for claim in claims])
    sentences = "\n".join(f"• {one_line(c.citations[0].quote)}" for c in _distinct(claims))
    note = STATUS_WORDS.get(status) if status else None
    absent = [p for p in event.participants if not p.present]
    if absent:
        missing = _claim(reading, absent[0], EventStatus.DENIED)
        claims.append(missing)
        sentences += f"\n• {one_line(missing.citations[0].quote)}"
    text = f"{note}: {names}.\n{sentences}" if note else f"{names}.\n{sentences}"
    return Draft(Status.ANSWERED, text, tuple(claims))


def _distinct(claims: Sequence[Claim]) -> list[Claim]:
    seen: dict[tuple[int, int], Claim] = {}
    for claim in claims:
        seen.setdefault((claim.citations[0].start, claim.citations[0].end), claim)
    return list(seen.values())


def _ordered(people: Sequence[Participant]) -> list[Participant]:
    return sorted(people, key=lambda p: (not p.person, p.span.start))


def _claim(reading: Reading, one: Participant, status: EventStatus | None) -> Claim:
    """One participant: the name as a claim of its own, cited to the sentence that puts them there."""
    spans = [reading.spans[one.sentence]]
    name = one.name
    if one.person:
        name, also = full_name(reading, one.name)
        spans += [reading.spans[i] for i in also]
    return Claim(name, cite(reading.article, *spans), status)


def _ambiguous(candidates: Sequence[_Candidate]) -> Draft:
    lines = []
    claims = []
    for candidate in candidates[:4]:
        reading, event = candidate.reading, candidate.event
        claim = Claim(
            one_line(reading.raw(event.first)), cite(reading.article, reading.spans[event.first]), event.status
        )
        claims.append(claim)
        lines.append(f"• {claim.text}")
    reason = "The articles tell of several; say which one is meant, by a name, a place or a day."
    return Draft(Status.AMBIGUOUS, f"{reason}\n" + "\n".join(lines), tuple(claims), reason=reason)
