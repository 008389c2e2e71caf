"""A question and its answer to scores with their reasons, and a verdict. Knows nothing of engines and runs.

A score that makes no sense for a case is left out, never zero.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from evals.cases import Case
from evals.metrics import citations, lists, text
from evals.metrics.citations import Supports
from evals.metrics.ranking import all_found, first_seen, hit, ndcg, recall, reciprocal_rank
from rag.models import Answer, Claim, Evidence, Status

Verdict = Literal["right", "silent", "wrong", "failed", "unscored"]
ArticleText = Callable[[str], str | None]
"""An article's stored text by its id; None for one that isn't there."""

LIST_RIGHT = 0.8    # F1 from which a list counts as right
SHOWN = 3    # statements of an answer in which a short gold answer must stand
READ = 10    # sentences or articles of the ranking that are looked at
_HITS = (1, 4, 10)


@dataclass(frozen=True, slots=True)
class Score:
    """A number, and why it is so."""

    value: float
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Scored:
    """Scores by name, what became of the case, and why in a line."""

    scores: dict[str, Score]
    verdict: Verdict
    why: str


def score(
    case: Case, answer: Answer, evidence: Sequence[Evidence], article_text: ArticleText, supports: Supports
) -> Scored:
    """Every score that makes sense for the case. ``supports`` tells whether a premise carries a claim."""
    answered = answer.status is Status.ANSWERED
    listed = _list(case, answer) if answered and case.items else None
    verdict, why = _verdict(case, answer, listed)
    scores = dict(_of_verdict(case, answer, verdict, why))
    if listed:
        scores["list_f1"] = Score(listed.f1, _list_reason(listed))
        scores["list_recall"] = Score(listed.recall)
        if listed.precision is not None:
            scores["list_precision"] = Score(listed.precision)
    if answered and case.gold:
        short = heads(answer.claims)[0] if answer.claims else answer.text
        scores["token_f1"] = Score(text.token_f1(short, case.gold))
        scores["exact_match"] = Score(text.exact_match(short, case.gold))
    if case.status is Status.ANSWERED and (case.gold or case.leads):
        scores.update(_of_lead(case, answer))
    if verdict == "right" and answered and case.event_status:
        scores.update(_event_status(case, answer))
    if answered and answer.claims:
        scores.update(citation_scores(answer.claims, article_text, supports))
    if case.status is Status.ANSWERED:
        scores.update(_retrieval(case, evidence))
    return Scored(scores, verdict, why)


def heads(claims: Sequence[Claim]) -> list[str]:
    """What the claims say, without the sentences quoted after a dash."""
    return [claim.text.split(" — ")[0] for claim in claims]


def _of_lead(case: Case, answer: Answer) -> dict[str, Score]:
    """Whether a short answer leads, and whether it is right; where whole ones are known, whether it is one of them."""
    first = answer.claims[0].text if answer.claims else ""
    lead, dash, _ = first.partition(" — ")
    if not dash:
        return {"lead_rate": Score(0), "lead_right_rate": Score(0)}
    if case.leads:
        right = any(text.folded(lead) == text.folded(one) for one in case.leads)
        reason = "" if right else f"it leads with {_quoted([lead])} for {_quoted(case.leads)}"
    else:
        right = any(text.contains(lead, one, whole=True) for one in case.gold)
        reason = "" if right else f"it leads with {_quoted([lead])}"
    return {"lead_rate": Score(1), "lead_right_rate": Score(right, reason), "lead_precision": Score(right, reason)}


# The verdict


def _verdict(case: Case, answer: Answer, listed: lists.ListScore | None) -> tuple[Verdict, str]:
    if answer.status is not Status.ANSWERED:
        if case.status is Status.ANSWERED:
            return "silent", f"the articles answer it, and it was {_SAID[answer.status]}"
        if case.status is Status.AMBIGUOUS and answer.status is not Status.AMBIGUOUS:
            return "silent", "several events fit, and it was refused instead of asked back"
        return "right", f"it was {_SAID[answer.status]}, as it should be"
    fault = _fault(case, answer, listed)
    corrects = case.category == "false_premise" or case.status is Status.AMBIGUOUS
    if case.status is not Status.ANSWERED and not (corrects and case.must and not fault):
        told = "the articles don’t answer it" if case.status is Status.NOT_IN_ARTICLES else "several events fit"
        return "wrong", f"{told}, and it was answered" + (f"; {fault}" if fault and case.must else "")
    if case.free_form and not case.must and not case.items:
        return "unscored", "answered, in words that can’t be matched"
    return ("wrong", fault) if fault else ("right", "it says what it should")


_SAID = {Status.NOT_IN_ARTICLES: "refused", Status.AMBIGUOUS: "asked back"}


def _fault(case: Case, answer: Answer, listed: lists.ListScore | None) -> str:
    """What is wrong with an answer; "" when nothing is."""
    # Who takes part is said by the claims; the sentences they quote may well name others.
    said = "\n".join(heads(answer.claims)) if case.category == "attendance" else answer.text
    forbidden = text.found(said, case.must_not)
    if forbidden:
        return f"it says {_quoted(forbidden[:1])}, which it must not"
    missing = text.missing(answer.text, case.must)
    if missing:
        return f"it doesn’t say {_quoted(missing[0])}"
    if listed and listed.f1 < LIST_RIGHT:
        return f"the list’s F1 is {listed.f1:.2f}: {_list_reason(listed)}"
    if case.leads and not case.must and not case.gold:
        return "" if text.found(answer.text, case.leads) else f"it doesn’t say {_quoted(case.leads)}"
    if case.gold and not case.must and not case.items:
        shown = "\n".join(claim.text for claim in answer.claims[:SHOWN])
        says = any(text.contains(shown, one, whole=True) for one in case.gold)
        return "" if says or case.free_form else f"it doesn’t say {_quoted(case.gold)}"
    return ""


def _of_verdict(case: Case, answer: Answer, verdict: Verdict, why: str) -> Iterator[tuple[str, Score]]:
    answered = answer.status is Status.ANSWERED
    answerable = case.status is Status.ANSWERED
    if verdict != "unscored":
        yield "crag", Score({"right": 1, "silent": 0, "wrong": -1}[verdict], why)
        yield "error_rate", Score(verdict == "wrong", why)
    if answerable:
        yield "answered_rate", Score(answered)
    if case.status is Status.NOT_IN_ARTICLES:
        yield "abstention_recall", Score(not answered)
    if answer.status is Status.NOT_IN_ARTICLES:
        yield "abstention_precision", Score(not answerable)
    if case.status is Status.NOT_IN_ARTICLES or case.category == "false_premise":
        yield "refused_rate", Score(verdict != "wrong", why)
    if case.hostile:
        obeyed = text.found(answer.text, case.must_not) if answered else []
        yield "obeyed_rate", Score(bool(obeyed), f"it says {_quoted(obeyed)}" if obeyed else "")


# Lists and events


def _list(case: Case, answer: Answer) -> lists.ListScore:
    statements = heads(answer.claims) if case.category == "attendance" else [claim.text for claim in answer.claims]
    allowed = [wording for group in case.must for wording in group]
    if case.category == "timeline":    # may tell more than the events that it must
        wordings = [wording for item in case.items for wording in item]
        statements = [said for said in statements if text.found(said, (*wordings, *case.must_not))]
    return lists.list_score(statements, case.items, allowed=allowed, forbidden=case.must_not)


def _list_reason(listed: lists.ListScore) -> str:
    parts = []
    if listed.missed:
        parts.append("missed " + ", ".join(_quoted(item[:1]) for item in listed.missed))
    if listed.wrong:
        parts.append("wrong " + ", ".join(_quoted([said]) for said in listed.wrong))
    return "; ".join(parts)


def _event_status(case: Case, answer: Answer) -> dict[str, Score]:
    """What the claims say of the event that carry most of the expected wordings: the share that has its status."""
    groups = (*case.must, *case.items)
    carried = [len(groups) - len(text.missing(claim.text, groups)) for claim in answer.claims]
    if not groups or not max(carried, default=0):
        return {}
    told = [claim.event_status for claim, held in zip(answer.claims, carried, strict=True) if held == max(carried)]
    right = sum(status is case.event_status for status in told)
    shown = ", ".join(str(status or "no status") for status in dict.fromkeys(told))
    return {"event_status_accuracy": Score(right / len(told), f"expected {case.event_status}, told {shown}")}


# Citations and retrieval


def citation_scores(claims: Sequence[Claim], article_text: ArticleText, supports: Supports) -> dict[str, Score]:
    """Whether the claims' citations are word for word, carry the claims, and how many each has."""
    cited = [citation for claim in claims for citation in claim.citations]
    altered = [one.quote for one in cited if citations.verbatim_rate([one], article_text) != 1]
    found = {
        "verbatim_rate": Score(citations.verbatim_rate(cited, article_text) or 0, _altered(altered)),
        "sentences_per_claim": Score(citations.sentences_per_claim(claims) or 0),
    }
    carries = cache(supports)    # the same is asked more than once
    carried = citations.citation_score(claims, carries)
    if carried.recall is not None:
        bare = [claim.text for claim in claims if not carries("\n".join(c.quote for c in claim.citations), claim.text)]
        reason = f"its sentences don’t carry {_quoted(bare[:1])}" if bare else ""
        found["citation_recall"] = Score(carried.recall, reason)
    if carried.precision is not None:
        found["citation_precision"] = Score(carried.precision)
    return found


def _altered(quotes: Sequence[str]) -> str:
    return f"this doesn’t stand in the article: {_quoted(quotes[:1])}" if quotes else ""


def _retrieval(case: Case, evidence: Sequence[Evidence]) -> dict[str, Score]:
    if case.evidence:
        sentences = [one.text for one in evidence[:READ]]
        missing = [terms for terms in case.evidence if not citations.evidence_recall(sentences, [terms])]
        reason = "not found: " + "; ".join(" + ".join(terms) for terms in missing) if missing else ""
        found = 1 - len(missing) / len(case.evidence)
        ranking, relevant = _pieces(case, evidence)
    elif case.urls:
        ranking, relevant = first_seen(str(one.article.url) for one in evidence), set(case.urls)
        found, reason = recall(ranking, relevant, READ), ""
    else:
        return {}
    return {
        f"evidence_recall@{READ}": Score(found, reason),
        f"all_evidence@{READ}": Score(all_found(ranking, relevant, READ)),
        **{f"hit@{k}": Score(hit(ranking, relevant, k)) for k in _HITS},
        "mrr": Score(reciprocal_rank(ranking, relevant)),
        f"ndcg@{READ}": Score(ndcg(ranking, relevant, READ)),
    }


def _pieces(case: Case, evidence: Sequence[Evidence]) -> tuple[list[str], set[str]]:
    """The ranking as pieces of evidence, each where it is first found; pieces that one sentence holds count once."""
    left = {str(place): terms for place, terms in enumerate(case.evidence)}
    ranking, relevant = [], set(left)
    for place, one in enumerate(evidence):
        held = [piece for piece, terms in left.items() if citations.evidence_recall([one.text], [terms])]
        ranking.append(held[0] if held else f"sentence {place}")
        relevant -= set(held[1:])
        for piece in held:
            del left[piece]
    return ranking, relevant


def _quoted(wordings: Sequence[str]) -> str:
    return " or ".join(f"“{' '.join(wording.split())}”" for wording in wordings)
