"""What is kept of a case: one JSON object, enough to read the answer beside its sentences without the library."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any

from evals.cases import AnyCase, Case
from evals.engines import Response
from evals.scoring import READ, Scored
from rag.models import Answer, Article, Citation, Evidence

Record = dict[str, Any]

_AROUND = 400    # characters of an article shown on either side of a cited sentence, at most


def key(record: Record) -> tuple[str, str, str, str]:
    """What a record is known by in its run: suite, library, engine and case."""
    return record["suite"], record["library"], record["engine"], record["id"]


def opening(suite: str, library: str, engine: str, case: AnyCase) -> Record:
    """The part of a record that is known before anything is asked."""
    record: Record = {"suite": suite, "library": library, "engine": engine, "id": case.id, "category": case.category}
    if isinstance(case, Case):
        record |= {"question": case.turns[0]} if len(case.turns) == 1 else {"turns": list(case.turns)}
    return {**record, "expected": expected(case)}


def expected(case: AnyCase) -> dict[str, Any]:
    """The case's own fields as JSON types, without the empty ones."""
    empty: tuple[Any, ...] = (None, [], False)
    return {name: value for name, value in _plain(case).items() if value not in empty or name == "supported"}


def finished(
    record: Record, response: Response | None, scored: Scored, article: Callable[[str], Article | None]
) -> Record:
    """The record with what was answered and how it was scored. ``response`` is None where no engine was asked."""
    answer = response.answer if response else None
    timings = answer.timings_ms if answer else {}
    return {
        **record,
        "answer": _answer(answer) if answer else None,
        "context": _context(answer, article) if answer else [],
        "evidence": [_ranked(one) for one in response.evidence[:READ]] if response else [],
        "scores": {name: {"value": float(one.value), "reason": one.reason} for name, one in scored.scores.items()},
        "verdict": scored.verdict,
        "why": scored.why,
        "error": None,
        "timings_ms": dict(timings),
        "tokens": dict(zip(("input", "output"), response.tokens if response else (0, 0), strict=True)),
        "cost_usd": response.cost_usd if response else 0.0,
        "prompts": dict(response.prompts) if response else {},
        "model": response.model if response else None,
    }


def failed(record: Record, error: Exception) -> Record:
    """The record of a case on which the engine failed."""
    told = f"{type(error).__name__}: {error}"
    return {
        **record,
        "answer": None,
        "context": [],
        "evidence": [],
        "scores": {},
        "verdict": "failed",
        "why": told,
        "error": told,
        "timings_ms": {},
        "tokens": {"input": 0, "output": 0},
        "cost_usd": None,
        "prompts": {},
        "model": None,
    }


def _answer(answer: Answer) -> dict[str, Any]:
    kept = answer.to_dict()
    return {name: kept[name] for name in ("status", "text", "claims", "reason", "nearest")}


def _ranked(one: Evidence) -> dict[str, Any]:
    place = {"article_id": one.article.id, "start": one.span.start, "end": one.span.end}
    return {**place, "score": float(one.score), "text": one.text}


def _context(answer: Answer, article: Callable[[str], Article | None]) -> list[dict[str, Any]]:
    """Around each cited or nearest sentence what stands beside it; sentences near each other share it."""
    spans: dict[str, list[Citation]] = {}
    for citation in (*(one for claim in answer.claims for one in claim.citations), *answer.nearest):
        spans.setdefault(citation.article_id, []).append(citation)
    shown = []
    for article_id, cited in spans.items():
        one = article(article_id)
        if one is None:
            continue
        for start, end in _windows(one.text, cited):
            inside = sorted({(c.start - start, c.end - start) for c in cited if start <= c.start and c.end <= end})
            shown.append(
                {
                    "article_id": article_id,
                    "title": one.title,
                    "text": one.text[start:end],
                    "highlights": [list(span) for span in inside],
                }
            )
    return shown


def _windows(text: str, cited: list[Citation]) -> list[tuple[int, int]]:
    """Stretches of the text around the cited sentences, from line to line, in order; those that touch are one."""
    windows: list[tuple[int, int]] = []
    for one in sorted(cited, key=lambda citation: citation.start):
        start, end = _widened(text, one.start, one.end)
        if windows and start <= windows[-1][1]:
            start, end = windows[-1][0], max(end, windows.pop()[1])
        windows.append((start, end))
    return windows


def _widened(text: str, start: int, end: int) -> tuple[int, int]:
    """The span with what stands around it, cut between words."""
    first, last = start - _AROUND, end + _AROUND
    if first > 0:
        space = text.find(" ", first, start)
        first = space + 1 if space >= 0 else start
    if last < len(text):
        space = text.rfind(" ", end, last)
        last = space if space >= 0 else end
    return max(first, 0), min(last, len(text))


def _plain(value: Any) -> Any:
    """The value as JSON types."""
    if is_dataclass(value) and not isinstance(value, type):
        return {one.name: _plain(getattr(value, one.name)) for one in fields(value)}
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return str(value) if isinstance(value, str) else value
