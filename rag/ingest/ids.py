"""Ids that follow from an article alone, so that the same article added twice is the same article."""

from __future__ import annotations

import base64
import hashlib
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

_ID_CHARS = 12
_DEFAULT_PORTS = {"http": 80, "https": 443}
_TRACKING = {"_ga", "dclid", "fbclid", "gbraid", "gclid", "igshid", "mc_cid", "mc_eid", "msclkid", "wbraid", "yclid"}


def article_id(url: str | None, text: str) -> str:
    """``a`` and 12 lower-case base32 characters, from the canonical URL if there is one, else from the text alone.

    The title has no part in it: the same text under a better headline is the same article.
    """
    canonical = canonical_url(url) if url else None
    key = f"url:{canonical}" if canonical else f"text:{text}"
    digest = hashlib.sha256(key.encode()).digest()
    return "a" + base64.b32encode(digest).decode().lower()[:_ID_CHARS]


def content_hash(text: str) -> str:
    """SHA-256 of ``text`` in UTF-8, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def canonical_url(url: str) -> str | None:
    """One spelling for the addresses that lead to the same page; None for what is no web address.

    Drops the fragment, credentials, default ports, tracking parameters and a final slash, and sorts the rest.
    """
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
    kept = sorted((key, value) for key, value in query if not _is_tracking(key))
    return urlunsplit((parts.scheme, host, parts.path.rstrip("/"), urlencode(kept), ""))


def _is_tracking(key: str) -> bool:
    return key.lower().startswith("utm_") or key.lower() in _TRACKING
