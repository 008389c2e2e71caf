"""Whether a premise supports a claim of an answer.

What stands in the premise word for word needs no judging; the rest is put to the claim checker, a sentence at a time.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from threading import Lock
from typing import TYPE_CHECKING

from evals.metrics.text import folded

if TYPE_CHECKING:
    from rag.answer.claims.checker import Checker, Support

_KEPT = 256    # premises split into sentences


class Checking:
    """One claim checker for a whole run; its models load when something is to be judged. Thread-safe."""

    def __init__(self) -> None:
        self._checker: Checker | None = None
        self._lock = Lock()

    def judged(self, premise: str, claim: str) -> Support:
        """What the checker makes of a claim of one sentence."""
        return self._loaded().check(claim, _sentences(premise))

    def supports(self, premise: str, claim: str) -> bool:
        """Whether the premise supports every part of the claim: each thing it leads with, and each sentence."""
        held = folded(premise)
        return all(folded(part) in held or self.judged(premise, part).enough for part in _parts(claim))

    def _loaded(self) -> Checker:
        with self._lock:
            if self._checker is None:
                from rag.answer.claims.checker import Checker
                from rag.answer.syntax import Syntax
                from rag.index.embed import LocalEmbedder

                self._checker = Checker(Syntax(), LocalEmbedder())
            return self._checker


def _parts(claim: str) -> Iterator[str]:
    """Of "Nadia Ferrow: the mayor — Ms Ferrow came." the name, the office and the sentence."""
    lead, dash, said = claim.rpartition(" — ")
    yield from lead.split(": ") if dash else ()
    yield from _sentences(said)


@lru_cache(_KEPT)
def _sentences(text: str) -> list[str]:
    from rag.ingest.sentences import split

    return [text[span.start : span.end] for span in split(text)]
