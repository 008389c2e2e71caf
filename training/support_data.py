"""What the support model learns from: a statement beside the sentences it leans on, and whether they carry it."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from rag.ingest.sentences import split
from rag.read.encode import BEFORE, context_of, spoken_day
from rag.read.support import WHAT_HAPPENED
from training import authored
from training.reader_data import windows
from training.sources import held_out, rows

CARRIED, CONTRADICTED, NOT_SAID, NOT_CARRIED = range(4)  # the last: one of the two before, which is not known
LABELS = {"carried": CARRIED, "contradicted": CONTRADICTED, "not_said": NOT_SAID, "not_carried": NOT_CARRIED}
_PUBLIC_LABELS = {
    "entails": CARRIED,
    "contradicts": CONTRADICTED,
    "neutral": NOT_SAID,
    "not_entails": NOT_CARRIED,
}
READ = 4  # of a long premise, the sentences nearest to the statement

# How many pairs of each set a pass over the public data takes.
PUBLIC = {
    "defacto": 1050,
    "frank": 510,
    "bump": 270,
    "summedits": 750,
    "fever_dev": 450,
    "foolmetwice": 360,
    "fever_symmetric": 150,
    "mnli_dev_matched": 600,
    "snli_dev": 180,
    "conjnli": 270,
    "breaking_nli": 90,
    "help_conj_disj": 90,
    "hans_generated": 120,
}


@dataclass(frozen=True, slots=True)
class Pair:
    """A statement, what it leans on, what is read around that, and one of the labels above.

    Where the event status of a sentence is learnt, the label is -1 and ``status`` isn't.
    """

    statement: str
    evidence: str
    context: str
    label: int
    kind: str = ""
    status: int = -1


def public(rng: random.Random, *, of_held_out: bool = False, quota: dict[str, int] | None = None) -> list[Pair]:
    """A pass over the public sets, or over what was held out of them."""
    pairs = []
    for name, count in (quota or PUBLIC).items():
        chosen = [row for row in rows(f"nli/{name}") if held_out(row["premise"]) == of_held_out]
        rng.shuffle(chosen)
        pairs += [_public_pair(row) for row in chosen[:count]]
    return pairs


def ours(*, of_held_out: bool = False) -> list[Pair]:
    """The statements we wrote, each once."""
    return [
        _our_pair(article, claim)
        for article in authored.articles()
        if held_out(article["id"]) == of_held_out
        for claim in article["claims"]
    ]


def statuses(*, of_held_out: bool = False) -> list[Pair]:
    """The sentences whose event status was labelled, under the question that it is asked with."""
    return [
        Pair(WHAT_HAPPENED, sentence, context, -1, status=status)
        for article in authored.articles()
        if held_out(article["id"]) == of_held_out and "statuses" in article
        for (sentence, context), status in zip(windows(article), article["statuses"], strict=True)
    ]


def _our_pair(article: dict[str, Any], claim: dict[str, Any]) -> Pair:
    sentences, cited = article["sentences"], sorted(set(claim["s"]))
    before = sentences[max(0, cited[0] - BEFORE) : cited[0]]
    context = context_of(article["title"], spoken_day(date.fromisoformat(article["date"])), before)
    evidence = " ".join(sentences[n] for n in cited)
    return Pair(claim["c"], evidence, context, LABELS[claim["label"]], claim.get("kind", ""))


def _public_pair(row: dict[str, Any]) -> Pair:
    premise = row["premise"]
    texts = [premise[slice(*span)] for span in split(premise)]
    if len(texts) > READ:
        said = _words(row["hypothesis"])
        nearest = sorted(range(len(texts)), key=lambda n: -len(said & _words(texts[n])))[:READ]
        premise = " ".join(texts[n] for n in sorted(nearest))
    return Pair(row["hypothesis"], premise, "", _PUBLIC_LABELS[row["label"]])


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w{3,}", text.lower()))


def shuffled_batches(pairs: Sequence[Pair], size: int, rng: random.Random) -> Iterator[list[Pair]]:
    """Batches of pairs that are about equally long, in random order."""

    def length(pair: Pair) -> float:
        return (len(pair.statement) + len(pair.evidence) + len(pair.context)) * rng.uniform(0.9, 1.1)

    ordered = sorted(pairs, key=length)
    batches = [list(ordered[start : start + size]) for start in range(0, len(ordered), size)]
    rng.shuffle(batches)
    yield from batches
