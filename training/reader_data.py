"""What the reader learns from: groups of sentences for one question, of which one answers or none does.

A group is compared in one step. What doesn't answer stands in the same text as what does, shares words with the
question, or is its neighbour, because that is what retrieval gives.
"""

from __future__ import annotations

import math
import random
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from rag.ingest.sentences import split
from rag.read.encode import BEFORE, context_of, spoken_day
from training import authored
from training.sources import held_out, rows

GROUP = 4  # sentences for one question
UNANSWERED = 2  # for one that has no answer: nothing is compared there
WORDS, YES, NO = range(3)
ELSEWHERE, FOUND = 0.5, 6  # share of the groups with a sentence of another article, one of the so many most alike
CARELESS, AFTER_ANOTHER, WITHOUT_CONTEXT = 0.1, 0.06, 0.08  # shares of the questions that are varied

# How many questions of each set a pass over the public data takes.
PUBLIC = {
    "squad_train_subset": 3600,
    "squad_train_q_sentence_10k": 1500,
    "qed_nq": 2600,
    "nq_open_oracle": 1000,
    "hotpot_halueval": 900,
    "onestopqa": 900,
    "fairytaleqa_explicit": 900,
    "multispanqa_valid": 580,
    "qasrl_gs": 1600,
    "qamr_dev": 2400,
    "qamr_test": 2400,
    "boolq_dev_yesno": 1200,
    "condaqa_yesno_negation": 1600,
    "neg_qamr_samedoc": 3600,
    "neg_nq": 900,
    "neg_hotpot": 300,
}


@dataclass(frozen=True, slots=True)
class Row:
    """A sentence before a question. What isn't known is None, or -1 for ``form``."""

    question: str
    sentence: str
    context: str
    answers: bool
    form: int = -1
    spans: tuple[tuple[int, int], ...] | None = None


Group = list[Row]


def public(rng: random.Random, *, of_held_out: bool = False, quota: dict[str, int] | None = None) -> list[Group]:
    """A pass over the public sets, or over what was held out of them."""
    groups = []
    for name, count in (quota or PUBLIC).items():
        chosen = [row for row in rows(f"qa/{name}") if held_out(row["context"]) == of_held_out and _usable(name, row)]
        rng.shuffle(chosen)
        made = (_public_group(row, rng) for row in chosen)
        groups += [group for group, _ in zip((one for one in made if one), range(count), strict=False)]
    return groups


def ours(rng: random.Random, *, of_held_out: bool = False) -> list[Group]:
    """A pass over the articles we wrote: every question once, beside other sentences each time."""
    found = [one for one in authored.articles() if held_out(one["id"]) == of_held_out]
    alike = Alike([(article, place) for article in found for place in range(len(article["sentences"]))])
    groups = []
    for article in found:
        for question in article["questions"]:
            group = _our_group(article, question, alike, rng)
            groups.append(group if of_held_out else _varied(group, article, rng))
    return groups


class Alike:
    """The sentences of all articles by their words, to find for a question what a search would find elsewhere."""

    def __init__(self, places: Sequence[tuple[dict[str, Any], int]]) -> None:
        self._places = places
        self._having: dict[str, list[int]] = {}
        for number, (article, place) in enumerate(places):
            for word in _long_words(article["sentences"][place]):
                self._having.setdefault(word, []).append(number)

    def elsewhere(self, question: str, article: dict[str, Any], count: int) -> list[tuple[dict[str, Any], int]]:
        """The sentences of other articles that share the most with a question, rare words above all."""
        scores: Counter[int] = Counter()
        for word in _long_words(question):
            having = self._having.get(word, [])
            for number in having:
                scores[number] += 1 / math.log(2 + len(having))  # type: ignore[assignment]
        best = (self._places[number] for number, _ in scores.most_common(4 * count))
        return [one for one in best if one[0]["id"] != article["id"]][:count]


def _varied(group: Group, article: dict[str, Any], rng: random.Random) -> Group:
    """The question as others might put it: typed carelessly, or after a question about something else."""
    text = group[0].question
    if rng.random() < CARELESS:
        text = text.lower().rstrip("?")
    if rng.random() < AFTER_ANOTHER:
        text = f"{rng.choice(article['questions'])['q']} {text}"
    bare = rng.random() < WITHOUT_CONTEXT
    return [replace(row, question=text, context="" if bare else row.context) for row in group]


def windows(article: dict[str, Any]) -> list[tuple[str, str]]:
    """Each sentence of an article we wrote, with its context."""
    day = spoken_day(date.fromisoformat(article["date"]))
    sentences = article["sentences"]
    return [
        (one, context_of(article["title"], day, sentences[max(0, place - BEFORE) : place]))
        for place, one in enumerate(sentences)
    ]


def asked(question: dict[str, Any]) -> str:
    """The question with the turns before it, as the reader is asked it."""
    return " ".join([*question.get("turns", ()), question["q"]])


def _our_group(article: dict[str, Any], question: dict[str, Any], alike: Alike, rng: random.Random) -> Group:
    text = asked(question)
    shown = windows(article)
    right = question.get("s", []) if "yesno" in question else [int(place) for place in question["a"]]
    group = []
    if right:
        place = rng.choice(right)
        sentence, context = shown[place]
        if "yesno" in question:
            group.append(Row(text, sentence, context, True, YES if question["yesno"] == "yes" else NO))
        else:
            spans = tuple(_placed(sentence, words) for words in question["a"][str(place)])
            group.append(Row(text, sentence, context, True, WORDS, spans))
    wrong = [place for place in range(len(shown)) if place not in right]
    near = [place for place in question.get("near", ()) if place in wrong]
    rng.shuffle(wrong)
    ranked = near + sorted(wrong, key=lambda place: -_shared(text, shown[place][0]) - 2 * rng.random())
    chosen = list(dict.fromkeys(ranked))[: GROUP - 1 if right else UNANSWERED]
    group += [Row(text, shown[place][0], shown[place][1], False) for place in chosen]
    if rng.random() < ELSEWHERE and len(group) > 1:
        found = alike.elsewhere(text, article, FOUND)
        if found:
            other, place = rng.choice(found)
            group[-1] = Row(text, *windows(other)[place], False)
    return group


def _placed(sentence: str, words: str) -> tuple[int, int]:
    start = sentence.index(words)
    return start, start + len(words)


def _usable(name: str, row: dict[str, Any]) -> bool:
    if name.startswith("qamr"):
        return bool(row.get("agree", 1) >= 2)
    if name == "qasrl_gs":
        return bool(row.get("multi")) and not row.get("negated")
    if name == "condaqa_yesno_negation":
        return "yesno" in row and len(row["context"]) < 900
    return True


def _public_group(row: dict[str, Any], rng: random.Random) -> Group | None:
    context, question = row["context"], row["question"]
    title = row.get("title") if rng.random() < 0.7 else None
    if "yesno" in row:
        return _yes_or_no(row, question, context)
    if row.get("span_known") is False:
        return [Row(question, context, "", True)]
    places = [(span.start, span.end) for span in split(context)]
    if not places:
        return None
    pieces = [
        (context[a:b], context_of(title, None, [context[slice(*place)] for place in places[max(0, n - BEFORE) : n]]))
        for n, (a, b) in enumerate(places)
    ]
    spans = [(one["start"], one["start"] + len(one["text"])) for one in row["answers"]]
    if not row["answerable"]:
        ranked = sorted(range(len(pieces)), key=lambda n: -_shared(question, pieces[n][0]))[:GROUP]
        return [Row(question, *pieces[n], False) for n in ranked]
    right = [n for n, (a, b) in enumerate(places) if any(a <= start and end <= b + 1 for start, end in spans)]
    if not right:
        return None
    chosen = right[0] if row.get("multi") is False or not row.get("multi") else rng.choice(right)
    a, b = places[chosen]
    inside = [(start - a, min(end, b) - a) for start, end in spans if a <= start and end <= b + 1]
    if not row.get("multi"):
        inside = [rng.choice(inside)]
    answers = {context[start:end].lower() for start, end in spans}
    wrong = [
        n for n, (text, _) in enumerate(pieces) if n not in right and not any(one in text.lower() for one in answers)
    ]
    wrong.sort(key=lambda n: -_shared(question, pieces[n][0]) - (abs(n - chosen) == 1) - rng.random())
    first = Row(question, *pieces[chosen], True, WORDS, tuple(inside))
    return [first, *(Row(question, *pieces[n], False) for n in wrong[: GROUP - 1])]


def _yes_or_no(row: dict[str, Any], question: str, context: str) -> Group | None:
    if len(context) > 900:
        return None
    said = row["yesno"] if row.get("answerable", True) else None
    if said not in {"yes", "no", None}:
        return None
    return [Row(question, context, "", said is not None, {"yes": YES, "no": NO, None: -1}[said])]


def _shared(question: str, sentence: str) -> int:
    return len(_long_words(question) & _long_words(sentence))


def _long_words(text: str) -> set[str]:
    return set(re.findall(r"\w{4,}", text.lower()))


def shuffled_batches(groups: Sequence[Group], size: int, rng: random.Random) -> Iterator[list[Group]]:
    """Batches of groups that are about equally long, ``size`` rows at most in each, in random order."""

    def length(group: Group) -> int:
        return max(len(row.question) + len(row.sentence) + len(row.context) for row in group)

    batches: list[list[Group]] = [[]]
    for group in sorted(groups, key=lambda one: length(one) * rng.uniform(0.9, 1.1)):
        if batches[-1] and sum(map(len, batches[-1])) + len(group) > size:
            batches.append([])
        batches[-1].append(group)
    rng.shuffle(batches)
    yield from batches
