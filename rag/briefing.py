"""Answer what asks for the news itself with a summary of it; whatever asks for one thing goes the way of questions.

Knows which of the two a question is for, and how a summary is given as an answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from rag.answer.compose import not_answered
from rag.answer.language.words import mentions
from rag.asking import EXTRACTIVE, answer_to
from rag.errors import NothingToSummarize
from rag.llm.other_accounts import with_other_accounts
from rag.models import Answer, Claim, Draft, Stage, Status, Storyline, Summary, Trace
from rag.retrieve.overview import Overview, overview
from rag.summarize.sentences import cut, words

if TYPE_CHECKING:
    from datetime import date

    from rag.asking import Asking, Event
    from rag.clock import Clock
    from rag.index.articles import ArticleStore
    from rag.models import Article, Query, Turn
    from rag.summarizing import Summarizing

MOST = 12  # storylines in an answer: more is a page to read, which a summary is for
_NAME = re.compile(r"\b[^\W\d_a-z]\w*")


class Briefing:
    """The answers of one library, wired by it: see the module."""

    def __init__(self, asking: Asking, summarizing: Summarizing, store: ArticleStore) -> None:
        self._asking = asking
        self._summarizing = summarizing
        self._store = store

    def events(self, asked: Query, clock: Clock, history: Sequence[Turn] = ()) -> Iterator[Event]:
        """The way to the answer of a ``cleaned`` question; its trace comes last."""
        wanted = overview(asked.text, asked.asked)
        if wanted is None:
            yield from self._asking.events(asked, clock, history)
            return
        yield Stage("retrieve")
        query = replace(
            asked,
            text=wanted.topic,
            since=_later(asked.since, wanted.since),
            until=_earlier(asked.until, wanted.until),
        )
        told = self._answer(asked, wanted, query, clock)
        if told is None:
            yield from self._asking.events(asked, clock, history)
        else:
            yield Trace(replace(told, timings_ms=clock.timings()), ())

    def _answer(self, asked: Query, wanted: Overview, query: Query, clock: Clock) -> Answer | None:
        try:
            summary = self._summarizing.summary(query, "short", "prose", clock, lambda *_: None, most=MOST)
        except NothingToSummarize as error:
            return answer_to(asked.text, not_answered(self._why_not(query, error), ()), EXTRACTIVE)
        return self._told(asked, wanted, summary)

    def _told(self, asked: Query, wanted: Overview, summary: Summary) -> Answer | None:
        """The summary as an answer, a line for each sentence; None where nothing of it is about the topic."""
        about = [one for one in summary.storylines if one.sentences and self._is_about(one, wanted.topic)]
        claims = [claim for one in about for claim in one.sentences]
        if not claims:
            return None
        told, differing = with_other_accounts(claims, _differing(summary))
        heading = [] if wanted.topic else [f"From {summary.title}:", ""]
        text = "\n".join([*heading, *map(_line, told)])
        draft = Draft(Status.ANSWERED, text, tuple(told), disagreements=differing)
        left_out = f"Articles left out: {summary.left_out:,}. A summary has all of them." if summary.left_out else None
        return replace(
            answer_to(asked.text, draft, summary.engine),
            note=summary.note or left_out,
            dropped=summary.dropped,
            usage=summary.usage,
            prompts=summary.prompts,
        )

    def _is_about(self, story: Storyline, topic: str) -> bool:
        """Whether it is told of by the names of the topic, and its articles have half of its words.

        Near in meaning is not enough, nor is a name that is mentioned in passing.
        """
        articles = [self._store.get(one) for one in story.article_ids]
        told = "\n".join([*(one.title for one in articles), *(claim.text for claim in story.sentences)])
        if not all(mentions(told, name) for name in _NAME.findall(topic)):
            return False
        wanted = set(map(cut, words(topic)))
        there = {cut(word) for one in articles for word in words(f"{one.title}\n{one.text}")}
        return 2 * len(wanted & there) >= len(wanted)

    def _why_not(self, query: Query, error: NothingToSummarize) -> str:
        """Why there is nothing to tell: with the day of the newest article, where none is of the time asked about."""
        newest = next(iter(self._store.newest(sources=query.sources, limit=1)), None)
        if query.since is None or self._store.count(query.since, query.until, query.sources) or newest is None:
            return error.what
        return f"No article was published {_days(query.since, query.until)}; the newest is {_of(newest)}."


def _differing(summary: Summary) -> Draft:
    """The figures of a summary that differ, as statements and their groups."""
    claims: list[Claim] = []
    groups = []
    for one in summary.disagreements:
        groups.append(tuple(range(len(claims), len(claims) + len(one.claims))))
        claims += one.claims
    return Draft(Status.ANSWERED, "", tuple(claims), disagreements=tuple(groups))


def _line(claim: Claim) -> str:
    first = claim.citations[0]
    known = ", ".join(part for part in (first.source, (first.published or "")[:10]) if part)
    return f"• {claim.text}" + (f" ({known})" if known else "")


def _days(first: date, last: date | None) -> str:
    return f"on {first}" if last == first else f"from {first} to {last}" if last else f"since {first}"


def _of(article: Article) -> str:
    return f"of {article.published_at.iso[:10]}" if article.published_at else "without a date"


def _later(one: date | None, other: date | None) -> date | None:
    return max(one, other) if one and other else one or other


def _earlier(one: date | None, other: date | None) -> date | None:
    return min(one, other) if one and other else one or other
