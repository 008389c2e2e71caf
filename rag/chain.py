"""Asking as a LangChain runnable, with the inputs and outputs that LangChain's retrieval chains have.

Knows nothing of how an answer comes about; its steps show up as child runs of this one in any tracer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from langchain_core.messages import AIMessage, BaseMessage, HumanMessage
from langchain_core.runnables import Runnable, RunnableGenerator
from langchain_core.runnables.utils import AddableDict

from rag.errors import BadQuestion, InputError
from rag.models import Answer, Claim, Status, Trace, Turn
from rag.retrieve.langchain import document

if TYPE_CHECKING:
    from rag.asking import Event

Input = str | Mapping[str, Any]

_OPTIONS = frozenset({"asked", "since", "until", "sources"})
_QUESTION = ("question", "input")
_HISTORY = ("history", "chat_history")


def answering(events: Callable[..., Iterator[Event]]) -> Runnable[Any, Any]:
    """A runnable over ``events``, which takes a question and the keywords of ``Library.ask``."""

    def run(inputs: Iterator[Input]) -> Iterator[AddableDict]:
        given: Any = None
        for piece in inputs:  # a question that is itself streamed is asked when it is complete
            given = piece if given is None else given + piece
        question, options = _read(given)
        said: list[Claim] = []
        for event in events(question, **options):
            if isinstance(event, Claim):
                yield AddableDict(answer=f"\n{event.text}" if said else event.text, claims=[event])
                said.append(event)
            elif isinstance(event, Trace):
                if not said:
                    yield AddableDict(answer=event.answer.text, claims=list(event.answer.claims))
                yield AddableDict(context=[document(one) for one in event.evidence], result=event.answer)

    return RunnableGenerator(run, name="news")


def _read(given: Input | None) -> tuple[str, dict[str, Any]]:
    """The question and the keywords. Raises InputError for what is neither."""
    if isinstance(given, str):
        return given, {}
    if not isinstance(given, Mapping):
        raise BadQuestion("There is no question.", 'Give a text, or a dict with "question".')
    question = next((given[name] for name in _QUESTION if isinstance(given.get(name), str)), None)
    if question is None:
        raise BadQuestion("There is no question among the inputs.", 'Give it as "question".')
    options = {name: value for name, value in given.items() if name not in (*_QUESTION, *_HISTORY)}
    for unknown in options.keys() - _OPTIONS:
        raise InputError(f"{unknown!r} is no input.", f"Known are question, history, {', '.join(sorted(_OPTIONS))}.")
    history = next((given[name] for name in _HISTORY if given.get(name)), ())
    return question, {**options, "history": turns(history)}


def turns(history: Sequence[Turn | BaseMessage]) -> list[Turn]:
    """A conversation as turns: each message of a person with the one that answers it."""
    found: list[Turn] = []
    asked: str | None = None
    for one in history:
        if isinstance(one, Turn):
            found.append(one)
        elif isinstance(one, HumanMessage):
            asked = str(one.text)
        elif isinstance(one, AIMessage) and asked is not None:
            found.append(Turn(asked, Answer(asked, Status.ANSWERED, str(one.text), (), None, (), "")))
            asked = None
    return found
