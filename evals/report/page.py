"""Render a page that is safe to open whatever the articles, questions and answers say.

Every value is escaped by the template engine, and the page forbids itself all but its own style and script by their
hashes, so text that would run finds nothing to run in. What can't be seen is made visible: a control character that
turns the writing round is shown by its number.
"""

from __future__ import annotations

import base64
import hashlib
import math
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from evals.report.differences import judged
from evals.report.figures import VERDICTS, called

_TEMPLATES = Path(__file__).parent / "templates"
# Control characters, those that turn the direction of writing, invisible tags; half characters, which no file can hold.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)


def render(values: Mapping[str, Any]) -> str:
    """The page of templates/page.html with these values."""
    style = (_TEMPLATES / "style.css").read_text("utf-8")
    script = (_TEMPLATES / "filter.js").read_text("utf-8")
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_finalized,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(
        figure=figure,
        signed=signed,
        milliseconds=milliseconds,
        day=day,
        bars=bars,
        place=place,
        called=called,
        judged=judged,
    )
    return environment.get_template("page.html").render(
        **values,
        style=style,
        script=script,
        policy=f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; "
        "base-uri 'none'; form-action 'none'",
    )


def visible(text: str) -> str:
    """The text with characters that can't be seen given by their numbers."""
    return _UNSEEN.sub(lambda found: f"[U+{ord(found[0]):04X}]", text)


def _finalized(value: object) -> object:
    """What stands in {{ }} made visible; what is HTML already (a macro's) was, when it was made."""
    return visible(value) if isinstance(value, str) and not hasattr(value, "__html__") else value


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


# How figures are written


def figure(value: float | None) -> str:
    """Three places; a dash when unscored; a true minus."""
    if value is None:
        return "–"
    return (f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3f}").replace("-", "−")


def signed(value: float | None) -> str:
    """As ``figure``, with a plus for what is above nothing."""
    return f"+{figure(value)}" if value is not None and value > 0 else figure(value)


def milliseconds(value: float | None) -> str:
    """Milliseconds below a second, else seconds."""
    if value is None:
        return "–"
    if value < 1:
        return "< 1 ms"
    return f"{value:,.0f} ms" if value < 999.5 else f"{value / 1000:,.2f} s"


def day(moment: str | None) -> str:
    """An ISO moment to the minute, as it stands."""
    return (moment or "–").replace("T", " ")[:16]


# How figures are drawn: in percent of the width, so that a drawing fits any screen


class Bar(NamedTuple):
    """A part of a stacked bar: start and width in percent."""

    verdict: str
    cases: int
    start: float
    width: float


def bars(verdicts: Mapping[str, int]) -> list[Bar]:
    """The verdicts that occur, side by side."""
    total, start, drawn = sum(verdicts.values()), 0.0, []
    for verdict in VERDICTS:
        if cases := verdicts.get(verdict, 0):
            width = 100 * cases / total
            drawn.append(Bar(verdict, cases, round(start, 3), round(width, 3)))
            start += width
    return drawn


def place(value: float | None, low: float = 0.0, high: float = 1.0) -> float:
    """Where a value stands between two others, in percent; at the end it is nearest to when it lies outside."""
    if value is None or math.isclose(low, high):
        return 0.0
    return round(100 * min(1.0, max(0.0, (value - low) / (high - low))), 3)
