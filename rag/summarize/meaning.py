"""What the sentences of a summary mean, as the trained models read them: what came about, who, where, and what differs.

Kept for the sentences of one summary, which are asked about several times.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from rag.answer.leads import whole
from rag.models import EventStatus, Span
from rag.read.encode import context_of, spoken_day
from rag.read.reader import Form, Reader, Reading, Window
from rag.read.support import Pair, SupportModel

if TYPE_CHECKING:
    from rag.summarize.sentences import Sentence

LIKELY = 0.5  # calibrated: that a sentence answers
DIFFERS = 0.45  # calibrated: that one of two sentences contradicts the other
_MOST_KEPT = 4096  # readings


class Meaning:
    """Reads sentences, each question once. ``seconds``: inside the models so far. Thread-safe."""

    def __init__(self, reader: Reader, support: SupportModel) -> None:
        self._reader = reader
        self._support = support
        self._kept: dict[tuple[str, str, Span], Reading] = {}
        self._statuses: dict[tuple[str, Span], EventStatus] = {}

    @property
    def seconds(self) -> float:
        """Time spent inside the models so far."""
        return self._reader.seconds + self._support.seconds

    def statuses(self, sentences: Iterable[Sentence]) -> list[EventStatus]:
        """Whether what each sentence tells happened, is planned, is denied or is unclear."""
        wanted = list(sentences)
        new = {(one.article.id, one.span): one for one in wanted if (one.article.id, one.span) not in self._statuses}
        told = self._support.status([_window(one) for one in new.values()])
        self._statuses = {**self._statuses, **dict(zip(new, told, strict=True))}
        return [self._statuses[one.article.id, one.span] for one in wanted]

    def status(self, sentence: Sentence) -> EventStatus:
        """`statuses` of one sentence."""
        return self.statuses([sentence])[0]

    def answers(self, question: str, sentences: Sequence[Sentence]) -> list[tuple[str, ...]]:
        """The words of each sentence that answer a question; none where it doesn't."""
        readings = self._read(question, sentences)
        return [_words(one, reading) for one, reading in zip(sentences, readings, strict=True)]

    def differ(self, pairs: Sequence[tuple[Sentence, Sentence]]) -> list[bool]:
        """Whether both sentences of a pair can't be true."""
        both = [(a, b) for one, other in pairs for a, b in ((one, other), (other, one))]
        verdicts = self._support.judge([Pair(one.text, other.text, other.article.title) for one, other in both])
        told = [one.contradicted for one in verdicts]
        return [max(there, back) >= DIFFERS for there, back in zip(told[::2], told[1::2], strict=True)]

    def _read(self, question: str, sentences: Sequence[Sentence]) -> list[Reading]:
        keys = [(question, one.article.id, one.span) for one in sentences]
        new = {key: one for key, one in zip(keys, sentences, strict=True) if key not in self._kept}
        if len(self._kept) + len(new) > _MOST_KEPT:
            self._kept = {}
            new = dict(zip(keys, sentences, strict=True))
        readings = self._reader.read(question, [_window(one) for one in new.values()])
        self._kept = {**self._kept, **dict(zip(new, readings, strict=True))}
        return [self._kept[key] for key in keys]


def _window(sentence: Sentence) -> Window:
    article = sentence.article
    day = spoken_day(article.published_at.at.date()) if article.published_at else None
    return Window(sentence.text, context_of(article.title, day))


def _words(sentence: Sentence, reading: Reading) -> tuple[str, ...]:
    if reading.probability < LIKELY or reading.form is not Form.WORDS:
        return ()
    spans = (whole(sentence.text, span, frozenset()) for span in reading.spans)
    return tuple(dict.fromkeys(sentence.text[span.start : span.end] for span in spans))
