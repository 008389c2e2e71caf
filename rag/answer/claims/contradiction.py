"""What of a claim a premise contradicts or can't have said. Each finding is a few words for people.

Compares words, by their base forms, and never what they mean.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from rag.answer.claims.opposites import opposite_adjective, opposite_verbs
from rag.answer.claims.statement import Statement
from rag.answer.figures.amounts import amounts
from rag.answer.language.lexicon import word_set
from rag.models import EventStatus

# The same one stands in a sentence for several things, of which some may be denied.
_LIGHT_VERBS = word_set("be have do will would can could may might shall should must say tell")
_BOTH = re.compile(r"\bboth\b", re.IGNORECASE)
_OFTEN_NONE = frozenset(["1", "1th", "2x", "3x"])
_WORD = re.compile(r"[^\W_]+")


def lacking(claim: Statement, premise: str) -> Iterator[str]:
    """The claim's numbers and names that the premise, all of it, has not."""
    words = {word.lower() for word in _WORD.findall(premise)}
    missing = sorted(_numbers(claim.text) - _numbers(premise))
    missing += [name for name in claim.names if not words.issuperset(_WORD.findall(name.lower()))]
    yield from (f"not in the premise: {one}" for one in missing)


def contradictions(claim: Statement, premise: Statement) -> Iterator[str]:
    """What sentences that may be where a claim comes from say against it."""
    yield from _swapped(claim, premise)
    yield from _otherwise_told(claim, premise)
    yield from _opposed(claim, premise)


def _swapped(claim: Statement, premise: Statement) -> Iterator[str]:
    """Who does in the claim what is done to them in the premise, or the other way round."""
    for verb, word, acts in _parts(claim):
        others = {there for head, dependent, there in _parts(premise) if (head, dependent) == (verb, word)}
        if others == {not acts}:
            yield f"the other way round: {word}, {verb}"


def _otherwise_told(claim: Statement, premise: Statement) -> Iterator[str]:
    """What happens in the claim and is planned or denied in the premise, or is denied in the claim alone."""
    for place, told in claim.deeds:
        verb = claim.lemmas[place]
        others = {deed.told for deed in premise.deeds if premise.lemmas[deed.verb] == verb}
        if others and verb not in _LIGHT_VERBS and not any(_agree(told, other) for other in others):
            yield f"{told.value} here, {' or '.join(sorted(others))} there: {verb}"


def _opposed(claim: Statement, premise: Statement) -> Iterator[str]:
    """Of whom, or, where nobody acts, of what the premise says the opposite."""
    there = set(_parts(premise))
    acting = {verb for verb, _, acts in _parts(claim) if acts}
    for verb, word, acts in _parts(claim):
        against = sorted(one for one in opposite_verbs(verb) if (one, word, acts) in there)
        if against and acts == (verb in acting) and verb not in premise.lemmas:
            yield f"the opposite: {verb}, {against[0]}"
    for word in sorted(set(claim.lemmas).difference(premise.lemmas)):
        opposite = opposite_adjective(word)
        if opposite in premise.lemmas:
            yield f"the opposite: {word}, {opposite}"


def _parts(statement: Statement) -> Iterator[tuple[str, str, bool]]:
    """Each part that someone takes: the verb, who or what, and whether they act."""
    for head, word, acts in statement.relations:
        if acts is not None:
            yield statement.lemmas[head], statement.lemmas[word], acts


def _agree(claimed: EventStatus, told: EventStatus) -> bool:
    if claimed in (EventStatus.HAPPENED, EventStatus.DENIED):
        return told is claimed
    return told is not EventStatus.DENIED


def _numbers(text: str) -> set[str]:
    """What the numbers of a text amount to; "one", "first" and "twice" in letters are often no numbers, or "two"."""
    found = {one.value for one in amounts(text) if not (text[one.start].isalpha() and one.value in _OFTEN_NONE)}
    return found | {"2"} if _BOTH.search(text) else found
