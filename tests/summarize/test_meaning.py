"""What the trained models make of the sentences of a summary, each asked once."""

from __future__ import annotations

import pytest

from rag.models import EventStatus
from rag.read.reader import Reader
from rag.read.support import SupportModel
from rag.summarize.meaning import Meaning
from tests.summarize.samples import read, sentence

NEWS = "Ada Lund met Bo Ek in Arden on Thursday. She will open the bridge on 4 April. Bo Ek denied that he was late."


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Ada Lund met Bo Ek in Arden on Thursday.", EventStatus.HAPPENED),
        ("The river flooded the town on Sunday.", EventStatus.HAPPENED),
        ("Ada Lund will open the bridge of Arden next month.", EventStatus.PLANNED),
        ("Two ministers are set to meet Ms Lund on Tuesday.", EventStatus.PLANNED),
    ],
)
def test_what_a_sentence_says_of_its_event(text: str, status: EventStatus, meaning: Meaning) -> None:
    assert meaning.status(sentence(text)) is status


def test_each_sentence_has_a_status_and_words_that_stand_in_it(meaning: Meaning) -> None:
    sentences = read(NEWS)
    assert len(meaning.statuses(sentences)) == len(sentences)
    for one, words in zip(sentences, meaning.answers("Who did it?", sentences), strict=True):
        assert all(word in one.text for word in words)


def test_no_sentence_is_read_twice_for_one_question() -> None:
    meaning = Meaning(Reader(), SupportModel())
    sentences = read(NEWS)
    first = meaning.statuses(sentences)
    spent = meaning.seconds
    assert spent > 0
    assert meaning.statuses(sentences[::-1]) == first[::-1]
    assert [meaning.status(one) for one in sentences] == first
    assert meaning.seconds == spent
    meaning.answers("Who did it?", sentences)
    assert meaning.seconds > spent


def test_a_sentence_and_itself_are_asked_like_any_pair(meaning: Meaning) -> None:
    one, other, *_ = read(NEWS)
    assert len(meaning.differ([(one, one), (one, other)])) == 2
    assert meaning.differ([]) == []
