"""How often a caller may ask: token buckets. Knows nothing of HTTP."""

from __future__ import annotations

import math
import time
from collections import OrderedDict
from collections.abc import Callable

_MOST_CALLERS = 10_000  # remembered; whoever called longest ago is forgotten first, and so begins anew


class RateLimit:
    """``rate`` requests a second on end, ``burst`` at once, for each caller. For one thread."""

    def __init__(self, rate: float, burst: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._rate, self._burst, self._clock = rate, burst, clock
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()  # what is left, and when that was

    def wait(self, caller: str) -> int:
        """0 where this request may be made, and it is counted; else in how many seconds the next may be."""
        now = self._clock()
        left, then = self._buckets.pop(caller, (self._burst, now))
        left = min(self._burst, left + (now - then) * self._rate)
        granted = left >= 1
        self._buckets[caller] = (left - granted, now)
        if len(self._buckets) > _MOST_CALLERS:
            self._buckets.popitem(last=False)
        return 0 if granted else math.ceil((1 - left) / self._rate)
