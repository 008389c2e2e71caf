"""Sentences that are about what is asked and still can't answer it: the other way round, or less than is asked for."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rag.answer.grammar import arguments_of
from rag.answer.language.synonyms import synonyms
from rag.answer.leading import tells_who_leads
from rag.answer.question import Kind, Question, is_content
from rag.answer.reading import Reading, Sentence
from rag.answer.support import phrase_of

if TYPE_CHECKING:
    from spacy.tokens import Token

_BY_NAME = re.compile(r"\b(?:by name|named|called)\b", re.IGNORECASE)
_ONE_BY_ONE = re.compile(r"\beach of (?:the|its|their|his|her)\b", re.IGNORECASE)
_ALL = re.compile(r"\b(?:each|all|every|both|unanimous\w*|none)\b", re.IGNORECASE)


def falls_short(question: Question, sentence: Sentence, reading: Reading) -> bool:
    """Whether the sentence lacks the name that the question asks for, or tells of a few where it asks of each.

    Nor does one do that tells of no leading where it asks who leads.
    """
    if question.noun is not None and _BY_NAME.search(question.text) and question.kind is Kind.WHAT:
        things = [t for t in sentence.doc if t.lemma_.lower() == question.noun]
        if things and not any(c.pos_ == "PROPN" for t in things for c in (t, t.head, *t.children)):
            return True
    if question.kind is Kind.WHAT and _ONE_BY_ONE.search(question.text):
        return not _ALL.search(sentence.text) and len(reading.persons(sentence)) < 2
    return not tells_who_leads(question, sentence, reading)


def contradicts(question: Question, sentence: Sentence) -> bool:
    """Whether the sentence has the question's verb between the same two, the other way round.

    "Who did A replace?" is not answered by "B replaced A": there A is the object, in the question the subject.
    """
    verbs = [t for t in question.doc if t.pos_ == "VERB" and (is_content(t) or phrase_of(t))]
    told = [(t, phrase_of(t) or t.lemma_) for t in sentence.doc if t.pos_ == "VERB"]
    for verb in verbs:
        same = synonyms(phrase_of(verb) or verb.lemma_)
        for role in ("subject", "object"):
            given = arguments_of(verb, role, passive=False)
            if given is None or given.pos_ != "PROPN":
                continue
            for token, lemma in told:
                if lemma not in same:
                    continue
                held = arguments_of(token, role, passive=False)
                if (
                    held is not None
                    and held.ent_type_ == "PERSON"
                    and given.ent_type_ in ("PERSON", "ORG", "")
                    and not _names_same(given, held)
                    and not _names_same(held, given)
                ):
                    return True
                other = arguments_of(token, "object" if role == "subject" else "subject", passive=False)
                if (
                    other is not None
                    and _names_same(given, other)
                    and not (held is not None and _names_same(given, held))
                ):
                    return True
    return False


def _names_same(one: Token, other: Token) -> bool:
    mine = {t.lower_ for t in one.subtree if t.pos_ == "PROPN"}
    return other.lower_ in mine or any(
        t.lower_ == one.lower_ for t in other.subtree if t.pos_ == "PROPN" and t.dep_ in ("compound", "conj", "appos")
    )
