"""What a sentence says of the event that a question asks about: of its verb there, else of the main verb."""

from __future__ import annotations

from rag.answer import status as event_status
from rag.answer.language.lexicon import word_set
from rag.answer.question import Question
from rag.answer.reading import Sentence
from rag.models import EventStatus

# Acts of speech: to agree to something, or to ask for it, is done though what it is about is yet to come.
_ACTS = word_set("agree promise pledge vow threaten urge ask call propose refuse reject decline")


def status_asked(question: Question, sentence: Sentence) -> EventStatus | None:
    """What the sentence says of the event the question asks about; None when it has no verb."""
    asked = next((t for t in question.doc if t.pos_ == "VERB" and t.lemma_.lower() in _ACTS), None)
    if asked is not None and not any(c.dep_ == "auxpass" for c in asked.children):
        act = next((t for t in sentence.doc if t.pos_ == "VERB" and t.lemma_ == asked.lemma_), None)
        if act is not None:
            return event_status.of_verb(act)
    lemmas = {t.lemma_.lower() for t in question.doc if t.pos_ in ("VERB", "NOUN") and not t.is_stop}
    for token in sentence.doc:
        if token.dep_ in ("csubj", "csubjpass"):
            continue  # "Digging is set to begin"
        if token.pos_ == "VERB" and token.lemma_.lower() in lemmas - event_status.PLANNED_GOVERNORS:
            return event_status.of_verb(token)
    return event_status.of_sentence(sentence.doc)
