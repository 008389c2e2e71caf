"""Choose, of the gatherings that the articles tell of, the one a question is about.

By what the question says of it: people, place, day, duration, number, kind, and its other words.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from rag.answer.attending.gathering_words import ORDINALS, kind_of
from rag.answer.attending.gatherings import Event, events
from rag.answer.attending.weekdays import Day, days_meant, months_named
from rag.answer.language.lexicon import word_set
from rag.answer.language.words import is_present, mentions, words_of
from rag.answer.question import PERSON_NOUNS, Question
from rag.answer.reading import Reading, bare, same_person
from rag.models import EventStatus, Evidence

ARTICLES = 4

MEETING_WORDS = word_set(
    """
    attend meeting meet talk discussion person people who take part participate participant attendee join list
    name present hold everyone call visit gathering expect due be will invite speak else besides together table
    involve come go delegation side
    """
)
_DURATION = re.compile(r"\b(\d+)[- ](minute|hour|day)", re.IGNORECASE)


@dataclass(frozen=True, slots=True, eq=False)
class Candidate:
    """A gathering that may be meant.

    ``told`` counts the question's own particulars that fit it, ``clash`` those that speak against it; ``score`` weighs
    them with how prominent it is in its article and in the evidence.
    """

    reading: Reading
    event: Event
    score: float
    told: int
    clash: float

    @property
    def published(self) -> float:
        """When its article was published, in seconds; 0 when that is not known."""
        stamp = self.reading.article.published_at
        return stamp.at.timestamp() if stamp else 0.0

    @property
    def days(self) -> set[Day]:
        """The days on which it may be."""
        return event_days(self.event, self.reading)


def day_of(reading: Reading) -> date | None:
    """The day an article was published."""
    stamp = reading.article.published_at
    return stamp.at.date() if stamp else None


def event_days(event: Event, reading: Reading) -> set[Day]:
    """The days on which a gathering may be: behind the day of publication when it was held, ahead when it is planned."""
    past = {EventStatus.HAPPENED: True, EventStatus.PLANNED: False}.get(event.status) if event.status else None
    return {day for time in event.times for day in days_meant(time, day_of(reading), past=past)}


def candidates(question: Question, readings: Sequence[Reading], evidence: Sequence[Evidence]) -> list[Candidate]:
    """The gatherings that the best articles tell of, the likeliest first; each has participants or was cancelled."""
    best = {one.article.id: one.score for one in reversed(evidence)}
    by_span = {(one.article.id, one.span): one.score for one in evidence}
    top = max(best.values(), default=0.0)
    found: list[Candidate] = []
    for place, reading in enumerate(readings[:ARTICLES]):
        told_of = events(reading)
        main = main_event(told_of)
        for event in told_of:
            people = event.people()
            if not people and event.undone is None:
                continue
            others = {i for e in told_of if e is not event for i in e.sentences if i != event.first}
            told, clash = _fit(question, event, reading, others)
            near = max(by_span.get((reading.article.id, reading.spans[i]), -12.0) for i in event.sentences)
            score = 3.0 * told - 4.0 * clash + 0.35 * near + (1.0 if event is main else 0.0) - 0.5 * place
            score += 0.3 * min(len(event.sentences), 4) + (0.5 if any(p.person for p in people) else -1.0)
            score -= 0.3 * (top - best.get(reading.article.id, top))
            found.append(Candidate(reading, event, score, told, clash))
    return sorted(found, key=lambda c: -c.score)


def main_event(found: Sequence[Event]) -> Event | None:
    """The gathering an article is about: the one told of most, the earliest of equals."""
    return max(found, key=lambda e: (len(e.sentences), -e.first), default=None)


def share_people(one: Event, other: Event) -> bool:
    """Whether two people take part in both."""
    people = [p for p in one.people() if p.person]
    return sum(any(same_person(p.name, q.name) for q in other.participants if q.person) for p in people) >= 2


def same_gathering(one: Candidate, other: Candidate) -> bool:
    """Whether two articles tell of one gathering: the same people, or the same word, day and place."""
    if one.reading is other.reading:
        return False
    if share_people(one.event, other.event):
        return True
    if not (one.event.words.keys() & other.event.words.keys() and one.days & other.days):
        return False
    return any(has_name(_told(a), place) for a, b in ((one, other), (other, one)) for place in b.event.places)


def _told(one: Candidate) -> str:
    return " ".join([one.reading.article.title, *(one.reading.raw(i) for i in one.event.sentences)])


def has_particulars(question: Question) -> bool:
    """Whether the question says anything that tells one gathering from another."""
    return bool(
        question.names
        or any(e.label_ in ("DATE", "TIME") for e in question.doc.ents)
        or any(
            t.lemma_.lower() not in MEETING_WORDS | PERSON_NOUNS and not kind_of(t.lemma_.lower())
            for t in question.content
        )
    )


def has_name(text: str, name: str) -> bool:
    """Whether a text has a name: two of three of its words, both of two."""
    parts = [word for word in re.findall(r"[^\W_]+", bare(name)) if len(word) > 1 and word.lower() not in ("the", "of")]
    present = words_of(text)
    return 3 * sum(is_present(word.lower(), present) for word in parts) >= 2 * len(parts)


def _fit(question: Question, event: Event, reading: Reading, shared: set[int]) -> tuple[int, float]:
    """How many of the question's particulars fit the gathering, and how many speak against it."""
    # A sentence that tells of two gatherings speaks for the one it tells of first.
    text = " ".join([reading.article.title, *(reading.raw(i) for i in event.sentences if i not in shared)])
    told, clash = 0, 0.0
    fitting = [*_names(question, event, text), *_times(question, event, reading), *_kinds(question, event)]
    for fits, weight in (*fitting, *_matters(question, reading)):
        told += int(weight) if fits else 0
        clash += 0.0 if fits else weight
    if any(re.search(rf"\b{re.escape(place)}\b", question.text.lower()) for place in event.places):
        told += 2
    return told, clash


def _names(question: Question, event: Event, text: str) -> list[tuple[bool, float]]:
    """Names and other telling words: whether each fits, and its weight."""
    found: list[tuple[bool, float]] = []
    for name in question.names:
        if any(same_person(name, p.name) or name.lower() in p.name.lower() for p in event.participants):
            found.append((True, 2))
        elif not any(mentions(place, name) for place in event.places):  # a place is counted as such
            found.append((has_name(text, name), 1))
    covered = {word.lower() for name in question.names for word in name.split()}
    for token in question.content:
        lemma = token.lemma_.lower()
        known = lemma in MEETING_WORDS | PERSON_NOUNS | ORDINALS.keys() or kind_of(lemma) is not None
        if known or token.lower_ in covered or token.ent_type_ in ("DATE", "TIME"):
            continue
        if any(re.search(rf"\b{re.escape(word[:6])}", text.lower()) for word in (lemma, token.lower_)):
            found.append((True, 1))
    return found


def _matters(question: Question, reading: Reading) -> list[tuple[bool, float]]:
    """What the gathering is about, "the herring talks": whether the article speaks of it at all."""
    present = words_of(f"{reading.article.title} {reading.article.text}")
    about = [
        token
        for token in question.doc
        if token.dep_ in ("compound", "amod")
        and token.pos_ in ("NOUN", "VERB")
        and not token.ent_type_
        and kind_of(token.head.lemma_.lower())
        and not kind_of(token.lemma_.lower())
        and token.lemma_.lower() not in PERSON_NOUNS
    ]
    absent = [t for t in about if not (is_present(t.lemma_.lower(), present) or is_present(t.lower_, present))]
    return [(False, 2)] * len(absent)


def _times(question: Question, event: Event, reading: Reading) -> list[tuple[bool, float]]:
    """The days, months and durations that the question gives."""
    published = day_of(reading)
    own = event_days(event, reading)
    found: list[tuple[bool, float]] = []
    asked = days_meant(question.text, None)
    if asked and own:
        found.append((bool(asked & own), 2))
    elif not asked and (months := months_named(question.text)):
        when = {month for month, _ in own} or ({published.month} if published else set())
        found.append((bool(months & when), 1))
    lengths = _DURATION.findall(question.text.lower())
    if lengths:
        fits = any(set(lengths) & set(_DURATION.findall(time.lower())) for time in event.times)
        found += [(True, 2)] if fits else []
    if asked or lengths or months_named(question.text):
        return found
    for ent in question.doc.ents:
        if ent.label_ in ("DATE", "TIME"):
            words = set(re.findall(r"\w+", ent.text.lower())) - {"the", "on", "last", "this", "next", "s"}
            if any(word in time.lower() for time in event.times for word in words):
                found.append((True, 1))
            elif event.times:
                found.append((False, 1))
    return found


def _kinds(question: Question, event: Event) -> list[tuple[bool, float]]:
    """The kind of gathering and its number ("the second round")."""
    found: list[tuple[bool, float]] = []
    kinds = {kind for token in question.doc if (kind := kind_of(token.lemma_.lower()))}
    if kinds and event.kind in kinds:
        found.append((True, 0 if event.kind == "meeting" else 1))
    elif kinds:
        # A visit or a meal may be called a meeting; a call or a rally may not.
        near = "meeting" in kinds and event.kind in ("visit", "meal")
        found.append((False, 0.5 if near else 1))
    numbers = {ORDINALS[t.lower_] for t in question.doc if t.lower_ in ORDINALS and kind_of(t.head.lemma_.lower())}
    if numbers and event.ordinal:
        found.append((event.ordinal in numbers, 2))
    return found
