"""Ids that follow from an article alone, so that the same article added twice is the same article."""

from __future__ import annotations

import base64
import hashlib
import re
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

_ID_CHARS = 12
_DEFAULT_PORTS = {"http": 80, "https": 443}
_TRACKING = re.compile(
    r"utm_.*|_ga|dclid|fbclid|gbraid|gclid|igshid|mc_[ce]id|msclkid|wbraid|yclid", re.IGNORECASE | re.DOTALL
)


def article_id(url: str | None, text: str) -> str:
    """``a`` and 12 base32 characters, from the canonical URL, else from the text. The title has no part in it."""
    canonical = canonical_url(url) if url else None
    key = f"url:{canonical}" if canonical else f"text:{text}"
    digest = hashlib.sha256(key.encode()).digest()
    return "a" + base64.b32encode(digest).decode().lower()[:_ID_CHARS]


def canonical_url(url: str) -> str | None:
    """One spelling for the addresses of a page, without fragment, credentials and trackers; None for no web address."""
    try:
        parts = urlsplit(url.strip())
        host, port = parts.hostname, parts.port
        query = parse_qsl(parts.query, keep_blank_values=True)
    except ValueError:
        return None
    if parts.scheme not in _DEFAULT_PORTS or not host:
        return None
    if ":" in host:
        host = f"[{host}]"
    if port and port != _DEFAULT_PORTS[parts.scheme]:
        host = f"{host}:{port}"
    kept = sorted((key, value) for key, value in query if not _TRACKING.fullmatch(key))
    return urlunsplit((parts.scheme, host, parts.path.rstrip("/"), urlencode(kept), ""))
