"""What a client would like besides (RFC 7240): what can be done is done, and said to be done.

`return=minimal` leaves the body of a receipt out, and its position stands in a header.
`handling=strict` refuses an edit that names no version. `respond-async` is done where we answer
so anyway.
"""

import json
import re
from collections.abc import Mapping
from urllib.request import parse_http_list

from werkzeug import Response
from werkzeug.datastructures import Headers

from gateway.answers import Receipted
from gateway.routes import Route

TOKEN = re.compile(r"\s*([A-Za-z-]+)\s*(?:=\s*\"?([A-Za-z0-9-]*)\"?)?\s*(?:;.*)?", re.DOTALL)
POSITION = "X-Position"
ACCEPTED = 202

Preferences = Mapping[str, str]


def preferences(headers: Headers) -> Preferences:
    """Of several of a kind the first counts; what we do not know does no harm."""
    found: dict[str, str] = {}
    for one in parse_http_list(",".join(headers.getlist("Prefer"))):  # with commas in quotes
        if match := TOKEN.fullmatch(one):
            found.setdefault(match[1].lower(), (match[2] or "").lower())
    return found


def is_strict(wanted: Preferences) -> bool:
    return wanted.get("handling") == "strict"


def may_be_minimal(route: Route) -> bool:
    """Nothing but a receipt is lost."""
    return type(route.answer) is Receipted


def applied(route: Route, wanted: Preferences, response: Response) -> Response:
    done = []
    if wanted.get("return") == "minimal" and may_be_minimal(route):
        response = minimal(response)
        done.append("return=minimal")
    if is_strict(wanted) and route.conditional:
        done.append("handling=strict")
    if "respond-async" in wanted and response.status_code == ACCEPTED:
        done.append("respond-async")
    if done:
        response.headers["Preference-Applied"] = ", ".join(done)
    return response


def minimal(response: Response) -> Response:
    """What was created is still 201; of all others there is nothing more to say."""
    position = json.loads(response.get_data())["position"]
    status = 201 if response.status_code == 201 else 204
    kept = [pair for pair in response.headers if pair[0] not in ("Content-Type", "Content-Length")]
    answer = Response(None, status, Headers([*kept, (POSITION, position)]))
    del answer.headers["Content-Type"]
    return answer
