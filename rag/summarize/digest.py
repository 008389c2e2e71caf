"""Write the parts of a summary from articles that were read: storylines, key points, facts, timeline, disagreements.

Extractive: every sentence is an article's own. Knows nothing of how the articles were found, nor of layout.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from rag.models import Claim, Dated, Disagreement, Fact, Length, Storyline
from rag.summarize.comparison import disagreements, repeats
from rag.summarize.select import select, size, weights
from rag.summarize.sentences import Sentence
from rag.summarize.timeline import facts, timeline
from rag.summarize.units import Unit, claim, units

if TYPE_CHECKING:
    from rag.summarize.meaning import Meaning

MOST = {Length.HEADLINE: 12, Length.SHORT: 24, Length.MEDIUM: 40, Length.LONG: 80}
"""Sentences at most, of all storylines together."""
KEY_POINTS = {Length.HEADLINE: 1, Length.SHORT: 3, Length.MEDIUM: 5, Length.LONG: 7}
"""Of each storyline, at most."""
COMPARED = 48
"""Pairs of sentences compared at most to find where articles differ, of all storylines together."""
FEWEST_COMPARED = 4
STANDING = 3  # articles in which a sentence that is not the news of any stands word for word: a notice
OLDER = 0.75  # what an article is worth to the next newer one of its storyline


@dataclass(frozen=True, slots=True)
class Part:
    """What is told of one storyline; ``key_points`` are the most important sentences, the first of them first."""

    storyline: Storyline
    key_points: tuple[Claim, ...]
    facts: tuple[Fact, ...]
    timeline: tuple[Dated, ...]
    disagreements: tuple[Disagreement, ...]


def shares(sentences: Sequence[int], length: Length) -> list[int]:
    """How many sentences each storyline gets, given how many it has, the most important first; 0 when too many."""
    sizes = [size(length, count) for count in sentences]
    scale = min(1.0, MOST[length] / sum(sizes))
    return [max(1, int(scale * one)) if place < MOST[length] else 0 for place, one in enumerate(sizes)]


def write(articles: Sequence[Sequence[Sentence]], most: int, length: Length, stories: int, meaning: Meaning) -> Part:
    """Tell a storyline, one of so many, in ``most`` sentences.

    It is given as its articles' sentences, the newest article first.
    """
    sentences = [sentence for one in articles for sentence in one]
    chosen = telling(articles, most)
    dated = telling(articles, 2 * most, dated=True)
    meaning.statuses([unit.main for unit in (*chosen, *dated)])  # together, which is faster
    claims = {unit: claim(unit, repeats(unit.main, sentences), meaning) for unit in chosen}
    in_order = sorted(chosen, key=lambda unit: _place(unit, articles))
    return Part(
        Storyline(
            title=articles[0][0].article.title,
            article_ids=tuple(one[0].article.id for one in articles),
            sentences=tuple(claim(unit, repeats(unit.main, sentences), meaning) for unit in _each_once(in_order)),
        ),
        key_points=tuple(claims[unit] for unit in chosen[: KEY_POINTS[length]]),
        facts=facts([(unit.main, claims[unit]) for unit in chosen], meaning),
        timeline=tuple(timeline(dated, sentences, meaning, most)),
        disagreements=tuple(disagreements(articles, meaning, max(COMPARED // stories, FEWEST_COMPARED))),
    )


def telling(articles: Sequence[Sequence[Sentence]], most: int, *, dated: bool = False) -> list[Unit]:
    """What tells most of a storyline, the most important first, in as many words as ``most`` sentences have.

    ``dated``: of what names a date alone.
    """
    notices = _notices(articles)
    readable = [unit for one in articles for unit in units(one) if notices.isdisjoint(unit.sentences)]
    worth = weights([sentence for one in articles for sentence in one], [one[0].article.title for one in articles])
    among = [unit for unit in readable if unit.main.dates] if dated else readable
    return select(among, worth, _fresh(articles), most)


def _notices(articles: Sequence[Sequence[Sentence]]) -> set[Sentence]:
    """The sentences that stand in many articles which are no copies of each other."""
    holders = Counter(text for one in articles for text in {sentence.text for sentence in one})
    found: set[Sentence] = set()
    for one in articles:
        standing = [sentence for sentence in one if holders[sentence.text] >= STANDING]
        if 2 * len(standing) < len(one):
            found.update(standing)
    return found


def _each_once(units: Sequence[Unit]) -> list[Unit]:
    """The units without sentences that were told before them: one leans on another that was chosen itself."""
    told: set[Sentence] = set()
    found: list[Unit] = []
    for unit in units:
        found.append(replace(unit, sentences=tuple(one for one in unit.sentences if one not in told)))
        told.update(unit.sentences)
    return found


def _fresh(articles: Sequence[Sequence[Sentence]]) -> Mapping[str, float]:
    """What each article is worth: the newest most, because it knows how the story went on."""
    return {one[0].article.id: OLDER**age for age, one in enumerate(articles)}


def _place(unit: Unit, articles: Sequence[Sequence[Sentence]]) -> tuple[int, int]:
    """Where a unit comes in a summary: the oldest article first, because a story is understood from its beginning."""
    ages = {one[0].article.id: age for age, one in enumerate(articles)}
    return -ages[unit.main.article.id], unit.main.index
