"""Set beside what a language model tells the accounts that differ from it, whether or not it tells them too.

Where articles disagree is known by the articles' own words (`rag.answer`): a model may see it, or pass over it.
"""

from __future__ import annotations

from collections.abc import Sequence

from rag.models import Claim, Draft


def with_other_accounts(claims: Sequence[Claim], draft: Draft) -> tuple[list[Claim], tuple[tuple[int, ...], ...]]:
    """The statements with the other accounts that a draft has of what they tell, and which differ, by their places.

    ``draft`` is in the articles' own words. What it finds to differ and no statement tells any of is of something else.
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
