"""Group articles that tell of the same events: those that share the names they dwell on and lie near in meaning.

Average-link clustering. The thresholds part the storylines of the sample articles without an error, and read well on
real news; the decision record on summaries has the numbers.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from rag.summarize.sentences import Sentence

if TYPE_CHECKING:
    from numpy.typing import NDArray

SAME = 0.22  # cosine similarity of the names of two groups of articles from which they are one
NEAR = 0.80  # cosine similarity of two articles' mean vectors below which they are never one
DWELT_ON = 3  # a name given more often counts no more


def storylines(
    articles: Sequence[Sequence[Sentence]], vectors: Mapping[str, Mapping[str, NDArray[np.float32]]]
) -> list[list[int]]:
    """Which of the articles, given as their sentences, belong together, by their places; every one is in one group.

    ``vectors`` are those of the articles' passages, by article and passage id; an article without any is grouped by
    its names alone.
    """
    likeness = _by_names(articles)
    means = [_mean(vectors.get(one[0].article.id, {})) for one in articles]
    known = [place for place, mean in enumerate(means) if mean is not None]
    if known:
        stacked = np.array([means[place] for place in known])
        likeness[np.ix_(known, known)] *= stacked @ stacked.T >= NEAR
    return _linked(likeness)


def _by_names(articles: Sequence[Sequence[Sentence]]) -> NDArray[np.float64]:
    """Cosine similarities of the articles' names, rare ones weighing more, shape (n, n)."""
    dwelt = [Counter(name for sentence in one for name in sentence.names) for one in articles]
    holders: defaultdict[str, list[int]] = defaultdict(list)
    for place, counted in enumerate(dwelt):
        for name in counted:
            holders[name].append(place)
    likeness = np.zeros((len(articles), len(articles)))
    squares = np.zeros(len(articles))
    for name, places in holders.items():
        rarity = math.log(1 + len(articles) / len(places))
        weights = np.array([min(dwelt[place][name], DWELT_ON) * rarity for place in places])
        squares[places] += weights**2
        if len(places) > 1:
            likeness[np.ix_(places, places)] += np.outer(weights, weights)
    lengths = np.sqrt(np.maximum(squares, 1e-9))
    return np.asarray(likeness / np.outer(lengths, lengths))


def _mean(passages: Mapping[str, NDArray[np.float32]]) -> NDArray[np.float64] | None:
    if not passages:
        return None
    mean = np.array(list(passages.values()), dtype=np.float64).mean(axis=0)
    length = float(np.linalg.norm(mean))
    return np.asarray(mean / length) if length else None


def _linked(likeness: NDArray[np.float64]) -> list[list[int]]:
    """Groups joined, the likest two first, while their members are on average alike."""
    groups = [[place] for place in range(len(likeness))]
    between = likeness.copy()
    np.fill_diagonal(between, -1)
    while True:
        one, other = sorted(int(place) for place in np.unravel_index(between.argmax(), between.shape))
        if between[one, other] < SAME:
            return [sorted(group) for group in groups if group]
        a, b = len(groups[one]), len(groups[other])
        joined = (a * between[one] + b * between[other]) / (a + b)
        between[one], between[:, one] = joined, joined
        between[other], between[:, other], between[one, one] = -1, -1, -1
        groups[one] += groups[other]
        groups[other] = []
