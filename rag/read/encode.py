"""What the models are shown: text pairs with context, as token ids. Training encodes with the same code.

    reader:  [CLS] question [SEP] sentence [SEP] context [SEP]      types 0… 1… 0…
    support: [CLS] statement [SEP] evidence [SEP] context [SEP]     types 0… 1… 0…

The context comes last and under the first type, so that a model that was trained on plain pairs sees at first what it
knows: the title, the day, and the sentences before, the nearest first, so that the furthest is cut.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from rag.models import Span

if TYPE_CHECKING:
    from tokenizers import Tokenizer

FIRST_TOKENS = 64  # of a question, its end; of a statement likewise
SECOND_TOKENS = 160  # of a sentence or of the evidence, its beginning
CONTEXT_TOKENS = 96
BEFORE = 2  # sentences before that are read with one

# Not by strftime, which speaks the language of the machine.
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Encoded:
    """Token ids and types, each of shape (tokens,); ``start``: the position of the second text's first token.

    ``offsets``: where each of the second text's tokens stands in it, in code points.
    """

    ids: list[int]
    types: list[int]
    start: int
    offsets: list[Span]


class PairEncoder:
    """Encodes for one tokenizer, which must be set neither to pad nor to truncate."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        self._tokenizer = tokenizer
        self._cls: int = tokenizer.token_to_id("[CLS]")  # type: ignore[assignment]
        self._sep: int = tokenizer.token_to_id("[SEP]")  # type: ignore[assignment]

    def encode(self, first: str, second: str, context: str) -> Encoded:
        """The pair with its context, each part cut to its limit."""
        asked, read, around = self._tokenizer.encode_batch([first, second, context], add_special_tokens=False)
        head = [self._cls, *asked.ids[-FIRST_TOKENS:], self._sep]
        body = read.ids[:SECOND_TOKENS]
        tail = around.ids[:CONTEXT_TOKENS]
        ids = [*head, *body, self._sep, *tail, *([self._sep] if tail else [])]
        types = [0] * len(head) + [1] * (len(body) + 1)
        types += [0] * (len(ids) - len(types))
        return Encoded(ids, types, len(head), [Span(*place) for place in read.offsets[:SECOND_TOKENS]])


def context_of(title: str | None, day: str | None, before: Sequence[str] = ()) -> str:
    """Title, day and the sentences that stand before, as one text; what is unknown is left out."""
    return " | ".join(part for part in (title, day, *reversed(before[-BEFORE:])) if part)


def spoken_day(day: date) -> str:
    """A date as the context gives it: Tuesday 14 May 2024."""
    return f"{_DAYS[day.weekday()]} {day.day} {_MONTHS[day.month - 1]} {day.year}"
