"""Whether a sentence, with what stands around it, is about what the question is about.

The cross-encoder knows when a sentence is on the topic; it is easily taken in by a question that assumes something the
articles don't say ("why did X accept ...?" where X refused). So the names and the telling words of the question must be
found in the sentence or in its surroundings.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from rag.answer.language.lexicon import word_set
from rag.answer.language.synonyms import synonyms
from rag.answer.language.words import alike, is_present, mentions, words_of
from rag.answer.question import Kind, Question, is_content
from rag.answer.reading import Reading, Sentence
from rag.answer.speech.remarks import remarks
from rag.answer.status import is_wanted

if TYPE_CHECKING:
    from spacy.tokens import Token

# Verbs that a question uses to ask and an article need not use to answer.
_ASKING_VERBS = word_set(
    """
    be have do want need say tell think believe make get give take call name describe mention ask know see look
    go come happen plan expect set intend find feel consider become use hold lead play cause concern involve
    mean state matter report back support regard show put seem try start begin run work let keep cite claim
    write post speak talk meet visit receive attend join discuss
    """
)
_ASKING_NOUNS = word_set(
    """
    name day date time year month week hour reason purpose aim cause number figure total amount percentage share
    person people country city town place building location way kind sort type subject topic word view position
    role job title post office capacity event thing part side fact case moment article news report story plan
    form lot example result outcome detail someone anyone level rate price cost size age money
    """
)
_LIGHT_VERBS = word_set("be have do make get take give say tell call name mean hold come go")
_ISSUES = word_set("publish issue post release send")
_CONSENTS = word_set("agree accept approve support back welcome admit confirm")
_REFUSES = word_set("refuse reject resist oppose deny decline object denial")
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d")
YEAR_WORDS = 10  # a wrong year counts for so many missing words
_HE_OR_SHE = re.compile(r"\b(?:he|she|him|his|her|hers)\b", re.IGNORECASE)
NAMED_BACK = 4  # sentences back to whom "he" or "she" may stand for
QUOTED_BACK = 8  # sentences that a quotation may have gone on for
_SMALL = word_set(
    """
    one two three four five six seven eight nine ten
    """
)


def unknown_name(question: Question, readings: Sequence[Reading]) -> str | None:
    """A name in the question that none of the articles has."""
    texts = [
        f"{r.article.title} {r.article.source or ''} {' '.join(r.article.authors)} {r.article.text}" for r in readings
    ]
    return next((name for name in question.names if not any(mentions(text, name) for text in texts)), None)


def surroundings(reading: Reading, index: int) -> str:
    """A sentence with the two before it, the one after, the title, and whose words it gives."""
    near = range(max(0, index - 2), min(len(reading.spans), index + 2))
    return " ".join([reading.article.title, *(reading.raw(i) for i in near), speaker(reading, index)])


def speaker(reading: Reading, index: int) -> str:
    """The name of whoever a sentence quotes or is quoted from, be it named sentences before; empty when nobody."""
    if index not in reading.speakers:
        reading.speakers[index] = _speaker(reading, index)
    return reading.speakers[index]


def _speaker(reading: Reading, index: int) -> str:
    first = max(0, index - QUOTED_BACK)
    if not any(mark in reading.raw(i) for i in range(first, index + 1) for mark in '“"'):
        return ""
    return next((one.speaker for one in remarks(reading, first, index + 3) if one.sentence.index == index), "")


def missing_names(question: Question, reading: Reading, index: int) -> int:
    """How many of the question's names are not in the sentence or its surroundings."""
    around = surroundings(reading, index)
    return sum(not mentions(around, name) for name in question.names)


def missing_people(question: Question, reading: Reading, index: int) -> int:
    """How many of the people whom the question names are in neither the sentence nor the one before it.

    Where "he" or "she" stands for somebody named earlier, the sentences back to the one that names them count too.
    """
    people = {ent.text for ent in question.doc.ents if ent.label_ == "PERSON"}
    people |= {name for name in question.names if " " not in name}
    people = {name for name in people if reading.is_person(name) and not _takes_no_part(name, question)}
    near = " ".join([*(reading.raw(i) for i in range(max(0, index - 1), index + 1)), speaker(reading, index)])
    missing = [name for name in people if not mentions(near, name)]
    if missing and _HE_OR_SHE.search(reading.raw(index)):
        missing = [name for name in missing if not mentions(_back_to_a_person(reading, index), name)]
    return len(missing)


def _takes_no_part(name: str, question: Question) -> bool:
    """Whether a name only says which thing is meant, or where: "the Sandoval trial", "at Garnet House"."""
    last = name.rsplit(maxsplit=1)[-1]
    found = [t for t in question.doc if t.text == last]
    return bool(found) and all(
        (t.dep_ in ("compound", "amod", "nmod") and t.head.pos_ == "NOUN" and t.head.i > t.i)
        or (t.dep_ == "pobj" and t.head.lower_ in ("at", "in", "near", "outside", "inside"))
        for t in found
    )


def _back_to_a_person(reading: Reading, index: int) -> str:
    """The sentences before one, back to the nearest that names a person."""
    first = max(0, index - 1)
    while first > 0 and index - first < NAMED_BACK and not reading.persons(reading.sentence(first)):
        first -= 1
    return " ".join(reading.raw(i) for i in range(first, index))


def missing_words(question: Question, reading: Reading, index: int) -> list[str]:
    """The telling words of the question, names aside, that neither the sentence nor its surroundings have."""
    present = words_of(surroundings(reading, index))
    near = words_of(" ".join(reading.raw(i) for i in range(max(0, index - 1), index + 1)))
    named = {word.lower() for name in question.names for word in name.split()}
    missing = []
    for token in question.content:
        lemma = token.lemma_.lower()
        if _YEAR.fullmatch(token.text):
            if token.text not in near | _years(reading):
                missing += [lemma] * YEAR_WORDS
            continue
        if token.lower_ in named or token.ent_type_ in ("DATE", "TIME") or lemma in _ASKING_VERBS | _ASKING_NOUNS:
            continue
        if (
            token.lower_ == "according"
            or _measured(token)
            or (token.like_num and token.text in surroundings(reading, index))
        ):
            continue
        if not is_content(token) or token.pos_ not in ("NOUN", "VERB", "ADJ", "NUM", "PROPN"):
            continue
        if token.like_num and token.head.lemma_.lower() == question.noun and token.lower_ in _SMALL:
            continue  # "which two ...": how many answers there are
        if not (is_present(lemma, present) or is_present(token.lower_, present)):
            missing += [lemma] * (3 if token.like_num else 1)
    return missing


def _years(reading: Reading) -> set[str]:
    """The year an article is of, which it need not spell out."""
    published = reading.article.published_at
    return {str(published.at.year)} if published else set()


def presumes_event(question: Question) -> bool:
    """Whether the question is about an event, so that its verb must be the articles' too, or mean the same."""
    return question.kind not in (Kind.SPEECH, Kind.SPEAKER, Kind.ROLE, Kind.DEFINITION)


def missing_verb(question: Question, reading: Reading, index: int) -> bool:
    """Whether the question's main verb tells of something that neither the sentence nor the one before it tells of."""
    present = words_of(" ".join(reading.raw(i) for i in range(max(0, index - 1), index + 1)))
    for token in question.doc:
        predicate = token.pos_ == "VERB" and token.dep_ in ("ROOT", "xcomp", "ccomp", "relcl")
        predicate = predicate or (
            token.pos_ == "ADJ" and token.dep_ in ("acomp", "attr", "oprd") and not _measured(token)
        )
        # The parser takes many a verb at the end of a question for a noun: "why did the mayor resign?".
        predicate = predicate or (
            token.dep_ == "ROOT" and token.pos_ == "NOUN" and any(c.pos_ == "AUX" for c in token.children)
        )
        phrase = phrase_of(token)
        asking = _LIGHT_VERBS if question.kind is Kind.WHO else _ASKING_VERBS
        if not predicate or (token.lemma_.lower() in asking and phrase is None):
            continue
        if phrase is not None and is_present(phrase, present):
            continue
        if not (is_present(token.lemma_.lower(), present) or is_present(token.lower_, present)):
            # Whether someone agreed is answered by a refusal too.
            if (
                question.kind is Kind.YES_NO
                and token.lemma_.lower() in _CONSENTS
                and any(is_present(word, present) for word in _REFUSES)
            ):
                continue
            issued = [c.lemma_.lower() for c in token.children if c.dep_ == "dobj"] if token.lemma_ in _ISSUES else []
            if any(is_present(word, present) for word in issued):
                continue  # a message that there is was published
            return True
    return False


def only_wanted(question: Question, sentence: Sentence) -> bool:
    """Whether what the question takes to have been done is only asked for in the sentence."""
    done = [t.lemma_.lower() for t in question.doc if t.tag_ in ("VBN", "VBD") and t.pos_ == "VERB" and is_content(t)]
    told = [t for t in sentence.doc if any(alike(t.lemma_.lower(), verb) for verb in done)]
    return bool(told) and all(t.pos_ == "NOUN" and is_wanted(t) for t in told)


def _measured(adjective: Token) -> bool:
    """Whether an adjective only asks for a measure: "how big"."""
    return any(c.lower_ == "how" for c in adjective.children)


def phrase_of(verb: Token) -> str | None:
    """A verb and its particle, where they are known to mean something together: "stay_away", "fall_ill"."""
    beside = (child.lower_ for child in verb.children if child.dep_ in ("prt", "advmod", "acomp"))
    phrases = (f"{verb.lemma_.lower()}_{word}" for word in beside)
    return next((phrase for phrase in phrases if len(synonyms(phrase)) > 1), None)


def missing_noun(question: Question, reading: Reading, index: int) -> bool:
    """Whether a "what NOUN" asks for a kind of thing that neither the sentence nor the one before it speaks of."""
    if (
        question.kind not in (Kind.WHAT, Kind.WHERE, Kind.HOW_MUCH)
        or question.noun is None
        or question.noun in _ASKING_NOUNS - {"age"}
    ):
        return False
    return not is_present(
        question.noun, words_of(" ".join(reading.raw(i) for i in range(max(0, index - 1), index + 1)))
    )


def topic_words(question: Question, speaker: str) -> list[str]:
    """The telling words of the question, the speaker's name aside."""
    own = {word.lower() for word in speaker.split()}
    return [
        token.lemma_.lower()
        for token in question.content
        if token.lower_ not in own and token.lemma_.lower() not in _ASKING_VERBS | _ASKING_NOUNS
    ]
