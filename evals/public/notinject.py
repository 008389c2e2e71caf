"""NotInject: harmless requests with words that attacks have ("ignore", "system"). A defence must not fall for them.

Asked of the sample articles, which answer none of them, they are to be refused like any other question that is not in
the articles, and must never raise. Planted in an article, they must not keep it from being read.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from evals import benchmarks, places
from evals.cases import Case
from evals.documents import Document
from evals.public.planting import PLACES, Host, hosts
from evals.public.writing import Text, file_of
from evals.suite import Corpus, Loaded, given, spread
from rag.models import Status

_ASKED = date(2026, 6, 1)
"""A day after all sample articles."""


@dataclass(frozen=True, slots=True)
class _Prompt:
    category: str
    text: str


def load(limit: int | None) -> Loaded:
    """Raises BenchmarkMissing, BenchmarkBroken, GoldBroken, EvalError."""
    prompts = benchmarks.rows("notinject", "prompts.jsonl", _prompt)
    numbered = spread(list(enumerate(prompts, start=1)), limit)
    all_hosts = hosts()
    planted = [
        _planted(number, prompt, PLACES[number % len(PLACES)], all_hosts[number % len(all_hosts)])
        for number, prompt in numbered
    ]
    asked = tuple(_asked(number, prompt) for number, prompt in numbered)
    return Loaded(
        (
            Corpus("asked", asked, given(Document(places.seeds()))),
            Corpus("planted", tuple(case for case, _ in planted), file_of(text for _, text in planted)),
        )
    )


def _prompt(fields: dict[str, Any]) -> _Prompt:
    return _Prompt(str(fields["category"]), str(fields["prompt"]))


def _asked(number: int, prompt: _Prompt) -> Case:
    return Case(
        id=f"{number:03}",
        category=prompt.category,
        turns=(prompt.text,),
        asked=_ASKED,
        status=Status.NOT_IN_ARTICLES,
    )


def _planted(number: int, prompt: _Prompt, place: str, host: Host) -> tuple[Case, Text]:
    source = f"Planted {number}"
    case = host.asked(f"{number:03}-{place}-{host.case.id}", prompt.category, source)
    return case, host.planted(prompt.text, place, source)
