"""Find the gatherings an article tells of (meetings, calls, visits, talks) and who takes part in each.

An article often tells of several; their people must never be mixed. Every mention is a verb ("met", "is due to
join") or a noun ("the meeting", "talks in Arden") with the people its own grammar gives it. Mentions are merged into
events in reading order: a definite mention without people of its own is the event the article is about; one with other
people, on another day or of another kind is another event.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from rag.answer.attending.gathering_words import ORDINALS
from rag.answer.attending.mentions import Mention, find_mentions
from rag.answer.attending.weekdays import days_meant
from rag.answer.people import Participant, in_clause, participant, people_of
from rag.answer.reading import Reading, Sentence, bare, same_person
from rag.models import EventStatus

if TYPE_CHECKING:
    from spacy.tokens import Token

_ABSENT = re.compile(
    r"\b(?:did not (?:come|attend|take part|join|appear|turn up|travel)|was(?: not|n’t|n't) (?:there|present|invited|at)|were (?:not|absent)|"
    r"was absent|stayed (?:away|at home)|(?:kept|keeps) away|not invited|pulled out|withdrew|missed the|sent (?:his|her|its) (?:apologies|deputy)|"
    r"will not (?:attend|come|take part|be there|travel)|skipped|boycott\w*|(?:was|were) to have (?:come|attended|joined|been|taken part)|"
    r"had been (?:due|expected|scheduled) to (?:come|attend|join|take part|be|welcome|chair|travel|speak))\b|^neither\b",
    re.IGNORECASE,
)
_PRESENT = re.compile(
    r"\b(?:also (?:present|there|at the table|attending|taking part|in the room|on the (?:platform|podium|stage)|attended)|(?:was|were|will be|is|are) (?:also )?(?:present|there|in attendance|in the room|at the table|"
    r"on the (?:line|platform|podium|stage)|expected to attend|taking part|to attend)|took (?:part|h(?:er|is) place|their places?|notes|the chair)|sat (?:in|between|beside|opposite|next to|at)|"
    r"(?:made up|completed|rounded out) the|(?:led|headed|leads|heads|lead) (?:the|its|their|his|her) (?:[\w’-]+ ){0,2}(?:delegation|team|side)|"
    r"(?:delegation|side|team) (?:is|was|will be|are|were) (?:to be )?(?:led|headed) by|named on (?:the|its|his|her|their) list|"
    r"(?:the )?delegations? (?:was|were|is|are|will be|included|includes|consists)|(?:was|were|is) accompanied|accompanied by|joined (?:him|her|them|by)|beside (?:him|her|them)|brought (?:with|two|three|four|several|along)|chaired|(?:the )?chair was|"
    r"take part|taking part|had [^;]+ with (?:him|her|them)|mediat\w+|(?:was|is|were) represented by|represented|stood in for|came too|so did|flew in|dialled in|arrived|came|"
    r"said (?:that )?(?:he|she|they) (?:will|would) (?:attend|come|be there|take part)|accepted (?:an|the) invitation)\b|^so (?:have|has|will|was|were|is|are)\b",
    re.IGNORECASE,
)


@dataclass(slots=True, eq=False)
class Event:
    """One gathering of one article, built up as the article is read."""

    kind: str
    first: int  # the sentence that first mentions it
    participants: list[Participant] = field(default_factory=list)
    sentences: list[int] = field(default_factory=list)
    words: Counter[str] = field(default_factory=Counter)
    places: set[str] = field(default_factory=set)
    times: list[str] = field(default_factory=list)
    statuses: list[EventStatus] = field(default_factory=list)
    ordinal: int | None = None  # of several: "the second round"
    undone: int | None = None  # the sentence that says it was cancelled or put off

    @property
    def status(self) -> EventStatus | None:
        """What the article says of it, all mentions together."""
        if not self.statuses:
            return None
        counts = Counter(self.statuses)
        if counts[EventStatus.DENIED] > sum(counts.values()) / 2:
            return EventStatus.DENIED
        del counts[EventStatus.DENIED]
        return max(counts, key=lambda s: (counts[s], s is EventStatus.PLANNED), default=EventStatus.DENIED)

    def people(self) -> list[Participant]:
        """Those present, each once, the fullest mention of each."""
        absent = [p for p in self.participants if not p.present]
        kept: list[Participant] = []
        for one in self.participants:
            if not one.present or any(one.person and same_person(one.name, other.name) for other in absent):
                continue
            for place, other in enumerate(kept):
                if one.name.lower() == other.name.lower() or (
                    one.person and other.person and same_person(one.name, other.name)
                ):
                    if len(bare(one.name)) > len(bare(other.name)):
                        kept[place] = one
                    break
            else:
                kept.append(one)
        return kept


_TRIGGER = re.compile(
    r"\b(?:meet|met|meets|meetings?|talk(?:s|ed|ing)?|discussions?|negotiations?|summits?|conferences?|sessions?|rounds?|gather\w*|consultations?|forum|"
    r"calls?|telephoned|openings?|opened|visit\w*|trip|receptions?|dinners?|lunch|breakfast|banquet|briefings?|briefed|ceremony|funeral|inauguration|signing|vigil|hearings?|rally|"
    r"welcom\w+|host\w*|receiv\w+|greet\w*|attend\w*|join\w*|conven\w+|spoke|speak\w*|phoned?|delegations?|videoconference|debate)\b",
    re.IGNORECASE,
)


def events(reading: Reading) -> list[Event]:
    """The gatherings of an article, in the order of their first mention."""
    found: list[Event] = []
    current: Event | None = None
    candidates = [i for i in range(len(reading.spans)) if _relevant(reading.raw(i))]
    reading.sentences(candidates)  # parsed together, which is faster
    for index in candidates:
        sentence = reading.sentence(index)
        found_here = [one for mention in find_mentions(sentence, reading) for one in _each(mention)]
        for mention in found_here:
            event = _home(mention, found, current)
            if event is None:
                event = Event(kind=mention.kind, first=index)
                found.append(event)
            _merge(event, mention)
            if mention.participants or current is None:
                current = event
        if current is not None and not any(m.participants for m in found_here) and index - max(current.sentences) <= 8:
            _attendance_line(sentence, reading, _numbered(sentence, found) or current)
    for event in found:
        if event.status is EventStatus.HAPPENED and _lies_ahead(event, reading):
            event.statuses = [EventStatus.PLANNED]
    return found


def _lies_ahead(event: Event, reading: Reading) -> bool:
    """Whether all days that are given for it come after the article: "preparations for the summit on 16 April"."""
    stamp = reading.article.published_at
    if stamp is None:
        return False
    given = {day for time in event.times for day in days_meant(time, None)}
    today = (stamp.at.month, stamp.at.day)
    return bool(given) and all(0 < (month - today[0]) * 31 + day - today[1] < 180 for month, day in given)


def _each(mention: Mention) -> list[Mention]:
    """A mention of "two meetings, on May 6 and May 11" as one for each day."""
    dates = [found[0] for found in _DATE.finditer(" ".join(mention.times))]
    if mention.count < 2 or mention.count != len(dates):
        return [mention]
    return [replace(mention, ordinal=n, times=[day], count=1, definite=False) for n, day in enumerate(dates, 1)]


def _numbered(sentence: Sentence, found: Sequence[Event]) -> Event | None:
    """The gathering that "at the second, ..." leaves unnamed."""
    for token in sentence.doc[:4]:
        if token.lower_ in ORDINALS and token.dep_ == "pobj":
            return next((e for e in reversed(found) if e.ordinal == ORDINALS[token.lower_]), None)
    return None


def _relevant(text: str) -> bool:
    return bool(_TRIGGER.search(text) or _PRESENT.search(text) or _ABSENT.search(text))


_TALKS = frozenset(["talk", "talks", "meeting", "discussion", "negotiation", "round", "session"])


def _home(mention: Mention, found: list[Event], current: Event | None) -> Event | None:
    """The event a mention belongs to, or None for a new one."""
    named = [p for p in mention.participants if p.person]
    if not mention.participants:
        same = [event for event in found if event.kind == mention.kind and _no_conflict(mention, event)]
        if current in same:
            return current
        return same[0] if same and mention.definite else same[-1] if same else None
    best, best_shared = None, 0
    for event in found:
        if event.kind != mention.kind and not {event.kind, mention.kind} <= {"meeting", "visit"}:
            continue
        if not _no_conflict(mention, event):
            continue
        present = [p for p in event.participants if p.person]
        shared = sum(any(same_person(one.name, other.name) for other in present) for one in named)
        if shared > best_shared and (shared >= 2 or shared == len(named) or mention.definite):
            best, best_shared = event, shared
    if best is not None:
        return best
    if mention.definite:
        compatible = [e for e in found if e.kind == mention.kind and _no_conflict(mention, e)]
        if current in compatible:
            return current
        return compatible[0] if compatible else None
    # "Talks ended on Thursday. Ms Roe met Mr Hale there ...": the people of what the first sentence speaks of.
    last = found[-1] if found else None
    if (
        last is not None
        and last.kind == mention.kind
        and not last.participants
        and last.undone is None
        and last.first == 0
        and last.words.keys() & _TALKS
        and mention.sentence.index - last.sentences[-1] <= 1
        and _no_conflict(mention, last)
    ):
        return last
    return None


def _no_conflict(mention: Mention, event: Event) -> bool:
    """Whether nothing says that they are two events: another number, another day, another place."""
    if mention.ordinal and event.ordinal and mention.ordinal != event.ordinal:
        return False
    if mention.times and event.times and not {t.lower() for t in mention.times} & {t.lower() for t in event.times}:
        days = {_day(t) for t in mention.times} - {None}
        known = {_day(t) for t in event.times} - {None}
        if days and known and not days & known:
            return False
    return not (mention.places and event.places and not mention.places & event.places and not mention.definite)


_MONTH = "january|february|march|april|may|june|july|august|september|october|november|december"
_DATE = re.compile(rf"\b(?:(?:{_MONTH}) \d+|\d+ (?:{_MONTH}))\b", re.IGNORECASE)
_DAY = re.compile(
    r"\b(monday|tuesday|wednesday|thursday|friday|saturday|sunday|weekend|yesterday|today|tomorrow|"
    rf"(?:{_MONTH}) \d+|\d+ (?:{_MONTH}))\b",
    re.IGNORECASE,
)


def _day(time: str) -> str | None:
    found = _DAY.search(time)
    return found[1].lower() if found else None


def _merge(event: Event, mention: Mention) -> None:
    event.participants += mention.participants
    event.sentences.append(mention.sentence.index)
    event.words[mention.word] += 1
    event.places |= mention.places
    event.times += [time for time in mention.times if time not in event.times]
    event.ordinal = event.ordinal or mention.ordinal
    if mention.undone:
        event.undone = mention.sentence.index
    if mention.status is not None:
        event.statuses.append(mention.status)


def _attendance_line(sentence: Sentence, reading: Reading, event: Event) -> None:
    """A sentence that only says who was there, or was not: "Also at the table was ...", "Ms Roe did not come"."""
    people: list[Participant] = []
    for verb, text in _clauses(sentence):
        absent = bool(_ABSENT.search(text))
        if not absent and not _PRESENT.search(text):
            continue
        if text.lower().startswith("so ") and sentence.index - 1 not in event.sentences:
            continue
        verbs = [verb, *(c for c in verb.children if c.dep_ == "xcomp")]  # "is to be headed by"
        heads = [c for v in verbs for c in v.children if c.dep_ in _HEADS]
        before = any(c.dep_ in ("nsubj", "nsubjpass") and c.i < verb.i for c in verb.children)
        if _INVERTED.search(text) and not before:  # "Also there were A, B and C": the parser may lose the row of names
            own = [p for p in reading.persons(sentence) if p.start > verb.i and not in_clause(p.root, verb)]
            people += [participant(p, sentence) for p in own if p.root.dep_ != "poss"]
            continue
        people += [p for head in heads for p in people_of(head, sentence, reading, present=not absent) if p.person]
    if people:
        event.participants += people
        event.sentences.append(sentence.index)


_INVERTED = re.compile(r"^(?:also|so|among|with|beside|at)\b.* (?:was|were|is|are|have|has|sat)\b", re.IGNORECASE)
_HEADS = frozenset(["nsubj", "nsubjpass", "attr", "agent", "dobj", "oprd"])


def _clauses(sentence: Sentence) -> list[tuple[Token, str]]:
    """The main verb and those joined to it that have a named subject of their own, each with its words."""
    root = next((t for t in sentence.doc if t.dep_ == "ROOT"), None)
    if root is None:
        return []
    joined = [
        t
        for t in {*root.conjuncts, *(c for c in root.children if c.dep_ in ("ccomp", "parataxis"))}
        if any(c.dep_ in ("nsubj", "nsubjpass") and c.pos_ in ("NOUN", "PROPN") for c in t.children)
    ]
    if not joined:
        return [(root, sentence.text)]
    apart = {verb: {t.i for t in verb.subtree} for verb in joined}
    apart[root] = {t.i for t in sentence.doc} - {i for verb in joined for i in apart[verb]}
    for verb in joined:
        apart[verb] -= {i for other in joined if other.i > verb.i for i in apart[other]}
    return [(verb, "".join(t.text_with_ws for t in sentence.doc if t.i in apart[verb]).strip()) for verb in apart]
