"""What happened when, and who did it where: the timeline and the table of facts.

A sentence is put under the date that the reader finds it to tell, with what it says of the event: a day that lies ahead
is the next of its name, one that is past the last.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from rag.answer.dates import Named, resolve
from rag.models import Claim, Dated, EventStatus, Fact
from rag.summarize.comparison import repeats
from rag.summarize.meaning import Meaning
from rag.summarize.sentences import Sentence
from rag.summarize.units import Unit, claim

WHO = "Who did it?"
WHEN = "When did it happen?"
WHERE = "Where did it happen?"
_AHEAD = (EventStatus.PLANNED, EventStatus.UNCLEAR)


def timeline(units: Sequence[Unit], sentences: Sequence[Sentence], meaning: Meaning, most: int) -> list[Dated]:
    """At most ``most`` of the units, the most important given first, under their dates; the oldest date first.

    What several articles say of one date is told once, citing all of them among ``sentences``.
    """
    found: list[Dated] = []
    told: set[Sentence] = set()
    for unit in units:
        if len(found) == most:
            break
        if unit.main in told or (dated := main_date(unit.main, meaning)) is None:
            continue
        _, when, status = dated
        same = [one for one in repeats(unit.main, sentences) if _when(one, meaning) == when]
        told |= {unit.main, *same}
        found.append(Dated(when, replace(claim(unit, same, meaning), event_status=status)))
    return sorted(found, key=lambda one: one.when)


def facts(told: Sequence[tuple[Sentence, Claim]], meaning: Meaning) -> tuple[Fact, ...]:
    """The rows of these sentences, in order: who and where as the reader finds them, and the main date."""
    sentences = [sentence for sentence, _ in told]
    who, where = meaning.answers(WHO, sentences), meaning.answers(WHERE, sentences)
    return tuple(
        Fact(who=acting, what=claim, when=dated[0].words if (dated := main_date(sentence, meaning)) else None, where=at)
        for (sentence, claim), acting, at in zip(told, who, where, strict=True)
    )


def main_date(sentence: Sentence, meaning: Meaning) -> tuple[Named, str, EventStatus] | None:
    """The date of what a sentence tells, what it means in ISO 8601, and the status of what is dated.

    None when it names none, or none that can be told.
    """
    if not sentence.dates:
        return None
    asked = meaning.answers(WHEN, [sentence])[0] if len(sentence.dates) > 1 else ()
    status = meaning.status(sentence)
    stamp = sentence.article.published_at
    published = stamp.at.date() if stamp else None
    # The dates that the reader means come first, in the order of the sentence.
    for named in sorted(sentence.dates, key=lambda one: not any(one.words in words for words in asked)):
        when = resolve(named, published, ahead=status in _AHEAD)
        if when is not None:
            today = published.isoformat()[: len(when)] if published else when
            # Nothing has happened on a day to come.
            late = status is EventStatus.HAPPENED and when > today
            return named, when, EventStatus.PLANNED if late else status
    return None


def _when(sentence: Sentence, meaning: Meaning) -> str | None:
    dated = main_date(sentence, meaning)
    return dated[1] if dated else None
