"""What the articles date, in the order it happened or is to happen.

A sentence is put under the date that hangs nearest to its main verb, and says of the event what that verb says: a day
that lies ahead is the next of its name, one that is past the last.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from rag.answer import status as event_status
from rag.answer.claims.told import reported
from rag.models import Dated, EventStatus
from rag.summarize.claims import claim, parsed, status_of
from rag.summarize.dates import Named, dateline, resolve
from rag.summarize.repeats import repeats
from rag.summarize.sentences import Sentence
from rag.summarize.units import Unit

if TYPE_CHECKING:
    from spacy.tokens import Token

    from rag.answer.syntax import Syntax

_UNTIL = re.compile(r"\b(?:until|till|by)(?: \w+day,?)? ?$|\A(?:until|till|by)\b", re.IGNORECASE)
_AHEAD = (EventStatus.PLANNED, EventStatus.UNCLEAR)


def timeline(units: Sequence[Unit], sentences: Sequence[Sentence], syntax: Syntax, most: int) -> list[Dated]:
    """At most ``most`` of the units, the most important given first, under their dates; the oldest date first.

    What several articles say of one date is told once, citing all of them among ``sentences``.
    """
    found: list[Dated] = []
    told: set[Sentence] = set()
    for unit in units:
        if len(found) == most:
            break
        if unit.main in told or (dated := main_date(unit.main, syntax)) is None:
            continue
        _, when, status = dated
        same = [one for one in repeats(unit.main, sentences) if _when(one, syntax) == when]
        told |= {unit.main, *same}
        found.append(Dated(when, replace(claim(unit, same, syntax), event_status=status)))
    return sorted(found, key=lambda one: one.when)


def main_date(sentence: Sentence, syntax: Syntax) -> tuple[Named, str, EventStatus | None] | None:
    """The date of what a sentence tells, what it means in ISO 8601, and the status of what is dated.

    None when it names none, or none that can be told.
    """
    if not sentence.dates:
        return None
    doc, start = parsed(sentence, syntax), dateline(sentence.text)
    candidates = []
    for named in sentence.dates:
        span = doc.char_span(named.span.start - start, named.span.end - start, alignment_mode="expand")
        if span is not None:
            above = [token for token in span.root.ancestors if token.pos_ in ("VERB", "AUX")]
            candidates.append((len(above), named, above[0] if above else None))
    told = status_of(sentence, syntax)
    for _, named, verb in sorted(candidates, key=lambda one: one[0]):
        if (meant := _meant(sentence, named, verb, told)) is not None:
            return named, *meant
    return None


def _meant(
    sentence: Sentence, named: Named, verb: Token | None, told: EventStatus | None
) -> tuple[str, EventStatus | None] | None:
    """What a date means that belongs to a verb, and the status of what it dates; None when it can't be told."""
    stamp = sentence.article.published_at
    published = stamp.at.date() if stamp else None
    below = verb is not None and verb.dep_ != "ROOT"
    # In "he will come, she said on Monday" the main verb is past, whatever the sentence tells.
    status = event_status.of_verb(verb) if verb is not None and (below or reported(verb) is not None) else told
    when = resolve(named, published, ahead=status in _AHEAD or _is_deadline(sentence, named, verb))
    if when is None:
        return None
    today = published.isoformat()[: len(when)] if published else when
    # What is planned is not planned for a day gone by, nor has anything happened on a day to come.
    status = told if not below or (status is EventStatus.PLANNED and when < today) else status
    return when, EventStatus.PLANNED if status is EventStatus.HAPPENED and when > today else status


def _is_deadline(sentence: Sentence, named: Named, verb: Token | None) -> bool:
    """Whether a date is one by or until which something is to be: "can apply until 30 June", not "ran until June"."""
    if not _UNTIL.search(sentence.text[: named.span.start]) and not _UNTIL.search(named.match[0]):
        return False
    return verb is not None and verb.tag_ != "VBD" and not any(c.lower_ in ("had", "’d", "'d") for c in verb.children)


def _when(sentence: Sentence, syntax: Syntax) -> str | None:
    dated = main_date(sentence, syntax)
    return dated[1] if dated else None
