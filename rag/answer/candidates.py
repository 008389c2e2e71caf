"""The stretches of a sentence that are of the kind a question asks for: people, days, places, numbers, bodies."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rag.answer.figures.ages import ages_of_things, asks_age
from rag.answer.figures.figures import figures
from rag.answer.figures.owners import wants_money
from rag.answer.language.lexicon import word_set
from rag.answer.language.synonyms import synonyms
from rag.answer.question import LABELS, PERSON_NOUNS, Kind, Question
from rag.answer.reading import Reading, Sentence, bare, same_person

if TYPE_CHECKING:
    from spacy.tokens import Span as SpacySpan

_PLACE_PREPOSITIONS = word_set(
    """
    in at to from near outside inside across on into over off around
    """
)
_BUILDINGS = word_set(
    """
    building hotel hall stadium park venue street room palace
    """
)
_TOLD_BY_NAME = word_set("port airport river lake hospital prison school university bridge")  # else it is only a place
_EXACT_DAY = re.compile(
    r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b|\b(?:today|yesterday|tomorrow)\b|\d{4}",
    re.IGNORECASE,
)
_CLOCK = re.compile(
    r"\b\d{1,2}[.:]\d{2}(?: ?[ap]\.?m\b\.?)?(?: (?:GMT|UTC|[A-Z]{1,3}ST)\b)?|\b\d{1,2} ?[ap]\.?m\b\.?|\b\d{1,2} o[’']clock\b"
    r"|\b(?:noon|midday|midnight)\b",
)
_TIME_OF_DAY = re.compile(r"\d ?[ap]\.?m\b|\b(?:GMT|UTC)\b")
_PART_OF_DAY = re.compile(r"\b(?:night|evening|morning|afternoon|dawn|dusk)\b", re.IGNORECASE)
_VAGUE_TIME = re.compile(
    r"^(?:the |an? )?(?:hours?|days?|weeks?|months?|years?|minutes?|time|recent|annual|daily|weekly|monthly|quarterly|yearly)\b|\bold$|^\d+-|\byear-olds?\b",
    re.IGNORECASE,
)
_PLAIN_NUMBER = re.compile(r"^\d{1,3}$")  # an age, or a number of whatever; no year
_SHARE = re.compile(r"^[\d.,]+ ?(?:%|per ?cent|percent)")
_LASTS = re.compile(
    r"^(?:(?:about|around|some|nearly|almost|more than|over|at least|the) )*(?:an?|[\d.]+|(?:twenty|thirty|forty|fifty)(?:-\w+)?|"
    r"one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|several|many|few)"
    r"(?: and a half)? (?:second|minute|hour|day|night|week|month|year|decade)s?$",
    re.IGNORECASE,
)
_KINDS_OF_BODY = word_set("bank club union agency outlet university hospital school airline court party")
UNIT_OF_COUNT = word_set(
    """
    number count toll figure total many people
    """
)


def candidates(question: Question, sentence: Sentence, reading: Reading) -> list[SpacySpan]:
    """The stretches of the right kind that the question does not itself give."""
    doc = sentence.doc
    kind = question.kind
    found: list[SpacySpan] = []
    if kind in (Kind.WHO, Kind.SPEAKER) or (question.labels == ("PERSON",)):
        found = list(reading.persons(sentence))
        taken = {t.i for span in found for t in span}
        if kind is not Kind.LIST:
            found += [e for e in doc.ents if e.label_ in ("ORG", "GPE", "NORP") and not {t.i for t in e} & taken]
            found += [
                c for c in doc.noun_chunks if c.root.lemma_.lower() in PERSON_NOUNS and not {t.i for t in c} & taken
            ]
        return [
            s
            for s in found
            if not any(same_person(s.text, name) for name in question.names) and not _asked(s, question)
        ]
    if kind is Kind.WHEN:
        found = [
            e
            for e in doc.ents
            if e.label_ in LABELS[kind]
            and not _VAGUE_TIME.match(e.text)
            and not _PLAIN_NUMBER.match(e.text)
            and not _is_duration(e, question)
            and not _asked(e, question)
        ]
        if question.noun in ("date", "day", "weekday"):
            return [e for e in found if _EXACT_DAY.search(e.text)]
        if question.noun in ("hour", "time"):
            exact = (doc.char_span(*m.span(), label="TIME", alignment_mode="expand") for m in _CLOCK.finditer(doc.text))
            clock = [span for span in exact if span is not None and not _asked(span, question)]
            return clock or [e for e in found if e.label_ == "TIME" and _PART_OF_DAY.search(e.text)]
        return found
    if kind is Kind.HOW_LONG:
        return [
            e
            for e in doc.ents
            if e.label_ in LABELS[kind] and any(t.like_num or t.pos_ == "NUM" or t.lower_ in ("a", "an") for t in e)
        ]
    if asks_age(question):
        return ages_of_things(question, doc)
    if kind in (Kind.HOW_MANY, Kind.HOW_MUCH):
        found = [
            e for e in doc.ents if e.label_ in question.labels and _counts(e, question) and not _asked(e, question)
        ]
        if wants_money(question):
            found = [e for e in found if not _SHARE.search(doc.text[e.start_char :][:30])]
        return [_whole(e) for e in found]
    if kind is Kind.WHERE or "GPE" in question.labels[:1]:
        places = [
            e for e in doc.ents if e.label_ in ("GPE", "LOC", "FAC") and (kind is not Kind.WHERE or _is_located(e))
        ]
        if question.noun in _BUILDINGS:
            places = [e for e in places if e.label_ == "FAC" or question.noun in e.text.lower()]
        places += [
            e
            for e in doc.ents
            if e.label_ in ("ORG", "PERSON")
            and e.root.dep_ == "pobj"
            and e.root.head.lower_ in _PLACE_PREPOSITIONS
            and not (e.label_ == "PERSON" and reading.is_person(e.text) and len(e) > 1)
            and not (e.start and doc[e.start - 1].like_num)  # "at 9.30 GMT"
        ]
        if kind is not Kind.WHERE:
            places += [e for e in doc.ents if e.label_ == "NORP"]
        else:
            taken = {t.i for e in places for t in e}
            told = [c for c in doc.noun_chunks if _is_named_place(c) or _is_where_it_is_done(c, question)]
            places += [c for c in told if not {t.i for t in c} & taken]
        if question.noun in _TOLD_BY_NAME:
            places = [e for e in places if _is_called(e, question.noun)]
        return [e for e in places if not _asked(e, question)]
    if question.labels:
        return [
            e for e in doc.ents if e.label_ in question.labels and not _asked(e, question) and _is_one(e, question.noun)
        ]
    return []


def _is_duration(time: SpacySpan, question: Question) -> bool:
    """Whether it says how long, not when: "for 14 years"; "in 14 months" says when, of what is to come."""
    if not _LASTS.match(time.text):
        return False
    before = time.doc[time.start - 1].lower_ if time.start else ""
    after = time.doc[time.end].lower_ if time.end < len(time.doc) else ""
    done = any(t.tag_ in ("VBD", "VBN") for t in question.doc)
    return after not in ("ago", "later", "earlier", "before", "after") and (before not in ("in", "within") or done)


def _whole(number: SpacySpan) -> SpacySpan:
    """A number with its currency and scale, which the parser may leave out: "£33m"."""
    doc = number.doc
    for figure in figures(doc):
        if figure.start <= number.start_char and number.end_char <= figure.end:
            return doc.char_span(figure.start, figure.end, label=number.label_, alignment_mode="expand") or number
    return number


def _is_called(place: SpacySpan, noun: str) -> bool:
    """Whether a place is of the kind asked for, and told to be: "the port of Varn", "Varn Airport"."""
    root = place.root
    beside = [root.head, root.head.head, *root.children] if root.dep_ in ("pobj", "appos", "compound") else [root]
    return noun in place.text.lower() or any(t.lemma_.lower() == noun for t in (*beside, *place))


def _is_named_place(chunk: SpacySpan) -> bool:
    """Whether something comes to or is at a name that the parser knows no kind of: "to Corran House"."""
    root = chunk.root
    return (
        root.pos_ == "PROPN"
        and root.dep_ == "pobj"
        and root.head.lower_ in ("in", "at", "to", "near", "outside", "inside")
        and not any(t.like_num or t.ent_type_ in ("PERSON", "DATE", "TIME", "NORP", "EVENT") for t in chunk)
    )


def _is_where_it_is_done(chunk: SpacySpan, question: Question) -> bool:
    """Whether something stands in the place of the question's own verb: "put in the corn exchange"."""
    prep = chunk.root.head
    if chunk.root.dep_ != "pobj" or prep.lower_ not in ("in", "at", "into", "inside", "near", "outside"):
        return False
    if any(t.ent_type_ in ("DATE", "TIME", "PERSON", "CARDINAL") for t in chunk) or chunk.root.pos_ == "PRON":
        return False
    acts = {s for t in question.doc if t.pos_ == "VERB" for s in synonyms(t.lemma_.lower())}
    return bool(prep.head.pos_ == "VERB" and prep.head.lemma_.lower() in acts)


def _is_one(ent: SpacySpan, noun: str | None) -> bool:
    """Whether a body is what is asked for: a "which bank" wants a bank; any may be a company or a group."""
    if noun is None or noun not in _KINDS_OF_BODY:
        return True
    above = [
        t for t in (ent.root.head, *ent.root.children) if ent.root.dep_ == "appos" or t.dep_ in ("appos", "compound")
    ]
    return noun in ent.text.lower() or any(t.lemma_.lower() == noun for t in above)


def _is_located(ent: SpacySpan) -> bool:
    """Whether something is said to be or go there: "in Arden", "to his Harbour Line platform"."""
    top = ent.root
    while top.dep_ in ("compound", "nmod", "appos", "conj") and top.head != top:
        top = top.head
    if top.dep_ == "pobj" and top.head.lower_ == "of" and top.head.head.pos_ == "NOUN":
        top = top.head.head  # "to the port of Varn"
    return (
        top.dep_ == "pobj"
        and top.head.lower_ in _PLACE_PREPOSITIONS
        and not (top.head.lower_ == "on" and top.head.head.pos_ == "NOUN")
    )


def _asked(span: SpacySpan, question: Question) -> bool:
    """Whether the question itself gives this stretch."""
    text = bare(span.text).lower()
    return any(text == bare(name).lower() for name in question.names) or text in question.text.lower()


def _counts(ent: SpacySpan, question: Question) -> bool:
    """Whether a number counts what is asked for: its noun is the question's, or the question names no noun."""
    if not any(t.like_num or t.pos_ == "NUM" for t in ent) or (ent.label_ != "MONEY" and _TIME_OF_DAY.search(ent.text)):
        return False
    if question.kind is Kind.HOW_MANY and ent.label_ in ("DATE", "TIME"):
        return question.noun is not None and question.noun in {t.lemma_.lower() for t in ent}
    if question.noun is None or question.noun in UNIT_OF_COUNT:
        return ent.label_ not in ("ORDINAL",)
    if ent.label_ == "MONEY" and question.kind is Kind.HOW_MUCH:
        return True
    return True
