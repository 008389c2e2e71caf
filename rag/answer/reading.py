"""An article as its sentences, parsed when first looked at; and the people it names.

Knows nothing of questions. Offsets of everything found are offsets into ``Article.text``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from rapidfuzz.distance import DamerauLevenshtein

from rag.answer.language.lexicon import word_set
from rag.answer.question import PERSON_NOUNS
from rag.models import Article, Span

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token
    from spacy.tokens import Span as SpacySpan

    from rag.answer.followup.gender import Gender
    from rag.answer.syntax import Syntax

HONORIFICS = word_set(
    """
    mr mrs ms miss mx dr sir dame lord lady prof professor rev president king queen prince princess pope judge
    justice gen general col colonel capt captain lt sgt sen senator rep gov governor mayor minister secretary
    chancellor ambassador commissioner chief inspector superintendent father sister brother bishop archbishop rabbi
    imam councillor cllr admiral major sergeant
    """
)
MOST_NAMES = 500  # of which an article remembers whether they are people's: questions bring their own
_TITLES = word_set(
    """
    mr mrs ms miss mx dr sir dame lord lady
    """
)
_NAME_TYPES = frozenset(["", "PERSON", "ORG", "NORP", "FAC", "PRODUCT"])  # what the parser takes a surname for
_RELIGIOUS = frozenset(["Father", "Sister", "Brother"])
_TITLED = re.compile(r"\b(?:Mr|Mrs|Ms|Miss|Mx|Dr)\.? (?:[A-Z]\. ?)*([A-Z][\w-]+)")
_POSSESSIVE = re.compile(r"(?:’s|'s|’|')$")


@dataclass(frozen=True, slots=True, eq=False)
class Sentence:
    """One sentence of an article, parsed. ``index`` is its place in the article."""

    article: Article
    span: Span
    index: int
    doc: Doc

    @property
    def text(self) -> str:
        """The sentence, word for word."""
        return self.article.text[self.span.start : self.span.end]

    def at(self, part: SpacySpan) -> Span:
        """Where a part of the parse stands in the article."""
        return Span(self.span.start + part.start_char, self.span.start + part.end_char)


class Told:
    """What an article tells whatever is asked of it: its sentences, and which of its names are people's."""

    def __init__(self, article: Article, spans: Sequence[Span]) -> None:
        self.spans = tuple(spans)
        self.genders: dict[str, Gender | None] = {}  # of the people it names, as far as that was asked
        self._text = article.text
        self._people: dict[str, bool] = {}

    @cached_property
    def place(self) -> dict[Span, int]:
        """The place of each sentence in the article."""
        return {span: index for index, span in enumerate(self.spans)}

    @cached_property
    def surnames(self) -> frozenset[str]:
        """Last names that the article gives with an honorific somewhere."""
        return frozenset(found[1] for found in _TITLED.finditer(self._text))

    def is_person(self, name: str) -> bool:
        """Whether a single name, without honorifics, has a first name or an honorific somewhere."""
        if name not in self._people:
            if len(self._people) >= MOST_NAMES:
                self._people.clear()
            before = re.compile(rf"\b([A-Z][\w.’'-]*) {re.escape(name)}\b")
            self._people[name] = any(
                found[1].lower().rstrip(".") in HONORIFICS
                or (found[1].lower() not in _COMMON and (len(found[1]) <= 2 or found[1][-1] != "."))
                for found in before.finditer(self._text)
            )
        return self._people[name]


class Reading:
    """The sentences of one article; parsing happens on demand and only once.

    ``told`` is what was made of the article before, where it is kept.
    """

    def __init__(self, article: Article, spans: Sequence[Span], syntax: Syntax, told: Told | None = None) -> None:
        self.article = article
        self.told = told or Told(article, spans)
        self.spans = self.told.spans
        self._syntax = syntax
        self._last_names: set[str] = set()  # of people whom a sentence looked at so far gives by two names
        self.speakers: dict[int, str] = {}  # whom sentences quote, as far as that was asked
        self._parsed: dict[int, Sentence] = {}
        self._persons: dict[Doc, tuple[int, list[SpacySpan]]] = {}

    def index(self, span: Span) -> int:
        """The place of a sentence in the article."""
        return self.told.place[span]

    def raw(self, index: int) -> str:
        """The text of a sentence, unparsed."""
        span = self.spans[index]
        return self.article.text[span.start : span.end]

    def sentences(self, indexes: Iterable[int]) -> list[Sentence]:
        """The sentences at these places, parsed together."""
        wanted = [index for index in dict.fromkeys(indexes) if 0 <= index < len(self.spans)]
        if new := [index for index in wanted if index not in self._parsed]:
            docs = self._syntax.parse([self.raw(index) for index in new])
            for i, doc in zip(new, docs, strict=True):
                self._parsed[i] = Sentence(self.article, self.spans[i], i, doc)
        return [self._parsed[index] for index in wanted]

    def sentence(self, index: int) -> Sentence:
        """One sentence, parsed."""
        return self.sentences([index])[0]

    def starts_paragraph(self, index: int) -> bool:
        """Whether a sentence is the first of its paragraph."""
        return index == 0 or "\n" in self.article.text[self.spans[index - 1].end : self.spans[index].start]

    def persons(self, sentence: Sentence) -> list[SpacySpan]:
        """The people a sentence names: those the parser finds, and every name with an honorific it overlooks."""
        known, people = self._persons.get(sentence.doc, (-1, []))
        if known != len(self._last_names):  # who is known only by a last name may be found now
            people = self._found_in(sentence.doc)
            self._persons[sentence.doc] = (len(self._last_names), people)
        return people

    def _found_in(self, doc: Doc) -> list[SpacySpan]:
        found = [
            ent
            for ent in doc.ents
            if (ent.label_ == "PERSON" and self.is_person(ent.text))
            or (ent.label_ == "ORG" and ent[0].text in _RELIGIOUS and len(ent) > 1)
        ]
        self._last_names |= {ent[-1].text for ent in found if len(ent) > 1 and ent[-1].pos_ == "PROPN"}
        taken = {token.i for ent in found for token in ent}
        for token in doc:
            if token.i in taken or not token.text[:1].isupper():
                continue
            start, end = token.i, token.i + 1
            before = doc[token.i - 1].lower_.rstrip(".") if token.i else ""
            if token.text in self._last_names and _is_alone(token):
                pass
            elif token.i == 0:
                continue
            elif before in _TITLES or doc[token.i - 1].text in _RELIGIOUS:
                while end < len(doc) and doc[end].text[:1].isupper() and doc[end].pos_ == "PROPN":
                    end += 1
            elif (token.text in self.told.surnames and token.ent_type_ in _NAME_TYPES) or _is_described(token):
                start = _first_name(token, taken)
            else:
                continue
            found.append(doc[start:end])
            taken |= set(range(start, end))
        return sorted(found, key=lambda span: int(span.start))

    def is_person(self, name: str) -> bool:
        """Whether a name the parser takes for a person's is used as one here.

        News introduces a person by two names or an honorific; a single name never used so is a place or a body.
        """
        words = bare(name).split()
        if len(words) != 1:
            return bool(words)
        return self.told.is_person(words[0])

    def full_name(self, name: str) -> tuple[str, int] | None:
        """The fullest form of a person's name in the article and the sentence that first gives it."""
        words = bare(name).split()
        if not words:
            return None
        pattern = re.compile(rf"\b{re.escape(words[-1])}\b")
        for index in range(len(self.spans)):
            if pattern.search(self.raw(index)):
                for ent in self.persons(self.sentence(index)):
                    if same_person(ent.text, name):
                        found = bare(ent.text)
                        if len(found.split()) > len(words):
                            return found, index
        return None


def _first_name(last: Token, taken: set[int]) -> int:
    """Where the name begins whose last word this is: "Strand" in "Helena Strand"."""
    start = last.i
    while start > 0:
        before = last.doc[start - 1]
        if before.dep_ != "compound" or before.head != last or not before.text[:1].isupper():
            break
        if before.i in taken or before.pos_ != "PROPN" or before.lower_.rstrip(".") in HONORIFICS | PERSON_NOUNS:
            break
        start -= 1
    return int(start)


def _is_alone(token: Token) -> bool:
    """Whether a word that is someone's last name stands for them, not in a longer name or behind an article."""
    if token.pos_ != "PROPN" or token.ent_type_ not in _NAME_TYPES | {"GPE", "LOC"} or token.dep_ == "compound":
        return False
    return not any(c.dep_ in ("compound", "det") or c.lower_ == "the" for c in token.children)


def _is_described(token: Token) -> bool:
    """Whether an unknown name of two words stands beside what someone does: "Lorne Pickard, the chief executive"."""
    if token.ent_type_ in ("PERSON", "LOC") or token.pos_ != "PROPN":
        return False
    if not any(c.dep_ == "compound" and c.pos_ == "PROPN" and c.i == token.i - 1 for c in token.children):
        return False
    beside = [c for c in token.children if c.dep_ == "appos"] + ([token.head] if token.dep_ == "appos" else [])
    nouns = _OFFICES if token.ent_type_ == "ORG" else PERSON_NOUNS  # "the owner, Holt Group"
    return any(noun.pos_ == "NOUN" and noun.lemma_.lower() in nouns for noun in beside)


_OFFICES = word_set(
    "mayor minister president senator judge king queen ambassador envoy governor coach engineer director"
)


_COMMON = word_set(
    """
    the a an in on at to of for from by with and or but if as after before when while since until that this
    these those it its he she they his her their we our i you both all some many most no not new north south
    east west northern southern eastern western central former under over between into against across around
    what who whose which how why so then there here even only also many more
    about meanwhile however although because during monday tuesday wednesday thursday friday saturday sunday
    january february march april may june july august september october november december
    """
)


def bare(name: str) -> str:
    """A name without honorifics and without a possessive ending."""
    words = _POSSESSIVE.sub("", name.strip()).split()
    while len(words) > 1 and words[0].lower().rstrip(".") in HONORIFICS | {"the"}:
        words = words[1:]
    return " ".join(_POSSESSIVE.sub("", word) for word in words)


def same_person(one: str, other: str) -> bool:
    """Whether two names may be one person's: the same last name with no other first name, or one part of the other."""
    a, b = bare(one).lower().split(), bare(other).lower().split()
    if not a or not b:
        return False
    short, long = sorted((a, b), key=len)
    if a[-1] == b[-1]:
        first, other_first = short[0].rstrip("."), long[0].rstrip(".")
        initial = min(len(first), len(other_first)) == 1 and first[0] == other_first[0]
        return len(short) == 1 or initial or DamerauLevenshtein.distance(first, other_first) <= 1
    return len(short) == 1 and short[0] in long
