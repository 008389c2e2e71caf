"""What a conversation has spoken of, and which of it "she", "it" or "there" may mean afterwards.

Knows nothing of the question that is asked next; ``pronouns``, ``references`` and ``ellipsis`` ask here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from rag.answer.compose import joined, one_line
from rag.answer.followup import gender as spoken_of
from rag.answer.followup.clause import Clause, Gap, clause_of
from rag.answer.followup.gender import Gender
from rag.answer.followup.referents import ASPECTS, Referent, Sort, referents, sort_of_name
from rag.answer.question import PERSON_NOUNS, Kind, Question, understand
from rag.answer.reading import bare, same_person
from rag.models import Claim, EventStatus, Status, Turn

if TYPE_CHECKING:
    from rag.answer.syntax import Syntax

REACH = 4  # turns back that a pronoun may point
LONGEST_LEAD = 60  # characters: a claim that is longer is a sentence
_GATHERED = {  # a question's verbs of coming together, as nouns
    "meet": "meeting",
    "see": "meeting",
    "receive": "meeting",
    "welcome": "meeting",
    "host": "meeting",
    "talk": "talks",
    "speak": "talks",
    "negotiate": "talks",
    "phone": "call",
    "call": "call",
    "ring": "call",
    "visit": "visit",
}


class Exchange:
    """One turn, read: what its question and its answer speak of."""

    def __init__(self, turn: Turn, syntax: Syntax, texts: Sequence[str]) -> None:
        text = turn.answer.read_as or turn.question
        self._syntax = syntax
        self.texts = texts
        self.question: Question = understand(text, syntax.parse([text])[0])
        self.clause: Clause | None = clause_of(self.question.doc)
        self._claims = turn.answer.claims if turn.answer.status is Status.ANSWERED else ()
        self.article_ids = tuple(dict.fromkeys(c.article_id for claim in self._claims for c in claim.citations))

    @property
    def asks_for_people(self) -> bool:
        """Whether the answer names people who were asked for."""
        kinds = (Kind.WHO, Kind.SPEAKER, Kind.ATTENDANCE)
        return self.question.kind in kinds or self.question.labels[:1] == ("PERSON",)

    @cached_property
    def referents(self) -> list[Referent]:
        """What the question speaks of, in order."""
        return referents(self.question.doc, self.texts)

    @cached_property
    def given(self) -> list[Referent]:
        """What the answer puts first: the people, the place, the day that was asked for."""
        found: list[Referent] = []
        for claim in self._claims:
            lead = _lead(claim)
            absent = self.question.kind is Kind.ATTENDANCE and claim.event_status is EventStatus.DENIED
            if lead is None or absent:
                continue
            text = lead.split(": ")[0]
            sort = self._sort(text, claim)
            text = _fullest(text, self.texts) if sort is Sort.PERSON else text
            if all(one.text != text for one in found):
                found.append(Referent(text, sort, text.split()[-1].lower()))
        return found

    @cached_property
    def role(self) -> str:
        """What the answer to "who is X?" says that X is."""
        leads = [lead for claim in self._claims if (lead := _lead(claim)) and ": " in lead]
        return leads[0].split(": ", 1)[1] if leads else ""

    @cached_property
    def told(self) -> list[Referent]:
        """What the sentences of the answer speak of."""
        quotes = [citation.quote for claim in self._claims[:2] for citation in claim.citations[:1]]
        docs = self._syntax.parse([one_line(quote) for quote in quotes])
        return [one for doc in docs for one in referents(doc, self.texts)]

    @cached_property
    def asked(self) -> Referent | None:
        """What answers "what did they propose?": the object that the answer's sentence gives to the same verb."""
        if self.clause is None or self.clause.gap is not Gap.OBJECT or self.asks_for_people:
            return None
        verb = self.clause.verb.lemma_
        objects = (
            one
            for one in self.told
            if one.root and one.root.dep_ in ("dobj", "nsubjpass") and one.root.head.lemma_ == verb
        )
        return next(objects, None)

    @cached_property
    def event(self) -> Referent | None:
        """The event that the question speaks of: by a noun, or as its verb of coming together."""
        spoken = [one for one in self.referents if one.sort is Sort.EVENT]
        return max(spoken, key=lambda one: len(one.text)) if spoken else self._gathering()

    @property
    def gathers(self) -> bool:
        """Whether the question's verb is one of coming together: those it names and those it asks for did so."""
        return self.clause is not None and self.clause.verb.lemma_.lower() in _GATHERED

    def _gathering(self) -> Referent | None:
        if self.clause is None or not self.gathers:
            return None
        noun = _GATHERED[self.clause.verb.lemma_.lower()]
        people = [*self.referents, *(self.given if self.asks_for_people else ())]
        who = [one.text for one in people if one.sort in (Sort.PERSON, Sort.BODY)][:3]
        where = [f"{r.preposition} {r.text}" for r in self.referents if r.is_circumstance]
        if not who:
            return None
        between = f"between {joined(who)}" if len(who) > 1 else f"with {who[0]}"
        return Referent(" ".join(["the", noun, between, *where]), Sort.EVENT, noun.removesuffix("s"))

    def _sort(self, lead: str, claim: Claim) -> Sort:
        """The sort of what an answer gives first, by what was asked and what the cited sentence makes of it."""
        if self.question.kind in (Kind.WHEN, Kind.HOW_LONG):
            return Sort.TIME
        if lead[:1].islower() and lead.rsplit(maxsplit=1)[-1].lower() not in PERSON_NOUNS:
            return Sort.THING
        if self.question.labels[:1] == ("PERSON",) or self.question.kind in (Kind.ROLE, Kind.SPEECH):
            return Sort.PERSON
        docs = self._syntax.parse([one_line(citation.quote) for citation in claim.citations[:2]])
        label = next((ent.label_ for doc in docs for ent in doc.ents if bare(lead) in ent.text), "")
        sort = sort_of_name(lead, label, self.texts)
        return Sort.PERSON if sort is Sort.THING and self.asks_for_people else sort


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
        """Whom "he" or "she" means, who is none of ``others``."""

        def fits(someone: Referent) -> bool:
            alike = gender is None or self.gender(someone) in (gender, None)
            return alike and not someone.plural and not any(same_person(someone.text, other) for other in others)

        known = next((someone for one in self.exchanges for someone in _people(one, fits)), None)
        # The parser doesn't know every name for a person's.
        unknown = (r for one in self.exchanges for r in one.referents if r.acts and _may_be_someone(r) and fits(r))
        return known or next(unknown, None)

    def gender(self, person: Referent) -> Gender | None:
        """As which pronoun someone is spoken of, as far as the articles tell."""
        return spoken_of.of_noun(person.head) or spoken_of.of_person(person.text, self.texts)

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


def _lead(claim: Claim) -> str | None:
    """What stands before the sentence that a claim gives; the whole claim where it is but a name."""
    quotes = [one_line(citation.quote) for citation in claim.citations]
    lead, dash, said = claim.text.partition(" — ")
    if dash:
        return lead if any(said.startswith(quote[:20]) for quote in quotes) else None
    return lead if len(lead) <= LONGEST_LEAD and lead not in quotes else None


def _fullest(name: str, texts: Iterable[str]) -> str:
    """A last name with the first names that the articles give most often."""
    if " " in name or not name[:1].isupper():
        return name
    first = re.compile(rf"\b([A-Z][\w’-]+ (?:[A-Z][\w.’-]* )?){re.escape(name)}\b")
    given = [found[1] for text in texts for found in first.finditer(text) if bare(found[0]) == found[0]]
    return f"{max(given, key=given.count)}{name}" if given else name


def _people(one: Exchange, fits: Callable[[Referent], bool]) -> list[Referent]:
    """The people whom a turn may leave in mind and whom a pronoun fits, the likeliest first."""
    everyone = [r for r in one.given if r.sort is Sort.PERSON]
    given = [r for r in everyone if fits(r)]
    spoken = [r for r in one.referents if r.sort is Sort.PERSON and not r.is_compound and fits(r)]
    spoken.sort(key=lambda r: not r.acts)
    told = [r for r in one.told if r.sort is Sort.PERSON and r.named and fits(r)]
    # Someone who is only described is called by the name that the answer's sentences give.
    spoken = [r if r.named else next((t for t in told if is_called(t.text, r.head, one.texts)), r) for r in spoken]
    described = one.clause is not None and one.clause.asking.lower() == "who" and one.clause.verb.lemma_ == "be"
    spoken.sort(key=lambda r: r.named if described else not r.named)  # "who is the minister's lawyer?" is about one
    if one.asks_for_people and (len(everyone) == 1 or not spoken):
        return [*given, *spoken, *told]
    return [*spoken, *given, *told]


def _may_be_someone(one: Referent) -> bool:
    return one.named and one.sort in (Sort.BODY, Sort.THING) and " " in one.text and not one.text.startswith("the ")


def _groups(one: Exchange) -> list[Referent]:
    """What a turn may leave in mind as "they", the likeliest first."""
    found: list[Referent] = []
    people = [r for r in one.given if r.sort in (Sort.PERSON, Sort.BODY, Sort.PLACE)] if one.asks_for_people else []
    spoken = [r for r in one.referents if r.sort in (Sort.PERSON, Sort.BODY) or (r.sort is Sort.PLACE and r.acts)]
    spoken = [r for r in spoken if not r.is_circumstance]
    if people and one.gathers:
        people = [*(r for r in spoken if r.acts and not any(same_person(r.text, p.text) for p in people)), *people]
    together = [r for r in spoken if r.root and (r.root.dep_ == "conj" or r.root.conjuncts)]
    for several in (people, together):
        if len(several) > 1:
            found.append(Referent(joined([r.text for r in several]), Sort.PERSON, "", plural=True))
    found += [r for r in one.referents if r.plural and r.head not in ASPECTS]
    found += [r for r in spoken if r.sort is not Sort.PERSON]
    found += [r for r in [*one.given, *spoken] if r.sort in (Sort.BODY, Sort.PERSON)]
    return found


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
