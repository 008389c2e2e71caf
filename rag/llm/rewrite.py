"""Say a follow-up question so that it stands by itself, with a language model that is not trusted to add anything.

Knows nothing of how it is done without a model: that is what is fallen back on.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rag.answer.verify import unsupported_words
from rag.ingest.text import has_letters
from rag.llm import prompts
from rag.llm.parse import question_in

if TYPE_CHECKING:
    from rag.llm.chat import Chat, Meter
    from rag.models import Turn

MOST = 2000  # characters, as of any question
TURNS = 6  # the last of a conversation: what a follow-up points to was said lately
MOST_TOKENS = 300
_ANSWER = 1000  # characters of an earlier answer

SCHEMA = {
    "title": "rewritten",
    "type": "object",
    "additionalProperties": False,
    "required": ["question"],
    "properties": {"question": {"type": "string"}},
}


def rewritten(question: str, history: Sequence[Turn], chat: Chat, meter: Meter) -> str | None:
    """The last question of a conversation in full; None when what the model wrote says what nobody has said.

    Raises LanguageModelError.
    """
    turns = [f"Question: {turn.question}\nAnswer: {turn.answer.text[:_ANSWER]}" for turn in history[-TURNS:]]
    conversation = "\n".join(turns)
    asked = prompts.load("rewrite").render(conversation=conversation, question=question)
    written = question_in(chat.reply(asked, meter, most=MOST_TOKENS, schema=SCHEMA))
    if written is None or not has_letters(written) or len(written) > min(MOST, len(question) + len(conversation)):
        return None
    return None if unsupported_words(written, [conversation, question]) else written
