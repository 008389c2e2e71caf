"""How long each step took."""

from __future__ import annotations

import time


class Clock:
    """Laps of one question, in milliseconds."""

    def __init__(self) -> None:
        self._started = self._last = time.perf_counter()
        self._laps: dict[str, float] = {}

    def lap(self, name: str) -> None:
        """End a lap: it lasted since the last one ended. Laps of one name add up."""
        now = time.perf_counter()
        self.add(name, now - self._last)
        self._last = now

    def add(self, name: str, seconds: float) -> None:
        """Note a time measured elsewhere."""
        self._laps[name] = round(self._laps.get(name, 0.0) + seconds * 1000, 1)

    def timings(self) -> dict[str, float]:
        """All laps and their total."""
        return {**self._laps, "total": round((self._last - self._started) * 1000, 1)}
