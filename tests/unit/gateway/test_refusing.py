"""What an operator reads about a refused request: nothing that opens a door."""

from structlog.testing import capture_logs
from werkzeug import Request
from werkzeug.test import EnvironBuilder

from gateway.entrypoint import HttpRoute
from gateway.service import ROUTES
from kernel.refusal import Unavailable


def test_a_path_that_holds_a_token_is_not_written_down():
    [route] = [r for r in ROUTES.values() if r.path == "/v1/calendar/<token>.ics"]
    request = Request(EnvironBuilder("/v1/calendar/very-secret.ics").get_environ())

    with capture_logs() as lines:
        HttpRoute(route).refuse(Unavailable("away", retry_after=1), request)

    assert [line["path"] for line in lines] == ["/v1/calendar/<token>.ics"]
    assert "very-secret" not in str(lines)
