"""What of an article can be read by itself: a sentence, or a sentence with those that it leans on.

"He said so" leans on the sentence before it, "She added:" and "Correction: we wrote 64" on the next, a quotation on the
one that names its speaker.
What can't be made to stand in a few sentences is left out, and so is what is no news: questions, notes to the reader.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rag.answer.compose import cite
from rag.answer.words import one_line, points_back
from rag.models import Claim
from rag.summarize.meaning import Meaning
from rag.summarize.sentences import Sentence

MOST_BEFORE = 2  # sentences that one may lean on, one on the other
_SHORTEST = 4  # words
_SHORT = 14  # words: what a pronoun at the end of a longer sentence stands for is mostly in it
_LEANS = re.compile(
    r"(?:But|And|Or|So|Yet|Instead|However|Also|Then|Still|Nor|Later|Afterwards|Nevertheless|Otherwise|Therefore|Thus|"
    r"Indeed|Moreover|Besides|Even so|In return|By contrast|Neither|Either|Another|Others?|The others?|Asked|Who|"
    r"Which)\b"
)
_ANNOUNCES = re.compile(r":$|\A(?:Correction|Clarification)\b", re.IGNORECASE)
_ENDS_IN_PRONOUN = re.compile(r"\b(?:them|him|her|it|so)(?: \w+)?[.!]$")
_NOTE = re.compile(
    r"\b(?:subscribe (?:to|for|now|today)|(?:our|this|daily|weekly) newsletters?|sign up (?:to|for|here)|click here|"
    r"(?:read|see) (?:more|also)\b.{0,3}:|follow us|share this (?:article|story|page)|all rights reserved|getty images|"
    r"file photo|photo(?:graph)?s? by|video ad feedback|source: cnn|"
    r"(?:additional )?(?:reporting|editing|writing) by|here[’']s what (?:else )?(?:you|we|to)\b|"
    r"contributed to this (?:report|article|story)|this (?:article|story|page) (?:was|has been|will be) \w*dated|"
    r"(?:ignore|disregard) (?:all |any |the |your )*(?:previous|prior|above|earlier) (?:instruction|prompt)\w*)"
    r"|/(?:AP|AFP|EPA|Getty|Reuters|Shutterstock)\b|©|https?://|www\.",
    re.IGNORECASE,
)
_QUOTE_OPENS = ("“", '"', "‘", "«", "„")
_QUOTED = re.compile(r"[“”\"«»„]")
_SAID_BY_NAME = re.compile(r"[”\"’»],? (?!(?:he|she|they|it|I|we)\b)\w")


@dataclass(frozen=True, eq=False)
class Unit:
    """Neighbouring sentences that are read together; ``main`` is the one that is meant, the others carry it.

    ``quoted`` says that someone's own words are among them.
    """

    sentences: tuple[Sentence, ...]
    main: Sentence
    quoted: bool


def units(sentences: Sequence[Sentence]) -> list[Unit]:
    """What can be read by itself, in order; the first sentence when nothing else can."""
    inside = list(_inside_quotation(sentences))
    found = [unit for sentence in sentences if (unit := _unit(sentences, inside, sentence.index)) is not None]
    return found or [Unit((one,), one, quoted=False) for one in sentences[:1]]


def claim(unit: Unit, repeated: Sequence[Sentence], meaning: Meaning) -> Claim:
    """The claim of a unit, citing its sentences and those that say the same with the same status."""
    status, *others = meaning.statuses([unit.main, *repeated])
    same = [one for one, said in zip(repeated, others, strict=True) if said is status]
    citations = cite(unit.main.article, *(one.span for one in unit.sentences))
    citations += tuple(citation for one in same for citation in cite(one.article, one.span))
    return Claim(one_line(" ".join(one.text for one in unit.sentences)), citations, status)


def _unit(sentences: Sequence[Sentence], inside: Sequence[bool], index: int) -> Unit | None:
    main = sentences[index]
    if main.words < _SHORTEST or _is_question(main.text) or _is_note(main):
        return None
    first = index
    while first > 0 and _leans(sentences[first], inside[first]):
        first -= 1
        if index - first > MOST_BEFORE:
            return None
    after = index + 1
    if not main.last and (_ANNOUNCES.search(main.text) or inside[after]):
        after += 1
        if after < len(sentences) and inside[after]:
            return None  # a quotation that would be broken off
    read = tuple(sentences[first:after])
    if any(_is_note(one) for one in read) or any(one.opens_section for one in read[1:]):
        return None
    return Unit(read, main, quoted=inside[index] or bool(_QUOTED.search(main.text)))


def _leans(sentence: Sentence, inside: bool) -> bool:
    """Whether a sentence needs the one before it: a pronoun, a "but", a quotation whose speaker it doesn't name."""
    text = sentence.text
    if inside or points_back(text) or _LEANS.match(text):
        return True
    if sentence.words <= _SHORT and _ENDS_IN_PRONOUN.search(text):
        return True
    return text.startswith(_QUOTE_OPENS) and not _SAID_BY_NAME.search(text)


def _is_note(sentence: Sentence) -> bool:
    """Whether a sentence is to the reader, a credit, or about who wrote the article."""
    return bool(_NOTE.search(sentence.text)) or sentence.text.startswith(sentence.article.authors)


def _is_question(text: str) -> bool:
    return text.rstrip("”’\"') ").endswith("?")


def _inside_quotation(sentences: Sequence[Sentence]) -> Iterator[bool]:
    """Of each sentence, whether it opens inside a quotation.

    One that is not closed by the end of its paragraph goes on only where the next opens with a mark again.
    """
    is_open = False
    for sentence in sentences:
        text = sentence.text
        is_open = is_open and (not sentence.opens_paragraph or text.startswith("“"))
        yield is_open
        opened, closed = text.rfind("“"), text.rfind("”")
        is_open = is_open if opened == closed else opened > closed
