"""Compare sentences of different articles: which say the same, and which give different figures for one thing.

Repeats are found without a model: being sure matters more than finding every one. Sentences that differ are suspects
when different numbers stand before the same word and they tell of the same otherwise; the support model decides
whether both can be true. A missed difference is better than a made-up one.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from rag.answer.dates import resolve
from rag.answer.numbers import numbers_in
from rag.models import Disagreement
from rag.summarize.meaning import Meaning
from rag.summarize.sentences import Sentence, cut
from rag.summarize.units import Unit, claim

SAME = 0.6  # share of what two sentences tell that both do (Dice); names and numbers count more
WORDS_SAME = 0.6  # the same of their plain words alone: two sentences about one person share the name
_WEIGHTS = (2.0, 1.5, 1.0)  # of numbers, names and plain words
_NEGATED = re.compile(r"\b(?:not|no|never|none|nobody|neither|without|\w+n[’']t|den(?:y|ie[sd])|cancel\w*)\b", re.I)
COMPARABLE = 0.25  # likeness of two sentences below which they are not compared
MOST_OF_A_WORD = 6  # figures compared for each word that they stand before, the newest articles first
_NEXT_WORD = re.compile(r"[ -](?:(?:other|more) )?([a-z]{3,})")


def repeats(sentence: Sentence, others: Iterable[Sentence]) -> list[Sentence]:
    """Those of the others that say the same: the nearest of each other article."""
    found: dict[str, tuple[float, Sentence]] = {}
    for other in others:
        if other.article.id == sentence.article.id:
            continue
        near = likeness(sentence, other)
        best = found.get(other.article.id)
        if near >= SAME and (best is None or near > best[0]) and _agree(sentence, other):
            found[other.article.id] = (near, other)
    return [other for _, other in found.values()]


def likeness(one: Sentence, other: Sentence) -> float:
    """The weighted share of what two sentences tell that both of them do, 0 to 1."""
    kinds = ((one.numbers, other.numbers), (one.names, other.names), (one.plain, other.plain))
    shared = sum(weight * len(a & b) for weight, (a, b) in zip(_WEIGHTS, kinds, strict=True))
    told = sum(weight * (len(a) + len(b)) for weight, (a, b) in zip(_WEIGHTS, kinds, strict=True))
    return 2 * shared / told if told else 0.0


def _agree(one: Sentence, other: Sentence) -> bool:
    """Whether nothing tells two sentences apart: a number, a day, a "not"."""
    words = len(one.plain) + len(other.plain)
    if words and 2 * len(one.plain & other.plain) < WORDS_SAME * words:
        return False
    if not (one.numbers <= other.numbers or other.numbers <= one.numbers):
        return False
    days, other_days = _days(one), _days(other)
    if days and other_days and days.isdisjoint(other_days):
        return False
    return bool(_NEGATED.search(one.text)) == bool(_NEGATED.search(other.text))


def _days(sentence: Sentence) -> set[str]:
    """The days it may mean."""
    stamp = sentence.article.published_at
    published = stamp.at.date() if stamp else None
    days = (resolve(named, published, ahead=ahead) for named in sentence.dates for ahead in (False, True))
    return {day for day in days if day is not None}


@dataclass(frozen=True, slots=True)
class _Figure:
    """A number of a sentence, as it is written, and the word that follows it."""

    sentence: Sentence
    text: str
    value: float
    about: str


def disagreements(articles: Sequence[Sequence[Sentence]], meaning: Meaning, compared: int) -> list[Disagreement]:
    """The different figures of a storyline, given as its articles' sentences with the newest article first.

    At most ``compared`` pairs of sentences are put to the model.
    """
    figures = [figure for one in articles for sentence in one for figure in _figures(sentence)]
    by_word: dict[str, list[_Figure]] = defaultdict(list)
    for figure in figures:
        by_word[cut(figure.about)].append(figure)
    suspects = [pair for same in by_word.values() for pair in _suspects(same[:MOST_OF_A_WORD])][:compared]
    differ = meaning.differ([(one.sentence, other.sentence) for one, other in suspects])
    groups: list[list[_Figure]] = []
    for (one, other), is_so in zip(suspects, differ, strict=True):
        if not is_so:
            continue
        group = next((known for known in groups if any(_same(one, it) or _same(other, it) for it in known)), None)
        if group is None:
            groups.append(group := [])
        group += [figure for figure in (one, other) if not any(_same(figure, it) for it in group)]
    return [_shown(group, meaning) for group in groups]


def _same(one: _Figure, other: _Figure) -> bool:
    return one.value == other.value and cut(one.about) == cut(other.about)


def _figures(sentence: Sentence) -> Iterator[_Figure]:
    for number in numbers_in(sentence.text):
        following = _NEXT_WORD.match(sentence.text[number.span.end :])
        if following:
            yield _Figure(sentence, sentence.text[slice(*number.span)], number.value, following[1])


def _suspects(figures: Sequence[_Figure]) -> Iterator[tuple[_Figure, _Figure]]:
    for one, other in combinations(figures, 2):
        apart = one.sentence.article.id != other.sentence.article.id and one.value != other.value
        if apart and likeness(one.sentence, other.sentence) >= COMPARABLE:
            yield one, other


def _shown(figures: Sequence[_Figure], meaning: Meaning) -> Disagreement:
    claims = tuple(claim(Unit((one.sentence,), one.sentence, quoted=False), (), meaning) for one in figures)
    return Disagreement(figures[0].about, tuple(one.text for one in figures), claims)
