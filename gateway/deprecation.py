"""Routes that are to go: announced in every answer, for half a year at least.

`Deprecation` (RFC 9745) says since when one should use another, `Sunset` (RFC 8594) when it may be
gone, `Link` which one to use.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from werkzeug import Response
from werkzeug.http import http_date

from gateway.links import link

if TYPE_CHECKING:
    from gateway.routes import Route

NOTICE = timedelta(days=180)


@dataclass(frozen=True)
class Deprecated:
    since: date
    until: date
    instead: str  # the path of what does it better

    def __post_init__(self) -> None:
        """Who notices within half a year has time enough; a shorter notice must not start."""
        if self.until - self.since < NOTICE:
            raise TypeError(f"a route is announced {NOTICE.days} days before it goes, or longer")


def announced(route: "Route", response: Response) -> Response:
    if told := route.deprecated:
        response.headers["Deprecation"] = f"@{int(midnight(told.since).timestamp())}"
        response.headers["Sunset"] = http_date(midnight(told.until))
        response.headers.add("Link", link(told.instead, (), "successor-version"))
    return response


def midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)
