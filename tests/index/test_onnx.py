from __future__ import annotations

import threading

import numpy as np
import pytest
from tokenizers import Tokenizer

from rag.index import weights
from rag.index.embed import LocalEmbedder
from rag.index.onnx import OnnxModel, OnnxSession

TEXTS = [
    "The ferry left the harbour an hour late.",
    "Ministers are due to meet on Tuesday. On the agenda are fees for ships and the fate of forty sailors.",
    "Rain.",
]


@pytest.fixture(scope="module")
def model() -> OnnxModel:
    return OnnxModel(weights.locate(weights.EMBEDDER))


def test_a_result_does_not_depend_on_what_else_is_run(model: OnnxModel) -> None:
    together = model.run(TEXTS)
    for text, row in zip(TEXTS, together, strict=True):
        assert np.array_equal(model.run([text])[0], row)
    assert np.array_equal(model.run(TEXTS[::-1])[::-1], together)


def test_a_session_is_given_token_ids_and_gives_every_output_of_the_model(model: OnnxModel) -> None:
    folder = weights.locate(weights.EMBEDDER)
    session = OnnxSession(folder / "model.onnx")
    encoded = Tokenizer.from_file(str(folder / "tokenizer.json")).encode(TEXTS[0])
    ids, types = [one for one in encoded.ids if one], [0] * sum(encoded.attention_mask)
    [[states, *_]] = session.run([(ids, types)])
    assert states.shape == (len(ids), LocalEmbedder.dimension)
    assert np.array_equal(states[0], model.run([TEXTS[0]])[0])
    assert session.seconds > 0
    assert session.run([]) == []


def test_progress_adds_up_to_all_texts(model: OnnxModel) -> None:
    told: list[int] = []
    model.run(TEXTS, told.append)
    assert sum(told) == len(TEXTS)


def test_a_long_text_is_cut_and_not_refused() -> None:
    model = OnnxModel(weights.locate(weights.EMBEDDER), max_tokens=16)
    long = "ferry " * 1000
    assert np.array_equal(model.run([long]), model.run([long + "harbour"]))


def test_the_beginning_of_a_text_ends_with_a_token(model: OnnxModel) -> None:
    assert model.end("The ferry left.", 4) == "The ferry left."
    assert model.end("The ferry left.", 2) == "left."
    assert model.end("", 2) == ""


def test_several_threads_may_run_it_at_once(model: OnnxModel) -> None:
    alone = model.run(TEXTS)
    found: dict[int, bool] = {}

    def run(number: int) -> None:
        found[number] = np.array_equal(model.run(TEXTS), alone)

    threads = [threading.Thread(target=run, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == dict.fromkeys(range(4), True)


def test_passages_that_mean_the_same_are_nearer_than_others() -> None:
    question, *passages = (
        LocalEmbedder().embed_query("Was the boat delayed?"),
        *LocalEmbedder().embed([TEXTS[0], TEXTS[1]]),
    )
    assert float(question @ passages[0]) > float(question @ passages[1]) + 0.05
    assert np.allclose(np.linalg.norm(passages, axis=1), 1.0)
