"""A statement about someone with an aside, parted into two: "Paula Simms, the attorney, resigned" is "Paula Simms resigned" and "Paula Simms is the attorney".

Short sentences are parsed better. Where both are so, the whole is.
"""

from __future__ import annotations

import re

_NAME = re.compile(
    r"(?:(?:Mr|Mrs|Ms|Dr)\.? )?[A-Z][\w’'-]*\w(?: (?:[A-Z]\.|(?:de|van|von|al|bin|da|di|la|le) [A-Z][\w’'-]*\w|[A-Z][\w’'-]*\w))*"
)
_NOUN = re.compile(
    r"(?:[Tt]he|[Aa]n?|[A-Z][\w’'-]*(?: [A-Z][\w’'-]*)*(?:’s|'s|s’|s')|[Tt]he [\w ’'-]+(?:’s|'s|s’|s')) [^,]+"
)
_WITH_ASIDE = re.compile(
    r"(?P<who>[^,:;“”\"]+), (?P<aside>[^,:;“”\"]+), (?P<rest>(?!(?:and|or|but|who|which|as|nor)\b)[a-z].*)", re.DOTALL
)


def parted(text: str) -> tuple[str, str] | None:
    """The two sentences; None of a statement that doesn't begin so."""
    found = _WITH_ASIDE.fullmatch(text)
    if found is None:
        return None
    who, aside, rest = found["who"], found["aside"], found["rest"]
    if clause := re.match(r"(?:who|which) ", aside):
        return f"{who} {rest}", f"{who} {aside[clause.end() :]}."
    if _NAME.fullmatch(aside) and not _NAME.fullmatch(who):
        who, aside = aside, f"{who[0].lower()}{who[1:]}" if who.startswith(("The ", "A ", "An ")) else who
    if _NAME.fullmatch(who) and _NOUN.fullmatch(aside):
        return f"{who} {rest}", f"{who} is {aside}."
    return None
