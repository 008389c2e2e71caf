"""Find where a sentence mentions a gathering, and the people its own grammar gives it.

A mention is a verb ("met", "is due to join") or a noun ("the meeting", "talks in Arden"). Knows nothing of which
mentions are of the same gathering.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rag.answer import status as event_status
from rag.answer.attending.circumstances import places_of, subject_of, times_of
from rag.answer.attending.gathering_words import (
    BY_WIRE,
    COUNTS,
    JOINING,
    NOUNS,
    OPENED,
    ORDINALS,
    VERBS,
    WITH,
    kind_of,
)
from rag.answer.attending.noun_people import people_after, people_below, people_by_verb
from rag.answer.language.lexicon import word_set
from rag.answer.people import Participant, arguments, people_of
from rag.answer.reading import Reading, Sentence
from rag.models import EventStatus

if TYPE_CHECKING:
    from spacy.tokens import Token


_VAGUE = word_set("round call session trip trial")  # words for much else, unless they have people or a verb


@dataclass(slots=True, eq=False)
class Mention:
    """One mention of a gathering, with its own people, places and days."""

    kind: str
    word: str
    trigger: Token
    sentence: Sentence
    participants: list[Participant]
    definite: bool
    status: EventStatus | None
    places: set[str]
    times: list[str]
    ordinal: int | None = None  # "the second round"
    count: int = 1  # "two meetings"
    undone: bool = False  # "the summit has been cancelled"


def find_mentions(sentence: Sentence, reading: Reading) -> list[Mention]:
    """The gatherings a sentence mentions, in order."""
    found: list[Mention] = []
    taken: set[int] = set()
    for token in sentence.doc:
        lemma = token.lemma_.lower()
        if token.i in taken:
            continue
        if token.pos_ == "VERB" and (lemma in VERBS or lemma in JOINING):
            mention = _verb_mention(token, lemma, sentence, reading, taken)
        elif token.pos_ == "VERB" and lemma in ("open", "inaugurate") and _opens_event(token):
            mention = _verb_mention(token, "opening", sentence, reading, taken)
        elif (
            token.pos_ == "VERB"
            and lemma in ("speak", "talk")
            and any(c.lower_ in ("to", "with", "by") for c in token.children)
        ):
            mention = _verb_mention(token, "talk", sentence, reading, taken)
        elif token.pos_ in ("NOUN", "PROPN") and lemma in NOUNS and token.dep_ != "compound":
            mention = _noun_mention(token, lemma, sentence, reading)
        else:
            continue
        if mention is not None:
            found.append(mention)
    return found


def _verb_mention(verb: Token, lemma: str, sentence: Sentence, reading: Reading, taken: set[int]) -> Mention | None:
    status = event_status.of_verb(verb)
    negated = any(c.dep_ == "neg" for c in verb.children)
    subject = subject_of(verb)
    people: list[Participant] = []
    objects = [c for c in verb.children if c.dep_ == "dobj"]
    if lemma in JOINING:
        gathering = next((t for o in objects for t in (o, *o.conjuncts) if t.lemma_.lower() in NOUNS), None)
        if gathering is None and subject is not None and subject.lemma_.lower() in NOUNS:
            gathering, subject = subject, None  # "the call was also joined by ..."
        if gathering is None:
            return None
        taken.add(gathering.i)
        mention = _noun_mention(gathering, gathering.lemma_.lower(), sentence, reading, hidden=True)
        if mention is None:
            return None
        if subject is not None:
            mention.participants += people_of(subject, sentence, reading, present=not negated)
        for agent in (c for c in verb.children if c.dep_ == "agent"):
            mention.participants += arguments(agent, sentence, reading)
        if status is not EventStatus.DENIED:
            mention.status = status
        return mention
    if subject is not None and subject.lower_ not in ("it", "this", "that"):
        people += people_of(subject, sentence, reading)
    for child in verb.children:
        if child.dep_ == "dobj" or (child.dep_ in ("npadvmod", "appos") and lemma == "meet"):
            people += people_of(child, sentence, reading)
        elif child.dep_ == "agent" or (
            child.dep_ == "prep"
            and child.lower_ in WITH | {"to"}
            and lemma in ("meet", "talk", "confer", "brief", "visit")
        ):
            people += arguments(child, sentence, reading)
    if lemma in ("receive", "host", "welcome", "visit", "greet", "opening") and not any(p.person for p in people):
        return None
    passive = any(c.dep_ == "agent" for c in verb.children)
    if (
        not passive
        and lemma in ("receive", "welcome", "host")
        and not any(
            p.person and any(p.span.start >= sentence.span.start + o.left_edge.idx for o in objects) for p in people
        )
    ):
        return None  # "welcomed the deal", "received a briefing", "hosted the tournament"
    kind = "call" if _by_wire(verb) else kind_of(lemma) or "meeting"
    where = places_of(verb, sentence)
    # "She will be received by ..." goes on about the gathering that was last spoken of.
    goes_on = subject is not None and subject.pos_ == "PRON" and subject.tag_ == "PRP"
    return Mention(kind, lemma, verb, sentence, people, goes_on, status, where, times_of(verb, sentence))


def _noun_mention(
    noun: Token, lemma: str, sentence: Sentence, reading: Reading, *, hidden: bool = False
) -> Mention | None:
    """A gathering named by a noun; ``hidden`` when its verb's subject is added by the caller."""
    people = people_below(noun, sentence, reading)
    if not hidden:
        people += people_by_verb(noun, sentence, reading)
    if not people and not hidden:
        people += people_after(noun, sentence, reading)
    if not people and lemma in _VAGUE and noun.dep_ not in ("nsubj", "nsubjpass", "pobj", "dobj"):
        return None
    if lemma == "call" and any(c.dep_ == "prep" and c.lower_ == "for" for c in noun.children):
        return None  # "calls for restraint"
    definite = any(
        c.dep_ == "det" and c.lower_ in ("the", "this", "that", "these", "those") for c in noun.children
    ) or (
        not any(c.dep_ in ("det", "poss", "nummod") for c in noun.children)
        and lemma in ("talk", "talks", "discussion")
        and noun.dep_ in ("nsubj", "nsubjpass")
    )
    modifiers = {c.lower_ for c in noun.children if c.dep_ in ("amod", "nummod")}
    return Mention(
        kind_of(lemma) or "meeting",
        lemma,
        noun,
        sentence,
        people,
        definite,
        event_status.of_noun(noun),
        places_of(noun, sentence),
        times_of(noun, sentence),
        ordinal=next((ORDINALS[word] for word in modifiers if word in ORDINALS), None),
        count=next((COUNTS[word] for word in modifiers if word in COUNTS), 1),
        undone=event_status.is_undone(noun),
    )


def _opens_event(verb: Token) -> bool:
    """Whether somebody opens a festival or the like, not a door."""
    if any(c.dep_ == "agent" for c in verb.children):
        return True
    return any(c.dep_ == "dobj" and c.lemma_.lower() in OPENED for c in verb.children)


def _by_wire(verb: Token) -> bool:
    """Whether people meet or speak only by telephone or by video."""
    return any(
        t.lower_ in BY_WIRE
        for c in verb.children
        if c.dep_ in ("prep", "agent") and c.lower_ in ("by", "on", "over")
        for t in c.subtree
    )
