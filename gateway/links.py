"""Links in headers (RFC 8288)."""

from collections.abc import Sequence
from urllib.parse import urlencode


def link(path: str, query: Sequence[tuple[str, str]], rel: str) -> str:
    return f'<{path}{"?" if query else ""}{urlencode(query)}>; rel="{rel}"'
