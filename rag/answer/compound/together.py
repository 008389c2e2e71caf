"""Put the answers to the parts of a question together: one after the other, and what is missing said plainly.

A question of several parts is answered when half of them are: less would be an answer to another question. What builds
on a first part that is not in the articles ("Why did she resign, and who replaced her?") is no answer by itself.
"""

from __future__ import annotations

from collections.abc import Sequence

from rag.models import Answer, Claim, Draft, Status


def together(question: str, answers: Sequence[Answer]) -> Draft:
    """The answers to the parts of one question, in its order, as one; the refusal of the first when too few are answered."""
    told = answers[0].status is Status.ANSWERED
    held = [one for one in answers if one.status is Status.ANSWERED and (told or _stands_alone(one, question))]
    missing = [one for one in answers if one not in held]
    if 2 * len(held) < len(answers):
        first = next((one for one in missing if one.status is Status.AMBIGUOUS), missing[0])
        return Draft(first.status, first.text, first.claims, first.reason, first.nearest)
    lines, claims, disagreements = list[str](), list[Claim](), list[tuple[int, ...]]()
    for one in held:
        if one.claims and all(claim in claims for claim in one.claims):
            continue  # one sentence may answer two parts
        lines.append(one.text)
        claims += [claim for claim in one.claims if claim not in claims]
        disagreements += [tuple(claims.index(one.claims[at]) for at in group) for group in one.disagreements]
    asked = " ".join(f"“{one.question}”" for one in missing)
    if missing:
        lines.append(f"The articles don’t say: {asked}")
    reason = f"They don’t say: {asked}" if missing else None
    differing = tuple(dict.fromkeys(disagreements))
    return Draft(Status.ANSWERED, "\n".join(lines), tuple(claims), reason, disagreements=differing)


def _stands_alone(part: Answer, question: str) -> bool:
    """Whether a part was asked as it stands in the question, nothing being taken from the parts before."""
    return part.read_as is None and part.question.rstrip("?").lower() in question.lower()
