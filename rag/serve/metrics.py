"""What Prometheus is told: requests, the line of questions, answers, tokens and what they cost. No text of anyone."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Gauge, Histogram, generate_latest

if TYPE_CHECKING:
    from rag.models import Answer, Summary

_SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300)


class Metrics:
    """The figures of one server; ``waiting`` says how much waits for a worker."""

    content_type = CONTENT_TYPE_LATEST

    def __init__(self, waiting: Callable[[], int]) -> None:
        self._registry = here = CollectorRegistry()
        seconds = partial(Histogram, buckets=_SECONDS, registry=here)
        count = partial(Counter, registry=here)
        self._requests = count("rag_requests", "Requests served.", ("method", "route", "status"))
        self._latency = seconds("rag_request_seconds", "From a request to the end of its reply.", ("route",))
        self._asking = seconds("rag_ask_seconds", "From a question to its answer, the wait included.", ("engine",))
        self._answers = count("rag_answers", "Answers given.", ("status", "engine"))
        self._summaries = count("rag_summaries", "Summaries given.", ("engine",))
        self._dropped = count("rag_dropped_statements", "Statements the articles don't carry.", ("engine",))
        self._tokens = count("rag_tokens", "Tokens that language models read and wrote.", ("model", "way"))
        self._cost = count("rag_cost_usd", "What they cost, in US dollars, where the price is known.", ("model",))
        Gauge("rag_waiting", "Pieces of work that wait for a worker.", registry=here).set_function(waiting)

    def request(self, method: str, route: str, status: int, seconds: float) -> None:
        """One request and how long its reply took."""
        known = method if method in {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"} else "other"
        self._requests.labels(known, route, str(status)).inc()
        self._latency.labels(route).observe(seconds)

    def answer(self, given: Answer, seconds: float) -> None:
        """One answer and how long it took."""
        self._answers.labels(given.status.value, given.engine).inc()
        self._asking.labels(given.engine).observe(seconds)
        self._spent(given)

    def summary(self, given: Summary) -> None:
        """One summary."""
        self._summaries.labels(given.engine).inc()
        self._spent(given)

    def text(self) -> bytes:
        """All of it, in the format of Prometheus."""
        return generate_latest(self._registry)

    def _spent(self, given: Answer | Summary) -> None:
        self._dropped.labels(given.engine).inc(given.dropped)
        if used := given.usage:
            self._tokens.labels(used.model, "in").inc(used.input_tokens)
            self._tokens.labels(used.model, "out").inc(used.output_tokens)
            self._cost.labels(used.model).inc(used.cost_usd or 0)
