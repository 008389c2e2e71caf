"""ROUGE: the words and word pairs a summary shares with reference summaries. Knows nothing about their truth."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from rag.errors import RagError


class RougeMissing(RagError):
    """The package that computes ROUGE is not installed."""


class Rouge(NamedTuple):
    """F1 of single words, of pairs of words, and of the longest common subsequence; 0 to 1."""

    rouge1: float
    rouge2: float
    rouge_l: float


def rouge(summary: str, references: Sequence[str]) -> Rouge:
    """ROUGE-1, -2 and -L with stemming; of each the best over the references (at least one).

    Raises RougeMissing.
    """
    try:
        from rouge_score.rouge_scorer import RougeScorer
    except ModuleNotFoundError as error:
        raise RougeMissing(
            f"ROUGE can't be measured: {error.name} is not installed.", 'Run `pip install "news-rag[evals]"`.'
        ) from error
    found = RougeScorer(["rouge1", "rouge2", "rougeL"], use_stemmer=True).score_multi(references, summary)
    return Rouge(*(found[name].fmeasure for name in ("rouge1", "rouge2", "rougeL")))
