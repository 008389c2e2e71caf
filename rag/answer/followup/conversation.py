"""What a conversation has spoken of, and which of it "she", "it" or "there" may mean afterwards.

Knows nothing of the question that is asked next; ``pronouns``, ``references`` and ``ellipsis`` ask here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from rag.answer.compose import joined
from rag.answer.followup import gender as spoken_of
from rag.answer.followup.exchange import Exchange
from rag.answer.followup.gender import Gender
from rag.answer.followup.referents import ASPECTS, OFFICES, Referent, Sort
from rag.answer.question import Kind
from rag.answer.reading import bare, same_person
from rag.models import Turn

if TYPE_CHECKING:
    from rag.answer.syntax import Syntax

REACH = 4  # turns back that a pronoun may point


class Conversation:
    """The last turns, and the texts of the articles that their answers cite or came near."""

    def __init__(self, history: Sequence[Turn], syntax: Syntax, text_of: Callable[[str], str]) -> None:
        turns = history[-REACH:]
        cited = [c for turn in turns for claim in turn.answer.claims for c in claim.citations]
        cited += [c for turn in turns for c in turn.answer.nearest]
        self.texts = [text_of(article_id) for article_id in dict.fromkeys(c.article_id for c in cited)]
        self.exchanges = [Exchange(turn, syntax, self.texts) for turn in reversed(turns)]

    @property
    def last(self) -> Exchange:
        """The turn before the question."""
        return self.exchanges[0]

    def person(self, gender: Gender | None, others: Sequence[str] = ()) -> Referent | None:
        """Whom "he" or "she" means, who is none of ``others``; None also where several are as likely."""

        def fits(someone: Referent) -> bool:
            alike = gender is None or self.gender(someone) in (gender, None)
            return alike and not someone.plural and not any(same_person(someone.text, other) for other in others)

        if self.last.asks_in_vain:
            return None  # "who replaced him?" was not answered: "his contract" may be that of either
        for one in self.exchanges:
            if people := _people(one, fits):
                return people[0] if len(people) == 1 else None
        # The parser doesn't know every name for a person's; where articles have it, they tell.
        unknown = (r for one in self.exchanges for r in one.referents if r.acts and self._may_be_someone(r) and fits(r))
        return next(unknown, None)

    def gender(self, person: Referent) -> Gender | None:
        """As which pronoun someone is spoken of, as far as the articles tell."""
        told = spoken_of.of_noun(person.head)
        called = person.named and person.head not in OFFICES
        return told or (spoken_of.of_person(person.text, self.texts) if called else None)

    def _may_be_someone(self, one: Referent) -> bool:
        if (
            not one.named
            or one.sort not in (Sort.BODY, Sort.THING)
            or " " not in one.text
            or one.text.startswith("the ")
        ):
            return False
        return self.gender(one) is not None or not any(one.text in text for text in self.texts)

    def group(self, others: Sequence[str] = ()) -> Referent | None:
        """Whom or what "they" means, which is none of ``others``."""
        groups = (group for one in self.exchanges for group in _groups(one))
        return next((group for group in groups if group.text not in others), None)

    def thing(self, *, acts: bool, happens: bool, others: Sequence[str] = ()) -> Referent | None:
        """What "it" means, which acts in the question (or is led, as only bodies are), or is acted on, or happens."""

        def unlikely(thing: Referent) -> tuple[bool, bool]:
            return acts and thing.sort is Sort.EVENT, thing.acts is not acts

        for one in self.exchanges:
            if happens and one.event:
                return one.event
            things = [thing for thing in _things(one) if thing.text not in others]
            likely = [thing for thing in things if not thing.is_circumstance]
            if best := min(likely, key=unlikely, default=None) or one.event or next(iter(things), None):
                return best
        return None

    @property
    def event(self) -> Referent | None:
        """The event spoken of last."""
        return next((one.event for one in self.exchanges if one.event), None)

    @property
    def place(self) -> Referent | None:
        """The place spoken of last."""
        for one in self.exchanges:
            asked = one.given if one.question.kind is Kind.WHERE else []
            if places := [*asked, *(r for r in one.referents if r.sort is Sort.PLACE)]:
                return places[0]
        return None

    @property
    def time(self) -> Referent | None:
        """The day or time spoken of last."""
        times = (r for one in self.exchanges for r in [*one.given, *one.referents] if r.sort is Sort.TIME)
        return next(times, None)


def is_called(name: str, noun: str, texts: Iterable[str]) -> bool:
    """Whether an article puts a noun to a name: "Justice Minister Ann Roe", "Ann Roe, the minister of justice"."""
    last = re.escape(bare(name).split()[-1])
    before = rf"\b{noun}\b,? (?:[A-Z][\w.’'-]*,? ){{0,3}}{last}\b"
    after = rf"\b{last}, (?:[\w’'-]+ ){{0,6}}{noun}\b"
    return any(re.search(f"(?i:{before})|(?i:{after})", text) for text in texts)


def _people(one: Exchange, fits: Callable[[Referent], bool]) -> list[Referent]:
    """The people whom a pronoun fits and whom a turn is likeliest to leave in mind: several where they are so alike."""
    everyone = [r for r in one.given if r.sort is Sort.PERSON]
    given = [r for r in everyone if fits(r)]
    spoken = [r for r in one.referents if r.sort is Sort.PERSON and not r.is_compound and fits(r)]
    spoken.sort(key=lambda r: not r.acts)
    told = [r for r in one.told if r.sort is Sort.PERSON and r.named and fits(r)]
    # Someone who is only described is called by the name that the answer's sentences give.
    spoken = [r if r.named else next((t for t in told if is_called(t.text, r.head, one.texts)), r) for r in spoken]
    described = one.clause is not None and one.clause.asking.lower() == "who" and one.clause.verb.lemma_ == "be"
    spoken.sort(key=lambda r: r.named if described else not r.named)  # "who is the minister's lawyer?" is about one
    if given and one.asks_for_people and (len(everyone) == 1 or not spoken):
        return _each_once(given)
    if spoken or given:
        return [spoken[0]] if spoken else _each_once(given)
    if one.asks_for_people and everyone:
        return []  # whom a pronoun doesn't fit; others in that sentence were not asked for
    acting = [r for r in told if r.acts]
    return _each_once(acting or told)


def _each_once(people: Iterable[Referent]) -> list[Referent]:
    found: list[Referent] = []
    for someone in people:
        if not any(same_person(someone.text, other.text) for other in found):
            found.append(someone)
    return found


def _groups(one: Exchange) -> list[Referent]:
    """What a turn may leave in mind as "they", the likeliest first."""
    found: list[Referent] = []
    people = [r for r in one.given if r.sort in (Sort.PERSON, Sort.BODY, Sort.PLACE)] if one.asks_for_people else []
    spoken = [r for r in one.referents if r.sort in (Sort.PERSON, Sort.BODY) or (r.sort is Sort.PLACE and r.acts)]
    spoken = [r for r in spoken if not r.is_circumstance]
    if people and one.gathers:
        people = [*(r for r in spoken if r.acts and not any(same_person(r.text, p.text) for p in people)), *people]
    together = [r for r in spoken if r.root and (r.root.dep_ == "conj" or r.root.conjuncts)]
    for several in (people, together, _beside(people, one) if len(people) == 1 else []):
        if len(several) > 1:
            found.append(Referent(joined([r.text for r in several]), Sort.PERSON, "", plural=True))
    found += [r for r in one.referents if r.plural and r.head not in ASPECTS]
    found += [r for r in spoken if r.sort is not Sort.PERSON]
    found += [r for r in one.given if r.sort is Sort.BODY]
    found += [r for r in one.told if r.sort is Sort.BODY and r.acts]
    found += [r for r in [*one.given, *spoken] if r.sort is Sort.PERSON]
    return found


def _beside(people: Sequence[Referent], one: Exchange) -> list[Referent]:
    """Those whom the answer's sentence names in a row with the one that it was asked for."""
    row = [r for r in one.told if r.root and r.root.pos_ == "PROPN" and (r.root.dep_ == "conj" or r.root.conjuncts)]
    first = next((r for r in row if any(r.text.endswith(bare(p.text)) for p in people)), None)
    if first is None or first.root is None:
        return []
    others = [r for r in row if r.root in first.root.conjuncts and r.sort is Sort.PERSON]
    return [*people, *others]


def _things(one: Exchange) -> list[Referent]:
    """What a turn may leave in mind as "it": what stands by itself before what is part of its name."""
    spoken = [
        r for r in one.referents if r.head not in ASPECTS and not r.plural and r.sort not in (Sort.PERSON, Sort.TIME)
    ]
    parts = [r for r in spoken if any(r.is_in(other) for other in one.referents if other.head not in ASPECTS)]
    things = [r for r in spoken if r not in parts] + [r for r in parts if r.named]
    given = [one.asked] if one.asked else []
    if one.question.noun is not None and one.question.kind in (Kind.WHAT, Kind.LIST, Kind.WHO):
        given += [r for r in one.given if r.sort in (Sort.BODY, Sort.PLACE, Sort.EVENT)]
    return given or things or [r for r in one.given if r.sort in (Sort.BODY, Sort.PLACE, Sort.EVENT)]
