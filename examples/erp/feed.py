"""The feed over HTTP: where the truth is asked when a message is missing."""

import json
from collections.abc import Iterable, Mapping
from http.client import HTTPException
from ssl import create_default_context
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

PAGE = 500
SECONDS = 30


class FeedAway(Exception):
    """It gives no answer now: nothing is processed, and it is asked again later."""


class Feed:
    def __init__(
        self, url: str, token: str, types: Mapping[str, Iterable[str]], ca: str | None = None
    ) -> None:
        self.url = url
        self.token = token
        self.trust = create_default_context(cafile=ca)
        self.types = {source: ",".join(names) for source, names in types.items()}

    def page(self, source: str, after: int) -> dict[str, Any]:
        """`events` of our types, `next`: the last position looked at, `head`: the log's last."""
        query = {"source": source, "after": after, "types": self.types[source], "limit": PAGE}
        asked = Request(f"{self.url}?{urlencode(query)}", headers=self.headers())
        try:
            with urlopen(asked, timeout=SECONDS, context=self.trust) as answer:
                page: dict[str, Any] = json.load(answer)
        except HTTPError as error:
            raise FeedAway(f"{error.code} {error.read().decode(errors='replace')}") from error
        except (OSError, HTTPException, ValueError) as error:
            raise FeedAway(repr(error)) from error
        return page

    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}", "Accept": "application/json"}
