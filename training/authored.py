"""The training articles we wrote: one JSON object a line, read and checked.

    {"id": "court-01", "title": …, "outlet": …, "date": "2024-05-14", "sentences": [s0, s1, …],
     "questions": [{"q": …, "a": {"2": ["One in five schools"]}},            the words that answer, by sentence
                   {"q": …, "a": {"1": ["Ms Rao", "Tom Bell"], "4": ["Lee"]}},  a list: all together are the answer
                   {"q": …, "yesno": "no", "s": [3]},
                   {"q": …, "a": {}, "near": [2]},                           nothing answers; 2 is the nearest miss
                   {"turns": ["Where was it?"], "q": "And when?", "a": {"0": ["on Tuesday"]}}],
     "claims": [{"c": …, "s": [1, 2], "label": "carried" | "contradicted" | "not_said" | "not_carried", "kind": …}],
     "statuses": "hhpdu"}   optional, a letter a sentence: what it tells happened, is planned, denied, unclear

Every sentence that answers is named; the others of its article are taken as not answering. Run as a program it checks
files: `python -m training.authored training/authored/*.jsonl`.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "authored"
STATUSES = Path(__file__).parent / "statuses.jsonl"
STATUS_LETTERS = "hpdu"  # happened, planned, denied, unclear
LABELS = ("carried", "contradicted", "not_said", "not_carried")  # the last: one of the two before


def articles(folder: Path = FOLDER) -> list[dict[str, Any]]:
    """Every authored article, in the order of the files; "statuses" has a number a sentence where they were labelled.

    Raises ValueError that names the first faulty line.
    """
    found = []
    labelled = statuses()
    for path in sorted(folder.glob("*.jsonl")):
        for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1):
            article = json.loads(line)
            for fault in faults(article):
                raise ValueError(f"{path}:{number}: {fault}")
            letters = article.get("statuses") or labelled.get(article["id"], "")
            if len(letters) == len(article["sentences"]):
                article["statuses"] = [STATUS_LETTERS.index(letter) for letter in letters]
            found.append(article)
    return found


def statuses(path: Path = STATUSES) -> dict[str, str]:
    """The letters of each labelled article, one a sentence."""
    lines = path.read_text("utf-8").splitlines() if path.exists() else []
    return {one["id"]: one["statuses"] for one in map(json.loads, lines)}


def faults(article: dict[str, Any]) -> Iterator[str]:
    """What is wrong with an article, a line each."""
    missing = {"id", "title", "outlet", "date", "sentences", "questions", "claims"} - article.keys()
    if missing:
        yield f"missing: {', '.join(sorted(missing))}"
        return
    sentences = article["sentences"]
    letters = article.get("statuses")
    if letters is not None and (len(letters) != len(sentences) or set(letters) - set(STATUS_LETTERS)):
        yield f"statuses has {len(letters)} letters for {len(sentences)} sentences, or others than {STATUS_LETTERS}"
    for question in article["questions"]:
        yield from _question_faults(question, sentences)
    for claim in article["claims"]:
        if claim.get("label") not in LABELS:
            yield f"claim {claim.get('c')!r}: label {claim.get('label')!r} is none of {', '.join(LABELS)}"
        if not claim.get("s") or any(not 0 <= place < len(sentences) for place in claim["s"]):
            yield f"claim {claim.get('c')!r}: s names no sentence of the article"


def _question_faults(question: dict[str, Any], sentences: list[str]) -> Iterator[str]:
    asked = question.get("q")
    if not asked:
        yield f"a question without q: {question}"
    if "yesno" in question:
        if question["yesno"] not in {"yes", "no"} or not question.get("s"):
            yield f"{asked!r}: yesno is yes or no, and s names the sentences that say so"
        return
    if "a" not in question:
        yield f"{asked!r}: neither a nor yesno"
        return
    for place, words in question["a"].items():
        if not place.isdigit() or int(place) >= len(sentences):
            yield f"{asked!r}: there is no sentence {place}"
            continue
        for word in words:
            if word not in sentences[int(place)]:
                yield f"{asked!r}: {word!r} does not stand in sentence {place}: {sentences[int(place)]!r}"


def main(paths: list[str]) -> int:
    """Check files and count what they hold; 1 when a line is faulty."""
    bad = counted = questions = claims = unanswerable = 0
    for path in paths:
        for number, line in enumerate(Path(path).read_text("utf-8").splitlines(), start=1):
            try:
                article = json.loads(line)
            except ValueError as error:
                found = [str(error)]
            else:
                found = list(faults(article))
                counted += 1
                questions += len(article.get("questions", ()))
                claims += len(article.get("claims", ()))
                unanswerable += sum(not one.get("a") and "yesno" not in one for one in article.get("questions", ()))
            bad += len(found)
            for fault in found:
                print(f"{path}:{number}: {fault}")
    asked = f"{questions} questions ({unanswerable} without an answer)"
    print(f"{counted} articles, {asked}, {claims} claims; {bad} faults")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
