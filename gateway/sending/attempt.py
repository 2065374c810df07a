"""One event sent once: what came of it, and whether it is the event or the target that failed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http.client import HTTPException, HTTPResponse, IncompleteRead
from ssl import SSLCertVerificationError, SSLError
from time import monotonic

from gateway.sending.connection import Checked, Lookup, system_lookup
from gateway.sending.patience import Limit
from gateway.sending.schedule import retry_after
from gateway.sending.target import Policy, Refused

WHOLE_SECONDS = 15.0
KEPT = 500  # bytes of an answer
READ = 4_096  # bytes of it that are looked at
AWAY = frozenset([408, 425, 429, 502, 503, 504])  # it may be any other event's turn no more
USER_AGENT = "Guanxi-Webhooks/1"
WORDS: Sequence[tuple[type[BaseException] | tuple[type[BaseException], ...], str]] = (
    (SSLError, "no TLS connection could be agreed on"),
    (TimeoutError, "it did not answer in time"),
    (ConnectionRefusedError, "nobody listens there"),
    ((ConnectionError, IncompleteRead), "it closed the connection before it had answered"),
    ((HTTPException, ValueError), "what it answered is not HTTP"),
    (BaseException, "no connection: it is out of reach"),
)


@dataclass(frozen=True)
class Outcome:
    status: int | None = None
    error: str = ""
    answer: str = ""  # its first bytes
    seconds: float = 0.0
    wait: float = 0.0  # seconds that the target asked for

    @property
    def taken(self) -> bool:
        return self.status is not None and 200 <= self.status < 300

    @property
    def gone(self) -> bool:
        return self.status == 410

    @property
    def away(self) -> bool:
        """The target cannot be reached or has asked for a rest: another event fares no better."""
        return self.status is None or self.status in AWAY or self.wait > 0


@dataclass(frozen=True)
class Sender:
    """How to reach targets; the same for all of them."""

    policy: Policy
    lookup: Lookup = system_lookup
    seconds: float = WHOLE_SECONDS

    def send(self, url: str, headers: Mapping[str, str], body: bytes) -> Outcome:
        began = monotonic()
        try:
            status, wait, answer = self._sent(url, headers, body)
        except Refused as error:
            return Outcome(None, str(error), seconds=monotonic() - began)
        except (OSError, HTTPException, ValueError) as error:
            return Outcome(None, in_words(error), seconds=monotonic() - began)
        return Outcome(status, "", answer, monotonic() - began, wait)

    def _sent(self, url: str, headers: Mapping[str, str], body: bytes) -> tuple[int, float, str]:
        target, limit = self.policy.read(url), Limit(self.seconds)
        connection = Checked(target, self.policy, limit, self.lookup)
        try:
            connection.putrequest("POST", target.path, skip_host=True, skip_accept_encoding=True)
            said = {"Host": target.authority, "User-Agent": USER_AGENT, "Connection": "close"}
            for name, value in {**said, **headers, "Content-Length": str(len(body))}.items():
                connection.putheader(name, value)
            connection.endheaders(body)
            return told(connection.getresponse())
        finally:
            connection.close()


def told(response: HTTPResponse) -> tuple[int, float, str]:
    """A redirect is an answer like any other: nobody follows it."""
    wait = retry_after(response.headers.get("Retry-After")) if response.status >= 300 else 0.0
    return response.status, wait, first_of(response)


def first_of(response: HTTPResponse) -> str:
    """The status has been said: who then says no more has answered all the same."""
    try:
        said = response.read(READ)
    except (OSError, HTTPException, ValueError):
        return ""
    return said[:KEPT].decode("utf-8", "replace").replace("\x00", "�")


def in_words(error: BaseException) -> str:
    """For the people of the target: what they can see from outside, and nothing of our program."""
    if isinstance(error, SSLCertVerificationError):
        return f"its certificate cannot be trusted: {error.verify_message}"[:KEPT]
    if type(error) in (OSError, TimeoutError) and len(error.args) == 1:
        return str(error)[:KEPT]  # our own words
    return next(words for kind, words in WORDS if isinstance(error, kind))
