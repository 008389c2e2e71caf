"""Whether a premise supports a claim of an answer.

What stands in the premise word for word needs no judging. The rest is put to the support model, a sentence at a time,
unless a number, a name or a day of it isn't there at all.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from evals.metrics.text import folded
from rag.answer.words import words_of
from rag.llm.exact import unsaid
from rag.read.support import Pair, SupportModel, Verdict

ENOUGH = 0.5    # calibrated probability that a claim is carried
READ = 4    # sentences of a premise: those that the model was trained to read
_KEPT = 256    # premises split into sentences


class Checking:
    """One support model for a whole run; it loads when something is to be judged. Thread-safe."""

    def __init__(self) -> None:
        self._model = SupportModel()

    def judged(self, premise: str, claim: str) -> Verdict:
        """What the model makes of a claim of one sentence beside the nearest sentences of the premise."""
        return self._model.judge([Pair(claim, nearest(premise, claim))])[0]

    def supports(self, premise: str, claim: str) -> bool:
        """Whether the premise supports every part of the claim: each thing it leads with, and each sentence."""
        held = folded(premise)
        parts = (part for part in _parts(claim) if folded(part) not in held and part not in ("Yes", "No"))
        said = _sentences(premise)
        return all(
            not unsaid(part, said, (), None) and self.judged(premise, part).carried >= ENOUGH for part in parts
        )


def nearest(premise: str, claim: str) -> str:
    """The sentences of a long premise that share most words with a claim, in their order."""
    texts = _sentences(premise)
    said = set(words_of(claim))
    ranked = sorted(range(len(texts)), key=lambda n: -len(said.intersection(words_of(texts[n]))))
    return " ".join(texts[n] for n in sorted(ranked[:READ]))


def _parts(claim: str) -> Iterator[str]:
    """Of "Nadia Ferrow: the mayor — Ms Ferrow came." the name, the office and the sentence."""
    lead, dash, said = claim.rpartition(" — ")
    yield from lead.split(": ") if dash else ()
    yield from _sentences(said)


@lru_cache(_KEPT)
def _sentences(text: str) -> list[str]:
    from rag.ingest.sentences import split

    return [text[span.start : span.end] for span in split(text)]
