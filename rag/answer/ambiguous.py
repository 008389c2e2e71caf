"""Questions that fit several events or people: asked back, with one sentence for each.

"When was the vote?" fits every vote in the library; "the prime minister" may be any of three. Only where the question
itself gives nothing that tells them apart: no name, no day, few words.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from rag.answer.compose import passage_claim
from rag.answer.question import Kind, Question
from rag.answer.reading import Reading, same_person
from rag.answer.roles import ROLE_NOUNS, Role, holders
from rag.answer.support import missing_verb, missing_words
from rag.models import Draft, Status

if TYPE_CHECKING:
    from spacy.tokens import Token

    from rag.answer.events.came_of_it import Told

NEAR = 4.0  # a sentence about another event may score this much below the best
LESS_SURE = 5.0  # and this much below what an answer needs, where it has the day, place or number asked for
FEW_WORDS = 3
SHOWN = 4
SHARED_NAMES = 2  # articles that share so many names of two words or more tell one story

_NAME = re.compile(r"\b[A-Z][\w’'-]+(?: [A-Z][\w’'-]+)+")
_OFFICE = re.compile(
    r"(?:Minister|Secretary|President|Court|Office|Parliament|Council|Party|Bank|Times|News|Wire|Ministry)$"
)
_WHICH = "The articles tell of several; say which one is meant, by a name, a place or a day."
_WHO = "The articles tell of several people it may mean; say which one, by a name or a country."


def is_bare(question: Question) -> bool:
    """Whether a question gives nothing that tells one event from another: no name, no day, few words."""
    return not (
        question.names
        or sum(token.pos_ != "ADP" for token in question.content) > FEW_WORDS
        or question.kind in (Kind.LIST, Kind.DEFINITION, Kind.SPEAKER)
        or any(ent.label_ in ("DATE", "TIME") for ent in question.doc.ents)
    )


def several_stories(question: Question, told: Sequence[Told], least: float) -> Draft | None:
    """Asks back when a question without particulars is answered about as well by unrelated articles."""
    if not told or not is_bare(question):
        return None
    stories: list[Told] = []
    for one in told:
        enough = least if one.lead is None else least - LESS_SURE
        answers = one.score >= max(enough, told[0].score - NEAR)
        answers = answers or (told[0].score >= least and _tells_it(question, one))
        if answers and not any(_one_story(one.reading, other.reading) for other in stories):
            stories.append(one)
    if len(stories) < 2:
        return None
    return _asked_back(_WHICH, [(one.reading, one.sentence.index) for one in stories[:SHOWN]])


def _tells_it(question: Question, told: Told) -> bool:
    """Whether a sentence has the day, place or number asked for, and every word of the question itself, no synonyms."""
    reading, index = told.reading, told.sentence.index
    if told.lead is None or missing_verb(question, reading, index) or missing_words(question, reading, index):
        return False
    said = {token.lemma_.lower() for token in told.sentence.doc}
    return all(token.lemma_.lower() in said for token in question.content if token.pos_ != "ADP")


def several_holders(question: Question, readings: Sequence[Reading]) -> Draft | None:
    """Asks back when "the prime minister" may be any of several whom the first article, or those like it, name."""
    role = next((t for t in question.doc if _is_bare_role(t)), None)
    if role is None or not readings or question.kind in (Kind.WHO, Kind.ROLE, Kind.LIST):
        return None
    if any(ent.label_ == "PERSON" and role not in ent for ent in question.doc.ents):
        return None
    wanted = frozenset(t.lemma_.lower() for t in role.subtree if t.dep_ in ("compound", "amod") or t == role)
    found: list[tuple[Reading, Role]] = []
    for reading in [r for r in readings if r is readings[0] or _one_story(r, readings[0])]:
        for held in holders(wanted, frozenset(), reading):
            if not any(same_person(held.person, other.person) for _, other in found):
                found.append((reading, held))
    if len(found) < 2:
        return None
    return _asked_back(_WHO, [(reading, held.sentence.index) for reading, held in found[:SHOWN]])


def _is_bare_role(token: Token) -> bool:
    """Whether a word is a role told by nothing but its title: "the prime minister", not "the Estonian prime minister"."""
    if (
        token.lemma_.lower() not in ROLE_NOUNS
        or token.tag_ in ("NNS", "NNPS")
        or not any(c.lower_ == "the" for c in token.children)
    ):
        return False
    return all(
        c.dep_ in ("det", "compound", "amod") and c.ent_type_ not in ("GPE", "NORP", "PERSON", "ORG")
        for c in token.children
    ) and token.dep_ in ("nsubj", "nsubjpass", "dobj", "pobj")


def _one_story(one: Reading, other: Reading) -> bool:
    if one is other or one.article.id == other.article.id:
        return True
    return len(_telling_names(one) & _telling_names(other)) >= SHARED_NAMES


def _telling_names(reading: Reading) -> set[str]:
    """The longer names of an article, without offices and bodies that many countries have."""
    return {name for name in _NAME.findall(reading.article.text) if not _OFFICE.search(name)}


def _asked_back(reason: str, places: Sequence[tuple[Reading, int]]) -> Draft:
    claims = tuple(passage_claim(reading, [index]) for reading, index in places)
    return Draft(
        Status.AMBIGUOUS, f"{reason}\n" + "\n".join(f"• {claim.text}" for claim in claims), claims, reason=reason
    )
