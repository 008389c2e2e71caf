"""Hold a statement that a language model wrote against the sentences it leans on, and let through what they carry.

First what can be proved: quotations word for word, numbers, names and days. Then the support model judges what the
sentences mean. A statement that isn't carried, all of it, is dropped whole with the reason; the sentences that it
quotes may then speak in its place. Knows nothing of prompts, models and questions.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rag.answer.candidates import window
from rag.answer.compose import passage_claim
from rag.answer.planted import is_order, without_planted
from rag.answer.words import points_back, words_of
from rag.ingest.sentences import split
from rag.llm.exact import altered_quotation, unsaid, unwanted
from rag.llm.quotes import places
from rag.models import Article, Citation, Claim, Dropped, Span
from rag.read.encode import BEFORE, context_of, spoken_day
from rag.read.support import Pair, SupportModel

if TYPE_CHECKING:
    from rag.llm.shown import Shown
    from rag.llm.statements import Quoted, Written
    from rag.models import EventStatus

CARRIED = 0.60  # calibrated; the decision record on the support model has the curve
QUOTED_MOST = 2  # sentences that may speak in a dropped statement's place: more are a sum that none of them says


@dataclass(frozen=True, slots=True)
class _Cited:
    """A sentence of an article that a statement leans on. ``place``: among the article's sentences."""

    article: Article
    spans: tuple[Span, ...]
    place: int

    @property
    def span(self) -> Span:
        """Where it stands."""
        return self.spans[self.place]

    @property
    def text(self) -> str:
        """The sentence, word for word."""
        return self.article.text[self.span.start : self.span.end]


class Grounding:
    """Judges statements one by one. Models load at first use. Thread-safe."""

    def __init__(self, support: SupportModel) -> None:
        self._support = support

    def check(self, written: Written, shown: Mapping[str, Shown]) -> Claim | Dropped:
        """The statement with the sentences that carry it, or why it is dropped. ``shown``: passages by their ids."""
        text = " ".join(written.text.split())
        if not text:
            return Dropped(written.text, "It says nothing.")
        cited = self._cited(text, written.quotes, shown)
        if not cited:
            return Dropped(text, "None of its quotations is in the passages it names.")
        reason = self._fault(text, cited)
        if reason is not None:
            return Dropped(text, reason, tuple(Citation.of(one.article, one.span) for one in cited))
        citations = dict.fromkeys(Citation.of(one.article, one.span) for one in cited)
        return Claim(text, tuple(citations), self._status(cited[0]))

    def quoted(self, dropped: Dropped, shown: Mapping[str, Shown]) -> Claim | None:
        """The sentences that a dropped statement quotes, as a statement; None where they are none, or too many."""
        wanted = dropped.quoted
        if not 0 < len(wanted) <= QUOTED_MOST or len({one.article_id for one in wanted}) > 1:
            return None
        article = next(one.article for one in shown.values() if one.article.id == wanted[0].article_id)
        spans = _sentences(article)
        numbers = [n for n, span in enumerate(spans) if any(span.start == one.start for one in wanted)]
        if not numbers or is_order(" ".join(one.quote for one in wanted)):
            return None
        first = numbers[0]
        if first and points_back(article.text[slice(*spans[first])]):
            numbers.insert(0, first - 1)
        status = self._status(_Cited(article, spans, numbers[-1]))
        return passage_claim(article, [spans[n] for n in numbers], status=status)

    def _cited(self, text: str, quotes: Sequence[Quoted], shown: Mapping[str, Shown]) -> list[_Cited]:
        """The sentences quoted, each once, in the order they are quoted; under a wrong id, where they stand."""
        found: dict[_Cited, None] = {}
        for quote in quotes:
            named = shown.get(quote.passage.strip())
            others = [one for one in shown.values() if one is not named]
            for passage in ([named] if named else []) + others:
                standing = _standing(text, quote.words, passage)
                if standing:
                    found |= dict.fromkeys(standing)
                    break
        return list(found)

    def _fault(self, text: str, cited: Sequence[_Cited]) -> str | None:
        """Why the cited sentences don't carry the statement; None when they do."""
        sentences = [one.text for one in cited]
        around = [text for one in cited for text in (one.article.title, *_before(one))]
        if reason := unwanted(text, sentences):
            return reason
        if quoted := altered_quotation(text, sentences):
            return f"Not word for word in the sentences it cites: “{quoted}”."
        published = cited[0].article.published_at
        missing = unsaid(text, sentences, around, published.at.date() if published else None)
        if missing:
            return f"Not in the sentences it cites: {', '.join(missing)}."
        if any(words_of(text) == words_of(sentence) for sentence in sentences):
            return None
        verdict = self._support.judge([_pair(text, cited)])[0]
        if verdict.carried >= CARRIED:
            return None
        return "The sentences it cites " + (
            "say otherwise." if verdict.contradicted > verdict.not_said else "don’t say so."
        )

    def _status(self, one: _Cited) -> EventStatus:
        return self._support.status([window(one.article, one.spans, one.place)])[0]


def _sentences(article: Article) -> tuple[Span, ...]:
    return tuple(without_planted(article.text, split(article.text)))


def _standing(text: str, words: str, passage: Shown) -> list[_Cited]:
    """The sentences of a passage in which the quoted words stand; of several places, the likest to the statement."""
    article = passage.article
    spans = _sentences(article)
    shown = [n for n, span in enumerate(spans) if span in set(passage.spans)]
    found = places(words, [article.text[slice(*spans[n])] for n in shown])
    said = set(words_of(text))

    def likeness(place: Sequence[int]) -> int:
        return len(said.intersection(*(words_of(article.text[slice(*spans[shown[n]])]) for n in place)))

    return [_Cited(article, spans, shown[n]) for n in max(found, key=likeness)] if found else []


def _before(one: _Cited) -> list[str]:
    return [one.article.text[slice(*span)] for span in one.spans[max(0, one.place - BEFORE) : one.place]]


def _pair(text: str, cited: Sequence[_Cited]) -> Pair:
    """The statement beside the sentences it leans on, under the title and the day, after the sentences before."""
    articles = [one.article.id for one in cited]
    cited = sorted(cited, key=lambda one: (articles.index(one.article.id), one.place))  # as they are learnt from
    first = cited[0]
    day = spoken_day(first.article.published_at.at.date()) if first.article.published_at else None
    evidence = " ".join(one.text for one in cited)
    return Pair(text, evidence, context_of(first.article.title, day, _before(first)))
