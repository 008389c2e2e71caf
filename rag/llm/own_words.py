"""Say in the articles' own words what a language model said in words that they don't carry.

What it meant is where it points: the sentences it quotes, with the one before where they open with a pronoun. Knows
nothing of questions; whether the sentences answer one is judged as for any statement.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rag.answer.claims import told
from rag.answer.compose import passage_claim, with_antecedent
from rag.answer.planted import without_planted
from rag.answer.reading import Reading
from rag.ingest.sentences import split
from rag.llm.addressed import is_order_or_fragment

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rag.answer.syntax import Syntax
    from rag.models import Article, Claim, Dropped

MOST = 2  # sentences: a statement that leans on more is one of their sum, which none of them says


def in_own_words(dropped: Dropped, articles: Mapping[str, Article], syntax: Syntax) -> Claim | None:
    """The sentences that a dropped statement quotes, as a statement; None where they are none, or too many.

    ``articles`` are those that were shown, by their ids.
    """
    if not 0 < len(dropped.quoted) <= MOST or len({one.article_id for one in dropped.quoted}) > 1:
        return None
    given = articles[dropped.quoted[0].article_id]
    reading = Reading(given, split(given.text), syntax)
    kept = set(without_planted(given.text, reading.spans))
    places = {span.start: place for place, span in enumerate(reading.spans) if span in kept}
    wanted = sorted(places[one.start] for one in dropped.quoted if one.start in places)
    shown = sorted({near for place in wanted for near in with_antecedent(reading, place)})
    if not wanted or not kept.issuperset(reading.spans[place] for place in shown):
        return None
    docs = [reading.sentence(place).doc for place in wanted]
    if any(is_order_or_fragment(doc) for doc in docs):
        return None
    return passage_claim(reading, shown, status=told.status_of(docs[0]))
