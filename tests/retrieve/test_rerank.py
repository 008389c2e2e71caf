from __future__ import annotations

import numpy as np

from rag.retrieve.rerank import QUESTION_TOKENS, CrossEncoder

TEXTS = ["Ilse Brandvold attended the talks in Halvern.", "The bank kept its rate."]


def test_a_sentence_that_answers_scores_above_one_off_the_topic() -> None:
    answering, other = CrossEncoder().score("Who attended the talks?", TEXTS)
    assert answering > 2 > -3 > other


def test_only_the_end_of_a_long_question_is_read() -> None:
    encoder = CrossEncoder()
    end = " ".join(["talks"] * QUESTION_TOKENS)
    assert np.array_equal(encoder.score(end, TEXTS), encoder.score(f"the bank rate and {end}", TEXTS))
    shorter = " ".join(["talks"] * (QUESTION_TOKENS - 1))
    assert not np.array_equal(encoder.score(shorter, TEXTS), encoder.score(end, TEXTS))
