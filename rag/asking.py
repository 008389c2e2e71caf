"""From a question to a verified answer: clean, retrieve, mend the spelling, rerank, write, verify.

Knows the order of the steps, and nothing of how any of them is done.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import zip_longest
from typing import TYPE_CHECKING

from rag.answer.followup.standalone import standalone
from rag.answer.parts import parts
from rag.answer.sides import sides
from rag.answer.together import together
from rag.answer.verify import verified
from rag.errors import BadQuestion, NotFound
from rag.models import Answer, Evidence, Query, Span, Status, Trace, Turn
from rag.retrieve.spelling import mended

if TYPE_CHECKING:
    from rag.answer.extractive import Extractive
    from rag.answer.syntax import Syntax
    from rag.index.articles import ArticleStore
    from rag.retrieve.hybrid import Found, Retriever

MAX_QUESTION = 2000  # characters: beyond it a question is a document, and no model here reads so far
ENGINE = "extractive"


class Asking:
    """The steps of one library, wired by it. ``model_seconds`` is the time its models have run so far."""

    def __init__(
        self,
        store: ArticleStore,
        retriever: Retriever,
        engine: Extractive,
        syntax: Syntax,
        model_seconds: Callable[[], float],
    ) -> None:
        self._store = store
        self._retriever = retriever
        self._engine = engine
        self._syntax = syntax
        self._model_seconds = model_seconds

    def trace(self, asked: Query, clock: Clock, history: Sequence[Turn] = ()) -> Trace:
        """The answer to a ``cleaned`` question, and the evidence it was written from.

        A question of several parts is asked part by part, each as a follow-up of those before it. A comparison is asked
        side by side, and as a whole where the articles don't have both sides.
        """
        before = self._model_seconds()
        doc = self._syntax.parse([asked.text])[0]
        compared = sides(doc)
        traces = [self._trace_one(replace(asked, text=side), clock, history) for side in compared]
        if not compared or any(one.answer.status is not Status.ANSWERED for one in traces):
            traces = []
            for part in parts(doc):
                turns = [Turn(one.answer.question, one.answer) for one in traces]
                traces.append(self._trace_one(replace(asked, text=part), clock, [*history, *turns]))
        clock.add("models", self._model_seconds() - before)
        answers = [one.answer for one in traces]
        draft = together(asked.text, answers)
        answer = Answer(
            question=asked.text,
            status=draft.status,
            text=draft.text,
            claims=draft.claims,
            reason=draft.reason,
            nearest=draft.nearest,
            engine=ENGINE,
            timings_ms=clock.timings(),
            read_as=answers[0].read_as if len(answers) == 1 else None,
        )
        rows = zip_longest(*(one.evidence for one in traces))
        read: dict[tuple[str, Span], Evidence] = {}
        for one in (one for row in rows for one in row if one is not None):
            read.setdefault((one.article.id, one.span), one)
        return Trace(answer, tuple(read.values()))

    def _trace_one(self, asked: Query, clock: Clock, history: Sequence[Turn]) -> Trace:
        full = standalone(asked.text, history, self._syntax, self._text)
        query = replace(asked, text=full.text)
        if full.article_ids:  # it goes on about something: the answer is likeliest where the last one was
            there = self._trace_in(asked, replace(query, article_ids=full.article_ids), "", clock)
            if there.answer.status is Status.ANSWERED:
                return there
        return self._trace_in(asked, query, full.about, clock)

    def _trace_in(self, asked: Query, query: Query, about: str, clock: Clock) -> Trace:
        """The answer to a question that stands by itself; ``about`` helps to find its articles."""
        said = {} if query.text == asked.text else {asked.text: query.text}
        found = self._retriever.passages(replace(query, text=f"{query.text} {about}".strip()))
        text, read = mended(query.text, _texts(found), self._syntax.is_english)
        if text != query.text:
            query = replace(query, text=text)
            found = self._retriever.passages(query)
        clock.lap("retrieve")
        evidence = self._retriever.read(query, found)
        clock.lap("rerank")
        draft = self._engine.draft(query, evidence)
        clock.lap("write")
        draft = verified(draft, self._store.get)
        note = "".join(f"(“{asked_for}” read as “{meant}”.) " for asked_for, meant in (said | read).items())
        clock.lap("verify")
        answer = Answer(
            question=asked.text,
            status=draft.status,
            text=note + draft.text,
            claims=draft.claims,
            reason=draft.reason,
            nearest=draft.nearest if draft.status is not Status.ANSWERED else (),
            engine=ENGINE,
            timings_ms=clock.timings(),
            read_as=query.text if query.text != asked.text else None,
        )
        return Trace(answer, tuple(evidence))

    def _text(self, article_id: str) -> str:
        """The text of an article that was cited before; empty when it has been removed since."""
        try:
            return self._store.get(article_id).text
        except NotFound:
            return ""


def _texts(found: Sequence[Found]) -> list[str]:
    """The articles found, each once, with what is known about them."""
    articles = {one.article.id: one.article for one in found}.values()
    return ["\n".join((a.title, a.source or "", " ".join(a.authors), a.text)) for a in articles]


class Clock:
    """Laps of one question, in milliseconds."""

    def __init__(self) -> None:
        self._started = self._last = time.perf_counter()
        self._laps: dict[str, float] = {}

    def lap(self, name: str) -> None:
        """End a lap: it lasted since the last one ended. Laps of one name add up."""
        now = time.perf_counter()
        self.add(name, now - self._last)
        self._last = now

    def add(self, name: str, seconds: float) -> None:
        """Note a time measured elsewhere."""
        self._laps[name] = round(self._laps.get(name, 0.0) + seconds * 1000, 1)

    def timings(self) -> dict[str, float]:
        """All laps and their total."""
        return {**self._laps, "total": round((self._last - self._started) * 1000, 1)}


def cleaned(question: str) -> str:
    """The question on one line. Raises BadQuestion when nothing is asked or it is too long."""
    text = " ".join(question.encode("utf-8", "replace").decode().split())  # bytes no one can read are no words
    if not any(character.isalnum() for character in text):
        raise BadQuestion("The question is empty.", 'Ask something, for example: rag ask "Who attended the meeting?"')
    if len(text) > MAX_QUESTION:
        raise BadQuestion(
            f"The question is {len(text):,} characters long; the limit is {MAX_QUESTION:,}.",
            "Ask one thing at a time; add long texts as articles instead.",
        )
    return text
