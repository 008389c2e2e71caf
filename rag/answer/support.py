"""Whether a sentence, with what stands around it, is about what the question is about.

The cross-encoder knows when a sentence is on the topic; it is easily taken in by a question that assumes something the
articles don't say ("why did X accept ...?" where X refused). So the names and the telling words of the question must be
found in the sentence or in its surroundings.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from rag.answer.question import Kind, Question, is_content
from rag.answer.reading import Reading, bare
from rag.answer.roles import alike

# Verbs that a question uses to ask and an article need not use to answer.
_ASKING_VERBS = frozenset(
    """be have do want need say tell think believe make get give take call name describe mention ask know see look go come
    happen plan expect set intend find feel consider become use hold lead play cause concern involve mean state
    matter report back support regard show put seem try start begin run work let keep cite claim write post speak talk
    meet visit receive attend join discuss""".split()
)
_ASKING_NOUNS = frozenset(
    """name day date time year month week hour reason purpose aim cause number figure total amount percentage share
    person people country city town place building location way kind sort type subject topic word view position role
    job title post office capacity event thing part side fact case moment article news report story plan form
    lot example result outcome detail someone anyone level rate price cost size age""".split()
)
_ALIASES = (
    frozenset({"uk", "britain", "british", "kingdom"}),
    frozenset({"us", "america", "american", "states"}),
    frozenset({"eu", "european", "europe", "union", "brussels"}),
)


@cache
def _aliases(word: str) -> frozenset[str]:
    return next((names for names in _ALIASES if word in names), frozenset({word}))


def mentions(text: str, name: str) -> bool:
    """Whether a text has the name, or its telling part, in some form."""
    present = _words(text)
    parts = [word.lower() for word in re.findall(r"[\w-]+", bare(name)) if len(word) > 1 or word.isdigit()]
    if not parts:
        return True
    return any(_present(part, present) for part in parts[-1:] + parts[:-1] if part not in ("the", "of"))


def _present(part: str, present: frozenset[str]) -> bool:
    return any(alias in present for alias in _aliases(part)) or any(alike(part, word) for word in present)


@cache
def _words(text: str) -> frozenset[str]:
    return frozenset(word.lower() for word in re.findall(r"[^\W_]+", text.replace("’s", "").replace("'s", "")))


def unknown_name(question: Question, readings: Sequence[Reading]) -> str | None:
    """A name in the question that none of the articles has."""
    texts = [f"{r.article.title} {r.article.source or ''} {' '.join(r.article.authors)} {r.article.text}" for r in readings]
    return next((name for name in question.names if not any(mentions(text, name) for text in texts)), None)


def surroundings(reading: Reading, index: int) -> str:
    """A sentence with the two before it, the one after, and the title."""
    near = range(max(0, index - 2), min(len(reading.spans), index + 2))
    return " ".join([reading.article.title, *(reading.raw(i) for i in near)])


def missing_names(question: Question, reading: Reading, index: int) -> int:
    """How many of the question's names are not in the sentence or its surroundings."""
    around = surroundings(reading, index)
    return sum(not mentions(around, name) for name in question.names)


def missing_words(question: Question, reading: Reading, index: int) -> list[str]:
    """The telling words of the question, names aside, that neither the sentence nor its surroundings have."""
    present = _words(surroundings(reading, index))
    named = {word.lower() for name in question.names for word in name.split()}
    missing = []
    for token in question.content:
        lemma = token.lemma_.lower()
        if token.lower_ in named or token.ent_type_ in ("DATE", "TIME") or lemma in _ASKING_VERBS | _ASKING_NOUNS:
            continue
        if not is_content(token) or token.pos_ not in ("NOUN", "VERB", "ADJ", "NUM", "PROPN"):
            continue
        if not (_present(lemma, present) or _present(token.lower_, present)):
            missing.append(lemma)
    return missing


def presumes_event(question: Question) -> bool:
    """Whether the question takes an event for granted, so that its verb must be the articles' too."""
    return question.kind in (Kind.WHY, Kind.WHEN, Kind.HOW_LONG, Kind.WHERE, Kind.WHO, Kind.WHAT, Kind.HOW_MANY, Kind.HOW_MUCH)


def missing_verb(question: Question, reading: Reading, index: int) -> bool:
    """Whether the question's main verb tells of something that the sentence's surroundings don't."""
    present = _words(surroundings(reading, index))
    for token in question.doc:
        if token.pos_ != "VERB" or token.dep_ not in ("ROOT", "xcomp", "ccomp", "relcl") or token.lemma_.lower() in _ASKING_VERBS:
            continue
        if not (_present(token.lemma_.lower(), present) or _present(token.lower_, present)):
            return True
    return False
