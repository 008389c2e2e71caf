"""The sentences of an article as what they tell: numbers, names and plain words, each cut to what is compared.

Knows nothing of grammar: no sentence is parsed here, so an article of thousands costs little.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from rag.answer.dates import Named, named
from rag.models import Article, Span

_WORD = re.compile(r"\d+(?:[.,:]\d+)*|[^\W\d_]+")
_OPENS = re.compile(r"(?:\A|[.!?:–—] )[\"“‘'(]*\Z|[“\"‘(]\Z")
_CAPITAL_NEXT = re.compile(r" [A-ZÀ-Þ]")
_KEPT_OF_A_WORD = 6  # letters: enough to tell words apart, few enough to join their forms
_LONGEST = 40  # letters: beyond it, it is no word

NUMBER_WORDS = frozenset(
    """
    two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen
    nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million billion trillion dozen half
    quarter
    """.split()  # noqa: SIM905
)
_TELLS_NOTHING = frozenset(
    """
    a about according after again against ago all also although am an and another any are as at back be because been
    before being between both but by can could did do does doing down during each every few first for from further get
    got had has have having he her here hers him himself his how however i if in into is it its itself just last later
    like made make many may me might more most mr mrs ms much must my new no nor not now of off on once one only or
    other our out over own per put re s said same say says shall she should since so some still such t than that the
    their them then there these they this those though through to told too took under until up upon us very was way we
    well were what when where whether which while who whom whose why will with would year years yet you your
    """.split()  # noqa: SIM905
)


@dataclass(frozen=True, eq=False)
class Sentence:
    """One sentence of an article. ``index`` is its place in it, ``last`` whether no other comes after it.

    A section is what stands under a subheading.
    """

    article: Article
    index: int
    span: Span
    numbers: frozenset[str]
    names: frozenset[str]
    plain: frozenset[str]
    opens_paragraph: bool
    opens_section: bool
    last: bool

    @cached_property
    def text(self) -> str:
        """The sentence, word for word."""
        return self.article.text[self.span.start : self.span.end]

    @cached_property
    def words(self) -> int:
        """How many words it has."""
        return len(self.text.split())

    @cached_property
    def dates(self) -> list[Named]:
        """The dates it names."""
        return named(self.text)

    @cached_property
    def tells(self) -> frozenset[str]:
        """Everything it tells of."""
        return self.numbers | self.names | self.plain


def sentences(article: Article, spans: Sequence[Span]) -> list[Sentence]:
    """The sentences of an article, which lie at these places."""
    texts = [article.text[span.start : span.end] for span in spans]
    named = _names(texts)
    found: list[Sentence] = []
    for index, (span, text) in enumerate(zip(spans, texts, strict=True)):
        kinds: tuple[set[str], set[str], set[str]] = (set(), set(), set())
        for word in words(text):
            kinds[_kind(word, named)].add(cut(word))
        numbers, names, plain = map(frozenset, kinds)
        before = article.text[spans[index - 1].end : span.start] if index else ""
        found.append(
            Sentence(
                article,
                index,
                span,
                numbers,
                names,
                plain - names,
                opens_paragraph=index == 0 or "\n" in before,
                opens_section=bool(before.strip()),
                last=index == len(spans) - 1,
            )
        )
    return found


def words(text: str) -> list[str]:
    """The words and numbers of a text that tell something, as they are written."""
    return [
        word
        for word in _WORD.findall(text)
        if word[0].isdigit() or (1 < len(word) <= _LONGEST and word.lower() not in _TELLS_NOTHING)
    ]


def cut(word: str) -> str:
    """A word in lower case without its ending, so that its forms are one."""
    low = word.lower()
    if low[0].isdigit() or low in NUMBER_WORDS:
        return low
    if len(low) > _KEPT_OF_A_WORD:
        return low[:_KEPT_OF_A_WORD]
    return low[:-1] if len(low) > 3 and low.endswith("s") and not low.endswith("ss") else low


def _kind(word: str, named: frozenset[str]) -> int:
    if word[0].isdigit() or word.lower() in NUMBER_WORDS:
        return 0
    return 1 if word in named else 2


def _names(texts: Iterable[str]) -> frozenset[str]:
    """The words that an article spells with a capital where no sentence opens, or before another such word."""
    counted: Counter[str] = Counter()
    for text in texts:
        for found in _WORD.finditer(text):
            if not found[0][0].isupper():
                continue
            opens = _OPENS.search(text, max(0, found.start() - 4), found.start())
            if not opens or _CAPITAL_NEXT.match(text, found.end()):
                counted[found[0]] += 1
    return frozenset(counted)
