"""Join the lines of hard-wrapped text, such as PDF pages. Text with a paragraph a line is left alone."""

from __future__ import annotations

import re
from itertools import pairwise

_WRAPPED = 0.4
"""Share of unfinished lines that a hyphen ends or a lower-case word follows: about 0.8 in wrapped prose. Of what else
ends without a full stop, such as headings, hardly any."""
_COLUMN = 30
"""Characters of the narrowest column; shorter lines are items of a list or verses."""
_FULL = 0.75
"""A line this share of the text's width was broken by the width, a shorter one by the writer."""
_BROKEN_WORD = re.compile(r"(\w+)-\n(\w+)")
_COMPOUND = re.compile(r"\w+-\w+")
_SENTENCE_END = re.compile(r"[.!?:…][\"'”’»)\]]*\Z")


def unwrap(text: str) -> str:
    """``text`` with wrapped lines joined into paragraphs; unchanged when its lines are paragraphs already."""
    lines = text.split("\n")
    unfinished = [
        above.endswith("-") or below[0].islower()
        for above, below in pairwise(lines)
        if below and len(above) >= _COLUMN and not _SENTENCE_END.search(above)
    ]
    if sum(unfinished) < max(2, _WRAPPED * len(unfinished)):
        return text
    compounds = set(_COMPOUND.findall(text))
    lines = _BROKEN_WORD.sub(lambda match: _rejoined(match[1], match[2], compounds), text).split("\n")
    lengths = sorted(len(line) for line in lines if line)
    width = lengths[len(lengths) * 9 // 10]
    joined = [lines[0]]
    for above, below in pairwise(lines):
        joined += (" " if _continues(above, below, width) else "\n", below)
    return "".join(joined)


def _continues(above: str, below: str, width: int) -> bool:
    """Whether ``below`` goes on with the paragraph of ``above``."""
    if not above or not below:
        return False
    if _SENTENCE_END.search(above) or not below[0].islower():
        return len(above) >= _FULL * width
    return True


def _rejoined(left: str, right: str, compounds: set[str]) -> str:
    """A word cut at a hyphen: with it where the text has that compound elsewhere, or no small letter follows."""
    hyphen = f"{left}-{right}" in compounds or not right[0].islower() or left[-1].isdigit()
    return f"{left}-{right}" if hyphen else left + right
