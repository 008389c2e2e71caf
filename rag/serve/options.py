"""How a server is to be run, and what it refuses to be. Knows nothing of HTTP."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from rag.errors import InputError

if TYPE_CHECKING:
    from rag.front import Engine
    from rag.settings import Settings

LEAST_KEY = 16  # characters: a shorter key can be guessed


@dataclass(frozen=True, slots=True)
class Options:
    """What a server is told. Sizes are in bytes, times in seconds.

    ``hosts`` are names, besides addresses and localhost, that browsers may know it by. ``rate`` is how many requests a
    second one caller may make on end, ``burst`` how many at once. ``workers`` questions are answered at a time, and
    ``waiting`` may wait; ``patience`` is how long a request waits for the next thing to happen, ``grace`` how long a
    server that is stopped waits for answers under way.
    """

    engine: Engine
    host: str = "127.0.0.1"
    port: int = 8321
    api_key: str | None = field(default=None, repr=False)
    hosts: tuple[str, ...] = ()
    max_body: int = 1_000_000
    max_upload: int = 50_000_000
    rate: float = 50.0
    burst: int = 200
    workers: int = 2
    waiting: int = 200
    patience: float = 300.0
    body_patience: float = 30.0
    heartbeat: float = 15.0
    grace: float = 30.0

    def __post_init__(self) -> None:
        """Refuse to be reached from elsewhere without a key."""
        if self.api_key is not None and (len(self.api_key) < LEAST_KEY or not self.api_key.isascii()):
            raise InputError(
                f"RAG_API_KEY has to be {LEAST_KEY} or more ASCII characters.",
                "Make one: python -c 'import secrets; print(secrets.token_urlsafe(32))'",
            )
        if self.api_key is None and not is_loopback(self.host):
            raise InputError(
                f"Other machines can reach {self.host}, and there is no key that would keep them out.",
                "Set RAG_API_KEY to a long secret, or leave --host out.",
            )


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach a server that listens there."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def from_settings(settings: Settings, host: str, port: int) -> Options:
    """The options of the settings, listening there. Raises InputError for a wider bind without a key."""
    from rag.front import engine

    return Options(
        engine=engine(settings),
        host=host,
        port=port,
        api_key=settings.api_key.get_secret_value() if settings.api_key else None,
        hosts=tuple(name for part in settings.hosts.split(",") if (name := part.strip().lower())),
        max_upload=settings.upload_mb * 1_000_000,
        rate=settings.requests_per_second,
        burst=max(1, round(4 * settings.requests_per_second)),
    )
