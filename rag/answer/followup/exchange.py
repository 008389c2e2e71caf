"""One turn of a conversation, read: what its question and its answer speak of.

Knows nothing of the question that is asked next, nor of other turns.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from rag.answer.compose import joined, one_line, points_back
from rag.answer.followup.clause import Clause, Gap, clause_of
from rag.answer.followup.referents import Referent, Sort, referents, sort_of_name
from rag.answer.question import PERSON_NOUNS, Kind, Question
from rag.answer.reading import bare
from rag.answer.understanding import understand
from rag.models import Claim, EventStatus, Status, Turn

if TYPE_CHECKING:
    from rag.answer.syntax import Syntax

_TELLING = 12  # words of a sentence that tell it from every other
_QUOTED = re.compile(r"[“\"]([^“”\"]+)[”\"]?")
_SAYING = re.compile(
    r"^.*?\b(?:said|says|denied|denies|announced|claimed|claims|stressed|added|warned|told \w+)(?: that)? "
)
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

    @property
    def asks_in_vain(self) -> bool:
        """Whether the question asks who did something, and was not answered."""
        if self._claims or not self.asks_for_people or self.clause is None:
            return False
        return self.clause.gap is Gap.SUBJECT and self.clause.verb.lemma_ != "be"

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
        """What answers "what did they propose?" or "which party won?": what the answer's sentence gives to the same verb."""
        if self.clause is None or self.asks_for_people:
            return None
        passive = self.clause.auxiliary in ("is", "are", "was", "were")
        places = {Gap.OBJECT: ("dobj", "nsubjpass"), Gap.SUBJECT: ("nsubjpass",) if passive else ("nsubj",)}
        sought = places.get(self.clause.gap, ())
        verb = self.clause.verb.lemma_
        fitting = (one for one in self.told if one.root and one.root.dep_ in sought and one.root.head.lemma_ == verb)
        return next(fitting, None)

    @property
    def asks_for_several(self) -> bool:
        """Whether the question asks for things by a plural: "which ships?"."""
        return any(one.plural and one.head == self.question.noun for one in self.referents)

    @cached_property
    def quotation(self) -> str:
        """Words of the answer's first sentence that are somebody's, to ask whose they are; empty without an answer."""
        quotes = [one_line(citation.quote) for claim in self._claims[:1] for citation in claim.citations[:2]]
        # A sentence that opens with a pronoun is given with the one before it.
        quote = next((quote for quote in quotes[1:] if points_back(quote)), next(iter(quotes), ""))
        quoted = max(_QUOTED.findall(quote), key=len, default="")
        words = quoted if quoted.count(" ") > 1 else _SAYING.sub("", quote)
        return " ".join(re.split(r"[“”\"]", words)[0].split()[:_TELLING]).strip(" .,?!:;")

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
