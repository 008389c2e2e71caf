"""Calibrate a model on what was held out of its training: `python -m training.calibrate reader`.

Fits the numbers that turn logits into probabilities (Platt scaling for the reader, one temperature for the support
model) on one half of the held-out articles, and tells on the other half how well that came out: reliability and
expected calibration error (Guo et al., ICML 2017), choosing, refusing and finding the words. It writes
`calibration.json` and `figures.json` beside the model; the card quotes the second.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean

import numpy as np

from rag.answer.words import words_of
from rag.index.onnx import OnnxSession
from rag.read.encode import Encoded
from rag.read.reader import softmax, tagged
from rag.read.weights import FOLDER
from training import authored, reader_data, support_data
from training.reader import SEED, encoder
from training.sources import held_out

BINS = 10
CUTS = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8)


def write(name: str, calibration: dict[str, float], figures: dict[str, object]) -> None:
    """Both files of a model, and the figures on the screen."""
    for kind, values in (("calibration", calibration), ("figures", figures)):
        path = FOLDER / name / f"{kind}.json"
        path.write_text(json.dumps(values, indent=1) + "\n", "utf-8")
    print(json.dumps({"calibration": calibration, **figures}, indent=1))


# The reader


@dataclass(frozen=True, slots=True)
class Asked:
    """A question put to every sentence of its article.

    ``right``: the sentences that answer, none where nothing does; ``logits``: what the model makes of each sentence;
    ``f1``: how well the words of the best sentence were found, None where it doesn't answer or is yes or no.
    """

    article: str
    right: frozenset[int]
    logits: tuple[float, ...]
    f1: float | None


def reader(model: Path) -> None:
    """Calibrate the reader."""
    asked = _asked(model)
    half = {one: place % 2 for place, one in enumerate(sorted({one.article for one in asked}))}
    fit, judge = ([one for one in asked if half[one.article] == side] for side in (0, 1))
    x, y = _flat(fit)
    slope, intercept = _platt(x, y)
    x, y = _flat(judge)
    probabilities = 1 / (1 + np.exp(-(slope * x + intercept)))
    best = [(max(one.logits), one) for one in judge]
    answerable = [one for _, one in best if one.right]
    chosen = [float(int(np.argmax(one.logits)) in one.right) for one in answerable]
    found = [one.f1 for one in answerable if one.f1 is not None]
    top = np.array([1 / (1 + np.exp(-(slope * logit + intercept))) for logit, _ in best])
    figures: dict[str, object] = {
        "questions": len(judge),
        "best sentence answers": round(fmean(chosen), 3),
        "words of the answer, token F1": round(fmean(found), 3),
        "answerable against unanswerable, AUC": round(_auc(top, np.array([bool(one.right) for _, one in best])), 3),
        "expected calibration error": round(_ece(probabilities, y), 3),
        "reliability": _reliability(probabilities, y),
        "refusing at": [_refusing(cut, top, [bool(one.right) for one in judge]) for cut in CUTS],
    }
    write("reader", {"slope": float(slope), "intercept": float(intercept)}, figures)


def _refusing(cut: float, top: np.ndarray, answerable: Sequence[bool]) -> dict[str, float]:
    right = np.array(answerable)
    return {
        "probability": cut,
        "unanswerable refused": round(float((top[~right] < cut).mean()), 3),
        "answerable answered": round(float((top[right] >= cut).mean()), 3),
    }


def _asked(model: Path) -> list[Asked]:
    session, pairs = OnnxSession(model), encoder()
    found = []
    for article in [one for one in authored.articles() if held_out(one["id"])][::2]:  # half: reading takes minutes
        shown = reader_data.windows(article)
        for question in article["questions"]:
            text = reader_data.asked(question)
            encoded = [pairs.encode(text, sentence, context) for sentence, context in shown]
            outputs = session.run([(one.ids, one.types) for one in encoded])
            logits = tuple(float(one[0]) for one in outputs)
            right = question.get("s", []) if "yesno" in question else [int(place) for place in question["a"]]
            best = int(np.argmax(logits))
            f1 = None
            if best in right and "a" in question:
                f1 = _word_f1(shown[best][0], encoded[best], outputs[best][2], question["a"][str(best)])
            found.append(Asked(article["id"], frozenset(right), logits, f1))
    return found


def _word_f1(sentence: str, encoded: Encoded, tags: np.ndarray, gold: Sequence[str]) -> float:
    inside = softmax(tags[encoded.start : encoded.start + len(encoded.offsets)])
    spans, _ = tagged(sentence, inside, encoded.offsets)
    said = words_of(" ".join(sentence[span.start : span.end] for span in spans))
    wanted = words_of(" ".join(gold))
    shared = sum(min(said.count(word), wanted.count(word)) for word in set(said))
    return 2 * shared / (len(said) + len(wanted)) if shared else 0.0


def _flat(asked: Sequence[Asked]) -> tuple[np.ndarray, np.ndarray]:
    pairs = [(logit, float(place in one.right)) for one in asked for place, logit in enumerate(one.logits)]
    x, y = np.array(pairs).T
    return x, y


def _platt(x: np.ndarray, y: np.ndarray) -> tuple[float, float]:
    """Slope and intercept of a logistic regression on one number, by Newton's method."""
    slope, intercept = 1.0, 0.0
    for _ in range(100):
        p = 1 / (1 + np.exp(-(slope * x + intercept)))
        weight, wrong = p * (1 - p) + 1e-9, p - y
        gradient = np.array([np.sum(wrong * x), np.sum(wrong)])
        hessian = np.array([[np.sum(weight * x * x), np.sum(weight * x)], [np.sum(weight * x), np.sum(weight)]])
        step = np.linalg.solve(hessian, gradient)
        slope, intercept = slope - step[0], intercept - step[1]
        if np.abs(step).max() < 1e-6:
            break
    return float(slope), float(intercept)


# The support model


def support(model: Path) -> None:
    """Calibrate the support model, on our held-out statements."""
    pairs = [one for one in support_data.ours(of_held_out=True) if one.label != support_data.NOT_CARRIED]
    logits, labels = _logits(model, pairs, 0), np.array([one.label for one in pairs])
    order = np.random.default_rng(SEED).permutation(len(pairs))
    fit, judge = order[: len(order) // 2], order[len(order) // 2 :]
    temperature = min(
        np.linspace(0.5, 4, 71),
        key=lambda t: -np.log(softmax(logits[fit] / t)[np.arange(len(fit)), labels[fit]] + 1e-9).mean(),
    )
    told = softmax(logits[judge] / temperature)
    carried = labels[judge] == support_data.CARRIED
    news = support_data.public(random.Random(SEED), of_held_out=True, quota={"defacto": 400, "frank": 200})
    public_scores = softmax(_logits(model, news, 0) / temperature)[:, 0]
    figures: dict[str, object] = {
        "statements": len(judge),
        "right of three": round(float((told.argmax(1) == labels[judge]).mean()), 3),
        "carried or not, AUC": round(_auc(told[:, 0], carried), 3),
        "carried or not, AUC, held out of defacto and frank": round(
            _auc(public_scores, np.array([one.label == support_data.CARRIED for one in news])), 3
        ),
        "expected calibration error": round(_ece(told[:, 0], carried.astype(float)), 3),
        "reliability": _reliability(told[:, 0], carried.astype(float)),
        "keeping at": [
            {
                "probability": cut,
                "true kept": round(float((told[carried, 0] >= cut).mean()), 3),
                "false passed": round(float((told[~carried, 0] >= cut).mean()), 3),
            }
            for cut in CUTS
        ],
    }
    labelled = support_data.statuses(of_held_out=True)
    told, true = _logits(model, labelled, 1).argmax(1), np.array([one.status for one in labelled])
    figures["event status right"] = round(float((told == true).mean()), 3)
    figures["event status, recall of each"] = {
        letter: round(float((told[true == one] == one).mean()), 3) for one, letter in enumerate(authored.STATUS_LETTERS)
    }
    write("support", {"temperature": float(temperature)}, figures)


def _logits(model: Path, pairs: Sequence[support_data.Pair], output: int) -> np.ndarray:
    session, encode = OnnxSession(model), encoder().encode
    encoded = [encode(one.statement, one.evidence, one.context) for one in pairs]
    return np.stack([found[output] for found in session.run([(one.ids, one.types) for one in encoded])])


# Measures


def _auc(scores: np.ndarray, truth: np.ndarray) -> float:
    """The chance that a true one scores above a false one; ties count half."""
    true, false = scores[truth], scores[~truth]
    return float((true[:, None] > false).mean() + 0.5 * (true[:, None] == false).mean())


def _ece(probabilities: np.ndarray, truth: np.ndarray) -> float:
    return sum(one["share"] * abs(one["told"] - one["true"]) for one in _reliability(probabilities, truth))


def _reliability(probabilities: np.ndarray, truth: np.ndarray) -> list[dict[str, float]]:
    """By tenths of the probability: the share of cases, the mean probability told, and how many were so."""
    places = np.minimum((probabilities * BINS).astype(int), BINS - 1)
    return [
        {
            "share": round(float((places == one).mean()), 4),
            "told": round(float(probabilities[places == one].mean()), 3),
            "true": round(float(truth[places == one].mean()), 3),
        }
        for one in range(BINS)
        if (places == one).any()
    ]


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("name", choices=["reader", "support"])
    name = parser.parse_args().name
    (reader if name == "reader" else support)(FOLDER / name / "model.onnx")


if __name__ == "__main__":
    main()
