"""Whether citations are word for word, whether they carry their claims, and whether they hold the evidence.

Whether a premise supports a claim is told by a checker that the caller brings.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from statistics import fmean
from typing import NamedTuple

from evals.metrics.text import contains
from rag.models import Citation, Claim

Supports = Callable[[str, str], bool]    # supports(premise, claim)


class CitationScore(NamedTuple):
    """Shares from 0 to 1; None where there was nothing to share out."""

    recall: float | None
    precision: float | None


def verbatim_rate(citations: Sequence[Citation], text_of: Callable[[str], str | None]) -> float | None:
    """The share of citations whose quote, never empty, is what stands at its offsets; None without citations.

    ``text_of`` gives an article's text by its id, None for an article that isn't there.
    """
    return fmean(_verbatim(one, text_of(one.article_id)) for one in citations) if citations else None


def citation_score(claims: Sequence[Claim], supports: Supports) -> CitationScore:
    """Citation recall and precision as in ALCE (Gao et al. 2023), over the claims of one answer.

    A claim is recalled when its quotes, joined, support it. A citation of a recalled claim is precise when it supports
    the claim alone, or when the others no longer do without it; no citation of another claim is. Recall is a share of
    claims, precision of citations.
    """
    recalled, precise = [], []
    for claim in claims:
        quotes = [one.quote for one in claim.citations]
        whole = bool(quotes) and supports(_joined(quotes), claim.text)
        recalled.append(whole)
        precise += [whole and _needed(quotes, place, claim.text, supports) for place in range(len(quotes))]
    return CitationScore(fmean(recalled) if recalled else None, fmean(precise) if precise else None)


def sentences_per_claim(claims: Sequence[Claim]) -> float | None:
    """The mean number of citations a claim, each being a sentence; None without claims."""
    return fmean(len(claim.citations) for claim in claims) if claims else None


def evidence_recall(sentences: Iterable[str], evidence: Sequence[Sequence[str]]) -> float | None:
    """The share of pieces of evidence that stand among the sentences; None when no evidence is expected.

    A piece is a list of terms, and stands in a sentence that has them all. For recall@k give the first k sentences.
    """
    read = list(sentences)
    return fmean(any(_has_all(one, terms) for one in read) for terms in evidence) if evidence else None


def _verbatim(citation: Citation, text: str | None) -> bool:
    return text is not None and bool(citation.quote) and text[citation.start : citation.end] == citation.quote


def _needed(quotes: Sequence[str], place: int, claim: str, supports: Supports) -> bool:
    """Whether one quote of several, which together support the claim, has a part in it."""
    others = [*quotes[:place], *quotes[place + 1 :]]
    return not others or supports(quotes[place], claim) or not supports(_joined(others), claim)


def _joined(quotes: Sequence[str]) -> str:
    return "\n".join(quotes)


def _has_all(sentence: str, terms: Sequence[str]) -> bool:
    return all(contains(sentence, term) for term in terms)
