from __future__ import annotations

from evals.metrics.latency import p50, p95, percentile


def test_a_percentile_is_a_value_that_was_measured() -> None:
    values = [15.0, 20.0, 35.0, 40.0, 50.0]
    assert percentile(values, 0.05) == 15.0
    assert percentile(values, 0.3) == 20.0
    assert percentile(values, 0.5) == 35.0
    assert percentile(values, 0.95) == 50.0
    assert percentile([7.0], 0.5) == 7.0
    assert percentile(range(1, 21), 0.95) == 19


def test_p50_and_p95() -> None:
    assert (p50(range(1, 101)), p95(range(1, 101))) == (50, 95)
