"""Whether articles speak of a person as "he" or "she": by titles, by nouns that tell, by the pronoun that follows.

First names are not looked at: outside one language and age they tell too little.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import StrEnum

from rag.answer.language.lexicon import word_set
from rag.answer.reading import bare

FOLLOWING = 160  # characters after a name in which a pronoun is likely its own


class Gender(StrEnum):
    """As which pronoun a person is spoken of."""

    HE = "he"
    SHE = "she"


_HE_TITLES = "Mr|Sir|Lord|King|Prince|Baron|Father|Brother"
_SHE_TITLES = "Mrs|Ms|Miss|Dame|Lady|Queen|Princess|Baroness|Mother|Sister"
_HE = word_set(
    """
    he him his himself man father son husband brother uncle grandfather widower boy actor king prince businessman
    chairman spokesman fisherman ferryman policeman fireman craftsman statesman salesman
    """
)
_SHE = word_set(
    """
    she her hers herself woman mother daughter wife sister aunt grandmother widow girl actress queen princess
    businesswoman chairwoman spokeswoman policewoman lioness heroine hostess
    """
)
_WORD = re.compile(r"[^\W\d_]+")
_ASIDE = re.compile(r"\n\n|“")  # what is quoted is said of others
_OF_ANOTHER = re.compile(r"\bwhose \w+")
_ANOTHER = re.compile(r"\b(?:Mr|Mrs|Ms|Miss|Dr|Sir|Dame|Lord|Lady)\b\.?|\b[A-Z][a-z’'-]+ [A-Z][a-z’'-]+")


def of_noun(noun: str) -> Gender | None:
    """What a noun for a person tells: "spokeswoman"; None for "minister"."""
    return Gender.HE if noun in _HE else Gender.SHE if noun in _SHE else None


def of_person(name: str, texts: Iterable[str]) -> Gender | None:
    """As which pronoun these texts speak of a person; None when they don't tell, or don't agree."""
    last = re.escape(bare(name).split()[-1])
    votes = {Gender.HE: 0, Gender.SHE: 0}
    for text in texts:
        for gender, titles in ((Gender.HE, _HE_TITLES), (Gender.SHE, _SHE_TITLES)):
            votes[gender] += 5 * len(re.findall(rf"\b(?:{titles})\b\.? (?:[A-Z][\w.’'-]* ){{0,3}}{last}\b", text))
        for found in re.finditer(rf"\b{last}\b", text):
            if told := _told(text[found.end() : found.end() + FOLLOWING]):
                votes[told] += 1
    if votes[Gender.HE] == votes[Gender.SHE]:
        return None
    return max(votes, key=lambda gender: votes[gender])


def _told(following: str) -> Gender | None:
    """The gender of the first word that has one, before anyone else is named or the paragraph ends."""
    own = _ASIDE.split(following, maxsplit=1)[0]
    own = _OF_ANOTHER.sub("", own)
    if other := _ANOTHER.search(own):
        own = own[: other.start()]
    return next((gender for word in _WORD.findall(own.lower()) if (gender := of_noun(word))), None)
