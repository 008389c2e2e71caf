"""Prompts: one file each in ``prompts/``, read when first used, their variables checked, their version known.

A file has a part for the system and one for the user, under the headings "# System" and "# User", in the syntax of
``string.Template``. Knows nothing of what is filled in.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from string import Template

from rag.errors import PromptError

VARIABLES = {
    "answer": frozenset({"asked", "evidence", "question"}),
    "digest": frozenset({"notes", "sentences", "subject"}),
    "rewrite": frozenset({"conversation", "question"}),
    "repair": frozenset({"reply"}),
    "summarize": frozenset({"evidence", "sentences", "subject"}),
}
"""The prompts, and what is filled in."""

_PARTS = re.compile(r"\s*# System\n(?P<system>.+?)\n# User\n(?P<user>.+)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Rendered:
    """A prompt with its variables filled in. ``messages`` are (role, text), as LangChain takes them."""

    name: str
    version: str
    messages: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Prompt:
    """A prompt file. ``version`` is the beginning of its content's SHA-256, in hexadecimal."""

    name: str
    version: str
    system: Template
    user: Template

    def render(self, **variables: str) -> Rendered:
        """The messages with these variables, exactly those of ``VARIABLES``."""
        messages = (("system", self.system.substitute(variables)), ("user", self.user.substitute(variables)))
        return Rendered(self.name, self.version, messages)


@cache
def load(name: str, folder: Path | None = None) -> Prompt:
    """The prompt of this name, one of ``VARIABLES``, from ``folder`` or the package's own.

    Raises PromptError when the file is missing, has other variables than it must, or lacks a part.
    """
    path = (folder or _folder()) / f"{name}.md"
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise PromptError(f"The prompt {path} can't be read: {error}.", "Install the package again.") from error
    parts = _PARTS.fullmatch(text)
    if parts is None:
        raise PromptError(f"The prompt {path} lacks a part.", 'It needs "# System" first, then "# User".')
    system, user = Template(parts["system"].strip()), Template(parts["user"].strip())
    for template in (system, user):
        if not template.is_valid():
            raise PromptError(f"The prompt {path} has a $ that names no variable.", "Write $$ for a plain $.")
    named = {*system.get_identifiers(), *user.get_identifiers()}
    for missing in sorted(VARIABLES[name] - named):
        raise PromptError(f"The prompt {path} lacks the variable ${missing}.", f"Write ${missing} where it belongs.")
    for unknown in sorted(named - VARIABLES[name]):
        known = ", ".join(f"${one}" for one in sorted(VARIABLES[name]))
        raise PromptError(f"The prompt {path} has an unknown variable ${unknown}.", f"Known are {known}.")
    return Prompt(name, hashlib.sha256(text.encode()).hexdigest()[:12], system, user)


def _folder() -> Path:
    """``prompts/`` of a checkout, or what an installed wheel carries of it."""
    package = Path(__file__).resolve().parent.parent
    checkout = package.parent / "prompts"
    return checkout if checkout.is_dir() else package / "data" / "prompts"
