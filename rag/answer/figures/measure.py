"""What a question wants counted or measured, and the figures of a sentence that count just that.

A number that counts something else, a part of it, or what it was at another time is no answer: "a further 19", "four of
them", "from 18 per cent", "at the last election". What is told as known ("the 26 ships") is no account of its own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rag.answer.coverage import named_in, names_asked, published_year, tells, years
from rag.answer.figures.figures import Figure, figures
from rag.answer.figures.owners import is_of_another, own_figure
from rag.answer.grammar import distance
from rag.answer.language.lexicon import word_set
from rag.answer.language.synonyms import synonyms
from rag.answer.language.words import is_present, words_of
from rag.answer.question import PERSON_NOUNS, Kind, Question
from rag.answer.reading import bare

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from rag.answer.reading import Reading

# Nouns that stand for a figure themselves.
MEASURES = word_set(
    """
    toll turnout growth rate level share price tariff total number count figure amount percentage proportion size
    majority margin death casualty inflation unemployment cost fee offer loss profit budget estimate forecast
    """
)
_SHARES = word_set("turnout growth rate share percentage proportion inflation unemployment")
_NUMERIC = (Kind.HOW_MANY, Kind.HOW_MUCH, Kind.HOW_LONG)
_EMPTY_MEASURES = word_set("total number count figure amount percentage proportion size level estimate forecast")
_GENERIC = word_set(
    """
    be have do make get give take last hold put set stand come go expect think say estimate report forecast predict
    agree know need want involve include reach happen
    """
)
_WHICH_REPORT = word_set("latest current newest recent present official confirmed total final many much")
_STATES = word_set("ill sick homeless unemployed infected injured missing dead hungry")
_PEOPLE = word_set(
    "people person citizen resident inhabitant victim demonstrator protester member worker visitor adult"
)
_LENGTH = re.compile(r"\bhow (?:far|wide|high|tall|deep)\b", re.IGNORECASE)
_AGE = re.compile(r"\bhow old\b|\bwhat age\b", re.IGNORECASE)
# What stands right before a figure that is not the one now given.
_FORMER = re.compile(
    r"\b(?:from|than|against|not|of the|compared with|instead of|rather than|down to just from|each of)\s"
    r"(?:(?:about|around|the|a|some|nearly|almost)\s)*$",
    re.IGNORECASE,
)
_KNOWN = re.compile(r"\b(?:the|these|those|their|its|his|her|all|both|other|remaining|a further|further|another|first|"
                    r"next|last|extra|additional|every|each)\s(?:\w+\s)?$", re.IGNORECASE)  # fmt: skip
_PART = re.compile(r"^\s?(?:more\b|others?\b|of (?:them|whom|these|those)\b|further\b|other\b|extra\b)", re.IGNORECASE)
_SUBSET = re.compile(r"^(?:[A-Z’' ]+–\s)?(?:among|of) (?:the|those|\d)|\balso count\b", re.IGNORECASE)
_ELSEWHEN = re.compile(
    r"\b(?:last|previous|earlier) (?:year|month|week|election|vote|time|season|decade|summer|winter|spring|autumn)\b|"
    r"\ba (?:year|month|week) (?:ago|earlier|before)\b|\bon that (?:day|date)\b|\bin the (?:first|second|third|former|latter)\b,?|\bat that time\b|\bin (?P<year>(?:1[5-9]|20)\d\d)\b",
    re.IGNORECASE,
)
_AGED = re.compile(
    r"\b(?:people|those|children|adults|residents|everyone|anyone|women|men) (?:aged |over |under )+$", re.IGNORECASE
)
_AIMED = re.compile(r"\b(?:aims?|aimed|targets?|goals?|hopes? to|ordered|capacity|limit|at most)\b", re.IGNORECASE)
ESTIMATES = word_set("put estimate count reckon")
_ESTIMATING = re.compile(r"\b(?:put|estimate[ds]?|count(?:ed|s)|reckon(?:ed|s))\b", re.IGNORECASE)
_NUMBER = re.compile(
    r"\d|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|twenty|thirty|forty|fifty|sixty|seventy|"
    r"eighty|ninety|hundred|thousand|million|dozen|half)\b",
    re.IGNORECASE,
)
NEAR = 6  # steps in the parse between a figure and what it is the figure of
UNCOVERED = 0.5  # share of the question's other telling words that an article may lack


@dataclass(frozen=True, slots=True, eq=False)
class Measure:
    """What is asked for: ``counted`` is the noun counted, ``units`` those it can be told in; empty for any.

    ``focus`` are the words of which a sentence must have one, ``others`` those that should stand around it.
    """

    question: Question
    counted: str | None
    units: frozenset[str]
    focus: tuple[str, ...]
    others: tuple[str, ...]


def measure(question: Question) -> Measure | None:
    """What the question wants counted or measured; None when it asks for no figure."""
    if _AGE.search(question.text):
        return None
    own = _own_measure(question)
    if question.kind not in _NUMERIC and (own is None or question.kind not in (Kind.WHAT, Kind.DEFINITION)):
        return None
    units: frozenset[str] = frozenset()
    if question.kind is Kind.HOW_LONG:
        units = frozenset(["duration", "length"])
    elif _LENGTH.search(question.text):
        units = frozenset(["length"])
    elif own is not None and own.lemma_.lower() in _SHARES:
        units = frozenset(["%"])
    elif own is not None and own.lemma_.lower() == "level":
        units = frozenset(["%", "length", "$", "£", "€", "¥"])
    counted = question.noun if question.kind is Kind.HOW_MANY and question.noun not in MEASURES else None
    focus = _focus(question, counted, own)
    named = {word.lower() for name in question.names for word in name.split()}
    others = tuple(
        token.lemma_.lower()
        for token in question.content
        if token.pos_ in ("NOUN", "VERB", "ADJ")
        and token.lower_ not in named
        and token.lemma_.lower() not in (*focus, counted, *_GENERIC, *_EMPTY_MEASURES)
        and token.ent_type_ not in ("DATE", "TIME")
        and token.lower_ not in _WHICH_REPORT
        and not any(child.lemma_.lower() in focus and child.lower_ in _STATES for child in token.children)
    )
    return Measure(question, counted, units, focus, others)


def _own_measure(question: Question) -> Token | None:
    """The noun of the question that stands for a figure: "the death toll", "the total of deaths"."""
    for token in question.doc:
        if token.lemma_.lower() not in MEASURES or token.pos_ not in ("NOUN", "PROPN"):
            continue
        if token.lemma_.lower() == question.noun or token.dep_ in ("nsubj", "attr", "nsubjpass", "ROOT"):
            return token
    return None


def _focus(question: Question, counted: str | None, own: Token | None) -> tuple[str, ...]:
    """The words that say what the figure is of: "toll", "deaths", "release"."""
    if own is not None and own.lemma_.lower() not in _EMPTY_MEASURES:
        return (
            own.lemma_.lower(),
            *(
                t.lemma_.lower()
                for t in own.lefts
                if t.dep_ == "compound" and t.pos_ == "NOUN" and own.head.lemma_ != "do"
            ),
        )
    if own is not None:
        inner = [t for of in own.children if of.lower_ == "of" for t in of.subtree if t.dep_ == "pobj"]
        if inner:
            return (inner[0].lemma_.lower(),)
    asking = next((t.head for t in question.doc if t.lower_ == "how"), own)
    verb = _governor(asking)
    if verb is None:
        return ()
    after = verb.doc[verb.i + 1] if verb.i + 1 < len(verb.doc) else None
    state = next((c for c in verb.children if c != asking and (c.dep_ == "acomp" or c == after)), None)
    if state is not None and state.pos_ in ("ADJ", "ADV") and state.lower_ in _STATES:
        return (state.lemma_.lower(),)  # "fall ill"
    if verb.pos_ != "AUX" and verb.lemma_.lower() not in _GENERIC:
        return (verb.lemma_.lower(),)
    if counted is None:
        return tuple(t.lemma_.lower() for t in verb.children if t.dep_ in ("nsubj", "nsubjpass") and t.pos_ == "NOUN")
    return ()


def _governor(asking: Token | None) -> Token | None:
    """The verb that what is asked for hangs on: in "how many did they agree to release", release."""
    verb = asking
    while verb is not None and verb.pos_ not in ("VERB", "AUX") and verb.head != verb:
        verb = verb.head
    if verb is None or not (verb.pos_ in ("VERB", "AUX") or any(c.dep_ == "aux" for c in verb.children)):
        return None
    while verb.lemma_.lower() in _GENERIC:
        under = next((c for c in verb.children if c.dep_ == "xcomp" and c.pos_ == "VERB"), None)
        if under is None:
            break
        verb = under
    return verb


def measured(wanted: Measure, reading: Reading, index: int) -> list[Figure]:
    """The figures of a sentence that give what is wanted, the nearest to it first."""
    doc = reading.sentence(index).doc
    focus = [
        token
        for word in wanted.focus
        for token in _stand_for(doc, word)
        if token.lemma_.lower() == word or token.lemma_.lower() != wanted.counted
    ]
    if wanted.focus and not focus:
        focus = _estimates(wanted, reading, index)
        if not focus:
            return []
    found = []
    given = figures(doc)
    own = own_figure(wanted.question, doc, given)
    if own is not None:
        return [own] if _fits(wanted, own, doc) else []
    for figure in given:
        if not _fits(wanted, figure, doc) or other(wanted, figure, reading):
            continue
        if is_of_another(wanted.question, figure, doc):
            continue
        near = min((_steps(figure, token) for token in focus), default=0)
        if near <= NEAR and (figure.unit or near <= NEAR - 2):
            found.append((near, figure.start, figure))
    return [figure for _, _, figure in sorted(found, key=lambda row: row[:2])]


def _estimates(wanted: Measure, reading: Reading, index: int) -> list[Token]:
    """The verb of a sentence that puts a figure on what the one before tells: "Police counted 2,000"."""
    if index == 0 or not any(tells(word, words_of(reading.raw(index - 1))) for word in wanted.focus):
        return []
    return [t for t in reading.sentence(index).doc if t.pos_ == "VERB" and t.lemma_.lower() in ESTIMATES]


def _steps(figure: Figure, token: Token) -> int:
    """How far a figure is from a word: steps in the parse, more where they are joined by "and" or parted by a comma."""
    first, last = sorted((figure.root.i, token.i))
    between = figure.root.doc[first + 1 : last]
    if token.i < figure.root.i and len(between) == 1 and between[0].pos_ == "ADP":
        return 1  # "and deaths to five"
    subject = _subject_over(figure.root)
    if subject is not None and token in subject.subtree:
        return 3  # "the number of people known to have died rose to 19"
    return distance(figure.root, token) + 2 * sum(t.lower_ in ("and", "or", "but", "while", ";", ",") for t in between)


def _subject_over(token: Token) -> Token | None:
    """The subject of the verb that a word hangs on."""
    while token.pos_ not in ("VERB", "AUX") and token.head != token:
        token = token.head
    return next((c for c in token.children if c.dep_ in ("nsubj", "nsubjpass")), None)


def _stand_for(doc: Doc, word: str) -> list[Token]:
    """The words of a sentence that are a word, a form of it or a synonym; of a phrase ("let go"), its first word."""
    lemmas = {token.lemma_.lower() for token in doc}
    phrases = [found for found in synonyms(word) if "_" in found and set(found.split("_")) <= lemmas]
    firsts = {phrase.split("_")[0] for phrase in phrases}
    return [
        token
        for token in doc
        if token.ent_type_ not in ("DATE", "TIME")  # "March" is no march
        and (
            token.lemma_.lower() in {word, *firsts} or is_present(word, frozenset([token.lower_, token.lemma_.lower()]))
        )
    ]


def _fits(wanted: Measure, figure: Figure, doc: Doc) -> bool:
    """Whether the unit is one that what is asked for can be told in."""
    if wanted.units:
        return figure.unit in wanted.units
    if wanted.counted is None:
        return figure.unit not in ("length", "duration") and (
            bool(figure.unit) or wanted.question.kind is not Kind.HOW_MUCH
        )
    if figure.unit in ("%", "length", "duration", "$", "£", "€", "¥"):
        return False
    if figure.unit:
        return same_noun(figure.unit, wanted.counted)
    if wanted.focus:
        return wanted.counted in ("people", "person") or any(same_noun(t.lemma_.lower(), wanted.counted) for t in doc)
    subject = _subject_over(figure.root)
    return subject is not None and any(t.lemma_.lower() == wanted.counted for t in subject.subtree)


def same_noun(one: str, other: str) -> bool:
    """Whether two nouns count the same: ships and vessels, people and citizens."""
    if one == other or other in synonyms(one) or one in synonyms(other):
        return True
    people = PERSON_NOUNS | _PEOPLE
    return one in people and other in people and "people" in (one, other)


def other(wanted: Measure, figure: Figure, reading: Reading) -> bool:
    """Whether a figure is of a part, of another time, or only wished for."""
    doc = figure.span.doc
    before, after = doc.text[: figure.start], doc.text[figure.end :]
    if not figure.unit and _AGED.search(before):
        return True
    if _FORMER.search(before) or _KNOWN.search(before) or _PART.match(after) or _SUBSET.search(doc.text):
        return True
    asked = wanted.question.text
    for found in _ELSEWHEN.finditer(doc.text):
        if found["year"] and found["year"] == published_year(reading):
            continue
        if found[0].lower() not in asked.lower() and (
            found.end() <= figure.start or "," not in doc.text[figure.end : found.start()]
        ):
            return True
    return bool(_AIMED.search(doc.text)) and not _AIMED.search(asked)


def missing(wanted: Measure, reading: Reading, index: int) -> int | None:
    """How many of the question's other words are not told around a sentence; None where a name or year is wanting."""
    if not years(wanted.question.text) <= years(f"{reading.raw(index)} {published_year(reading)}"):
        return None
    if not all(named_in(name, reading.article) for name in names_asked(wanted.question)):
        return None
    near = range(max(0, index - 3), min(len(reading.spans), index + 2))
    around = words_of(" ".join([reading.article.title, reading.raw(0), *(reading.raw(i) for i in near)]))
    people = {ent.text for ent in wanted.question.doc.ents if ent.label_ == "PERSON"}
    if not all(words_of(bare(name)) & around for name in people):
        return None
    return sum(not tells(word, around) for word in wanted.others)


def candidates(wanted: Measure, readings: Sequence[Reading]) -> list[tuple[Reading, int]]:
    """The sentences worth parsing: those with a number, and a word for what is measured."""
    found = []
    for reading in readings:
        for index in range(len(reading.spans)):
            raw = reading.raw(index)
            if not _NUMBER.search(raw) or raw.rstrip(" ”’\"'").endswith("?"):
                continue
            told = raw if index == 0 or not _ESTIMATING.search(raw) else f"{reading.raw(index - 1)} {raw}"
            if wanted.focus and not any(tells(word, words_of(told)) for word in wanted.focus):
                continue
            lacking = missing(wanted, reading, index)
            if lacking is not None and lacking <= UNCOVERED * len(wanted.others):
                found.append((reading, index))
    return found
