"""A conversation with a library: each question is read with the turns before it, and stored once it is answered."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from rag.errors import StorageFull
from rag.index.conversations import ConversationStore, StoredConversation, new_id, title_of
from rag.models import Answer, Claim, Stage, Turn

if TYPE_CHECKING:
    from rag.library import Library

HISTORY = 20  # turns that a question is read by; what lies further back is seldom meant


class Conversation:
    """What ``Library.chat`` hands out. One that is new is stored with its first turn."""

    def __init__(self, library: Library, store: ConversationStore, resumed: StoredConversation | None = None) -> None:
        self.id = resumed.id if resumed else new_id()
        self.turns: tuple[Turn, ...] = store.turns(self.id) if resumed else ()
        self._library = library
        self._store = store
        self._title = resumed.title if resumed else ""
        self._is_stored = resumed is not None
        self._unkept: tuple[Turn, ...] = ()  # turns that the disk had no room for
        self._lock = threading.Lock()

    @property
    def title(self) -> str:
        """Its name: the first question, unless it was given another; empty before that."""
        return self._title

    def rename(self, title: str) -> None:
        """Give it another title. Raises InputError for an empty one, NotFound before its first turn is stored."""
        self._title = self._store.rename(self.id, title)

    def ask(
        self,
        question: str,
        *,
        asked: date | None = None,
        since: date | None = None,
        until: date | None = None,
        sources: Sequence[str] = (),
    ) -> Answer:
        """``Library.ask``, read by the turns before, and kept.

        Where the disk has no room for the turn, the answer's note says so, and it is kept with a later one.

        Raises:
            NotFound: the conversation was deleted meanwhile.
        """
        day = asked or today()
        turns = self.turns[-HISTORY:]
        answer = self._library.ask(question, asked=day, since=since, until=until, sources=sources, history=turns)
        return self._kept(answer, day)

    def stream(
        self,
        question: str,
        *,
        asked: date | None = None,
        since: date | None = None,
        until: date | None = None,
        sources: Sequence[str] = (),
    ) -> Iterator[Stage | Claim | Answer]:
        """``Library.stream``, read by the turns before; what breaks off before its ``Answer`` is not kept."""
        day = asked or today()
        turns = self.turns[-HISTORY:]
        events = self._library.stream(question, asked=day, since=since, until=until, sources=sources, history=turns)
        for event in events:
            yield self._kept(event, day) if isinstance(event, Answer) else event

    def _kept(self, answer: Answer, day: date) -> Answer:
        turn = Turn(answer.question, answer, day)
        with self._lock:
            unkept = (*self._unkept, turn)
            try:
                if self._is_stored:
                    self._store.append(self.id, unkept)
                else:
                    self._store.start(self.id, unkept)
                self._is_stored, self._unkept = True, ()
            except StorageFull as error:
                self._unkept = unkept
                said = f"The conversation could not be stored. {error.what} {error.fix}"
                answer = replace(answer, note=f"{answer.note} {said}" if answer.note else said)
            self.turns = (*self.turns, turn)
            self._title = self._title or title_of(turn.question)
        return answer


def today() -> date:
    """The day on this computer's clock."""
    return datetime.now().astimezone().date()
