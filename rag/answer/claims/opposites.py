"""Words that news uses for opposite things. Embeddings place them side by side: they stand in the same sentences.

Base forms. What only some writers oppose is left out: a wrong opposite costs a true statement.
"""

from __future__ import annotations

from functools import lru_cache

from rag.answer.language.lexicon import word_set

_VERBS = tuple(
    (word_set(ones), word_set(others))
    for ones, others in (
        ("rise increase grow raise gain climb jump soar rebound", "fall decrease shrink lower drop decline cut reduce"),
        ("buy purchase acquire", "sell"),
        ("accept approve back support endorse welcome", "reject oppose refuse decline veto condemn"),
        ("admit confirm acknowledge", "deny dispute"),
        ("win beat defeat", "lose"),
        ("open reopen", "close shut"),
        ("begin start launch", "end stop finish halt"),
        ("appoint hire", "dismiss sack fire"),
        ("convict jail imprison", "acquit clear free release"),
        ("arrest detain seize", "free release"),
        ("allow permit", "ban forbid prohibit bar"),
        ("strengthen", "weaken"),
        ("survive", "die"),
        ("save rescue", "kill"),
        ("praise", "criticise criticize condemn"),
    )
)
_PREFIXED = {"likely": "unlikely", "possible": "impossible", "legal": "illegal", "lawful": "unlawful", "safe": "unsafe"}


@lru_cache(maxsize=4096)
def opposite_verbs(verb: str) -> frozenset[str]:
    """The verbs that say the opposite of a verb; of most there are none."""
    found: set[str] = set()
    for ones, others in _VERBS:
        if verb in ones:
            found |= others
        if verb in others:
            found |= ones
    return frozenset(found)


def opposite_adjective(word: str) -> str | None:
    """The adjective that says the opposite of one, if that is known."""
    return _PREFIXED.get(word) or next((plain for plain, prefixed in _PREFIXED.items() if prefixed == word), None)
