"""Parse sentences: names, kinds of names, and who does what to whom. The one file that knows spaCy.

Knows nothing of questions or answers. Sentences are parsed one at a time, so that an article's own sentence
boundaries hold, and kept, because the same sentence is asked about again and again.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from rag.errors import ModelUnavailable
from rag.index import weights

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

KEPT = 4096  # parsed sentences kept, about 40 MB; the least recently used go first


class Syntax:
    """spaCy's small English pipeline. Loads at first use; safe to use from several threads."""

    def __init__(self) -> None:
        self._nlp: Language | None = None
        self._words: frozenset[str] = frozenset()
        self._docs: OrderedDict[str, Doc] = OrderedDict()
        self._lock = threading.Lock()
        self._begun = False
        self.seconds = 0.0

    def load_beside(self) -> None:
        """Begin to load in a thread of its own: much of loading other models waits for the disk and the processor."""
        if self._begun:
            return
        self._begun = True
        threading.Thread(target=self._load_quietly, daemon=True).start()

    def _load_quietly(self) -> None:
        with self._lock, suppress(ModelUnavailable):  # raised again when a sentence is to be parsed
            self._loaded()

    def parse(self, sentences: Sequence[str]) -> list[Doc]:
        """One parsed document a sentence, in order."""
        with self._lock:
            new = [text for text in dict.fromkeys(sentences) if text not in self._docs]
            if new:
                nlp = self._loaded()
                started = time.perf_counter()
                for text, doc in zip(new, nlp.pipe(new, batch_size=64), strict=True):
                    self._docs[text] = doc
                self.seconds += time.perf_counter() - started
            docs = [self._docs[text] for text in sentences]
            for text in sentences:
                self._docs.move_to_end(text)
            while len(self._docs) > KEPT:
                self._docs.popitem(last=False)
            return docs

    def is_english(self, word: str) -> bool:
        """Whether a lower-case word is among those the pipeline was trained on."""
        with self._lock:
            self._loaded()
            return word in self._words

    def _loaded(self) -> Language:
        if self._nlp is None:
            folder = weights.locate(weights.SYNTAX)
            import spacy

            try:
                self._nlp = spacy.load(folder, exclude=["senter"])
                self._words = frozenset(self._nlp.vocab.strings)  # now: what is parsed adds to them, mistakes and all
            except (OSError, ValueError) as error:
                raise ModelUnavailable(
                    f"The English pipeline in {folder} can't be loaded by spaCy {spacy.__version__}.",
                    "Install the versions this package asks for: pip install --upgrade news-rag",
                ) from error
        return self._nlp
