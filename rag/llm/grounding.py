"""Hold a statement that a language model wrote against the sentences it leans on, and let through what they carry.

The citations are the article's own sentences, never the model's words for them; what the statement says of an event is
told by them too. A statement that isn't carried, all of it, is dropped whole with the reason: wrong costs more than
silent. Knows nothing of prompts, models and questions.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rag.answer.claims import told
from rag.answer.claims.attributed import said_in, same_source
from rag.answer.claims.carried import Carrying
from rag.answer.claims.dates import without_worked_out
from rag.answer.claims.parted import parted
from rag.answer.claims.people import People
from rag.answer.claims.scene import Scene
from rag.answer.claims.shortened import is_shortened
from rag.answer.claims.spoken_of import without_spoken_of
from rag.answer.claims.wording import LIGHT, altered_quotation, miscounted, unheard, words_of
from rag.answer.planted import without_planted
from rag.answer.reading import Reading
from rag.ingest.sentences import split
from rag.llm.addressed import is_fragment, is_order, unwanted
from rag.llm.quotes import places
from rag.models import Article, Citation, Claim, Dropped, Span

if TYPE_CHECKING:
    from rag.answer.claims.checker import Checker
    from rag.answer.syntax import Syntax
    from rag.llm.drafts import Quoted, Written
    from rag.llm.shown import Shown

TRIED = 3  # places of a quotation that are put to the checker, where it doesn't say which it means


@dataclass(frozen=True, slots=True)
class _Cited:
    """A sentence of an article that a statement leans on."""

    article: Article
    span: Span

    @property
    def text(self) -> str:
        """The sentence, word for word."""
        return self.article.text[self.span.start : self.span.end]


class Grounding:
    """Judges statements one by one. The parser and the embedder load at first use. Thread-safe."""

    def __init__(self, checker: Checker, syntax: Syntax) -> None:
        self._checker = checker
        self._syntax = syntax

    def check(self, written: Written, shown: Mapping[str, Shown]) -> Claim | Dropped:
        """The statement with the sentences that carry it, or why it is dropped. ``shown``: passages by their ids."""
        text = " ".join(written.text.split())
        if not text:
            return Dropped(written.text, "It says nothing.")
        cited = self._cited(text, written.quotes, shown)
        if not cited:
            return Dropped(text, "None of its quotations is in the passages it names.")
        parts = [text[span.start : span.end] for span in split(text)]
        docs = self._syntax.parse([*(one.text for one in cited), *parts])  # together: that takes less time
        if (stamp := cited[0].article.published_at) and len({one.article.id for one in cited}) == 1:
            parts = [without_worked_out(part, docs[: len(cited)], stamp.at.date()) for part in parts]
        articles = {one.article.id: one.article for one in cited}
        readings = {name: Reading(one, split(one.text), self._syntax) for name, one in articles.items()}
        parts, spoken = self._without_spoken_of(parts, cited, readings)
        sentences, ties = self._in_full(" ".join(parts), cited, readings)
        ties += spoken
        reason = self._missing(text, parts, [one.text for one in (*cited, *ties)], sentences)
        if reason is not None:
            return Dropped(text, reason, tuple(Citation.of(one.article, one.span) for one in cited))
        citations = tuple(Citation.of(one.article, one.span) for one in dict.fromkeys([*cited, *ties]))
        return Claim(text, citations, told.status_of(self._syntax.parse([cited[0].text])[0]))

    def _cited(self, text: str, quotes: Sequence[Quoted], shown: Mapping[str, Shown]) -> list[_Cited]:
        """The sentences quoted, each once, in the order they are quoted."""
        found: dict[_Cited, None] = {}
        for quote in quotes:
            passage = shown.get(quote.passage.strip())
            if passage is None:
                continue
            article = passage.article
            spans = without_planted(article.text, passage.spans)
            standing = places(quote.words, [article.text[span.start : span.end] for span in spans])
            told_by = [[_Cited(article, spans[place]) for place in one] for one in standing]
            if told_by:
                found |= dict.fromkeys(self._best(text, told_by))
        return list(found)

    def _best(self, text: str, candidates: Sequence[Sequence[_Cited]]) -> Sequence[_Cited]:
        """Of the places where a quotation stands, the one that supports the statement best."""
        if len(candidates) == 1:
            return candidates[0]
        said = set(words_of(text))
        likely = sorted(candidates, key=lambda one: -len(said.intersection(*(words_of(s.text) for s in one))))[:TRIED]
        return max(likely, key=lambda one: self._checker.check(text, [sentence.text for sentence in one]).score)

    @staticmethod
    def _without_spoken_of(
        parts: Sequence[str], cited: Sequence[_Cited], readings: Mapping[str, Reading]
    ) -> tuple[list[str], list[_Cited]]:
        """A statement without the "of X" of "said of X", where that is so, and the sentences that tell it."""
        shorter, ties = list(parts), []
        for one in cited:
            reading = readings[one.article.id]
            for n, part in enumerate(shorter):
                if one.span in reading.spans:
                    shorter[n], told_by = without_spoken_of(part, reading.index(one.span), reading)
                    ties += [_Cited(one.article, reading.spans[place]) for place in told_by]
        return shorter, ties

    def _in_full(
        self, text: str, cited: Sequence[_Cited], readings: Mapping[str, Reading]
    ) -> tuple[list[str], list[_Cited]]:
        """The cited sentences with the names that the statement gives filled in, and the sentences that tell these."""
        sentences: list[str] = []
        ties: list[_Cited] = []
        for one in cited:
            reading = readings[one.article.id]
            if one.span not in reading.spans:
                sentences.append(one.text)
                continue
            full, also = People(reading).in_full(reading.index(one.span), text)
            sentences.append(full)
            ties += [_Cited(one.article, reading.spans[place]) for place in also]
        return sentences, ties

    def _missing(self, text: str, parts: Sequence[str], cited: Sequence[str], sentences: Sequence[str]) -> str | None:
        """Why the cited sentences, given in full, don't carry the statement; None when they do."""
        if reason := unwanted(text, cited):
            return reason
        if quoted := altered_quotation(text, cited):
            return f"Not word for word in the sentences it cites: “{quoted}”."
        # As they stand too: what was filled in may be more than the statement says.
        premises = [Scene(doc, told=True) for doc in self._syntax.parse(list(dict.fromkeys([*sentences, *cited])))]
        scenes = [Scene(doc) for doc in self._syntax.parse(parts)]
        for part, scene, before in zip(parts, scenes, [None, *scenes], strict=False):
            if reason := self._not_carried(part, Carrying(scene, premises, before), sentences):
                return reason
        return None

    def _not_carried(self, part: str, carrying: Carrying, sentences: Sequence[str]) -> str | None:
        claim = carrying.claim
        if not is_order(claim.doc) and any(words_of(part) == words_of(sentence) for sentence in sentences):
            return None
        if is_order(claim.doc) or (
            is_fragment(claim.doc) and not any(is_shortened(claim, scene) for scene in carrying.premises)
        ):
            return "It states nothing."
        if words := unheard(carrying.claim, carrying.premises) or miscounted(part, sentences):
            return f"Not in the sentences it cites: {', '.join(words)}."
        if (fault := carrying.fault()) and not self._is_told_shorter(carrying):
            reason: str | None = f"The sentences it cites don’t say so: {fault}."
        else:
            reason = self._not_meant(part, carrying, sentences)
        two = parted(part) if reason is not None else None
        if two is None:
            return reason
        scenes = [Scene(doc) for doc in self._syntax.parse(two)]
        pieces = [Carrying(scene, carrying.premises, carrying.before) for scene in scenes]
        so = all(self._not_carried(*one, sentences) is None for one in zip(two, pieces, strict=True))
        return None if so else reason

    def _not_meant(self, part: str, carrying: Carrying, sentences: Sequence[str]) -> str | None:
        """Why the sentences don't mean what a statement says in words that none of them has alone."""
        if any(set(words_of(part)) - LIGHT <= set(words_of(sentence)) for sentence in sentences):
            return None  # in their own words, which hang together as there: nothing is left to judge by meaning
        if any(not unheard(carrying.claim, [scene]) for scene in carrying.premises):
            return None
        support = self._checker.check(part, sentences)
        said = f"say otherwise: {support.contradictions[0]}" if support.contradictions else "don’t say so"
        return None if support.enough and not support.contradictions else f"The sentences it cites {said}."

    def _is_told_shorter(self, carrying: Carrying) -> bool:
        """Whether a sentence says it in more words, or in another order of who speaks and what is said."""
        if any(is_shortened(carrying.claim, scene) for scene in carrying.premises):
            return True
        mine = said_in(carrying.claim)
        if mine is None:
            return False
        for scene in carrying.premises:
            theirs = said_in(scene)
            if theirs is None or not same_source(mine, theirs, carrying.naming, scene):
                continue
            docs = self._syntax.parse([mine.content, theirs.content])
            claim, premise = Scene(docs[0]), Scene(docs[1], told=True)
            if Carrying(claim, [premise]).fault() is None or is_shortened(claim, premise):
                return True
        return False
