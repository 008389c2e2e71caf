"""Whether a premise supports a claim, told by words alone."""

from __future__ import annotations

import re

_ENOUGH = 0.8    # of the claim's content words
_WORD = re.compile(r"\w[\w.,’'-]*\w|\w")
_EMPTY = re.compile(
    r"(?:an?|the|of|in|on|at|to|for|from|by|with|and|or|but|as|is|are|was|were|be|been|being|has|have|had|its?|he|she|"
    r"they|his|her|their|this|that|these|those|who|whom|which|what|when|where|will|would|not?|than|then|so|into|over|"
    r"after|before|about|said|says)",
    re.IGNORECASE,
)


class Checking:
    """Judges claims by their words."""

    def support(self, premise: str, claim: str) -> float:
        """The share of the claim's content words that stand in the premise, 0 to 1; 0 if a number or name doesn't."""
        held = {_stem(word) for word in _words(premise)}
        words = [word for word in _words(claim) if not _EMPTY.fullmatch(word)]
        if any(_stem(word) not in held for word in words if word[0].isupper() or word[0].isdigit()):
            return 0.0
        return sum(_stem(word) in held for word in words) / len(words) if words else 1.0

    def enough(self, support: float) -> bool:
        """Whether so much support makes a claim supported."""
        return support >= _ENOUGH

    def supports(self, premise: str, claim: str) -> bool:
        """Whether the premise supports the claim."""
        return self.enough(self.support(premise, claim))


def _words(text: str) -> list[str]:
    return [re.sub(r"[’']s$", "", word) for word in _WORD.findall(text)]


def _stem(word: str) -> str:
    return re.sub(r"(?:ing|ed|es|s)$", "", word.lower()) if word.isalpha() and len(word) > 4 else word.lower()
