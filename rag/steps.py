"""The steps from a question to verified statements as one LangChain runnable.

rewrite | retrieve | rerank | fit | write | verify

What flows is tuples, so that pieces add up: a ``Stage`` when a step begins, the ``State`` from step to step, then what
is written, and from ``verify`` on only what was found true: ``Claim``, ``Dropped``, and last the whole ``Draft``.
Knows the order of the steps; how a draft is written and held to the articles is the engine's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from itertools import zip_longest
from threading import Event
from typing import TYPE_CHECKING, Any, Protocol

from langchain_core.runnables import Runnable, RunnableGenerator

from rag.models import Claim, Draft, Dropped, Evidence, Query, Span, Stage, Turn
from rag.retrieve.spelling import mended

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from rag.answer.syntax import Syntax
    from rag.clock import Clock
    from rag.llm.chat import Meter
    from rag.llm.drafts import Written
    from rag.llm.shown import Shown
    from rag.retrieve.hybrid import Found, Retriever

Pieces = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class State:
    """A question on its way.

    ``query`` is what is answered: the question said in full, its spelling mended; ``read`` has what was read as what.
    ``searches`` are the texts it is searched by, and ``about`` what it goes on about without saying so.
    ``settled`` is what is answered without looking for anything. ``lately`` are the articles that the last answer
    was from, to look there alone; ``anywhere`` forbids that.
    ``left`` is set when nobody waits for the answer any more: LangChain runs a chain that is closed to its end.
    """

    asked: Query
    history: tuple[Turn, ...]
    clock: Clock
    meter: Meter | None
    query: Query
    searches: tuple[str, ...] = ()
    about: str = ""
    settled: Draft | None = None
    lately: tuple[str, ...] = ()
    anywhere: bool = False
    read: Mapping[str, str] = field(default_factory=dict)
    found: tuple[tuple[Query, Sequence[Found]], ...] = ()
    evidence: tuple[Evidence, ...] = ()
    shown: Mapping[str, Shown] = field(default_factory=dict)
    left: Event = field(default_factory=Event)

    @classmethod
    def of(
        cls, asked: Query, history: Sequence[Turn], clock: Clock, meter: Meter | None = None, *, anywhere: bool = False
    ) -> State:
        """A question that was just asked."""
        return cls(asked, tuple(history), clock, meter, asked, anywhere=anywhere)


class Engine(Protocol):
    """A way of writing: what is taken from the turns before, what is written, and how it is held to the articles."""

    name: str

    def rewrite(self, state: State) -> State:
        """The question said in full, and what to search for."""

    def fit(self, state: State) -> State:
        """As much of the evidence as can be read at once."""

    def write(self, state: State) -> Iterator[Draft | Written]:
        """What might be answered, nothing of it believed yet."""

    def verify(self, state: State, written: Iterable[Draft | Written]) -> Iterator[Claim | Dropped | Draft]:
        """What of it the articles carry; last the draft that is left."""


def chain(engine: Engine, retriever: Retriever, syntax: Syntax) -> Runnable[Pieces, Pieces]:
    """The steps as a runnable from ``(State,)`` to pieces."""

    def retrieve(state: State) -> State:
        found, read = [], dict(state.read)
        query = state.query
        for text in state.searches:
            search = replace(state.query, text=text)
            passages = retriever.passages(replace(search, text=f"{text} {state.about}".strip()))
            right, mistaken = mended(text, {one.words for one in passages}, syntax.is_english)
            if right != text:
                read |= mistaken
                if text == query.text:
                    query = replace(query, text=right)
                search = replace(search, text=right)
                passages = retriever.passages(search)
            found.append((search, passages))
        return replace(state, query=query, read=read, found=tuple(found))

    def rerank(state: State) -> State:
        return replace(state, evidence=in_turns([retriever.read(search, found) for search, found in state.found]))

    def write(pieces: Iterator[Pieces]) -> Iterator[Pieces]:
        for (piece,) in pieces:
            yield (piece,)
            if isinstance(piece, State):
                yield (Stage("write"),)
                drafts = engine.write(piece)
                while not piece.left.is_set() and (written := next(drafts, None)) is not None:
                    yield (written,)
                piece.clock.lap("write")

    def verify(pieces: Iterator[Pieces]) -> Iterator[Pieces]:
        for (piece,) in pieces:
            yield (piece,)
            if isinstance(piece, State):
                yield next(pieces)  # that writing begins
                for kept in engine.verify(piece, (written for (written,) in pieces)):
                    yield (kept,)
                piece.clock.lap("verify")

    return (
        _step("rewrite", engine.rewrite)
        | _step("retrieve", retrieve)
        | _step("rerank", rerank)
        | _step("fit", engine.fit)
        | RunnableGenerator(write, name="write")
        | RunnableGenerator(verify, name="verify")
    )


def _step(name: str, work: Callable[[State], State]) -> Runnable[Pieces, Pieces]:
    """A step that changes the state, announced before it begins."""

    def run(pieces: Iterator[Pieces]) -> Iterator[Pieces]:
        for (piece,) in pieces:
            if isinstance(piece, State):
                yield (Stage(name),)
                if piece.left.is_set():
                    return
                done = work(piece)
                piece.clock.lap(name)
                yield (done,)
            else:
                yield (piece,)

    return RunnableGenerator(run, name=name)


def in_turns(rankings: Sequence[Sequence[Evidence]]) -> tuple[Evidence, ...]:
    """Several rankings as one: the best of each, then the second of each, every sentence once."""
    read: dict[tuple[str, Span], Evidence] = {}
    for one in (one for row in zip_longest(*rankings) for one in row if one is not None):
        read.setdefault((one.article.id, one.span), one)
    return tuple(read.values())
