"""Cut the articles of a storyline into pieces that a language model can read, all of every article."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from rag.llm.shown import Shown, shown
from rag.summarize.sentences import Sentence
from rag.tokens import count_tokens

MOST_TOKENS = 12_000  # of a piece, however much a model can read: the middle of long texts is read badly


@dataclass(frozen=True, slots=True)
class Piece:
    """Sentences that are read at once, and the passages that they are shown as, by their ids."""

    sentences: frozenset[Sentence]
    shown: Mapping[str, Shown]


@dataclass(slots=True)
class _Filling:
    room: int
    runs: list[list[Sentence]] = field(default_factory=list)


def pieces(articles: Sequence[Sequence[Sentence]], room: int) -> list[Piece]:
    """The articles, the oldest first, in as few pieces of at most ``room`` tokens as their order allows.

    They are given the newest first. A sentence that has no room by itself is left out.
    """
    room = min(room, MOST_TOKENS)
    filled = [_Filling(room)]
    for article in reversed(articles):
        around = _around(article[0])
        sizes = [count_tokens(sentence.text) + 1 for sentence in article]
        if filled[-1].room < around + sum(sizes) <= room:
            filled.append(_Filling(room))  # rather than to cut it in two
        opened = False
        for sentence, size in zip(article, sizes, strict=True):
            if around + size > room:
                continue
            if filled[-1].room < size + (0 if opened else around):
                filled.append(_Filling(room))
                opened = False
            if not opened:
                filled[-1].runs.append([])
                filled[-1].room -= around
                opened = True
            filled[-1].runs[-1].append(sentence)
            filled[-1].room -= size
    return [piece for one in filled if (piece := _piece(one.runs)).shown]


def _around(sentence: Sentence) -> int:
    """The tokens of what is shown around the sentences of its article."""
    bare = shown(sentence.article, sentence.article.id, [sentence.span])
    return 2 + (count_tokens(bare.text) - count_tokens(sentence.text) if bare else 0)


def _piece(runs: Sequence[Sequence[Sentence]]) -> Piece:
    passages = [shown(run[0].article, f"{run[0].article.id} {run[0].index}", [one.span for one in run]) for run in runs]
    return Piece(
        frozenset(one for run in runs for one in run), {passage.id: passage for passage in passages if passage}
    )
