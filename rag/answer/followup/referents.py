"""What a text speaks of, that a later question may point back to: people, bodies, places, days, events, things.

Knows one text at a time; what of it a pronoun means is decided in ``conversation``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from rag.answer.followup import gender as spoken_of
from rag.answer.followup.clause import Clause, clause_of
from rag.answer.language.lexicon import word_set
from rag.answer.question import GATHERING_NOUNS, ORG_NOUNS, names
from rag.answer.reading import bare
from rag.answer.roles import ROLE_NOUNS

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token
    from spacy.tokens import Span as SpacySpan


class Sort(StrEnum):
    """What kind of thing is spoken of."""

    PERSON = "person"
    BODY = "body"
    PLACE = "place"
    TIME = "time"
    EVENT = "event"
    THING = "thing"


_SORTS = {
    "PERSON": Sort.PERSON,
    "ORG": Sort.BODY,
    "NORP": Sort.BODY,
    "GPE": Sort.PLACE,
    "LOC": Sort.PLACE,
    "FAC": Sort.PLACE,
    "DATE": Sort.TIME,
    "TIME": Sort.TIME,
    "EVENT": Sort.EVENT,
}
EVENT_NOUNS = GATHERING_NOUNS | word_set(
    """
    election vote ballot referendum trial verdict strike stoppage flood storm fire crash accident attack explosion
    earthquake outbreak war landing match game race final festival parade concert contest bid takeover raid
    """
)
GROUP_NOUNS = ORG_NOUNS | word_set(
    """
    council government committee commission ministry court police jury association board cabinet parliament
    opposition administration side army crew family department authority campaign guild federation league trust
    university school hospital airline institute
    """
)
OFFICES = word_set(
    """
    minister secretary president premier chancellor governor mayor ambassador king queen prince princess pope
    prosecutor commissioner
    """
)
# Nouns of a question that say what is asked about something else, and are hardly what "it" means afterwards.
ASPECTS = word_set(
    """
    role job title position post name age number amount size cost price result outcome reason cause purpose aim
    date day time year month week hour place part people person way kind sort figure share percentage total
    anyone someone anybody somebody anything something everyone nobody thing
    """
)
_TITLES = "Mr|Mrs|Ms|Miss|Dr|Sir|Dame|Lord|Lady|Professor"
_LINKS = frozenset(["of", "the", "and", "for", "de", "la", "van", "von", "al", "’s", "'s", "’", "'"])
_OF = frozenset(["of", "into", "between"])
_ARTICLE = re.compile(r"^(?:a|an|any|some|the)\s+", re.IGNORECASE)
_MEASURE = re.compile(r"^(?:which|what|whose|how (?:many|much))\s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True, eq=False)
class Referent:
    """Something spoken of, in words that stand by themselves ("the meeting in Arden").

    ``span`` is where a text says it, and ``root`` its noun there; what an answer gives first has none. ``subject``:
    whether it is the subject of a question, also where the parser takes the verb for a noun.
    """

    text: str
    sort: Sort
    head: str
    plural: bool = False
    span: SpacySpan | None = None
    root: Token | None = None
    subject: bool = False

    @property
    def named(self) -> bool:
        """Whether it is called by a name."""
        return self.text.removeprefix("the ")[:1].isupper() and "’s " not in self.text and "'s " not in self.text

    @property
    def acts(self) -> bool:
        """Whether it is said as the one who acts, or as the owner of what is asked about."""
        return self.subject or (self.root is not None and self.root.dep_ in ("nsubj", "poss"))

    @property
    def preposition(self) -> str:
        """The preposition before it: "in" for "in Arden"; empty when there is none."""
        return self.root.head.lower_ if self.root is not None and self.root.dep_ == "pobj" else ""

    @property
    def is_circumstance(self) -> bool:
        """Whether it only says where or when: "in Arden", "on Tuesday"."""
        adverbial = ("in", "at", "to", "from", "near", "on", "since", "until", "during")
        return self.sort in (Sort.PLACE, Sort.TIME) and self.preposition in adverbial

    @property
    def is_compound(self) -> bool:
        """Whether it only tells which one another is: "the Arden flood"."""
        return self.root is not None and self.root.dep_ == "compound" and not self.subject

    def is_in(self, other: Referent) -> bool:
        """Whether it is a part of the words for another."""
        if self is other or self.span is None or other.span is None:
            return False
        return bool(other.span.start <= self.span.start and self.span.end <= other.span.end)


def referents(doc: Doc, texts: Sequence[str]) -> list[Referent]:
    """What a parsed text speaks of, in order: its names, and its noun phrases with what belongs to them.

    ``texts`` are articles that may tell of which sort a name is.
    """
    clause = clause_of(doc)
    found: list[Referent] = []
    taken: set[int] = set()
    for name in named(doc):
        span = _with_article(name, clause)
        if span.root.dep_ == "amod":
            continue  # "the Ostranian minister" speaks of a minister
        taken |= {t.i for t in span}
        text = span.text.replace("The ", "the ", 1) if span[0].lower_ == "the" else span.text
        sort = sort_of_name(text, span.root.ent_type_, texts)
        head = span.root.head.lower_ if span.root.dep_ == "pobj" else ""
        if sort not in (Sort.PERSON, Sort.EVENT) and head in ("in", "near", "outside"):
            sort = Sort.PLACE
        found.append(Referent(text, sort, span[-1].lower_, False, span, span.root, _is_subject(span, clause)))
    for ent in doc.ents:
        if _SORTS.get(ent.label_) is Sort.TIME and ent.root.dep_ not in ("nsubj", "nsubjpass"):
            taken |= {t.i for t in ent}
            found.append(Referent(ent.text, Sort.TIME, ent.root.lemma_.lower(), span=ent, root=ent.root))
    someone = _asked_someone(doc, clause)
    for phrase, root in noun_phrases(doc):
        common = root.pos_ == "NOUN" or (root.pos_ == "PROPN" and root.text.islower())
        if not common or root.i in taken or _is_fixed(root):
            continue
        noun = root.lemma_.lower()
        sort = Sort.PERSON if root == someone and noun not in GROUP_NOUNS | EVENT_NOUNS else _sort_of_noun(noun)
        plural, subject = root.tag_ == "NNS", _is_subject(phrase, clause)
        found.append(Referent(definite(phrase.text), sort, noun, plural, phrase, root, subject))
    return sorted(found, key=lambda one: one.span.start if one.span else 0)


def named(doc: Doc) -> list[SpacySpan]:
    """The proper names of a text, with their article; a lower-case word that is no link ends a name."""
    spans: list[SpacySpan] = []
    for name in names(doc):
        start = doc.text.find(name)
        span = doc.char_span(start, start + len(name), alignment_mode="expand") if start >= 0 else None
        if span is None:
            continue
        end = next((t.i for t in span if t.text[:1].islower() and t.lower_ not in _LINKS), span.end)
        while end + 1 < len(doc) and doc[end].text in ("’", "'") and doc[end + 1].text[:1].isupper():
            end = next((t.i for t in doc[end + 1 :] if not t.text[:1].isupper()), len(doc))  # "the Owners’ Association"
        if end > span.start:
            article = span.start > 0 and doc[span.start - 1].lower_ == "the" and doc[span.start - 1].head.i < end
            first = span.start - article
            spans.append(doc[first:end])
    spans.sort(key=lambda span: (span.start - span.end, span.start))
    longest: list[SpacySpan] = []
    for span in spans:
        if not any(span.start < other.end and other.start < span.end for other in longest):
            longest.append(span)
    return sorted(longest, key=lambda span: int(span.start))


def noun_phrases(doc: Doc) -> list[tuple[SpacySpan, Token]]:
    """The noun phrases of a question with what follows and belongs to them ("the meeting with the envoys"), and their noun.

    The subject ends where the clause says, also where the parser takes the verb for a noun ("did the council vote").
    """
    clause = clause_of(doc)
    first, last = clause.words if clause else (0, 0)
    proper = named(doc)
    found = []
    for chunk in doc.noun_chunks:
        start = max(chunk.start, first) if chunk.end > first else chunk.start
        start += doc[start].pos_ == "CCONJ"
        end = min(chunk.end, last) if start < last else chunk.end
        if end <= start:
            continue
        root = chunk.root if chunk.root.i < end else doc[end - 1]
        behind = doc[end] if end < len(doc) and doc[end].lower_ in _OF else None  # these are hardly ever the verb's
        for child in [*root.children, *([behind] if behind is not None and behind.head != root else [])]:
            belongs = child.dep_ in ("prep", "relcl", "acl") and child.left_edge.tag_ != "TO"
            if child.i >= end and belongs and child.left_edge.i == end:
                end = max(t.i for t in child.subtree if not t.is_punct) + 1
                end = min(end, last) if start < last else end
        end = next((name.end for name in proper if start < name.start < end < name.end), end)
        found.append((doc[start:end], root))
    return found


def definite(text: str) -> str:
    """A noun phrase as it is spoken of again: "how many ships" as "the ships", "a ceasefire" as "the ceasefire"."""
    return f"the {_MEASURE.sub('', text)}" if _MEASURE.match(text) else _ARTICLE.sub("the ", text)


def sort_of_name(name: str, label: str, texts: Iterable[str]) -> Sort:
    """The sort of a name: a title anywhere tells more than the parser's label, and no one is called "the Alma Reyne"."""
    last = (bare(name).split() or [name])[-1]
    titled = re.compile(rf"\b(?:{_TITLES})\b\.? (?:[A-Z][\w.’'-]* ){{0,2}}{re.escape(last)}\b")
    if any(titled.search(text) for text in (name, *texts)):
        return Sort.PERSON
    if last.lower() in OFFICES:
        return Sort.PERSON
    if last.lower() in EVENT_NOUNS:
        return Sort.EVENT
    if last.lower() in GROUP_NOUNS:
        return Sort.BODY
    sort = _SORTS.get(label, Sort.THING)
    if sort is Sort.PERSON and " " not in name and _is_no_person(name, "\n".join(texts)):
        return Sort.BODY
    return Sort.THING if sort is Sort.PERSON and name.lower().startswith("the ") else sort


def _with_article(name: SpacySpan, clause: Clause | None) -> SpacySpan:
    """A name with its "the", also where the parser takes the verb behind it for its noun ("did the Civic Union win")."""
    first, last = clause.words if clause else (0, 0)
    doc = name.doc
    return doc[first:last] if doc[first].lower_ == "the" and (first + 1, last) == (name.start, name.end) else name


def _is_no_person(name: str, text: str) -> bool:
    """Whether a text has a name of one word again and again without a first name or title, as news has countries."""
    return len(re.findall(rf"\b{re.escape(name)}\b", text)) > 1 and not re.search(
        rf"\b(?:[A-Z][\w’-]+|[A-Z]\.|(?:{_TITLES})\.) {re.escape(name)}\b", text
    )


def _sort_of_noun(head: str) -> Sort:
    if head in EVENT_NOUNS or head == "talks":
        return Sort.EVENT
    if head in ROLE_NOUNS or spoken_of.of_noun(head):
        return Sort.PERSON
    return Sort.BODY if head in GROUP_NOUNS else Sort.THING


def _is_subject(span: SpacySpan, clause: Clause | None) -> bool:
    """Whether a span is all of an acting subject."""
    passive = clause is not None and clause.verb.tag_ == "VBN" and clause.auxiliary in ("is", "are", "was", "were")
    return clause is not None and not passive and (span.start, span.end) == clause.words


def _asked_someone(doc: Doc, clause: Clause | None) -> Token | None:
    """The noun of "who is the NOUN ...?": a person, whatever the noun."""
    if clause is None or clause.asking.lower() != "who" or clause.verb.lemma_ != "be" or not clause.subject:
        return None
    return doc[clause.words[0] : clause.words[1]].root


def _is_fixed(root: Token) -> bool:
    """Whether a noun is part of a fixed phrase: "take place", "play a part"."""
    return root.lower_ in ("place", "part") and root.head.lemma_.lower() in ("take", "play")
