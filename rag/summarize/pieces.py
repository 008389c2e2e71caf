"""What a language model reads of a storyline: pieces of its articles (all of every article), and notes to merge.

A note is a statement that was found true, under an id that means nothing. What the model writes of notes is held
against the sentences that they cite, never against the notes.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from rag.llm.shown import Shown, plain, shown
from rag.llm.statements import Quoted, Written
from rag.models import Article, Claim, Span
from rag.summarize.sentences import Sentence
from rag.tokens import count_tokens

MOST_TOKENS = 12_000  # of a piece, however much a model can read: the middle of long texts is read badly
_ID = 4  # letters and digits


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


@dataclass(frozen=True, slots=True)
class Notes:
    """``text`` is what the model reads; ``cited`` are the passages that carry each note, by its id."""

    text: str
    cited: Mapping[str, tuple[Shown, ...]]

    @classmethod
    def of(cls, claims: Sequence[Claim], articles: Mapping[str, Article]) -> Notes:
        """Notes that these claims make; ``articles`` are those cited, by their ids."""
        by_id = {_id(claim): claim for claim in claims}
        cited = {
            note: tuple(
                Shown(f"{note}.{number}", articles[one.article_id], (Span(one.start, one.end),))
                for number, one in enumerate(claim.citations)
            )
            for note, claim in by_id.items()
        }
        return cls("\n".join(map(_text, by_id.values())), cited)

    def traced(self, written: Written) -> tuple[Written, Mapping[str, Shown]]:
        """The statement as one that quotes what its notes cite, and these passages by their ids."""
        named = dict.fromkeys(quote.passage.strip() for quote in written.quotes)
        passages = {passage.id: passage for note in named for passage in self.cited.get(note, ())}
        return Written(written.text, tuple(Quoted(one.id, _words(one)) for one in passages.values())), passages


def batches(claims: Sequence[Claim], room: int) -> list[list[Claim]]:
    """The claims, in order, in as few groups of at most ``room`` tokens of notes as that allows, none empty."""
    found: list[list[Claim]] = []
    left = 0
    for claim in claims:
        size = count_tokens(_text(claim)) + 1
        if not found or size > left:
            found.append([])
            left = room
        found[-1].append(claim)
        left -= size
    return found


def _id(claim: Claim) -> str:
    return base64.b32encode(hashlib.sha256(claim.text.encode()).digest()).decode()[:_ID]


def _text(claim: Claim) -> str:
    sources = dict.fromkeys(
        " ".join(part for part in (one.source, (one.published or "")[:10]) if part) for one in claim.citations
    )
    named = plain("; ".join(filter(None, sources))).replace('"', "”")
    return f'<note id="{_id(claim)}" sources="{named}">{plain(claim.text)}</note>'


def _words(passage: Shown) -> str:
    return " ".join(passage.article.text[span.start : span.end] for span in passage.spans)
