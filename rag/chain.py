"""The question pipeline as a LangChain runnable, with the inputs and outputs of LangChain's retrieval chains.

Knows nothing of how an answer comes about. Each step is reported to the callbacks as a child run.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from typing import TYPE_CHECKING, Any, cast

from langchain_core.callbacks import CallbackManagerForChainRun
from langchain_core.messages import AIMessage, BaseMessage, HumanMessage
from langchain_core.runnables import Runnable, RunnableConfig, RunnableGenerator
from langchain_core.runnables.config import patch_config, set_config_context
from langchain_core.runnables.utils import AddableDict

from rag.conversation import today
from rag.errors import BadQuestion, InputError
from rag.models import Answer, Claim, Query, Stage, Status, Trace, Turn
from rag.retrieve.langchain import document

if TYPE_CHECKING:
    from collections.abc import Generator

    from rag.pipeline import Event

Input = str | Mapping[str, Any]
Events = Callable[[Query, Sequence[Turn]], "Generator[Event]"]

_OPTIONS = frozenset({"asked", "since", "until", "sources"})
_QUESTION = ("question", "input")
_HISTORY = ("history", "chat_history")


def answering(events: Events) -> Runnable[Any, Any]:
    """A runnable over ``events``: what happens on the way to the answer of a question with a history."""

    def run(
        inputs: Iterator[Input], run_manager: CallbackManagerForChainRun, config: RunnableConfig
    ) -> Iterator[AddableDict]:
        given: Any = None
        for piece in inputs:  # a question that is itself streamed is asked when it is complete
            given = piece if given is None else given + piece
        said: list[Claim] = []
        with closing(events(*_read(given))) as untraced, closing(_traced(untraced, run_manager, config)) as traced:
            for event in traced:
                if isinstance(event, Claim):
                    yield AddableDict(answer=f"\n{event.text}" if said else event.text, claims=[event])
                    said.append(event)
                elif isinstance(event, Trace):
                    if not said:
                        yield AddableDict(answer=event.answer.text, claims=list(event.answer.claims))
                    yield AddableDict(context=[document(one) for one in event.evidence], result=event.answer)

    return RunnableGenerator(cast("Any", run), name="news")  # LangChain passes on what the signature asks for


def _traced(events: Iterator[Event], parent: CallbackManagerForChainRun, config: RunnableConfig) -> Generator[Event]:
    """The events; a child run lasts from each stage to the next. Statements are verified while they are written."""
    steps: list[CallbackManagerForChainRun] = []
    try:
        while True:
            inner = patch_config(config, callbacks=(steps[0] if steps else parent).get_child())
            with set_config_context(inner) as context:  # a call of a language model becomes a child of its step
                event = context.run(next, events, None)
            if event is None or isinstance(event, Stage):
                while steps:
                    steps.pop().on_chain_end({})
            if event is None:
                return
            if isinstance(event, Stage):
                names = ("write", "verify") if event.name == "write" else (event.name,)
                steps = [parent.get_child().on_chain_start(None, {}, name=name) for name in names]
            yield event
    except BaseException as error:
        for step in steps:
            step.on_chain_error(error)
        raise


def _read(given: Input | None) -> tuple[Query, Sequence[Turn]]:
    """The question with its filters, and the history. Raises InputError for anything else."""
    if isinstance(given, str):
        given = {"question": given}
    if not isinstance(given, Mapping):
        raise BadQuestion("There is no question.", 'Give a text, or a dict with "question".')
    question = next((given[name] for name in _QUESTION if isinstance(given.get(name), str)), None)
    if question is None:
        raise BadQuestion("There is no question among the inputs.", 'Give it as "question".')
    options = {name: value for name, value in given.items() if name not in (*_QUESTION, *_HISTORY)}
    for unknown in options.keys() - _OPTIONS:
        raise InputError(f"{unknown!r} is no input.", f"Known are question, history, {', '.join(sorted(_OPTIONS))}.")
    asked, sources = options.pop("asked", None) or today(), tuple(options.pop("sources", ()))
    history = next((given[name] for name in _HISTORY if given.get(name)), ())
    return Query(question, asked, sources=sources, **options), turns(history)


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
