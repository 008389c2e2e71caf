"""Add the sample articles to a library of their own and ask five questions about them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from rich.console import Console

from rag import Library, progress, show

ROOT = Path(__file__).parent.parent
QUESTIONS = [
    ("Who attended the talks at Corran House in Halvern?", date(2026, 3, 14)),  # held; one who was expected stayed away
    ("Who is expected to attend the talks with Kaja Kallas?", date(2025, 3, 18)),  # planned, not held
    ("What did Ilse Brandvold say about the sailors?", date(2026, 3, 14)),
    ("By how much did the thaler fall?", date(2026, 4, 23)),
    ("What did the Pope say about the Skarn Strait?", date(2026, 3, 14)),  # not in the articles
]


def main() -> None:
    """Print what is asked and what is answered."""
    console = Console(highlight=False)
    with Library.open(ROOT / ".cache" / "demo") as library:
        with progress.adding() as on_progress:
            added = library.add(ROOT / "seeds", on_progress=on_progress)
        show.say(console, f"{len(added)} sample articles in {library.folder}")
        for question, asked in QUESTIONS:
            console.rule()
            show.say(console, f"> {question}    (asked on {asked})\n")
            answer = library.ask(question, asked=asked)
            show.answer(console, answer)
            show.say(console, f"\n{answer.timings_ms['total'] / 1000:.1f} s")


if __name__ == "__main__":
    main()
