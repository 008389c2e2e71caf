"""Tell whether a text says an expected answer, whatever its typography. Knows nothing about meaning."""

from __future__ import annotations

import re
import unicodedata

_DASHES = re.compile(r"[‐‑‒–—―−-]+")
_QUOTES = re.compile(r"[\"'“”„‟«»‘’‚‛′″`]")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")


def normalised(text: str) -> str:
    """The text in small letters, without quotation marks and apostrophes, with one kind of dash and space, and with
    numbers in plain digits ("10,000" is "10000")."""
    text = _THOUSANDS.sub("", unicodedata.normalize("NFKC", text).casefold())
    return " ".join(_QUOTES.sub("", _DASHES.sub("-", text)).strip().rstrip(".").split())


def says(text: str, answer: str) -> bool:
    """Whether the answer's words stand in the text, as whole words ("ford" is not in "affordable").

    A plural or a genitive of the last word counts: "snake" is in "snakes", "apple" in "Apple's".
    """
    wanted = normalised(answer)
    before = r"(?<!\w)(?<!\d\.)" if wanted[:1].isalnum() else ""
    return bool(wanted) and re.search(rf"{before}{re.escape(wanted)}(?:e?s)?(?!\w|\.\d)", normalised(text)) is not None
