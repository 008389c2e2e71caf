"""Choose what a summary says: what tells most, word for word, of what is not yet told.

What a sentence tells is worth more the more often the articles come back to it, if it is a name or a number, or if
the title has it; and the earlier it stands, because news puts the news first. Every thing told counts once, so that
the next sentence chosen is about something else (greedy maximum coverage; Gillick and Favre, 2009). The weights are
few and were set by hand; the decision record on summaries has what was measured.
"""

from __future__ import annotations

import heapq
import math
from collections import Counter
from collections.abc import Mapping, Sequence
from statistics import fmean

from rag.models import Length
from rag.summarize.sentences import Sentence, cut, words
from rag.summarize.units import Unit

NUMBER = 2.5  # a number tells as much as so many plain words
NAME = 1.5
IN_TITLE = 2.0
AGAIN = 1.0  # for being told again, times the logarithm of how often
LATE = 0.4  # what is told at the end of an article is worth, to what opens it
DECAY = 5.0  # sentences after which most of the difference is gone
PARAGRAPH = 1.15  # for opening one
SECTION = 1.4  # for opening what stands under a subheading
QUOTED = 0.85  # for being someone's words: what was said matters less than what is
ALONE = 0.3  # power of its words by which the only sentence is paid: the news itself may be long
FEWEST_WORDS = 12  # that are paid for

_SHARE = {Length.HEADLINE: 0.0, Length.SHORT: 0.16, Length.MEDIUM: 0.36, Length.LONG: 0.6}
_FEWEST = {Length.HEADLINE: 1, Length.SHORT: 3, Length.MEDIUM: 4, Length.LONG: 8}
_MOST = {Length.HEADLINE: 1, Length.SHORT: 6, Length.MEDIUM: 15, Length.LONG: 40}


def size(length: Length, sentences: int) -> int:
    """As many sentences as a summary of so many may be long: a share of them, within bounds."""
    return max(_FEWEST[length], min(_MOST[length], round(_SHARE[length] * sentences)))


def weights(sentences: Sequence[Sentence], titles: Sequence[str]) -> dict[str, float]:
    """What each thing told in these sentences is worth."""
    times: Counter[str] = Counter()
    kinds: dict[str, float] = {}
    for sentence in sentences:
        times.update(sentence.tells)
        for word in sentence.plain:
            kinds.setdefault(word, 1.0)
        kinds.update(dict.fromkeys(sentence.names, NAME))
        kinds.update(dict.fromkeys(sentence.numbers, NUMBER))
    titled = {cut(word) for title in titles for word in words(title)}
    return {
        told: kinds[told] * (1 + AGAIN * math.log(count)) * (IN_TITLE if told in titled else 1)
        for told, count in times.items()
    }


def select(units: Sequence[Unit], worth: Mapping[str, float], fresh: Mapping[str, float], most: int) -> list[Unit]:
    """Units of as many words in all as ``most`` of their sentences have on average, the most important first.

    At least one, and one only where ``most`` is 1.

    ``worth`` is what each thing told is worth, ``fresh`` what an article is, by its id.
    """
    chosen: list[Unit] = []
    taken: set[Sentence] = set()
    told: set[str] = set()
    price = ALONE if most == 1 else 1.0
    left = most * fmean(unit.main.words for unit in units) if units else 0

    def gain(unit: Unit) -> float:
        new = [one for one in unit.sentences if one not in taken]
        gained = math.fsum(worth[thing] for thing in set().union(*(one.tells for one in new)) - told)
        paid = math.pow(max(_words(new), FEWEST_WORDS), price)
        return gained * _standing(unit) * fresh[unit.main.article.id] / paid

    # What a unit adds only falls as others are chosen, so only the one at the top is weighed again (Minoux, 1978).
    heap = [(-gain(unit), place) for place, unit in enumerate(units)]
    heapq.heapify(heap)
    while heap and (not chosen or (most > 1 and left > 0)):
        _, place = heapq.heappop(heap)
        unit = units[place]
        new = [one for one in unit.sentences if one not in taken]
        if unit.main in taken:
            continue
        now = gain(unit)
        if heap and -now > heap[0][0]:
            heapq.heappush(heap, (-now, place))
        elif chosen and (now <= 0 or _words(new) > 2 * left):
            break  # what is worth less would only fill up
        else:
            chosen.append(unit)
            taken.update(new)
            left -= _words(new)
            told.update(*(one.tells for one in new))
    return chosen


def _standing(unit: Unit) -> float:
    """What the place and form of a unit make of its worth."""
    first = unit.sentences[0]
    early = LATE + (1 - LATE) * math.exp(-unit.main.index / DECAY)
    opening = SECTION if first.opens_section else PARAGRAPH if first.opens_paragraph else 1
    return early * opening * (QUOTED if unit.quoted else 1)


def _words(sentences: Sequence[Sentence]) -> int:
    return sum(one.words for one in sentences)
