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


def read_on(path: str, user: str, said: dict[str, Any]) -> dict[str, Any]:
    """A query, or the body of what lists by POST, with the cursor that its service knows."""
    if not (given := said.get("cursor")):
        return said
    return said | {"cursor": opened(given, path, user, said)}


def given_out(route: Route, asked: Asked, result: Any) -> Any:
    """A page with the cursor that its asker may come back with."""
    said = question(route, asked)
    if said is None or not (isinstance(result, Mapping) and result.get("next")):
        return result
    return {**result, "next": sealed(result["next"], asked.path, asked.context.actor, said)}


def question(route: Route, asked: Asked) -> Query | None:
    """What pages are asked for with: the query, or the body of what lists by POST; or nothing."""
    if "cursor" in route.query.fields:
        return asked.query
    return asked.body if route.body and "cursor" in route.body.fields else None
