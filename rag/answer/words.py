"""The words, names and quotations of a text, as they are compared. Structure only: no word means anything here."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

_LATIN = [chr(code) for code in range(0x250)]
CAPITAL = "".join(one for one in _LATIN if one.isupper())  # for a class in a pattern
SMALL = "".join(one for one in _LATIN if one.islower())
PARTICLE = r"(?:van|von|der|den|ten|de|del|della|da|dos|du|di|la|le|bin|bint|ibn|al|el)"  # within a name
_WORD = re.compile(r"\d+(?:[.,:]\d+)*|[^\W\d_]+")
_UNSEEN = re.compile(r"[\u00ad\u200b-\u200f\u2060\ufeff]")
_QUOTED = re.compile(r"[“”„«»\"]([^“”„«»\"]+)[“”„«»\"]|(?<!\w)[‘']([^‘’']+(?:[’']\w+[^‘’']*)*)[’'](?!\w)")
_NAME = re.compile(
    rf"[{CAPITAL}][\w’'.-]*\w(?: (?:[{CAPITAL}][\w’'.-]*\w|(?:of|the|{PARTICLE})(?= (?:the |la |der )?[{CAPITAL}])))*"
)
_POINTS_BACK = re.compile(
    r"^[“\"‘']?(?:he|she|they|it|this|that|these|those|his|her|their|its|both|such|there"
    r"|the (?:two|pair|former|latter))\b",
    re.IGNORECASE,
)


def words_of(text: str) -> list[str]:
    """The words and numbers of a text, in lower case and composed form."""
    return [word.casefold() for word in _WORD.findall(_UNSEEN.sub("", unicodedata.normalize("NFKC", text)))]


def quotations(text: str) -> Iterator[str]:
    """What stands between quotation marks."""
    for found in _QUOTED.finditer(text):
        yield found[1] or found[2]


def names_in(question: str) -> list[str]:
    """What a question writes with capitals, its first word aside: "Ms Rao", "Bank of Ghana"."""
    return [found[0] for found in _NAME.finditer(question, len(question.partition(" ")[0]))]


def points_back(text: str) -> bool:
    """Whether a sentence opens with a word that stands for something said before it."""
    return bool(_POINTS_BACK.match(text))


def one_line(text: str) -> str:
    """A quotation on one line."""
    return " ".join(text.split())
