"""From a question to a verified answer. Knows which engine answers, and what is done when it can't.

A compound question is taken apart where no language model reads it whole. When the language model fails before anything
was shown, or nothing it wrote is both true and an answer, the articles' own words answer; when it fails later, what was
shown stands. Each time a note says so.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from rag.answer.compound.parts import parts
from rag.answer.compound.sides import sides
from rag.answer.compound.together import together
from rag.answer.verify import text_of
from rag.errors import BadQuestion, LanguageModelError
from rag.ingest.text import one_line
from rag.llm.chat import Meter
from rag.models import Answer, Claim, Draft, Dropped, Query, Stage, Status, Trace, Turn
from rag.steps import Pieces, State, in_turns

if TYPE_CHECKING:
    from langchain_core.runnables import Runnable

    from rag.answer.syntax import Syntax
    from rag.clock import Clock

MAX_QUESTION = 2000  # characters: beyond it a question is a document, and no model here reads so far
EXTRACTIVE = "extractive"
UNCARRIED = "Nothing that it wrote is carried by the articles and answers the question."
_EXAMPLES = {"question": 'rag ask "Who attended the meeting?"', "topic": 'rag summarize --query "harbour floods"'}

Event = Stage | Claim | Trace
"""What happens on the way to an answer: steps that begin, statements of a model found true, and last the answer."""


@dataclass(slots=True)
class _Run:
    """What came of the steps so far."""

    state: State
    claims: list[Claim] = field(default_factory=list)
    dropped: list[Dropped] = field(default_factory=list)
    draft: Draft | None = None


class Asking:
    """The answers of one library, wired by it.

    ``model_seconds`` is the time its local models have run so far. ``by_model`` are the steps with a language model
    and its name, where there is one.
    """

    def __init__(
        self,
        syntax: Syntax,
        model_seconds: Callable[[], float],
        extractive: Runnable[Pieces, Pieces],
        by_model: tuple[Runnable[Pieces, Pieces], str] | None = None,
    ) -> None:
        self._syntax = syntax
        self._model_seconds = model_seconds
        self._extractive = extractive
        self._by_model = by_model

    def events(self, asked: Query, clock: Clock, history: Sequence[Turn] = ()) -> Iterator[Event]:
        """The way to the answer of a ``cleaned`` question; its trace comes last."""
        if self._by_model is None:
            yield from self._in_their_words(asked, clock, history)
            return
        steps, name = self._by_model
        before = self._model_seconds()
        meter = Meter(name)
        run = _Run(State.of(asked, history, clock, meter))
        note = None
        try:
            yield from _followed(steps, run)
            failed = UNCARRIED if run.dropped and not run.claims else None
        except LanguageModelError as error:
            failed = f"{error.what} {error.fix}"
        if failed and not run.claims:
            note = f"Written without the language model. {failed}"
            instead = Trace(replace(_told(run, name, meter), note=note), run.state.evidence, tuple(run.dropped))
            yield from self._in_their_words(asked, clock, history, instead)
            return
        if failed:
            note = f"The language model broke off, so something may be missing. {failed}"
            run.draft = Draft(Status.ANSWERED, text_of(run.claims), tuple(run.claims))
        clock.add("models", self._model_seconds() - before)
        clock.lap("verify")
        answer = replace(_told(run, name, meter), note=note, timings_ms=clock.timings())
        yield Trace(answer, run.state.evidence, tuple(run.dropped))

    def _in_their_words(
        self, asked: Query, clock: Clock, history: Sequence[Turn], instead: Trace | None = None
    ) -> Iterator[Event]:
        """The way to an answer in the articles' own words, ``instead`` of one by the language model.

        A question of several parts is asked part by part, each as a follow-up of those before it. A comparison is asked
        side by side, and as a whole where the articles don't have both sides.
        """
        before = self._model_seconds()
        doc = self._syntax.parse([asked.text])[0]
        traces: list[Trace] = []
        compared = sides(doc)
        for side in compared:
            traces.append((yield from self._one(replace(asked, text=side), clock, history)))
        if not compared or any(one.answer.status is not Status.ANSWERED for one in traces):
            traces = []
            for part in parts(doc):
                turns = [Turn(one.answer.question, one.answer) for one in traces]
                traces.append((yield from self._one(replace(asked, text=part), clock, [*history, *turns])))
        answers = [one.answer for one in traces]
        draft = together(asked.text, answers)
        clock.add("models", self._model_seconds() - before)
        clock.lap("verify")
        answer = answer_to(asked.text, draft, EXTRACTIVE)
        read = any(one.read_as for one in answers)
        answer = replace(
            answer,
            timings_ms=clock.timings(),
            read_as=" ".join(one.read_as or one.question for one in answers) if read else None,
        )
        if instead is not None:
            told = instead.answer
            answer = replace(answer, note=told.note, dropped=told.dropped, usage=told.usage, prompts=told.prompts)
        yield Trace(answer, in_turns([one.evidence for one in traces]), instead.dropped if instead else ())

    def _one(self, asked: Query, clock: Clock, history: Sequence[Turn]) -> Generator[Event, None, Trace]:
        """The answer to a question that asks one thing; looked for first where the last answer was, if it goes on."""
        run = _Run(State.of(asked, history, clock))
        yield from _followed(self._extractive, run)
        if run.state.lately and run.draft is not None and run.draft.status is not Status.ANSWERED:
            run = _Run(State.of(asked, history, clock, anywhere=True))
            yield from _followed(self._extractive, run)
        return Trace(_told(run, EXTRACTIVE, None), run.state.evidence)


def _followed(steps: Runnable[Pieces, Pieces], run: _Run) -> Iterator[Event]:
    """Go through the steps and note in ``run`` what comes of them. Raises what they raise."""
    pieces = steps.stream((run.state,))  # has a name, so that it is closed only once ``left`` is set
    try:
        for (piece,) in pieces:
            if isinstance(piece, State):
                run.state = piece
            elif isinstance(piece, Dropped):
                run.dropped.append(piece)
            elif isinstance(piece, Draft):
                run.draft = piece
            else:
                if isinstance(piece, Claim):
                    run.claims.append(piece)
                yield piece
    except GeneratorExit:
        run.state.left.set()
        raise


def _told(run: _Run, engine: str, meter: Meter | None) -> Answer:
    """The answer that a run came to, so far as it did."""
    draft = run.draft or Draft(Status.NOT_IN_ARTICLES, "")
    state = run.state
    answer = answer_to(state.asked.text, draft, engine)
    return replace(
        answer,
        read_as=state.query.text if state.query.text != state.asked.text else None,
        dropped=len(run.dropped),
        usage=meter.usage if meter and meter.usage.calls else None,
        prompts=dict(meter.prompts) if meter else {},
    )


def answer_to(question: str, draft: Draft, engine: str) -> Answer:
    """What a draft answers."""
    return Answer(
        question=question,
        status=draft.status,
        text=draft.text,
        claims=draft.claims,
        reason=draft.reason,
        nearest=draft.nearest if draft.status is not Status.ANSWERED else (),
        engine=engine,
        disagreements=draft.disagreements,
    )


def cleaned(question: str, kind: str = "question") -> str:
    """The question, or the topic, on one line. Raises BadQuestion when it has no word or is too long."""
    text = one_line(question)  # as articles are tidied
    if not any(character.isalnum() for character in text):
        raise BadQuestion(f"The {kind} is empty.", f"Put it in words, for example: {_EXAMPLES[kind]}")
    if len(text) > MAX_QUESTION:
        raise BadQuestion(
            f"The {kind} is {len(text):,} characters long; the limit is {MAX_QUESTION:,}.",
            "Ask one thing at a time; add long texts as articles instead.",
        )
    return text
