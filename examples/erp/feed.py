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
UNKNOWN = 401
OURS = (400, 403, 404)


class FeedAway(Exception):
    """It gives no answer now: nothing is processed, and it is asked again later."""


class Refused(Exception):
    """It will give no other answer until somebody has mended what we ask, or with what token."""


class Feed:
    """Asks for events of these types in the version that we understand, and in no other."""

    def __init__(
        self,
        url: str,
        token: str,
        types: Mapping[str, Iterable[str]],
        version: int,
        ca: str | None = None,
    ) -> None:
        self.url = url
        self.token = token
        self.trust = create_default_context(cafile=ca)
        self.asked = {
            source: {
                "types": ",".join(names),
                "pin": ",".join(f"{name}@{version}" for name in names),
            }
            for source, names in types.items()
        }

    def page(self, source: str, after: int) -> dict[str, Any]:
        """`events` of our types, `next`: the last position looked at, `head`: the log's last."""
        query = {"source": source, "after": after, "limit": PAGE} | self.asked[source]
        asked = Request(f"{self.url}?{urlencode(query)}", headers=self.headers())
        try:
            with urlopen(asked, timeout=SECONDS, context=self.trust) as answer:
                page: dict[str, Any] = json.load(answer)
        except HTTPError as error:
            raise failure(error) from error
        except (OSError, HTTPException, ValueError) as error:
            raise FeedAway(repr(error)) from error
        return page

    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}", "Accept": "application/json"}


def failure(error: HTTPError) -> FeedAway | Refused:
    told = error.read().decode(errors="replace")
    if error.code == UNKNOWN:
        return Refused(f"CRM_TOKEN opens nothing, have it renewed by ./crm subscriber: {told}")
    if error.code in OURS:
        return Refused(f"CRM_FEED refuses what we ask it: {error.code} {told}")
    return FeedAway(f"{error.code} {told}")
