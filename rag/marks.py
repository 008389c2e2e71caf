"""The numbers of an answer's sources, where in its text they stand, and what is shown of it: the same everywhere."""

from __future__ import annotations

from collections.abc import Mapping

from rag.answer.words import one_line
from rag.models import Answer, Citation, Covered, EventStatus

_CONTROL = dict.fromkeys((*range(0x09), *range(0x0B, 0x20), *range(0x7F, 0xA0)), "\ufffd")


def numbered(given: Answer) -> dict[Citation, int]:
    """The citations in the order of the claims, each once, from 1 on."""
    cited = dict.fromkeys(citation for claim in given.claims for citation in claim.citations)
    return {citation: number for number, citation in enumerate(cited, start=1)}


def marked(given: Answer, numbers: Mapping[Citation, int]) -> str:
    """The answer's text with the numbers of its sources after each claim, or its quotation, that stands in it."""
    text, done = given.text, 0
    for claim in given.claims:
        for words in (claim.text, one_line(claim.citations[0].quote)):
            at = text.find(words, done)
            if at >= 0:
                marks = " " + "".join(f"[{numbers[citation]}]" for citation in dict.fromkeys(claim.citations))
                end = at + len(words)
                text, done = text[:end] + marks + text[end:], end + len(marks)
                break
    return text


def statuses(given: Answer, citation: Citation) -> list[EventStatus]:
    """What the claims it carries say of the event, where that is not simply that it happened."""
    found = (claim.event_status for claim in given.claims if citation in claim.citations)
    return [status for status in dict.fromkeys(found) if status and status is not EventStatus.HAPPENED]


def remarks(given: Answer, citation: Citation, numbers: Mapping[Citation, int]) -> list[str]:
    """What is to be said of a source in its list: its ``statuses``, and the numbers of those that it disagrees with."""
    found: list[str] = [*statuses(given, citation)]
    groups = [[given.claims[place].citations for place in group] for group in given.disagreements]
    beside = {one for group in groups for cited in group if citation in cited for one in cited}
    against = {one for group in groups if any(citation in cited for cited in group) for cited in group for one in cited}
    if others := sorted(numbers[one] for one in against - beside):
        found.append(f"differs from {''.join(f'[{number}]' for number in others)}")
    return found


def known(given: Citation | Covered) -> str:
    """The title, source and day of the article cited or covered, so far as they are known."""
    return " · ".join(part for part in (given.title, given.source, (given.published or "")[:10]) if part)


def visible(text: str) -> str:
    """A text without characters that control a terminal, of the same length; its lines and tabs stay."""
    return text.translate(_CONTROL)
