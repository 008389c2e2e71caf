"""Prices and abilities of OpenAI's models, looked up on 2026-11-22: standard tier, up to 272,000 tokens of input."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rag.llm.model import WINDOW, Price

DEFAULT = "gpt-6-luna"  # OpenAI's small, fast model; what it names as the successor of gpt-4o-mini and gpt-4.1-mini
MOST_WINDOW = 128_000  # every model below reads more; more than this costs more than it tells


@dataclass(frozen=True, slots=True)
class Known:
    """A model's price, the least effort of reasoning it can be asked for, and whether it takes a temperature then."""

    price: Price
    effort: str | None = None
    temperature: bool = False


_KNOWN = {
    "gpt-6-astra": Known(Price(10, 50), "low"),
    "gpt-6-luna": Known(Price(0.10, 0.50), "none"),
    "gpt-6.1-sol": Known(Price(2, 10), "low"),
    "gpt-6.1-terra": Known(Price(1, 5), "none"),
    "gpt-5.6": Known(Price(4, 20), "none"),
    "gpt-5.6-sol": Known(Price(4, 20), "none"),
    "gpt-5.6-terra": Known(Price(2, 12), "none"),
    "gpt-5.6-luna": Known(Price(0.20, 1.20), "none"),
    "gpt-5.5": Known(Price(5, 30), "none"),
    "gpt-5.4": Known(Price(2.50, 15), "none", temperature=True),
    "gpt-5.4-mini": Known(Price(0.75, 4.50), "none", temperature=True),
    "gpt-5.4-nano": Known(Price(0.20, 1.25), "none", temperature=True),
    "gpt-5.2": Known(Price(1.75, 14), "none", temperature=True),
    "gpt-5.1": Known(Price(1.25, 10), "none", temperature=True),
    "gpt-5": Known(Price(1.25, 10), "minimal"),
    "gpt-5-mini": Known(Price(0.25, 2), "minimal"),
    "gpt-5-nano": Known(Price(0.05, 0.40), "minimal"),
    "gpt-4.1": Known(Price(2, 8), temperature=True),
    "gpt-4.1-mini": Known(Price(0.40, 1.60), temperature=True),
    "gpt-4o": Known(Price(2.50, 10), temperature=True),
    "gpt-4o-mini": Known(Price(0.15, 0.60), temperature=True),
}
_SNAPSHOT = re.compile(r"-\d{4}-\d{2}-\d{2}$")


def known(model: str) -> Known | None:
    """What is known of a model, or of the one that a dated snapshot is of."""
    return _KNOWN.get(_SNAPSHOT.sub("", model))


def window(model: str) -> int:
    """How many tokens are put into it at most, answer included."""
    return MOST_WINDOW if known(model) else WINDOW
