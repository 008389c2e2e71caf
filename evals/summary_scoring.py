"""A summary to scores with their reasons, and a verdict. Knows nothing of engines and runs."""

from __future__ import annotations

from statistics import fmean

from evals.cases import SummaryCase
from evals.metrics import summary, text
from evals.metrics.citations import Supports
from evals.metrics.rouge import RougeMissing, rouge
from evals.scoring import ArticleText, Score, Scored, citation_scores
from rag.models import Answer, Status

_NEWS = 2    # the weight of a fact that is the news itself


def score_summary(
    case: SummaryCase, answer: Answer, reference: str, article_text: ArticleText, supports: Supports
) -> Scored:
    """Right when the summary says the news, silent when it leaves it out, wrong when it says what it must not.

    ``reference`` is what ROUGE compares it with: the articles' own sentences that hold the facts; "" when unknown.
    """
    if answer.status is not Status.ANSWERED:
        return Scored({"fact_recall": Score(0, "no summary was written")}, "silent", "no summary was written")
    facts = [(fact.must, fact.weight) for fact in case.facts]
    left_out = [" + ".join(one[0] for one in fact.must) for fact in case.facts if text.missing(answer.text, fact.must)]
    scores = {
        "fact_recall": Score(
            summary.fact_recall(answer.text, facts) or 0, f"left out: {'; '.join(left_out)}" if left_out else ""
        ),
        **citation_scores(answer.claims, article_text, supports),
    }
    source = _source(answer, article_text)
    said = [claim.text for claim in answer.claims]
    unsupported = [one for one in said if not supports(source, one)]
    scores["unsupported_rate"] = Score(
        len(unsupported) / len(said) if said else 0, f"not in the articles: {unsupported[0]}" if unsupported else ""
    )
    shorter = summary.compression(answer.text, source)
    if shorter is not None:
        scores["compression"] = Score(shorter)
    scores |= _coverage(case, answer.text) | _rouge(answer.text, reference)
    news = [fact for fact in case.facts if fact.weight == _NEWS and text.missing(answer.text, fact.must)]
    forbidden = text.found(answer.text, case.must_not)
    if forbidden:
        return Scored(scores, "wrong", f"it says “{forbidden[0]}”, which it must not")
    if news:
        return Scored(scores, "silent", f"the news is left out: {news[0].must[0][0]}")
    return Scored(scores, "right", "it says the news")


def _coverage(case: SummaryCase, said: str) -> dict[str, Score]:
    """How much of who, what, when and where a reader learns; nothing when the case doesn't ask for it."""
    asked = {"who": case.who, "what": case.what, "when": case.when, "where": case.where}
    found = {name: share for name, groups in asked.items() if (share := text.coverage(said, groups)) is not None}
    if not found:
        return {}
    left_out = [name for name, share in found.items() if share < 1]
    return {"coverage": Score(fmean(found.values()), f"not all of {', '.join(left_out)}" if left_out else "")}


def _rouge(said: str, reference: str) -> dict[str, Score]:
    """Nothing where there is no reference, or the package isn't installed."""
    if not reference:
        return {}
    try:
        found = rouge(said, [reference])
    except RougeMissing:
        return {}
    return {"rouge1": Score(found.rouge1), "rouge2": Score(found.rouge2), "rougeL": Score(found.rouge_l)}


def _source(answer: Answer, article_text: ArticleText) -> str:
    """The articles that the summary cites."""
    cited = dict.fromkeys(citation.article_id for claim in answer.claims for citation in claim.citations)
    return "\n\n".join(article_text(article_id) or "" for article_id in cited)
