"""What is learnt from a row, and that a model of one or two layers learns it."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest

torch = pytest.importorskip("torch", reason="torch is not installed: pip install '.[training]'")
pytest.importorskip("onnx", reason="onnx is not installed: pip install '.[training]'")

from rag.index.weights import CROSS_ENCODER, locate  # noqa: E402
from training import loop, reader, reader_data, support, support_data  # noqa: E402
from training.bert import Reader, Support, pretrained  # noqa: E402
from training.reader_data import Row  # noqa: E402

SENTENCE = "Odile Varga met Tom Bell in Brackenford."


def labels(*parts: str) -> dict[str, list[int]]:
    """The tags of each word of the sentence, in which these parts answer."""
    spans = tuple((SENTENCE.index(part), SENTENCE.index(part) + len(part)) for part in parts)
    encoded = reader.encoder().encode("Who met?", SENTENCE, "Talks held")
    tags = reader.tags_of(Row("Who met?", SENTENCE, "Talks held", True, 0, spans), encoded, len(encoded.ids) + 3)
    assert len(tags) == len(encoded.ids) + 3
    body = range(encoded.start, encoded.start + len(encoded.offsets))
    assert all(tag == -100 for place, tag in enumerate(tags) if place not in body)
    found: dict[str, list[int]] = {}
    for place, span in zip(body, encoded.offsets, strict=True):
        start = SENTENCE.rfind(" ", 0, span.start + 1) + 1
        word = SENTENCE[start:].partition(" ")[0]
        found.setdefault(word, []).append(tags[place])
    return found


def test_the_first_token_of_an_answer_begins_it_and_the_others_are_within() -> None:
    found = labels("Odile Varga", "Brackenford")
    name = [*found["Odile"], *found["Varga"]]
    assert name == [1, *[2] * (len(name) - 1)]
    assert found["met"] == [0]
    *town, stop = found["Brackenford."]
    assert town == [1, *[2] * (len(town) - 1)]
    assert stop == 0


def test_where_no_words_are_known_no_tag_is_learnt() -> None:
    encoded = reader.encoder().encode("Who met?", SENTENCE, "")
    row = Row("Who met?", SENTENCE, "", False)
    assert set(reader.tags_of(row, encoded, len(encoded.ids))) == {-100}


def begun(model: Any) -> Any:
    """A model of one layer with the cross-encoder's weights."""
    start = pretrained(locate(CROSS_ENCODER) / "model.onnx")
    known = model.state_dict()
    model.load_state_dict({name: value for name, value in start.items() if name in known}, strict=False)
    return model


@pytest.mark.slow
@pytest.mark.parametrize("name", ["reader", "support"])
def test_training_lowers_the_loss(name: str, tmp_path: Path) -> None:
    rng = random.Random(1)
    torch.manual_seed(1)
    make: Any
    loss: Any
    batches: list[Any]
    if name == "reader":
        make, loss = Reader, reader.Loss()
        batches = list(reader_data.shuffled_batches(reader_data.ours(rng)[:16], 4, rng))
    else:
        make, loss = Support, support.Loss()
        pairs = [*support_data.ours()[:24], *support_data.statuses()[:8]]
        batches = list(support_data.shuffled_batches(pairs, 8, rng))
    first = loss(begun(make(1)), batches[0]).item()
    loop.train(begun(make(1)), batches * 4, loss, tmp_path / "model.pt")
    trained = make(1)
    trained.load_state_dict(torch.load(tmp_path / "model.pt")["weights"])
    trained.eval()
    with torch.no_grad():
        assert loss(trained, batches[0]).item() < first


@pytest.mark.slow
def test_layers_that_are_frozen_stay_as_they_are(tmp_path: Path) -> None:
    rng = random.Random(1)
    pairs = [*support_data.ours()[:4], *support_data.statuses()[:4]]
    batches = list(support_data.shuffled_batches(pairs, 8, rng))
    model = begun(Support(2))
    before = {name: value.clone() for name, value in model.state_dict().items()}
    loop.train(model, batches, support.Loss(), tmp_path / "support.pt", frozen=1)
    after = torch.load(tmp_path / "support.pt")["weights"]
    for name, value in after.items():
        fixed = name.startswith(("trunk.words.", "trunk.positions.", "trunk.types.", "trunk.norm.", "trunk.layers.0."))
        assert torch.equal(value, before[name]) is fixed, name
