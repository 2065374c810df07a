"""API7, server side request forgery: nobody makes us call an address of their choice.

Whatever takes an address to be called names here the tests of its guard, against names that point
inside, redirects, and resolvers that change their mind.
"""

import socket
from collections.abc import Iterator
from contextlib import closing
from uuid import uuid4

import pytest

from cli.place import ROOT
from tests.e2e.owasp.company import Company
from tests.e2e.owasp.test_api4_consumption import sent

WEBHOOKS = "tests/integration/gateway/test_webhook_connection.py"
GUARDED = {"register_webhook": WEBHOOKS, "change_webhook": WEBHOOKS}  # where its guard is tested
ADDRESS = ("url", "uri", "callback", "webhook", "endpoint", "target", "host", "link", "href")


def test_whatever_takes_an_address_has_a_guard_that_is_tested(company):
    takes = {
        where.partition(".")[0].partition("?")[0]
        for where, told in sent(company)
        if told.get("format") in ("uri", "url", "hostname")
        or any(word in field_of(where).lower().split("_") for word in ADDRESS)
    }
    assert takes == set(GUARDED)
    assert all((ROOT / file).exists() for file in GUARDED.values())


def field_of(where: str) -> str:
    """The last name on the way; nothing for a body as a whole."""
    return where.replace("?", ".").partition(".")[2].rpartition(".")[2]


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    with closing(socket.create_server(("127.0.0.1", 0))) as inside:
        inside.settimeout(0.5)
        yield inside


def called(inside: socket.socket) -> bool:
    try:
        inside.accept()[0].close()
    except TimeoutError:
        return False
    return True


def test_an_address_in_a_calendar_is_read_and_never_called(company: Company, listener):
    at = f"http://127.0.0.1:{listener.getsockname()[1]}"
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"SOURCE;VALUE=URI:{at}/1", "BEGIN:VEVENT",
             f"UID:{uuid4()}", "DTSTART:20310306T100000Z", "DTEND:20310306T110000Z", "SUMMARY:x",
             f"URL:{at}/2", f"ATTACH:{at}/3", f"IMAGE;VALUE=URI:{at}/4", f"CONFERENCE:{at}/5",
             "END:VEVENT", "END:VCALENDAR"]  # fmt: skip
    files = {"file": ("x.ics", "\r\n".join(lines).encode())}
    answer = company.ann.session.post(
        f"{company.ann.url}/v1/calendar/import", files=files, timeout=60
    )
    assert answer.status_code == 200, answer.text
    assert not called(listener)


@pytest.mark.parametrize("header", ["Host", "X-Forwarded-Host", "Forwarded", "Referer", "Origin"])
def test_no_header_says_where_we_call_or_point(company, listener, header):
    inside = f"127.0.0.1:{listener.getsockname()[1]}"
    answer = company.ann.session.get(
        f"{company.ann.url}/v1/customers?limit=1", headers={header: inside}, timeout=30
    )
    assert inside not in answer.text + str(answer.headers)
    assert not called(listener)
