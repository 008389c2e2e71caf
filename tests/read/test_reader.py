from __future__ import annotations

import threading
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.models import Span
from rag.read.encode import PairEncoder
from rag.read.reader import Form, Reader, Reading, Window, softmax, tagged
from rag.read.tokens import tokenizer

QUESTION = "Who met Tom Bell?"
WINDOWS = [
    Window("Odile Varga met Tom Bell in Leeds on Tuesday.", "Talks held"),
    Window("It rained.", ""),
    Window("word " * 5000, "Talks held"),
    Window("", ""),
]


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader()


# Tags


def tags(sentence: str, *parts: str, begins: Sequence[str] = (), how: float = 0.9) -> tuple[list[str], float]:
    """The words tagged, where these parts of a sentence are, each beginning where it or its words are in ``begins``."""
    offsets = PairEncoder(tokenizer()).encode("", sentence, "").offsets
    probabilities = np.zeros((len(offsets), 3), np.float32)
    probabilities[:, 0] = 1
    for part in parts:
        start = sentence.index(part)
        inside = [place for place, one in enumerate(offsets) if one.end > start and one.start < start + len(part)]
        for place in inside:
            opens = place == inside[0] or sentence[slice(*offsets[place])] in begins
            probabilities[place] = [1 - how, how if opens else 0, 0 if opens else how]
    spans, certainty = tagged(sentence, probabilities, offsets)
    return [sentence[span.start : span.end] for span in spans], certainty


def test_tagged_words_are_one_stretch() -> None:
    words, certainty = tags("Odile Varga met Tom in Leeds.", "Odile Varga")
    assert words == ["Odile Varga"]
    assert certainty == pytest.approx(0.9)


def test_words_apart_are_several_stretches_in_order() -> None:
    assert tags("Odile Varga met Tom in Leeds.", "Leeds", "Odile Varga")[0] == ["Odile Varga", "Leeds"]


def test_a_stretch_that_begins_anew_is_another_one() -> None:
    assert tags("They met Odile Varga, Tom Bell there.", "Odile Varga", "Tom Bell")[0] == ["Odile Varga", "Tom Bell"]
    assert tags("They met Odile Varga there.", "Odile Varga")[0] == ["Odile Varga"]


def test_names_in_a_row_are_several_where_something_parts_them() -> None:
    assert tags("They met Rao, Tom Bell and Lee.", "Rao", "Tom Bell", "Lee")[0] == ["Rao", "Tom Bell", "Lee"]
    assert tags("They met Odile Varga Tom Bell there.", "Odile Varga", "Tom Bell")[0] == ["Odile Varga Tom Bell"]


def test_the_punctuation_around_a_stretch_is_left_out_but_for_marks_that_belong_to_it() -> None:
    assert tags("It cost (about) £40, she said.", "£40")[0] == ["£40"]
    assert tags("She said “yes”, twice.", "yes")[0] == ["“yes”"]
    assert tags("Turnout was 71.4%.", "71.4%")[0] == ["71.4%"]


def test_a_stretch_that_is_far_less_sure_than_the_surest_is_left_out() -> None:
    offsets = [Span(0, 5), Span(6, 9), Span(10, 13)]
    probabilities = np.array([[0.05, 0.95, 0], [1, 0, 0], [0.4, 0.6, 0]], np.float32)
    spans, certainty = tagged("Odile met Tom.", probabilities, offsets)
    assert spans == (Span(0, 5),)
    assert certainty == pytest.approx(0.95)


def test_pieces_of_one_word_go_together_whatever_their_own_tags_say() -> None:
    assert tags("The Brackenford ferry sank.", "acken")[0] == ["Brackenford"]
    assert tags("It cost £1.2m then.", "2")[0] == ["£1.2m"]
    assert tags("The Brackenford ferry sank.", "Brackenford", begins=["##ken", "ford"])[0] == ["Brackenford"]


def test_where_nothing_is_tagged_the_likeliest_word_is_and_it_is_not_certain() -> None:
    words, certainty = tags("Odile Varga met Tom.", "Varga", how=0.3)
    assert words == ["Varga"]
    assert certainty == pytest.approx(0.3)


def test_a_sentence_without_tokens_has_no_words() -> None:
    assert tagged("", np.zeros((0, 3), np.float32), []) == ((), 0.0)


def test_probabilities_add_up_to_one() -> None:
    found = softmax(np.array([[1000.0, 0.0, -1000.0], [1.0, 1.0, 1.0]], np.float32))
    assert np.allclose(found, np.array([[1, 0, 0], [1 / 3, 1 / 3, 1 / 3]]))


# The model


def test_every_window_has_a_reading_with_probabilities_and_places_inside_the_sentence(reader: Reader) -> None:
    found = reader.read(QUESTION, WINDOWS)
    assert len(found) == len(WINDOWS)
    for window, one in zip(WINDOWS, found, strict=True):
        assert 0 < one.probability < 1
        assert 1 / len(Form) <= one.form_probability <= 1
        assert 0 <= one.certainty <= 1
        assert all(0 <= span.start < span.end <= len(window.sentence) for span in one.spans)
        assert list(one.spans) == sorted(one.spans)
    assert found[3].spans == ()


def test_a_reading_does_not_depend_on_what_else_is_read(reader: Reader) -> None:
    together = reader.read(QUESTION, WINDOWS)
    assert [reader.read(QUESTION, [window])[0] for window in WINDOWS] == together
    assert reader.read(QUESTION, WINDOWS[::-1]) == together[::-1]


def test_nothing_to_read_is_no_reading(reader: Reader) -> None:
    assert reader.read(QUESTION, []) == []


def test_several_threads_may_read_at_once() -> None:
    reader = Reader()  # loaded by whichever comes first
    found: dict[int, list[Reading]] = {}
    threads = [
        threading.Thread(target=lambda number=number: found.update({number: reader.read(QUESTION, WINDOWS[:2])}))
        for number in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 4
    assert all(one == found[0] for one in found.values())


def test_the_time_it_took_is_counted(reader: Reader) -> None:
    assert Reader().seconds == 0
    before = reader.seconds
    reader.read(QUESTION, WINDOWS[:1])
    assert reader.seconds > before


@given(st.text(max_size=40), st.data())
def test_whatever_is_tagged_lies_in_the_sentence_and_in_order(sentence: str, data: st.DataObject) -> None:
    offsets = PairEncoder(tokenizer()).encode("", sentence, "").offsets
    drawn = data.draw(st.lists(st.floats(0, 9), min_size=3 * len(offsets), max_size=3 * len(offsets)))
    spans, certainty = tagged(sentence, softmax(np.array(drawn, np.float32).reshape(-1, 3)), offsets)
    assert all(0 <= span.start < span.end <= len(sentence) for span in spans)
    assert list(spans) == sorted(spans)
    assert 0 <= certainty <= 1
