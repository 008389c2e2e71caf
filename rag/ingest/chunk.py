"""Cut an article into passages: whole sentences within a token budget. Paragraphs and quotations stay together where
they fit. A subheading is context of the passages below it, not part of their text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum
from itertools import groupby, pairwise

from rag.ingest import sentences
from rag.models import Article, Passage, Span
from rag.tokens import count_tokens

OVERLONG = 2
"""A sentence of more than this many budgets is cut at whitespace."""
SLACK = 1.25
"""How many budgets the last passage of a section may take so that no tiny one is left over."""
_TINY = 0.25
_HEADING_CHARS = 80
_HEADING_WORDS = 8
_BODY_END = re.compile(r"[.!…:;,。！।۔—–-][\"'”’»)\]]*\Z")
_QUOTE_MARK = re.compile(r"[“”\"«»„]")
_CLOSING = {"“": "”", '"': '"', "«": "»", "„": "“”"}


class _Bond(IntEnum):
    """How closely a sentence belongs to the one before it."""

    NEW_PARAGRAPH = 0
    PARAGRAPH = 1
    QUOTATION = 2
    INDIVISIBLE = 3


@dataclass(frozen=True, slots=True)
class _Sentence:
    span: Span
    tokens: int
    bond: _Bond


_Line = Sequence[Span]
_Unit = Sequence[_Sentence]


@dataclass(frozen=True, slots=True)
class Chunker:
    """``max_tokens`` (cl100k_base) is the budget of a passage. A single sentence may take ``OVERLONG`` budgets, and the
    last passage of a section ``SLACK``.
    """

    max_tokens: int = 200

    def chunk(self, article: Article) -> tuple[Passage, ...]:
        """The passages of ``article``, in order. Every sentence but the subheadings lies in exactly one of them."""
        passages: list[Passage] = []
        for heading, lines in _sections(article.text):
            bonded = _bonded(article.text, lines)
            counted = [piece for sentence in bonded for piece in self._counted(article.text, sentence)]
            for unit in self._packed(list(self._units(counted, _Bond.NEW_PARAGRAPH))):
                version, ordinal = article.version, len(passages)
                start, end = unit[0].span.start, unit[-1].span.end
                text, spans = article.text[start:end], tuple(sentence.span for sentence in unit)
                passage_id = f"{article.id}.{version}.{ordinal}"
                passages.append(Passage(passage_id, article.id, version, ordinal, start, end, text, spans, heading))
        return tuple(passages)

    def _counted(self, text: str, sentence: _Sentence) -> Iterator[_Sentence]:
        """The sentence with its tokens counted, in pieces when it is overlong."""
        tokens = count_tokens(text[sentence.span.start : sentence.span.end])
        if tokens <= OVERLONG * self.max_tokens:
            yield replace(sentence, tokens=tokens)
            return
        # A code point is at most four tokens, so no stretch of this many is over the budget by itself.
        stretch = re.compile(rf"\S{{1,{max(1, self.max_tokens // 4)}}}")
        start, end, tokens, bond = sentence.span.start, sentence.span.start, 0, sentence.bond
        for word in stretch.finditer(text, *sentence.span):
            more = count_tokens(text[end : word.end()])
            if tokens and tokens + more > self.max_tokens:
                yield _Sentence(Span(start, end), tokens, bond)
                start, tokens, bond = word.start(), 0, _Bond.PARAGRAPH
            end, tokens = word.end(), tokens + more
        yield _Sentence(Span(start, end), tokens, bond)

    def _units(self, run: _Unit, loosest: _Bond) -> Iterator[_Unit]:
        """The run cut at its loosest bonds, and what is still over the budget cut again at tighter ones."""
        if _tokens(run) <= self.max_tokens or loosest is _Bond.INDIVISIBLE:
            yield run
            return
        cuts = [0, *(i for i in range(1, len(run)) if run[i].bond <= loosest), len(run)]
        for start, end in pairwise(cuts):
            yield from self._units(run[start:end], _Bond(loosest + 1))

    def _packed(self, units: Sequence[_Unit]) -> list[_Unit]:
        """Neighbouring units joined up to the budget; a tiny last one joins the one before it."""
        packed: list[list[_Sentence]] = []
        sizes: list[int] = []
        for unit in units:
            size = _tokens(unit)
            if packed and sizes[-1] + size <= self.max_tokens:
                packed[-1].extend(unit)
                sizes[-1] += size
            else:
                packed.append(list(unit))
                sizes.append(size)
        if len(packed) > 1 and sizes[-1] < _TINY * self.max_tokens and sum(sizes[-2:]) <= SLACK * self.max_tokens:
            packed[-2:] = [packed[-2] + packed[-1]]
        return list(packed)


def _tokens(unit: _Unit) -> int:
    return sum(sentence.tokens for sentence in unit)


def _sections(text: str) -> Iterator[tuple[str, list[_Line]]]:
    """Each subheading ("" above the first) and the lines under it."""
    numbers = _line_numbers(text)
    lines = [[span for _, span in line] for _, line in groupby(numbers, key=lambda numbered: numbered[0])]
    short = [_is_short(text, line) for line in lines]
    heading, section = "", list[_Line]()
    for i, line in enumerate(lines):
        # Between two lines of body: what stands beside another short line is a list, and a list is not a heading.
        if short[i] and 0 < i < len(lines) - 1 and not short[i - 1] and not short[i + 1]:
            if section:
                yield heading, section
            heading, section = text[line[0].start : line[0].end], []
        else:
            section.append(line)
    if section:
        yield heading, section


def _line_numbers(text: str) -> Iterator[tuple[int, Span]]:
    """Each sentence with the number of its line."""
    number, end = 0, 0
    for span in sentences.split(text):
        number += sentences.LINE_BREAK.search(text, end, span.start) is not None
        end = span.end
        yield number, span


def _is_short(text: str, line: _Line) -> bool:
    """Whether the line reads like a subheading: a few words that don't end like body text."""
    start, end = line[0]
    if len(line) > 1 or end - start > _HEADING_CHARS:
        return False
    words = text[start:end].split()
    return len(words) <= _HEADING_WORDS and not _BODY_END.search(words[-1])


def _bonded(text: str, lines: Sequence[_Line]) -> Iterator[_Sentence]:
    """The sentences with how closely each belongs to the one before it, their tokens not yet counted."""
    opened = ""
    for line in lines:
        # A quotation that goes on in the next paragraph opens it with its mark again.
        opened = opened if opened and text[line[0].start] == opened else ""
        for i, span in enumerate(line):
            bond = _Bond.QUOTATION if opened else _Bond.PARAGRAPH if i else _Bond.NEW_PARAGRAPH
            yield _Sentence(span, 0, bond)
            again = i == 0 and opened != ""
            opened = _opened(text[span.start + again : span.end], opened)


def _opened(sentence: str, opened: str) -> str:
    """The mark of the quotation still open after the sentence, or "" when none is."""
    for mark in _QUOTE_MARK.findall(sentence):
        if opened and mark in _CLOSING[opened]:
            opened = ""
        elif not opened and mark in _CLOSING:
            opened = mark
    return opened
