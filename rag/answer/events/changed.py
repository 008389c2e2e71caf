"""Tell what became of what is asked about: called off, or put off to another day.

"When will X be held?" is answered by the article that says X was called off, not by the older one with its date; so is
"what is the offer now?" where it was withdrawn.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from rag.answer.compose import answered, passage_claim
from rag.answer.coverage import named_in, names_asked
from rag.answer.figures.measure import same_noun
from rag.answer.language.lexicon import word_set
from rag.answer.language.words import is_present, words_of
from rag.answer.question import Kind, Question
from rag.models import Draft, EventStatus

if TYPE_CHECKING:
    from spacy.tokens import Token

    from rag.answer.reading import Reading

_CALLED_OFF = word_set("cancel scrap abandon withdraw shelve revoke rescind drop")
_PUT_OFF = word_set("postpone delay reschedule adjourn defer")
_PHRASES = {("call", "off"): True, ("put", "off"): False, ("put", "back"): False, ("push", "back"): False}
_WHEN = word_set("day date time year month week hour place")
_VERBS = re.compile(
    r"\b(?:cancel|scrap|abandon|withdr[ae]w|shelve|revoke|rescind|drop|postpone|delay|reschedul|adjourn|defer|call|put|push)",
    re.IGNORECASE,
)
_TO_COME = re.compile(
    r"\b(?:will|shall|going to|due|expected|scheduled|set|planned|next|(?:is|are)\b.*\bto (?:be|take|start|begin|open)|"
    r"(?:is|are) (?:the|it)\b)",
    re.IGNORECASE,
)
_MERELY_PLANNED = re.compile(
    r"\b(?:why|plan\w*|expect\w*|due|would|should|was to|were to|supposed|schedul\w*|invit\w*|earlier|originally|set)\b",
    re.IGNORECASE,
)
_OUTCOMES = (Kind.WHO, Kind.WHERE, Kind.WHEN, Kind.HOW_MANY, Kind.HOW_MUCH, Kind.HOW_LONG)
_COMPLETES = word_set("complete finish finalise finalize conclude close seal")
_PRESENT = word_set("next current latest new present")
_NOW = re.compile(r"\b(?:now|currently|current|at present|still|latest)\b", re.IGNORECASE)


def what_became(question: Question, readings: Sequence[Reading]) -> Draft | None:
    """The newest report that what is asked about was called off or put off; None when there is none.

    It answers what lies ahead or stands now, and what the question wrongly takes to have come about.
    """
    if (question.kind in (Kind.WHEN, Kind.WHERE, Kind.YES_NO) and _TO_COME.search(question.text)) or (
        question.kind in (Kind.WHAT, Kind.DEFINITION, Kind.HOW_MUCH) and _NOW.search(question.text)
    ):
        found = _newest(question, readings, [_subject(question)], _changes)
    elif question.kind in _OUTCOMES and _taken_for_done(question):
        found = _newest(question, readings, _events(question), _undone)
    else:
        return None
    if found is None:
        return None
    reading, index, verb = found
    if _called_off(verb):
        return answered([passage_claim(reading, [index], status=EventStatus.DENIED)])
    lead = _new_day(verb) if question.kind is Kind.WHEN else None
    return answered([passage_claim(reading, [index], lead=lead, status=EventStatus.PLANNED)])


def _newest(
    question: Question,
    readings: Sequence[Reading],
    events: Sequence[Token | None],
    changes: Callable[[Token, Token], bool],
) -> tuple[Reading, int, Token] | None:
    """The newest sentence by which an article changes one of these events, and its verb."""
    found: list[tuple[str, Reading, int, Token]] = []
    for reading in readings:
        if not all(named_in(name, reading.article) for name in names_asked(question)):
            continue
        published = reading.article.published_at
        for index in range(len(reading.spans)):
            if not _VERBS.search(reading.raw(index)):
                continue
            for verb in reading.sentence(index).doc:
                if _is_change(verb) and any(event is not None and changes(verb, event) for event in events):
                    found.append((published.iso if published else "", reading, index, verb))
    return max(found, key=lambda row: row[0])[1:] if found else None


def _subject(question: Question) -> Token | None:
    """The noun for what is to come: the subject of the question's verb."""
    for token in question.doc:
        if token.dep_ in ("nsubj", "nsubjpass", "attr") and token.pos_ == "NOUN" and token.lower_ not in _WHEN:
            return token
    return None


def _events(question: Question) -> list[Token | None]:
    """The nouns that may stand for an event."""
    return [
        t
        for t in question.doc
        if t.pos_ == "NOUN" and t.lower_ not in _WHEN and t.dep_ in ("nsubj", "nsubjpass", "dobj", "pobj")
    ]


def _taken_for_done(question: Question) -> bool:
    """Whether a question takes what it speaks of to have come about: it is in the past, and about no plan or end of it."""
    if _VERBS.search(question.text) or _MERELY_PLANNED.search(question.text):
        return False
    return any(token.tag_ == "VBD" for token in question.doc)


def _undone(verb: Token, event: Token) -> bool:
    """Whether a verb says that the very event was called off, or an undertaking withdrawn that is asked of as completed."""
    things = [child for child in verb.children if child.dep_ in ("nsubjpass", "dobj")]
    if verb.lemma_.lower() == "withdraw":
        return event.head.lemma_.lower() in _COMPLETES and any(_same(thing, event) for thing in things)
    asked = words_of(event.doc.text)
    return _called_off(verb) and any(
        thing.lemma_.lower() == event.lemma_.lower()
        and all(
            is_present(c.lemma_.lower(), asked) for c in thing.children if c.dep_ == "amod" and c.lower_ != "planned"
        )
        for thing in things
    )


def _called_off(verb: Token) -> bool:
    lemma = verb.lemma_.lower()
    return lemma in _CALLED_OFF or any(_PHRASES.get((lemma, c.lower_), False) for c in verb.children)


def _is_change(verb: Token) -> bool:
    """Whether a verb says that something was called off or put off."""
    lemma = verb.lemma_.lower()
    phrase = any((lemma, child.lower_) in _PHRASES for child in verb.children)
    if verb.pos_ != "VERB" or verb.tag_ not in ("VBD", "VBN") or not (lemma in _CALLED_OFF | _PUT_OFF or phrase):
        return False
    return not any(child.dep_ == "neg" for child in verb.children)


def _changes(verb: Token, event: Token) -> bool:
    """Whether it is the event that a verb says was called off or put off."""
    return any(_same(child, event) for child in verb.children if child.dep_ in ("nsubjpass", "dobj"))


def _same(thing: Token, event: Token) -> bool:
    """Whether two nouns are of one event: alike, and what describes the asked one ("second") told there too."""
    if not same_noun(thing.lemma_.lower(), event.lemma_.lower()):
        return False
    told = words_of(thing.doc.text)
    describing = [c.lemma_.lower() for c in event.children if c.dep_ == "amod" and c.lower_ not in _PRESENT]
    return all(is_present(word, told) for word in describing)


def _new_day(verb: Token) -> str | None:
    """The day to which something is put off: "until Tuesday 9 June"."""
    for child in verb.children:
        if child.dep_ == "prep" and child.lower_ in ("to", "until", "till"):
            inside = {token.i for token in child.subtree}
            days = [ent for ent in verb.doc.ents if ent.label_ in ("DATE", "TIME") and ent.root.i in inside]
            if days:
                return str(days[0].text)
    return None
