"""Who holds a role that a question asks for by a verb: "who leads the bank?", "who succeeded Ruiz as coach?".

News tells it by a noun ("the bank's governor, Ines Holt"), so the verb is read as the roles that it may mean.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from rag.answer.compose import full_name, passage_claim
from rag.answer.language.lexicon import word_set
from rag.answer.language.words import alike, mentions, words_of
from rag.answer.question import Question, is_content
from rag.answer.reading import Reading, Sentence, same_person
from rag.answer.roles import ENTERS, RANKS, ROLE_NOUNS, Role, has_left, holders, roles_in
from rag.answer.support import missing_words
from rag.models import Draft, Status

if TYPE_CHECKING:
    from spacy.tokens import Token

_LEADERS: tuple[str, ...] = (
    "head",
    "leader",
    "chief",
    "director",
    "governor",
    "president",
    "chairman",
    "chairwoman",
    "chair",
)
_LEADERS += ("prime minister", "premier", "chief executive", "secretary-general", "boss")
_ROLES = {
    **dict.fromkeys(("lead", "head", "run", "chair", "direct"), _LEADERS),
    **dict.fromkeys(("manage", "coach"), ("manager", "coach")),
    "govern": ("governor", "president", "premier", "prime minister"),
    "command": ("commander", "general", "admiral"),
    "edit": ("editor",),
}
_LEADING = frozenset(_ROLES) | word_set("oversee preside spearhead helm guide captain steer supervise")
# A governor told of beside an inquiry governs something else.
_UNDERTAKINGS = word_set("inquiry investigation probe review study search campaign operation mission talk trial appeal")
FEW_MISSING = 3  # of the words of a question one in so many may be missing where it is told who leads
_WORD = re.compile(r"[^\W\d_]+")
_ITS = re.compile(r"(?:its|their|his|her)\b", re.IGNORECASE)
_FOLLOWS = word_set("succeed replace follow")


def who_leads(question: Question, readings: Sequence[Reading], *, in_full: bool) -> Draft | None:
    """The one whose role is to lead what is asked about, as the newest article that names one has it.

    ``in_full``: only where the role itself says of what, "the governor of the bank".
    """
    if (asked := _led(question)) is None:
        return None
    roles, words = asked
    in_full = in_full or bool(words & _UNDERTAKINGS)
    for reading in sorted(readings, key=_age):
        held = [
            role
            for name in roles
            for role in holders(frozenset(name.split()), frozenset(), reading)
            if not (role.left or has_left(role, reading, readings)) and _is_of(role, words, reading, in_full=in_full)
        ]
        if held:
            one = all(same_person(held[0].person, role.person) for role in held)
            return _named(held[0], reading) if one else None
    return None


def who_followed(question: Question, readings: Sequence[Reading]) -> Draft | None:
    """The one whom an article puts into the role that somebody named in the question had."""
    doc = question.doc
    verb = next((t for t in doc if t.dep_ == "ROOT" and t.lemma_ in _FOLLOWS), None)
    if verb is None or not any(c.lower_ == "who" and c.dep_ == "nsubj" for c in verb.children):
        return None
    gone = next((t for t in verb.children if t.dep_ == "dobj" and t.pos_ == "PROPN"), None)
    role = next((n for t in doc if t.lower_ == "as" for n in t.children if n.dep_ == "pobj"), None)
    if gone is None or role is None or role.lemma_.lower() not in ROLE_NOUNS:
        return None
    words = _words(role)
    ranks = frozenset(w for w in words if w in ROLE_NOUNS or w in RANKS)
    for reading in sorted(readings, key=_age):
        for held in holders(ranks, words - ranks, reading):
            enters = any(t.lemma_.lower() in ENTERS | {"new"} for t in held.sentence.doc)
            if enters and not same_person(held.person, gone.text) and mentions(_around(held, reading), gone.text):
                return _named(held, reading)
    return None


def tells_who_leads(question: Question, sentence: Sentence, reading: Reading) -> bool:
    """Whether a sentence may tell who leads or led something, where that is asked: by a verb, or by a role in it.

    Whoever announces an inquiry, or pays for it, doesn't lead it.
    """
    doc = question.doc
    verb = next((t for t in doc if t.dep_ == "ROOT" and t.lemma_.lower() in _ROLES), None)
    if doc[0].lower_ != "who" or verb is None:
        return True
    led = next((c for c in verb.children if c.dep_ in ("dobj", "nsubjpass")), None)
    if led is None or led.pos_ == "PRON":
        return True
    if FEW_MISSING * len(missing_words(question, reading, sentence.index)) > len(question.content):
        return False  # another inquiry
    if any(t.lemma_.lower() in _LEADING for t in sentence.doc if t.pos_ == "VERB"):
        return True
    ranks = {word for name in _ROLES[verb.lemma_.lower()] for word in name.split()}
    return len(reading.persons(sentence)) == 1 and any(
        role.words & ranks and _is_of(role, frozenset({led.lemma_.lower()}), reading, in_full=True)
        for role in roles_in(sentence, reading)
    )


def _led(question: Question) -> tuple[tuple[str, ...], frozenset[str]] | None:
    """The roles that the question's verb may mean, and the words for what is led; None when it asks for no such thing."""
    doc = question.doc
    if doc[0].lower_ != "who":
        return None
    for token in doc[1:4]:
        if token.lower_ in ("charge", "helm", "head") and token.head.lower_ in ("in", "at"):
            of = next((c for c in token.children if c.lower_ == "of"), None)
            led = next((c for c in of.children if c.dep_ == "pobj"), None) if of is not None else None
            return (_LEADERS, _words(led)) if led is not None else None
    verb = next((t for t in doc if t.dep_ == "ROOT"), None)
    if verb is None or verb.lemma_.lower() not in _ROLES or not _is_now(verb):
        return None
    led = next((c for c in verb.children if c.dep_ == "dobj"), None)
    return (_ROLES[verb.lemma_.lower()], _words(led)) if led is not None and led.pos_ != "PRON" else None


def _is_now(verb: Token) -> bool:
    """Whether a verb tells of what lasts: "leads", "is running"."""
    return verb.tag_ == "VBZ" or (verb.tag_ == "VBG" and any(c.lower_ == "is" for c in verb.children))


def _words(top: Token) -> frozenset[str]:
    return frozenset(t.lemma_.lower() for t in top.subtree if is_content(t))


def _is_of(role: Role, words: frozenset[str], reading: Reading, *, in_full: bool) -> bool:
    """Whether a role is that of what is asked about, and of the whole of it: not "the bank's head of research".

    A role given alone, "the governor", is of what the article's title or first sentence speaks of.
    """
    own = {word.lower() for word in _WORD.findall(role.text) if word[0].islower()} & role.words
    if any(word not in ROLE_NOUNS | RANKS and not _among(word, words) for word in own):
        return False
    apart = [word for word in words if not _among(word, role.words)]
    owned = any(not _among(word, words) for word in role.words - ROLE_NOUNS - RANKS) or _ITS.match(role.text)
    about = words_of(f"{reading.article.title} {reading.raw(0)}")
    return not apart or (not in_full and not owned and all(_among(word, about) for word in apart))


def _among(word: str, words: frozenset[str]) -> bool:
    return any(alike(word, other) for other in words)


def _around(role: Role, reading: Reading) -> str:
    """The sentence that gives a role and those beside it."""
    places = range(max(0, role.sentence.index - 1), min(len(reading.spans), role.sentence.index + 2))
    return " ".join(reading.raw(i) for i in places)


def _named(role: Role, reading: Reading) -> Draft:
    person, also = full_name(reading, role.person)
    claim = passage_claim(reading, [role.sentence.index], lead=person, also=also)
    return Draft(Status.ANSWERED, claim.text, (claim,))


def _age(reading: Reading) -> float:
    stamp = reading.article.published_at
    return -stamp.at.timestamp() if stamp else 0.0
