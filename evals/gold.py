"""Score answers against the gold questions: python -m evals.gold [seed|sample] [--document FILE].

``seed`` asks evals/gold/seed.jsonl of one article (the seed document, or its retelling in seeds/), ``sample`` asks the
others of the whole sample library. A right answer or a right refusal counts 1, silence 0, a wrong answer -1.
"""

from __future__ import annotations

import argparse
import json
import re
import tempfile
from collections import Counter, defaultdict
from datetime import date
from pathlib import Path
from typing import Any

from rag.library import Library
from rag.models import Answer, Status

ROOT = Path(__file__).parent.parent
GOLD = ROOT / "evals" / "gold"
RETELLING = ROOT / "seeds" / "01-lammy-healey-eu-talks.md"

Case = dict[str, Any]


def score(case: Case, answer: Answer) -> int:
    """1 right, 0 silent, -1 wrong. An ambiguous question is right when asked back, or when every reading is given."""
    answered = answer.status is Status.ANSWERED
    complete = all(any(_has(answer.text, word) for word in group) for group in case.get("must", []))
    if case["status"] == Status.NOT_IN_ARTICLES:
        return -1 if answered else 1
    if case["status"] == Status.AMBIGUOUS:
        right = answer.status is Status.AMBIGUOUS or (answered and complete and bool(case.get("must")))
        return 1 if right else -1 if answered else 0
    if not answered:
        return 0
    # Who takes part is said by the claims; their sentences may well name others.
    said = "\n".join(c.text.split(" — ")[0] for c in answer.claims) if case["category"] == "attendance" else answer.text
    listed = all(any(_has(answer.text, word) for word in group) for group in case.get("items", []))
    clean = not any(_has(said, word) for word in case.get("must_not", []))
    return 1 if complete and listed and clean else -1


def _has(text: str, word: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(word.lower())}", text.lower()) is not None


def run(library: Library, cases: list[Case]) -> dict[str, Counter[int]]:
    """The scores of single questions by category; conversations are left out."""
    scores: dict[str, Counter[int]] = defaultdict(Counter)
    for case in cases:
        if "question" not in case:
            continue
        answer = library.ask(
            case["question"],
            asked=date.fromisoformat(case["asked"]),
            since=date.fromisoformat(case["since"]) if case.get("since") else None,
            until=date.fromisoformat(case["until"]) if case.get("until") else None,
            sources=[case["source"]] if case.get("source") else [],
        )
        scores[case["category"]][score(case, answer)] += 1
    return scores


def main() -> None:
    """Ask, score and print a line a category."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("suite", choices=["seed", "sample"], nargs="?", default="seed")
    parser.add_argument("--document", type=Path, default=RETELLING, help="the article that seed questions are asked of")
    chosen = parser.parse_args()
    files = ["seed.jsonl"] if chosen.suite == "seed" else ["sample_a.jsonl", "sample_b.jsonl"]
    cases = [json.loads(line) for name in files for line in (GOLD / name).read_text("utf-8").splitlines()]
    with tempfile.TemporaryDirectory() as folder, Library.open(folder) as library:
        library.add(chosen.document if chosen.suite == "seed" else ROOT / "seeds")
        scores = run(library, cases)
    for category, counts in [*sorted(scores.items()), ("all", sum(scores.values(), Counter()))]:
        total = counts.total()
        value = (counts[1] - counts[-1]) / total
        print(
            f"{category:20} {total:4} right {counts[1]:4} silent {counts[0]:4} wrong {counts[-1]:4} score {value:+.2f}"
        )


if __name__ == "__main__":
    main()
