"""Cursors as clients get them: signed, for one list, one asker and the filters they came with.

What a cursor holds is the business of who reads the rows. It is signed where lists leave us, and
looked at where they are asked for, so that no service is ever asked to read on from anything that
nobody was given. The key is that of all credentials: with a new one reading begins anew.
"""

import base64
import json
from collections.abc import Mapping
from hashlib import sha256
from hmac import digest
from typing import Any

from gateway.asked import Asked
from gateway.routes import Route
from gateway.secret import credential_key, same
from kernel.refusal import Invalid

BYTES = 16  # of a signature: to guess one, 2^64 tries would not do
PURPOSE = "cursor"
FREE = frozenset({"cursor", "limit", "after"})  # may change from page to page
ADVICE = (
    "This is no cursor that you were given for this list and these filters. Send `next` as you got "
    "it, with the same filters; or leave `cursor` out and begin with the first page."
)

Query = Mapping[str, Any]


def sealed(cursor: str, path: str, user: str, query: Query) -> str:
    return f"{cursor}.{signature(cursor, path, user, query)}"


def opened(given: str, path: str, user: str, query: Query) -> str:
    """What was sealed; Invalid for a cursor that was changed, cut, or given to another question."""
    cursor, _, signed = given.rpartition(".")
    if not cursor or not same(signed, signature(cursor, path, user, query)):
        raise Invalid("invalid", ADVICE, errors=[{"field": "cursor", "message": ADVICE}])
    return cursor


def signature(cursor: str, path: str, user: str, query: Query) -> str:
    filters = {name: value for name, value in query.items() if name not in FREE}
    said = json.dumps([PURPOSE, cursor, path, user, filters], sort_keys=True).encode()
    signed = digest(credential_key(), said, sha256)[:BYTES]
    return base64.urlsafe_b64encode(signed).rstrip(b"=").decode()


def is_listed(route: Route) -> bool:
    return "cursor" in route.query.fields


def read_on(path: str, user: str, query: dict[str, Any]) -> dict[str, Any]:
    """The question with the cursor that its service knows."""
    if not (given := query.get("cursor")):
        return query
    return query | {"cursor": opened(given, path, user, query)}


def given_out(route: Route, asked: Asked, result: Any) -> Any:
    """A page with the cursor that its asker may come back with."""
    if not is_listed(route) or not (isinstance(result, Mapping) and result.get("next")):
        return result
    user, query = asked.context.actor, asked.query
    return {**result, "next": sealed(result["next"], asked.path, user, query)}
