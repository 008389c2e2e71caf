"""What someone said, in whole quotations, and whose words a quotation is."""

from __future__ import annotations

import pytest

from rag.answer.speech.speaker import asked_words
from rag.models import Status
from tests.asking import Asking


def test_a_quotation_is_given_whole_with_the_sentence_that_introduces_it(talks: Asking) -> None:
    answer = talks("What did Anton Brisk say about a tenth?")
    for part in ("spoke to his supporters", "They offered us a tenth", "We asked for a third", "tip the waiter"):
        assert part in answer.text


@pytest.mark.parametrize(
    ("words", "speaker"),
    [
        ("A tenth is what you tip the waiter", "Anton Brisk"),
        ("I will come back when there is a herring on the table", "Anton Brisk"),
        ("There were more of the second", "Dora Lindqvist"),
        ("I peeled potatoes until the lamp went out", "Olga Penn"),
        ("Every worker will see it in the packet", "Edna Quill"),
    ],
)
def test_words_quoted_in_the_question_have_their_speaker(talks: Asking, words: str, speaker: str) -> None:
    assert talks(f"Who said “{words}”?").claims[0].text.startswith(f"{speaker} — ")


def test_words_that_are_nobodys_are_not_given_to_anybody(talks: Asking) -> None:
    answer = talks("Who said “closed for want of fish”?")
    assert "Brisk" not in answer.text
    assert "Lindqvist" not in answer.text


def test_a_spokesman_speaks_for_himself(talks: Asking) -> None:
    assert talks("Who said that the pumps had failed?").claims[0].text.startswith("Emil Sand — ")


def test_someone_who_is_only_reported_is_not_called_quoted(talks: Asking) -> None:
    answer = talks("What did Emil Sand say about nuclear weapons?")
    assert answer.status is Status.NOT_IN_ARTICLES
    assert "quoted" not in answer.text


def test_a_name_that_the_words_are_not_about_is_not_answered(talks: Asking) -> None:
    assert talks("What did Dora Lindqvist say about Olga Penn?").status is Status.NOT_IN_ARTICLES


def test_nothing_is_made_up_of_what_two_said_to_each_other(talks: Asking) -> None:
    assert talks("What did Lindqvist and Brisk say to each other?").status is Status.NOT_IN_ARTICLES


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("Who said “We’re down”?", ("we", "re", "down")),
        ('Who called it "a very small fish"?', ("a", "very", "small", "fish")),
        ("Who wrote that the pumps had failed?", ("the", "pumps", "had", "failed")),
        ("Who said that?", ()),
        ("Who said “no”?", ()),
    ],
)
def test_the_words_to_look_for(question: str, words: tuple[str, ...]) -> None:
    assert asked_words(question) == words
