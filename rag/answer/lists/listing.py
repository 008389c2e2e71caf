"""Answer "which NOUNS ...?" with all that the articles name: every sentence that tells of it, and the things it joins.

A sentence belongs to the list when it has the question's verb, or another for it, with something where the question asks
("teams have come from Arden and Brill"), or when it counts the asked noun up ("five charges: ..."); and so does the next
sentence when it continues it ("So will ..."). What the question takes for known must stand near.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rag.answer import status as event_status
from rag.answer.compose import answered, joined, one_line, passage_claim
from rag.answer.followup.clause import AUXILIARIES, asking_words, body
from rag.answer.language.lexicon import word_set
from rag.answer.language.words import is_present, words_of
from rag.answer.lists.enumerating import counted_up, named_before, phrase, row
from rag.answer.question import PERSON_NOUNS, PLACE_NOUNS, Kind, Question
from rag.answer.setting import WEAK_VERBS, Setting, setting

if TYPE_CHECKING:
    from spacy.tokens import Token

    from rag.answer.reading import Reading, Sentence
    from rag.models import Claim, Draft

READ = 5  # articles looked at, the likeliest first
MOST = 6  # sentences given
LONGEST = 60  # characters of a thing in front of its sentence; longer ones are left to the sentence
_EACH = re.compile(r"^, (?:and )?(?:for |with |by )?(?:how (?:many|much)|what|which)(?: \w+)? each$", re.IGNORECASE)
_FIGURE = re.compile(r"\d")
_PLACES = word_set("GPE LOC NORP FAC")


@dataclass(frozen=True, slots=True, eq=False)
class _Wanted:
    """What is listed: the asked noun, the verb, and what it is of the verb ("subject", "object" or a preposition)."""

    noun: str
    plural: str
    verb: Token
    role: str
    known: Setting
    count: int | None
    each: bool  # "and how many each?"


@dataclass(frozen=True, slots=True, eq=False)
class _Line:
    """A sentence of the list and the things it names, in its words; none when they can't be told apart."""

    reading: Reading
    sentence: Sentence
    things: tuple[str, ...]
    known: int  # how many words of the question the sentence itself has


def listed(question: Question, readings: Sequence[Reading]) -> Draft | None:
    """All that is asked for, each sentence a claim; None when the question asks for no list, or nothing fits it."""
    wanted = _wanted(question)
    if wanted is None:
        return None
    for reading in readings[:READ]:
        lines = _lines(wanted, reading)
        if lines:
            return answered([_claim(line, wanted) for line in lines[:MOST]])
    return None


def _wanted(question: Question) -> _Wanted | None:
    words = body(question.doc)
    each = next((place for place, t in enumerate(words) if t.text == "," and _EACH.match(_text(words[place:]))), None)
    words = words[:each]
    asking = asking_words(words)
    rest = words[len(asking) :]
    rest = rest[: next((place for place, t in enumerate(rest) if t.text == ","), len(rest))]
    noun = next((t for t in reversed(asking) if t.tag_ in ("NNS", "NNPS")), None)
    stranded = bool(rest) and rest[-1].pos_ == "ADP" and len(asking) == 1
    asked = {t.lower_ for t in asking}
    if not asked & {"which", "what", "who"} or not (noun is not None or each is not None or stranded):
        return None
    if each is None and (
        question.kind not in (Kind.LIST, Kind.WHAT, Kind.WHO, Kind.WHERE, Kind.SPEAKER, Kind.ATTENDANCE)
        or (question.kind is Kind.ATTENDANCE and (noun is None or noun.lemma_.lower() not in PLACE_NOUNS))
    ):
        return None
    verb, role = _predicate(asking, rest)
    if verb is None:
        return None
    known = [t for t in words if t != verb and not (t in asking and t.tag_ == "NNS")]
    return _Wanted(
        noun.lemma_.lower() if noun is not None else "",
        noun.lower_ if noun is not None else "",
        verb,
        role,
        setting(question, known),
        next((_NUMBERS[word] for word in _NUMBERS if word in asked), None),
        each is not None,
    )


_NUMBERS = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6}


def _predicate(asking: Sequence[Token], rest: Sequence[Token]) -> tuple[Token | None, str]:
    """The verb that is asked about, and what of it."""
    if not rest:
        return None, ""
    preposition = asking[0].lower_ if asking[0].pos_ in ("ADP", "SCONJ") else ""
    verbs = [t for t in rest if t.pos_ in ("VERB", "AUX") and t.lower_ not in AUXILIARIES]
    inverted = (
        rest[0].lower_ in AUXILIARIES
        and len(rest) > 2
        and rest[1].pos_ in ("DET", "PROPN", "NOUN", "PRON", "ADJ", "NUM")
    )
    if inverted:
        verb = verbs[0] if verbs else (rest[-1] if rest[0].lemma_.lower() == "do" or rest[0].tag_ == "MD" else None)
        stranded = rest[-1].lower_ if rest[-1].pos_ == "ADP" and verb != rest[-1] else ""
        return verb, preposition or stranded or "object"
    if not verbs:
        return None, ""
    verb = verbs[0]
    inner = next((t for t in verbs[1:] if t.dep_ == "ccomp" and t.head == verb), None)
    if inner is not None and verb.lemma_.lower() in WEAK_VERBS:
        verb = inner
    passive = verb.tag_ == "VBN" and any(t.lemma_.lower() == "be" for t in rest if t.i < verb.i)
    return verb, preposition or ("object" if passive else "subject")


def _lines(wanted: _Wanted, reading: Reading) -> list[_Line]:
    """The sentences of one article that belong to the list, in its order."""
    found: dict[int, _Line] = {}
    lemma = wanted.verb.lemma_.lower()
    for index in range(len(reading.spans)):
        raw = one_line(reading.raw(index))
        present = words_of(raw)
        if not wanted.known.is_near(reading, index):
            continue
        things: tuple[str, ...] | None = None
        if wanted.plural in present:
            doc = reading.sentence(index).doc
            things = counted_up(wanted.noun, doc) or named_before(wanted.noun, doc) or None
        if things is None and lemma not in WEAK_VERBS and is_present(lemma, present):
            things = _things(wanted, reading.sentence(index), reading)
        if things is not None:
            found[index] = _Line(reading, reading.sentence(index), things, wanted.known.shared(raw))
    for index in list(found):
        for step in (1, -1) if wanted.each else (1,):
            near = index + step
            while near not in found and 0 <= near < len(reading.spans) and _runs_on(wanted, reading, near, step):
                found[near] = _Line(reading, reading.sentence(near), (), 0)
                near += step
    lines = [found[index] for index in sorted(found)]
    exact = [line for line in lines if wanted.count is not None and len(line.things) == wanted.count]
    return [max(exact, key=lambda line: line.known)] if exact else lines


def continues(text: str) -> bool:
    """Whether a sentence goes on with what the one before it lists: "So will ...", "Nor did ...", "Also on the list ..."."""
    first, second, *_ = [*text.lower().split(), "", ""]
    return (first in ("so", "nor", "neither") and second in AUXILIARIES) or first == "also"


def _runs_on(wanted: _Wanted, reading: Reading, index: int, step: int) -> bool:
    """Whether a sentence beside one of the list goes on with it; where each has its figure, by another figure."""
    if step == 1 and continues(reading.raw(index)):
        return True
    together = not reading.starts_paragraph(index if step == 1 else index + 1)
    return wanted.each and together and bool(_FIGURE.search(reading.raw(index)))


def _things(wanted: _Wanted, sentence: Sentence, reading: Reading) -> tuple[str, ...] | None:
    """What stands where the question asks; None when nothing of the asked sort does."""
    for verb in sentence.doc:
        if verb.pos_ not in ("VERB", "AUX", "NOUN") or not is_present(
            wanted.verb.lemma_.lower(), frozenset([verb.lower_, verb.lemma_.lower()])
        ):
            continue
        if any(child.dep_ == "neg" for child in verb.children):
            continue
        slots = _slots(verb, wanted.role)
        if not slots and wanted.role == "subject" and verb.lemma_ == wanted.verb.lemma_ and verb.dep_ == "ROOT":
            return ()  # it has one, which the parser took for something else
        things = [thing for slot in slots for thing in row(slot)]
        fitting = [t for t in things if _fits(wanted.noun, t, sentence, reading)]
        if fitting:
            told = tuple(phrase(t) for t in fitting)
            return told if all(len(one) <= LONGEST for one in told) else ()
    return None


def _fits(noun: str, thing: Token, sentence: Sentence, reading: Reading) -> bool:
    """Whether a thing is of the sort that the asked noun names, as far as that can be told."""
    if thing.pos_ == "PRON":
        return False
    if noun in PLACE_NOUNS:
        return thing.ent_type_ in _PLACES or any(t.ent_type_ in _PLACES for t in thing.lefts)
    if noun in PERSON_NOUNS:
        inside = {t.i for t in thing.subtree}
        return any(span.root.i in inside for span in reading.persons(sentence)) or thing.lemma_.lower() in PERSON_NOUNS
    return thing.pos_ in ("NOUN", "PROPN", "VERB")


def _slots(verb: Token, role: str) -> list[Token]:
    """The subject, the object or what a preposition brings to a verb; a passive's subject is its object."""
    passive = any(c.dep_ in ("auxpass", "nsubjpass") for c in verb.children) or (
        verb.tag_ == "VBN" and verb.dep_ in ("acl", "relcl")
    )
    if role == "subject":
        if passive:
            return [o for c in verb.children if c.dep_ == "agent" for o in c.children if o.dep_ == "pobj"]
        subjects = [c for c in verb.children if c.dep_ == "nsubj"]
        subject = next(iter(subjects), None)
        if len(subjects) > 1 and any(
            c.dep_ == "cc" and subjects[0].i < c.i < subjects[1].i for c in subjects[0].children
        ):
            return subjects  # the parser may take both of "A and B came" for subjects
        if subject is None and verb.dep_ in ("xcomp", "conj") and verb.head.pos_ in ("VERB", "AUX"):
            return _slots(verb.head, "subject") or [c for c in verb.head.children if c.dep_ == "nsubjpass"]
        if subject is not None and subject.pos_ == "PRON" and verb.dep_ == "ccomp":
            return [c for c in verb.head.children if c.dep_ == "nsubj"]  # "Ms Roe said she would attend"
        if subject is not None and subject.lower_ in ("who", "which", "that") and verb.dep_ == "relcl":
            return [verb.head]
        return [subject] if subject is not None else []
    if role == "object":
        if passive:
            found = [c for c in verb.children if c.dep_ == "nsubjpass"]
            return found or ([verb.head] if verb.dep_ == "acl" else [])
        brought = [c for c in verb.children if c.dep_ in ("dobj", "attr", "ccomp")]
        return brought or [
            o for c in verb.children if c.dep_ == "prep" for o in c.children if o.dep_ in ("pobj", "pcomp")
        ]
    subjects = [c for c in verb.children if c.dep_ in ("nsubj", "nsubjpass")]  # "teams from Arden came"
    prepositions = [c for over in (verb, *subjects) for c in over.children if c.dep_ == "prep" and c.lower_ == role]
    prepositions += [c for one in prepositions for c in one.conjuncts if c.lower_ == role]
    return [o for one in prepositions for o in one.children if o.dep_ == "pobj"]


def _text(tokens: Sequence[Token]) -> str:
    return "".join(t.text_with_ws for t in tokens).strip()


def _claim(line: _Line, wanted: _Wanted) -> Claim:
    status = next(
        (event_status.of_verb(t) for t in line.sentence.doc if t.lemma_ == wanted.verb.lemma_ and t.pos_ == "VERB"),
        event_status.of_sentence(line.sentence.doc),
    )
    lead = joined(line.things) if line.things else None
    return passage_claim(line.reading, [line.sentence.index], lead=lead, status=status)
