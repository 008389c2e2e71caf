"""How the lists of English words in this package are written down: as running text, one set a list or a line."""

from __future__ import annotations


def word_set(text: str) -> frozenset[str]:
    """The words of a text, parted by white space."""
    return frozenset(text.split())


def word_groups(*texts: str) -> dict[str, frozenset[str]]:
    """Each word of these texts with all that share a line with it, itself among them."""
    found: dict[str, set[str]] = {}
    for text in texts:
        for line in text.splitlines():
            words = line.split()
            for word in words:
                found.setdefault(word, set()).update(words)
    return {word: frozenset(others) for word, others in found.items()}
