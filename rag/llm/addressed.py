"""Statements that are no news but speak to the reader, or carry what no article's sentence has: links, markup, code."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from rag.answer.claims.wording import quotations
from rag.answer.planted import is_order as is_planted

if TYPE_CHECKING:
    from spacy.tokens import Doc

_MARKUP = re.compile(
    r"https?:\S+|\bwww\.\S+|\b[\w.-]+@[\w-]+\.\w+|\b[\w-]+\.(?:com|org|net|io|info|example)\b\S*"
    r"|</?[A-Za-z!][^>]*>|!?\[[^\]]*\]\([^)]*\)|`+|\*\*|__|^\s*#+\s|\{[^}]*\}|\[\w*\d+\]|\\[a-z]+\b|&\w+;",
    re.MULTILINE,
)
_OF_ITSELF = re.compile(
    r"\b(?:as an? (?:ai|language model|assistant)|(?:system|my) (?:prompt|instructions?)"
    r"|language model|i (?:cannot|can’t|can't|must|am unable|was told)|based on the (?:passages?|articles?|context))\b",
    re.IGNORECASE,
)
_READER = re.compile(r"\b(?:you|your|yours|yourself|please|i|me|my|we|us|our|ours)\b", re.IGNORECASE)
_VERBS = frozenset(["VERB", "AUX"])


def unwanted(text: str, sentences: Sequence[str]) -> str | None:
    """Why a statement is none, or not one for people; None when it is."""
    if is_planted(text) or _OF_ITSELF.search(text):
        return "It speaks to its reader, or of itself."
    joined = "\n".join(sentences)
    for found in _MARKUP.finditer(text):
        if found[0] not in joined:
            return f"It has a link, markup or code that no sentence it cites has: {found[0]}."
    if text.rstrip(" ”\"’'").endswith("?") and not any(True for _ in quotations(text)):
        return "It is a question."
    own = text
    for quoted in quotations(text):
        own = own.replace(quoted, " ")
    theirs = {word.lower() for word in _READER.findall(joined)}
    if spoken := [word for word in _READER.findall(own) if word != "US" and word.lower() not in theirs]:
        return f"It speaks to its reader: {spoken[0]}."
    return None


def is_fragment(doc: Doc) -> bool:
    """Whether a parsed sentence has no verb and so states nothing, as far as the parser knows verbs."""
    return not any(token.pos_ in _VERBS for token in doc)


def is_order(doc: Doc) -> bool:
    """Whether a parsed sentence tells its reader to do something."""
    root = next((token for token in doc if token.dep_ == "ROOT"), None)
    if root is None:
        return True
    subject = any(child.dep_ in ("nsubj", "nsubjpass", "csubj", "expl", "aux", "auxpass") for child in root.children)
    return root.tag_ == "VB" and not subject


def is_order_or_fragment(doc: Doc) -> bool:
    """Whether a parsed sentence states nothing: it is an order, or has no verb."""
    return is_order(doc) or is_fragment(doc)
