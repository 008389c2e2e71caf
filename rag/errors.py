"""Every error a user can cause: each says what happened, to which input, and what to do about it.

RagError
├── InputError                a file, an export line or a value that can't be used
│   ├── UnreadableInput       missing, binary, encrypted, too large, malformed
│   ├── EmptyInput            nothing to read in it
│   └── BadQuestion           empty or too long
├── NotFound                  an id that is not in the library
├── NothingToSummarize        no article is about it, or was published then
├── LibraryError              the stored library can't be used as it is
│   ├── LibraryBusy           another process has it open
│   ├── LibraryClosed         this one has closed it
│   ├── LibraryTooNew         written by a newer version
│   ├── LibraryCorrupt        the database is damaged
│   ├── EmbedderMismatch      its vectors were made by another embedder
│   ├── IndexCorrupt          the Chroma index is damaged or missing; `rag reindex` mends it
│   └── StorageFull           the disk is full or not writable
├── ModelUnavailable          weights missing or altered
├── EmbeddingFailed           an embedding service refused, or can't be reached
├── PromptError               a prompt file is missing, or lacks a variable it must have
└── LanguageModelError        a language model can't be used, or gave nothing that can be
    ├── KeyRefused            no key, or a wrong one
    ├── QuotaExhausted        the account has nothing left, or asks too often
    ├── UnknownModel          the service or the folder has no such model
    ├── ContextTooLong        more was sent than the model can read
    ├── SchemaRefused         the server takes no JSON schema
    ├── ModelRefused          the model declined to answer
    ├── ModelUnreachable      no server there, or it doesn't answer in time
    ├── MalformedReply        not the form that was asked for
    └── BudgetExhausted       the next call might cost more than is left
"""

from __future__ import annotations


class RagError(Exception):
    """Base of all errors this package raises on purpose: what happened (with the input's name) and the fix."""

    def __init__(self, what: str, fix: str) -> None:
        super().__init__(f"{what} {fix}".strip())
        self.what = what
        self.fix = fix


class InputError(RagError):
    """A file, an export line or a value that can't be used."""


class UnreadableInput(InputError):
    """Missing, binary, encrypted, too large or malformed."""


class EmptyInput(InputError):
    """There is nothing to read in it."""


class BadQuestion(InputError):
    """A question that is empty or too long."""


class NotFound(RagError):
    """An id that is not in the library."""


class NothingToSummarize(RagError):
    """No article is about the topic, or none was published at the time or by the sources given."""


class LibraryError(RagError):
    """The stored library can't be used as it is."""


class LibraryBusy(LibraryError):
    """Another process has the library open."""


class LibraryClosed(LibraryError):
    """The library was closed before, or meanwhile."""


class LibraryTooNew(LibraryError):
    """The library was written by a newer version of this package."""


class LibraryCorrupt(LibraryError):
    """The database is damaged."""


class EmbedderMismatch(LibraryError):
    """The library's vectors were made by another embedder."""


class IndexCorrupt(LibraryError):
    """The Chroma index is damaged or missing."""


class StorageFull(LibraryError):
    """The disk is full or not writable."""


class ModelUnavailable(RagError):
    """Model weights are missing or not the ones expected."""


class EmbeddingFailed(RagError):
    """An embedding service refused or can't be reached."""


class PromptError(RagError):
    """A prompt file is missing, or its variables are not the ones that are filled in."""


class LanguageModelError(RagError):
    """A language model can't be used, or gave nothing that can be."""


class KeyRefused(LanguageModelError):
    """There is no key, or the service doesn't take it."""


class QuotaExhausted(LanguageModelError):
    """The account has nothing left, or asks more often than it may."""


class UnknownModel(LanguageModelError):
    """The service has no model of this name, or there is no such file."""


class ContextTooLong(LanguageModelError):
    """More was sent than the model can read, or its window is too small for any question."""


class SchemaRefused(LanguageModelError):
    """The server takes no JSON schema; it is asked again without."""


class ModelRefused(LanguageModelError):
    """The model declined to answer."""


class ModelUnreachable(LanguageModelError):
    """There is no server at the address, it doesn't answer in time, or it broke off."""


class MalformedReply(LanguageModelError):
    """A reply that is not in the form that was asked for, and stayed so when asked again."""


class BudgetExhausted(LanguageModelError):
    """The next call might cost more than is left of the budget."""
