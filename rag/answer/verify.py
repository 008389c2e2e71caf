"""Keep of a draft only what its cited sentences say, word for word.

Knows nothing about how the draft was written: every engine is held to the same line. A citation must be verbatim at
its offsets; every name, number and date of a claim must stand in its cited sentences; what fails is dropped, and an
answer from which nothing is left says so.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from rag.errors import NotFound
from rag.models import Article, Citation, Claim, Draft, Status

UNSUPPORTED = "What was found could not be verified against the articles."

_NUMBER = re.compile(r"\d+(?:[.,:]\d+)*")
_WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")
# Capitals at the start of a sentence prove nothing for words like these.
_LITTLE_WORDS = frozenset(
    """a an the this that these those he she it they we i you his her its their our my your who what when where which
    why how in on at to of for from by with and or but if as after before when while since until there here no not yes
    both all some most many one two on under over about according however meanwhile""".split()  # noqa: SIM905
)


def verified(draft: Draft, article: Callable[[str], Article]) -> Draft:
    """The draft with its grounded claims alone; without any left it becomes ``not_in_articles``.

    ``article`` gives the article of an id and raises NotFound for an unknown one.
    """
    held = [grounded(claim, article) for claim in draft.claims]
    claims = tuple(kept for kept in held if kept is not None)
    nearest = tuple(citation for citation in draft.nearest if is_verbatim(citation, article))
    if draft.status is Status.ANSWERED and not claims:
        return Draft(Status.NOT_IN_ARTICLES, UNSUPPORTED, reason=UNSUPPORTED, nearest=nearest)
    if len(claims) == len(draft.claims):
        return replace(draft, claims=claims, nearest=nearest)
    places = dict(zip((at for at, kept in enumerate(held) if kept is not None), range(len(claims)), strict=True))
    told = (tuple(places[at] for at in group if at in places) for group in draft.disagreements)
    disagreements = tuple(
        left for left, group in zip(told, draft.disagreements, strict=True) if len(left) >= min(2, len(group))
    )
    return replace(draft, claims=claims, nearest=nearest, text=text_of(claims), disagreements=disagreements)


def text_of(claims: Sequence[Claim]) -> str:
    """The text that says what these claims say and nothing else: what is shown of a language model's draft."""
    return "\n".join(claim.text for claim in claims)


def grounded(claim: Claim, article: Callable[[str], Article]) -> Claim | None:
    """The claim with its true citations alone, or None when they don't carry its names, numbers and dates."""
    true = tuple(citation for citation in claim.citations if is_verbatim(citation, article))
    if not true or unsupported_words(claim.text, [citation.quote for citation in true]):
        return None
    return replace(claim, citations=true)


def is_verbatim(citation: Citation, article: Callable[[str], Article]) -> bool:
    """Whether the article says exactly this, exactly there."""
    try:
        text = article(citation.article_id).text
    except NotFound:
        return False
    return bool(citation.quote) and citation.start >= 0 and text[citation.start : citation.end] == citation.quote


def unsupported_words(text: str, quotes: list[str]) -> set[str]:
    """The numbers and capitalised words (names, days, months) of ``text`` that no quote has; little words aside."""
    carried = "\n".join(quotes)
    numbers = set(_NUMBER.findall(carried))
    words = {word.lower() for word in _WORD.findall(carried)}
    words |= {part for word in words for part in re.split(r"[-’']", word)}
    missing = {number for number in _NUMBER.findall(text) if number not in numbers}
    for word in _WORD.findall(text):
        if not word[0].isupper() or word.lower() in words or word.lower() in _LITTLE_WORDS:
            continue
        if not all(part in words for part in re.split(r"[-’']", word.lower()) if part != "s"):
            missing.add(word)
    return missing
