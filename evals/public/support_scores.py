"""Ways to score whether an article supports a sentence, to hold the claim checker against. Higher is more supported."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache

from rich.console import Console
from rich.progress import track

from evals.public.qags import Summary, folds, sentences

Scores = dict[str, list[float]]
Words = Sequence[str]

READ = 12    # of an article's sentences, the most similar ones, by the cross-encoder
_WORD = re.compile(r"\d+(?:[.,:]\d+)*|[^\W\d_]+")


def checked(found: Sequence[Summary]) -> tuple[Scores, list[bool]]:
    """What the claim checker makes of every sentence, what its parts alone do, and what it calls supported."""
    from rag.answer.claims.checker import Checker
    from rag.answer.syntax import Syntax
    from rag.index.embed import LocalEmbedder

    checker = Checker(Syntax(), LocalEmbedder())
    supports = [checker.check(claim, premise) for claim, premise in _claims(found, "Checking")]
    scores = {
        "the claim checker": [one.score for one in supports],
        "the words alone": [one.words for one in supports],
        "the relations alone": [one.relations for one in supports],
        "without contradictions": [one.words + one.relations for one in supports],
    }
    return scores, [one.enough for one in supports]


def alternatives(found: Sequence[Summary]) -> Scores:
    """What other ways make of every sentence."""
    ways: dict[str, Callable[[Words, Sequence[Words]], float]] = {
        "words of the best sentence": lambda claim, article: _precision(claim, article, 1),
        "bigrams of the article (ROUGE-2 precision)": lambda claim, article: _precision(claim, [_joined(article)], 2),
        "bigrams of the best sentence": lambda claim, article: _precision(claim, article, 2),
        "trigrams of the best sentence": lambda claim, article: _precision(claim, article, 3),
        "longest common subsequence, best sentence": _subsequence,
        "fragment coverage": lambda claim, article: _fragments(claim, _joined(article), 1),
        "fragment density": lambda claim, article: _fragments(claim, _joined(article), 2),
    }
    split = [(_words(claim), [_words(one) for one in premise]) for claim, premise in _claims(found, "Counting")]
    scores = {name: [way(claim, article) for claim, article in split] for name, way in ways.items()}
    return scores | {"names and numbers of the article": _names_and_numbers(found)} | _models(found)


def fitted(found: Sequence[Summary], scores: Mapping[str, Sequence[float]]) -> list[float]:
    """A logistic regression on these scores: for each article fitted on the articles of the other folds."""
    import numpy as np

    features = np.array(list(scores.values())).T
    truth = np.array([supported for summary in found for _, supported in summary.sentences], float)
    article = np.repeat(np.arange(len(found)), [len(summary.sentences) for summary in found])
    told = np.zeros(len(truth))
    for held in folds(len(found)):
        out = np.isin(article, held)
        mean, spread = features[~out].mean(0), features[~out].std(0)
        inputs = np.column_stack([np.ones(len(truth)), (features - mean) / spread])
        weights = np.zeros(inputs.shape[1])
        ridge = np.diag([1e-6] + [1.0] * features.shape[1])
        for _ in range(25):    # Newton's steps
            chance = 1 / (1 + np.exp(-inputs[~out] @ weights))
            slope = inputs[~out].T @ (chance - truth[~out]) + ridge @ weights
            curve = (inputs[~out].T * (chance * (1 - chance))) @ inputs[~out] + ridge
            weights -= np.linalg.solve(curve, slope)
        told[out] = inputs[out] @ weights
    return [float(one) for one in told]


def _claims(found: Sequence[Summary], doing: str) -> Iterator[tuple[str, list[str]]]:
    screen = Console(stderr=True)
    for summary in track(found, doing, console=screen, transient=True, disable=not screen.is_terminal):
        premise = sentences(summary.article)
        yield from ((claim, premise) for claim, _ in summary.sentences)


def _names_and_numbers(found: Sequence[Summary]) -> list[float]:
    """How few of them the article lacks."""
    from rag.answer.verify import unsupported_words

    claims = [(claim, summary.article) for summary in found for claim, _ in summary.sentences]
    return [-float(len(unsupported_words(claim, [article]))) for claim, article in claims]


def _models(found: Sequence[Summary]) -> Scores:
    """The embedder and the cross-encoder, over single sentences."""
    import numpy as np

    from rag.index.embed import LocalEmbedder
    from rag.retrieve.rerank import CrossEncoder

    embedder, reader = LocalEmbedder(), CrossEncoder()
    cosines, logits, surpluses = [], [], []
    vectors = lru_cache(1)(embedder.embed)    # of the article at hand, whose sentences come in a row
    for claim, premise in _claims(found, "Reading"):
        near = vectors(tuple(premise)) @ embedder.embed([claim])[0]
        chosen = [premise[place] for place in np.argsort(-near)[:READ]]
        *read, itself = (float(one) for one in reader.score(claim, [*chosen, claim]))
        cosines.append(float(near.max()))
        logits.append(max(read))
        surpluses.append(max(read) - itself)
    return {
        "embedding cosine, best sentence": cosines,
        "cross-encoder, best sentence": logits,
        "cross-encoder, less the claim with itself": surpluses,
    }


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower())


def _joined(article: Sequence[Words]) -> Words:
    return [word for sentence in article for word in sentence]


def _ngrams(words: Words, n: int) -> list[tuple[str, ...]]:
    return [tuple(words[start : start + n]) for start in range(len(words) - n + 1)]


def _precision(claim: Words, texts: Sequence[Words], n: int) -> float:
    """The largest share of the claim's n-grams that a text has."""
    wanted = _ngrams(claim, n)
    held = [set(_ngrams(text, n)) for text in texts]
    return max(sum(one in ngrams for one in wanted) for ngrams in held) / max(len(wanted), 1)


def _subsequence(claim: Words, article: Sequence[Words]) -> float:
    from rapidfuzz.distance import LCSseq

    return max(LCSseq.similarity(claim, sentence) for sentence in article) / len(claim)


def _fragments(claim: Words, article: Words, power: int) -> float:
    """Coverage (power 1) and density (2) of the fragments a claim shares with an article (Grusky et al. 2018)."""
    total = start = 0
    while start < len(claim):
        longest = max(_shared(claim, start, article, place) for place in range(len(article)))
        total += longest**power
        start += max(longest, 1)
    return total / len(claim)


def _shared(claim: Words, start: int, article: Words, place: int) -> int:
    """How many words are the same from here on."""
    length = 0
    for one, other in zip(claim[start:], article[place : place + len(claim) - start], strict=False):
        if one != other:
            break
        length += 1
    return length
