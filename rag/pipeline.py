"""From a question to a verified answer: rewrite, retrieve, rerank, fit, write.

Knows the order of the steps and what happens when the language model fails. If it fails before anything was shown, or
nothing it wrote is both true and an answer, the articles' own sentences answer; if it fails later, what was shown
stands. Each time a note says so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING

from rag.answer.followup import about
from rag.answer.verify import text_of
from rag.errors import BadQuestion, LanguageModelError
from rag.ingest.text import one_line
from rag.llm.chat import Meter
from rag.models import Claim, Draft, Dropped, Query, Stage, Status, Trace, Turn
from rag.read.tokens import is_known
from rag.retrieve.overview import overview
from rag.retrieve.spelling import mended
from rag.writers import Run

if TYPE_CHECKING:
    from rag.clock import Clock
    from rag.retrieve.hybrid import Found, Retriever
    from rag.writers import ExtractiveWriter, LlmWriter, OverviewWriter, Writer

MAX_QUESTION = 2000  # characters: beyond it a question is a document, and no model here reads so far
UNCARRIED = "Nothing that it wrote is carried by the articles and answers the question."
_EXAMPLES = {"question": 'rag ask "Who attended the meeting?"', "topic": 'rag summarize --query "harbour floods"'}

Event = Stage | Claim | Trace
"""What happens on the way to an answer: a step begins, a statement is verified, and last the answer."""


class Pipeline:
    """Answers questions over one library.

    ``llm`` writes where there is a language model. ``model_seconds`` tells how long the local models have run so far.
    """

    def __init__(
        self,
        retriever: Retriever,
        extractive: ExtractiveWriter,
        llm: LlmWriter | None,
        overviews: OverviewWriter,
        model_seconds: Callable[[], float],
    ) -> None:
        self._retriever = retriever
        self._extractive = extractive
        self._llm = llm
        self._overviews = overviews
        self._model_seconds = model_seconds

    def events(self, asked: Query, history: Sequence[Turn], clock: Clock) -> Iterator[Event]:
        """What happens on the way to the answer of a ``cleaned`` question; its trace comes last.

        Close the generator to stop the work.
        """
        if (wanted := overview(asked.text, asked.asked)) is not None:
            yield Stage("retrieve")
            answer = self._overviews.answer(asked, wanted, clock)
            if answer is not None:
                yield Trace(answer, ())
                return
        before = self._model_seconds()
        writer: Writer = self._llm or self._extractive
        run = Run(asked, history, clock, Meter(writer.name) if self._llm else None)
        try:
            yield from self._steps(run, writer)
            failure = UNCARRIED if run.dropped and not run.claims else None
        except LanguageModelError as error:
            failure = f"{error.what} {error.fix}"
        if failure and run.claims:
            run.note = f"The language model broke off, so something may be missing. {failure}"
            run.draft = Draft(Status.ANSWERED, text_of(run.claims), tuple(run.claims))
        elif failure:
            writer, note = self._extractive, f"Written without the language model. {failure}"
            run = Run(asked, history, clock, run.meter, dropped=run.dropped, note=note)
            yield from self._steps(run, writer)
        clock.add("models", self._model_seconds() - before)
        clock.lap("verify")
        yield Trace(run.answer(writer.name), run.evidence, tuple(run.dropped))

    def _steps(self, run: Run, writer: Writer) -> Iterator[Stage | Claim]:
        """Take the steps; ``run`` holds what comes of them."""
        clock = run.clock
        yield Stage("rewrite")
        run.query, run.topic_hint = replace(run.asked, text=writer.in_full(run)), about(run.history)
        clock.lap("rewrite")
        yield Stage("retrieve")
        found = self._retrieved(run)
        clock.lap("retrieve")
        yield Stage("rerank")
        run.evidence = tuple(self._retriever.read(run.query, found))
        clock.lap("rerank")
        yield Stage("fit")
        writer.fit(run)
        clock.lap("fit")
        yield Stage("write")
        with closing(writer.write(run)) as pieces:
            for piece in pieces:
                if isinstance(piece, Draft):
                    run.draft = piece
                elif isinstance(piece, Dropped):
                    run.dropped.append(piece)
                else:
                    run.claims.append(piece)
                    yield piece
        clock.lap("verify")

    def _retrieved(self, run: Run) -> Sequence[Found]:
        """The passages for the question, searched again with its spelling corrected where that is needed."""
        found = self._search(run)
        corrected = mended(run.query.text, {one.words for one in found}, is_known)
        if corrected == run.query.text:
            return found
        run.query = replace(run.query, text=corrected)
        return self._search(run)

    def _search(self, run: Run) -> Sequence[Found]:
        return self._retriever.passages(replace(run.query, text=f"{run.query.text} {run.topic_hint}".strip()))


def cleaned(question: str, kind: str = "question") -> str:
    """The question, or the topic, on one line. Raises BadQuestion when it has no word or is too long."""
    text = one_line(question)  # tidied as articles are
    if not any(character.isalnum() for character in text):
        raise BadQuestion(f"The {kind} is empty.", f"Put it in words, for example: {_EXAMPLES[kind]}")
    if len(text) > MAX_QUESTION:
        raise BadQuestion(
            f"The {kind} is {len(text):,} characters long; the limit is {MAX_QUESTION:,}.",
            "Ask one thing at a time; add long texts as articles instead.",
        )
    return text
