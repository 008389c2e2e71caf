"""OpenAI, and every server that speaks its API: the one folder that knows its clients and its errors.

Knows nothing of articles or questions: it makes an embedder and a language model of values that front doors read.
"""

from rag.provider.chat import language_model
from rag.provider.embedder import OpenAIEmbedder
from rag.provider.failures import told_address
from rag.provider.reach import look_at

__all__ = ["OpenAIEmbedder", "language_model", "look_at", "told_address"]
