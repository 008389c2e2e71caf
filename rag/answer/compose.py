"""Put an answer into words: claims, citations and the text a reader sees.

Every word of an answer that is not ours is the articles'. Ours are few, and fixed here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.answer.reading import Reading, bare
from rag.models import Article, Citation, Claim, Draft, EventStatus, Evidence, Span, Status

NEAREST = 3  # passages shown when a question isn't answered

STATUS_WORDS = {
    EventStatus.PLANNED: "Planned, not reported as having taken place",
    EventStatus.DENIED: "Reported as not taking place",
    EventStatus.UNCLEAR: "Not certain from the articles",
}
_POINTS_BACK = re.compile(
    r"^[“\"‘']?(?:he|she|they|it|this|that|these|those|his|her|their|its|both|the (?:two|pair|former|latter)|such|there)\b",
    re.IGNORECASE,
)


def cite(article: Article, *spans: Span) -> tuple[Citation, ...]:
    """Citations of these stretches of an article, each once."""
    return tuple(Citation.of(article, span) for span in dict.fromkeys(spans))


def points_back(text: str) -> bool:
    """Whether a sentence opens with a word that stands for something said before it."""
    return bool(_POINTS_BACK.match(text))


def with_antecedent(reading: Reading, index: int) -> list[int]:
    """The places of a sentence, of the one before it when it opens with a pronoun, of the next when it announces it."""
    if reading.raw(index).rstrip().endswith(":") and index + 1 < len(reading.spans):
        return [index, index + 1]
    if (
        index > 0
        and points_back(reading.raw(index))
        and reading.article.text[reading.spans[index - 1].end : reading.spans[index].start].count("\n") <= 2
    ):
        return [index - 1, index]
    return [index]


def one_line(text: str) -> str:
    """A quotation on one line."""
    return " ".join(text.split())


def passage_claim(
    reading: Reading,
    indexes: Sequence[int],
    *,
    lead: str | None = None,
    also: Sequence[int] = (),
    status: EventStatus | None = None,
) -> Claim:
    """A claim that gives these sentences, under ``lead`` (the person, number, date or place asked for).

    ``also`` are sentences cited because they carry a part of the lead, without being given in full.
    """
    spans = [reading.spans[index] for index in indexes]
    said = one_line(" ".join(reading.raw(index) for index in indexes))
    text = f"{lead} — {said}" if lead else said
    return Claim(text, cite(reading.article, *spans, *(reading.spans[index] for index in also)), status)


def answered(claims: Sequence[Claim], note: str | None = None) -> Draft:
    """An answer of these claims, under a note on what they are."""
    text = "\n".join(claim.text for claim in claims)
    return Draft(Status.ANSWERED, f"{note}: {text}" if note else text, tuple(claims))


def not_answered(reason: str, evidence: Sequence[Evidence]) -> Draft:
    """A refusal with its reason and the nearest that was found."""
    nearest = tuple(Citation.of(one.article, one.span) for one in evidence[:NEAREST])
    return Draft(Status.NOT_IN_ARTICLES, f"The articles don’t say. {reason}", reason=reason, nearest=nearest)


def full_name(reading: Reading, name: str) -> tuple[str, list[int]]:
    """A person's fullest name in the article, and the sentence to cite for it when it is another form."""
    fuller = reading.full_name(name)
    if fuller is None:
        return bare(name) or name, []
    return fuller[0], [fuller[1]]


def joined(names: Sequence[str]) -> str:
    """Names in a row: "A", "A and B", "A, B and C"."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
