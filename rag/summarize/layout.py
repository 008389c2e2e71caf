"""The text of a summary: prose, bullets, a timeline or a table, as plain text that also reads as Markdown.

The words are those of the claims. What is added are titles, dates and sources of articles, and what became of events.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from rag.models import Claim, Dated, Disagreement, EventStatus, Fact, Format, Storyline

_MARKED = (EventStatus.PLANNED, EventStatus.DENIED, EventStatus.UNCLEAR)


def text(
    form: Format,
    storylines: Sequence[Storyline],
    facts: Sequence[Fact],
    timeline: Sequence[Dated],
    disagreements: Sequence[Disagreement],
) -> str:
    """The summary laid out; articles are named where there are several."""
    several = sum(len(one.article_ids) for one in storylines) > 1
    if form is Format.TIMELINE:
        parts = [f"{one.when}: {one.claim.text}{_note(one.claim, sourced=several)}" for one in timeline]
    elif form is Format.TABLE:
        parts = [_table(facts)]
    else:
        lay = _prose if form is Format.PROSE else _bullets
        parts = []
        for one in storylines:
            body = lay(one.sentences, several)
            parts.append(f"{one.title}\n{body}" if len(storylines) > 1 else body)
    blocks = [("\n" if form is Format.TIMELINE else "\n\n").join(parts)]
    if form in (Format.PROSE, Format.BULLETS):
        blocks += map(_differing, disagreements)
    return "\n\n".join(blocks)


def _prose(claims: Sequence[Claim], several: bool) -> str:
    """A paragraph an article, with its source behind it where there are several."""
    paragraphs = []
    for _, group in groupby(claims, key=lambda claim: claim.citations[0].article_id):
        told = list(group)
        source = f" ({_sources(told)})" if several else ""
        paragraphs.append(" ".join(claim.text for claim in told) + source)
    return "\n".join(paragraphs)


def _bullets(claims: Sequence[Claim], several: bool) -> str:
    return "\n".join(f"- {claim.text}{_note(claim, sourced=several)}" for claim in claims)


def _table(facts: Sequence[Fact]) -> str:
    rows = [
        (", ".join(fact.who), fact.what.text + _note(fact.what, sourced=False), fact.when or "", ", ".join(fact.where))
        for fact in facts
    ]
    lines = [("Who", "What", "When", "Where"), ("---",) * 4, *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)


def _differing(one: Disagreement) -> str:
    lines = [
        f"- {figure}: {claim.text}{_note(claim, sourced=True)}"
        for figure, claim in zip(one.figures, one.claims, strict=True)
    ]
    return "\n".join((f"The articles differ, {one.about}:", *lines))


def _note(claim: Claim, *, sourced: bool) -> str:
    """What became of the event, where that is not simply that it happened, and where the claim is from."""
    known = [claim.event_status.value] if claim.event_status in _MARKED else []
    known += [_sources([claim])] if sourced else []
    return f" ({'; '.join(known)})" if known else ""


def _sources(claims: Iterable[Claim]) -> str:
    """The sources of claims with their days, each once: "Northgate Wire, 2026-03-13"."""
    cited = (citation for claim in claims for citation in claim.citations)
    named = (", ".join(part for part in (one.source or one.title, (one.published or "")[:10]) if part) for one in cited)
    return "; ".join(dict.fromkeys(named))
