"""Who says what in an article: quotations and reported speech with their speakers, across sentences and paragraphs.

A sentence that names its speaker ("..., she said") gives it to all of its quotation, before and after it. A quotation
that names none is that of the sentence that introduces it: of its speaker, else of its subject. A paragraph that opens
with a quotation mark while the one before was not closed continues it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from rag.answer.reading import Reading, Sentence
from rag.answer.speech.speech import voice_of
from rag.answer.speech.voices import Voices, Who

_OPEN, _CLOSE, _STRAIGHT = "“", "”", '"'
_MARK = re.compile(f"[{_OPEN}{_CLOSE}{_STRAIGHT}]")


@dataclass(frozen=True, slots=True, eq=False)
class Remark:
    """A sentence that gives a speaker's words or reports them.

    ``speaker`` is the name as the article gives it; ``introduced_by`` is the place of the sentence that names the
    speaker when it is another one. ``direct`` when it has words between quotation marks.
    """

    sentence: Sentence
    speaker: str
    introduced_by: int | None
    direct: bool


@dataclass(frozen=True, slots=True, eq=False)
class _Marked:
    """A sentence and which of its characters stand between quotation marks."""

    sentence: Sentence
    quoted: list[bool]
    goes_on: bool  # a quotation that is open before it goes on in it
    opens: bool  # it begins with a quotation mark

    @property
    def only_quotes(self) -> bool:
        """Whether all its words are quoted."""
        return all(self.quoted) or all(
            self.quoted[i] for i, character in enumerate(self.sentence.text) if character.isalnum()
        )


def remarks(reading: Reading, first: int = 0, last: int | None = None) -> list[Remark]:
    """The remarks of an article from sentence `first` to `last` (exclusive), in order."""
    voices = Voices(reading)
    found: dict[int, Remark] = {}
    speaker: Who | None = None  # whose words the quotation being read are
    waiting: list[_Marked] = []  # sentences of it that come before it names its speaker
    before: _Marked | None = None
    for one in _marked(reading, range(first, len(reading.spans) if last is None else last)):
        index = one.sentence.index
        in_quotation = one.goes_on or one.opens
        if in_quotation and not (one.goes_on or (before is not None and not reading.starts_paragraph(index))):
            before = None
        if before is None or not in_quotation:
            waiting = []
            speaker = _introducing(found.get(index - 1), index, voices)
        voice = voice_of(one.sentence, reading, one.quoted)
        who = voices.who(voice, one.sentence) if voice is not None else None
        if who is not None:
            for other in (*waiting, one):
                found[other.sentence.index] = _remark(other, who)
            speaker, waiting = who, []
        elif in_quotation and one.only_quotes:
            waiting.append(one)
            if speaker is not None:
                found[index] = _remark(one, speaker)
        voices.hear(one.sentence, one.quoted)
        before = one if in_quotation else None
    return [found[index] for index in sorted(found)]


def _introducing(before: Remark | None, index: int, voices: Voices) -> Who | None:
    """Whose words a quotation at `index` are when it doesn't say: those of the sentence before it."""
    if before is None:
        return voices.subject_before(index)
    return Who(before.speaker, before.introduced_by if before.introduced_by is not None else index - 1)


def _remark(one: _Marked, who: Who) -> Remark:
    index = one.sentence.index
    return Remark(one.sentence, who.name, who.place if who.place != index else None, any(one.quoted))


def _marked(reading: Reading, indexes: range) -> Iterator[_Marked]:
    inside = False
    for sentence in reading.sentences(indexes):
        opens = sentence.text[:1] in (_OPEN, _STRAIGHT)
        if reading.starts_paragraph(sentence.index) and not opens:
            inside = False  # a quotation that goes on is opened again at the head of a paragraph
        goes_on = inside
        text = sentence.text
        quoted, done = list[bool](), 0
        for mark in _MARK.finditer(text):
            quoted += [inside] * (mark.start() - done)
            inside = mark[0] == _OPEN or (mark[0] == _STRAIGHT and (not inside or (not quoted and goes_on and opens)))
            quoted.append(inside)
            done = mark.end()
        quoted += [inside] * (len(text) - done)
        yield _Marked(sentence, quoted, goes_on, opens)
