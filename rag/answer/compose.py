"""Put an answer into words: claims, citations and the text a reader sees.

Every word of an answer that is not ours is the articles'. Ours are few, and fixed here.
"""

from __future__ import annotations

from collections.abc import Sequence

from rag.answer.words import one_line
from rag.models import Article, Citation, Claim, Draft, EventStatus, Evidence, Span, Status

NEAREST = 3  # sentences shown when a question isn't answered


def cite(article: Article, *spans: Span) -> tuple[Citation, ...]:
    """Citations of these stretches of an article, each once."""
    return tuple(Citation.of(article, span) for span in dict.fromkeys(spans))


def passage_claim(
    article: Article, spans: Sequence[Span], *, lead: str | None = None, status: EventStatus | None = None
) -> Claim:
    """A claim that gives these sentences of an article, under ``lead`` (the short answer) if there is one."""
    said = one_line(" ".join(article.text[span.start : span.end] for span in spans))
    return Claim(f"{lead} — {said}" if lead else said, cite(article, *spans), status)


def answered(claims: Sequence[Claim], disagreements: tuple[tuple[int, ...], ...] = ()) -> Draft:
    """An answer of these claims."""
    return Draft(Status.ANSWERED, "\n".join(claim.text for claim in claims), tuple(claims), disagreements=disagreements)


def not_answered(reason: str, evidence: Sequence[Evidence]) -> Draft:
    """A refusal with its reason and the nearest that was found."""
    nearest = tuple(Citation.of(one.article, one.span) for one in evidence[:NEAREST])
    return Draft(Status.NOT_IN_ARTICLES, f"The articles don’t say. {reason}", reason=reason, nearest=nearest)


def with_other_accounts(claims: Sequence[Claim], draft: Draft) -> tuple[list[Claim], tuple[tuple[int, ...], ...]]:
    """The claims with the other accounts that ``draft`` has of the same matter, and which of them differ, by place.

    ``draft`` is in the articles' own words: a language model may miss where articles disagree. A disagreement of which
    no claim gives any account is about something else.
    """
    told = list(claims)
    groups: list[tuple[int, ...]] = []
    for group in draft.disagreements:
        accounts = [draft.claims[place] for place in group]
        if all(_place(one, claims) is None for one in accounts):
            continue
        places = []
        for one in accounts:
            place = _place(one, told)
            if place is None:
                place = len(told)
                told.append(one)
            places.append(place)
        groups.append(tuple(dict.fromkeys(places)))
    return told, tuple(groups)


def _place(account: Claim, claims: Sequence[Claim]) -> int | None:
    """The place of the statement that cites a sentence of an account."""
    sentences = set(account.citations)
    return next((place for place, one in enumerate(claims) if sentences & set(one.citations)), None)
