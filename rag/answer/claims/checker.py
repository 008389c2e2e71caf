"""Score how far a premise, one sentence or more, supports a claim. No language model is asked.

Two things are weighed alike. The words: each word of the claim must mean what some word of the premise means, each
read in its own sentence; the most foreign one counts, since one wrong word makes a claim wrong. The relations: words
that hang together in the claim must do so in the premise. A contradiction halves the score (see ``contradiction``).
No weight is fitted to data; `docs/decisions/0005-claim-checker.md` has the numbers. Knows nothing of articles,
citations and questions.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple, Protocol

import numpy as np

from rag.answer.claims.contradiction import contradictions, lacking
from rag.answer.claims.statement import Statement
from rag.models import Span

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from spacy.tokens import Doc

    from rag.answer.syntax import Syntax

THRESHOLD = 0.7  # balanced accuracy on QAGS is highest around it, and flat
FOREIGN = 0.5  # words whose cosine is no higher have nothing in common
CONTRADICTED = 0.5
KEPT = 1024  # sentences that stay read, some 40 MB

_CONTENT = frozenset(["NOUN", "PROPN", "VERB", "NUM", "ADJ"])


class TokenEmbedder(Protocol):
    """What the checker asks of an embedder."""

    def embed_tokens(self, texts: Sequence[str]) -> list[tuple[list[Span], NDArray[np.float32]]]:
        """For each text, where its tokens stand and what each means there, shape (tokens, width)."""


class Support(NamedTuple):
    """How far a claim's words and relations are the premise's, each from 0 to 1, and what contradicts the claim."""

    words: float = 0.0
    relations: float = 0.0
    contradictions: tuple[str, ...] = ()

    @property
    def score(self) -> float:
        """From 0 to 1."""
        return (self.words + self.relations) / 2 * (CONTRADICTED if self.contradictions else 1)

    @property
    def enough(self) -> bool:
        """Whether the claim counts as supported."""
        return self.score >= THRESHOLD


@dataclass(frozen=True, slots=True, eq=False)
class _Reading:
    """What is stated, what each token means there (tokens, width; L2-normalised), and where the content words are."""

    said: Statement
    vectors: NDArray[np.float32]
    content: tuple[int, ...]

    def __add__(self, after: _Reading) -> _Reading:
        n = len(self.vectors)
        content = self.content + tuple(n + place for place in after.content)
        return _Reading(self.said + after.said, np.concatenate([self.vectors, after.vectors]), content)


class Checker:
    """Judges claims by what the parser and the embedder make of them; both load at first use. Thread-safe."""

    def __init__(self, syntax: Syntax, embedder: TokenEmbedder) -> None:
        self._syntax = syntax
        self._embedder = embedder
        self._kept: dict[str, _Reading] = {}
        self._beside = ThreadPoolExecutor(thread_name_prefix="checker")

    def check(self, claim: str, premise: Sequence[str]) -> Support:
        """How far a premise's sentences, in their order, support a claim of one sentence.

        A claim may be drawn from one of them or from two in a row. Nothing supports a claim without a content word.
        """
        read, *sentences = self._read([claim, *(sentence for sentence in premise if sentence.strip())])
        if not read.content or not sentences:
            return Support()
        missing = tuple(lacking(read.said, "\n".join(sentence.said.text for sentence in sentences)))
        return max((_support(read, place, missing) for place in _places(sentences)), key=lambda found: found.score)

    def _read(self, texts: Sequence[str]) -> list[_Reading]:
        kept = self._kept
        new = [text for text in dict.fromkeys(texts) if text not in kept]
        if len(kept) + len(new) > KEPT:
            kept = self._kept = {}
            new = list(dict.fromkeys(texts))
        if new:
            tokens = self._beside.submit(self._embedder.embed_tokens, new)  # on the other processor
            docs = self._syntax.parse(new)
            for text, doc, (spans, states) in zip(new, docs, tokens.result(), strict=True):
                kept[text] = _reading(doc, spans, states)
        return [kept[text] for text in texts]


def _reading(doc: Doc, spans: Sequence[Span], states: NDArray[np.float32]) -> _Reading:
    starts = np.array([token.idx for token in doc])
    vectors = np.zeros((len(doc), states.shape[1]), np.float32)
    for span, state in zip(spans, states, strict=True):
        if span.start < span.end:  # a token of the parser is the sum of the embedder's
            vectors[np.searchsorted(starts, span.start, "right") - 1] += state
    vectors /= np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
    return _Reading(Statement.of(doc), vectors, tuple(token.i for token in doc if token.pos_ in _CONTENT))


def _places(sentences: Sequence[_Reading]) -> Iterator[_Reading]:
    """What a claim may be drawn from: each sentence, and each two in a row."""
    yield from sentences
    yield from (first + second for first, second in pairwise(sentences))


def _support(claim: _Reading, place: _Reading, missing: tuple[str, ...]) -> Support:
    alike = np.clip((claim.vectors @ place.vectors.T - FOREIGN) / (1 - FOREIGN), 0, 1)
    words = float(alike[list(claim.content)].max(axis=1).min())
    relations = _related(claim.said, place.said, alike) if claim.said.relations else words
    return Support(words, relations, (*missing, *contradictions(claim.said, place.said)))


def _related(claim: Statement, premise: Statement, alike: NDArray[np.float32]) -> float:
    """How much of what hangs together in the claim does so in the premise, 0 to 1."""
    if not premise.relations:
        return 0.0
    heads, words, _ = (list(column) for column in zip(*premise.relations, strict=True))
    same = {(premise.lemmas[head], premise.lemmas[word]) for head, word in zip(heads, words, strict=True)}
    held = [
        (claim.lemmas[head], claim.lemmas[word]) in same
        or float(np.minimum(alike[head, heads], alike[word, words]).max())
        for head, word, _ in claim.relations
    ]
    return sum(held) / len(held)
