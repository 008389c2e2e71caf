"""Every setting, in one place: environment variables RAG_*. Read only by the front doors; the engine gets values."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

from pydantic import AliasChoices, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from rag.errors import InputError


def data_folder() -> Path:
    """Where this user's programs keep data: XDG on Linux, Application Support on macOS, LOCALAPPDATA on Windows."""
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support"
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")


class Settings(BaseSettings):
    """Settings from the environment; every field is RAG_ and its name in capitals unless it says otherwise."""

    model_config = SettingsConfigDict(env_prefix="RAG_", env_ignore_empty=True, extra="ignore", populate_by_name=True)

    library: Path = Field(default_factory=lambda: data_folder() / "rag" / "library")
    chroma_url: str | None = None
    embedder: str = "local"
    llm: str | None = None
    llm_base_url: str | None = Field(default=None, validation_alias=AliasChoices("RAG_LLM_BASE_URL", "OPENAI_BASE_URL"))
    llm_window: int | None = Field(default=None, gt=0)
    llm_price: str | None = None
    budget_usd: float | None = Field(default=None, ge=0)
    budget_usd_per_day: float | None = Field(default=None, ge=0)
    openai_base_url: str | None = None
    openai_api_key: SecretStr | None = Field(default=None, validation_alias="OPENAI_API_KEY")
    api_key: SecretStr | None = None  # of this server, for those who ask it
    hosts: str = ""
    upload_mb: int = Field(default=50, gt=0)
    requests_per_second: float = Field(default=50.0, gt=0)

    def __init__(self, **given: Any) -> None:
        """The settings of the environment; what is ``given`` wins. Raises InputError for a value that can't be one."""
        try:
            super().__init__(**given)
        except ValidationError as error:
            first = error.errors(include_url=False)[0]
            name = str(first["loc"][0])
            raise InputError(
                f"{name if name.isupper() else f'RAG_{name.upper()}'} is {first['input']!r}.",
                f"{first['msg'].replace('Input', 'It')}.",
            ) from error
