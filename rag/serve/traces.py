"""What OpenTelemetry is told of a question: a span for asking, and in it one for each step.

Without the package, or without an exporter to send to, nothing is recorded. No text of anyone is.
"""

from __future__ import annotations

import os
import time
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from rag.models import Answer

_ENDPOINT = "OTEL_EXPORTER_OTLP_ENDPOINT"


class Asking:
    """The spans of one question. A context manager; ``step`` ends a span and begins the next."""

    def __init__(self) -> None:
        self._tracer = _tracer()
        self._whole: Any = None
        self._step: Any = None

    def __enter__(self) -> Self:
        if self._tracer:
            self._whole = self._tracer.start_span("ask")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._whole is not None:
            if kind is not None:
                self._whole.set_attribute("error.type", kind.__name__)
            self._end()

    def step(self, name: str) -> None:
        """A step of this name begins."""
        if self._tracer is None:
            return
        from opentelemetry import trace

        self._end_step()
        self._step = self._tracer.start_span(name, trace.set_span_in_context(self._whole))

    def answered(self, answer: Answer) -> None:
        """The answer is there."""
        if self._whole is not None:
            self._whole.set_attribute("rag.status", answer.status.value)
            self._whole.set_attribute("rag.engine", answer.engine)
            self._whole.set_attribute("rag.dropped", answer.dropped)
            self._verified(answer)
            self._end()

    def _verified(self, answer: Answer) -> None:
        """Verifying goes on while there is writing, so nothing says when it begins; it ended now."""
        from opentelemetry import trace

        self._end_step()
        ended = time.time_ns()
        began = ended - round(1e6 * answer.timings_ms.get("verify", 0))
        self._tracer.start_span("verify", trace.set_span_in_context(self._whole), start_time=began).end(ended)

    def _end(self) -> None:
        self._end_step()
        self._whole.end()
        self._whole = None

    def _end_step(self) -> None:
        if self._step is not None:
            self._step.end()
            self._step = None


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
