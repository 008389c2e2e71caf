"""What a question takes for known: its names, its people and its telling words; and whether they stand near a sentence.

Sentences that an article builds on each other ("His contract ran until June") name little themselves, so a
cross-encoder overlooks them; grammar finds them, and this keeps it to the matter asked about.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rag.answer.language.lexicon import word_set
from rag.answer.language.words import is_present, mentions, words_of
from rag.answer.question import Question, is_content
from rag.answer.support import surroundings

if TYPE_CHECKING:
    from spacy.tokens import Token

    from rag.answer.reading import Reading

WEAK_VERBS = word_set("be have do make get give take want need say tell state expect think mean name mention")
_GENERIC = word_set(
    """
    subject topic issue matter point item thing group kind sort way country people person event activity still first
    already other name leader
    """
)


@dataclass(frozen=True, slots=True)
class Setting:
    """The names, people and telling words of a question, in lower-case lemmas where they are words."""

    names: tuple[str, ...]
    people: tuple[str, ...]
    words: tuple[str, ...]

    def is_near(self, reading: Reading, index: int) -> bool:
        """Whether the people stand in a sentence or the one before, and two thirds of all else around it."""
        close = " ".join(reading.raw(i) for i in range(max(0, index - 1), index + 1))
        if not all(mentions(close, name) for name in self.people if reading.is_person(name)):
            return False
        text = surroundings(reading, index)
        missing = [word for word in self.words if not is_present(word, words_of(text))]
        apart = [name for name in self.names if not mentions(text, name)]
        if not all(mentions(reading.article.text, name) for name in apart):
            return False
        return len(missing) + len(apart) <= (len(self.words) + len(self.names)) // 3

    def shared(self, text: str) -> int:
        """How many of the telling words a text itself has."""
        present = words_of(text)
        return sum(is_present(word, present) for word in self.words)


def setting(question: Question, words: Sequence[Token]) -> Setting:
    """What these words of the question take for known."""
    named = {word for name in question.names for word in words_of(name)}
    telling = [
        token.lemma_.lower()
        for token in words
        if is_content(token)
        and token.lower_ not in named
        and token.lemma_.lower() not in _GENERIC | WEAK_VERBS
        and token.pos_ in ("NOUN", "PROPN", "ADJ", "VERB")
        and token.ent_type_ not in ("DATE", "TIME", "CARDINAL")
    ]
    return Setting(
        names=tuple(n for n in question.names if not any(n != other and n in other for other in question.names)),
        people=tuple(ent.text for ent in question.doc.ents if ent.label_ == "PERSON"),
        words=tuple(dict.fromkeys(telling)),
    )
