"""OpenAI and compatible servers: the one folder that imports their clients and maps their errors."""

from rag.provider.chat import language_model, look_at
from rag.provider.embedder import OpenAIEmbedder
from rag.provider.failures import told_address

__all__ = ["OpenAIEmbedder", "language_model", "look_at", "told_address"]
