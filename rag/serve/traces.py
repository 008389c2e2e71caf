"""OpenTelemetry spans for a question and its steps, where the package and an exporter are there. They hold no text."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from rag.models import Answer

_ENDPOINT = "OTEL_EXPORTER_OTLP_ENDPOINT"


class Asking:
    """The spans of one question. A context manager; ``step`` ends a span and begins the next."""

    def __init__(self) -> None:
        self._tracer = _tracer()
        self._open: list[Any] = []  # the span of the question, and the one of its step

    def __enter__(self) -> Self:
        self._begin("ask")
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if self._open and kind is not None:
            self._open[0].set_attribute("error.type", kind.__name__)
        self._end()

    def step(self, name: str) -> None:
        """A step of this name begins."""
        self._end(1)
        self._begin(name)

    def answered(self, answer: Answer) -> None:
        """The answer is there. Verifying goes on while there is writing; by its length, it ended now."""
        if self._open:
            asked = self._open[0]
            asked.set_attribute("rag.status", answer.status.value)
            asked.set_attribute("rag.engine", answer.engine)
            asked.set_attribute("rag.dropped", answer.dropped)
            self._end(1)
            self._begin("verify", time.time_ns() - round(1e6 * answer.timings_ms.get("verify", 0)))
            self._end()

    def _begin(self, name: str, at: int | None = None) -> None:
        if self._tracer:
            from opentelemetry import trace

            within = trace.set_span_in_context(self._open[0]) if self._open else None
            self._open.append(self._tracer.start_span(name, within, start_time=at))

    def _end(self, left: int = 0) -> None:
        while len(self._open) > left:
            self._open.pop().end()


def set_up() -> None:
    """Send traces to where the environment says (OTEL_EXPORTER_OTLP_ENDPOINT), if it does."""
    if not os.environ.get(_ENDPOINT):
        return
    try:
        from opentelemetry import trace
        from opentelemetry.exporter.otlp.proto.grpc.trace_exporter import OTLPSpanExporter
        from opentelemetry.sdk.resources import Resource
        from opentelemetry.sdk.trace import TracerProvider
        from opentelemetry.sdk.trace.export import BatchSpanProcessor
    except ImportError as error:
        from rag.errors import InputError

        raise InputError(
            f"{_ENDPOINT} is set, and what sends traces is not installed.", "pip install 'news-rag[otel]', or unset it."
        ) from error
    provider = TracerProvider(resource=Resource.create({"service.name": "rag"}))
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
    trace.set_tracer_provider(provider)


def _tracer() -> Any:
    try:
        from opentelemetry import trace
    except ImportError:
        return None
    return trace.get_tracer("rag")
