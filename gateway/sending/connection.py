"""A connection to exactly the address that was looked at: a name that changes gains nothing."""

import socket
import ssl
from collections.abc import Callable, Sequence
from functools import cache
from http.client import HTTPConnection
from queue import Empty, SimpleQueue
from threading import Thread

from gateway.sending.addresses import Address, parsed
from gateway.sending.patience import Limit, Patient
from gateway.sending.target import Policy, Refused, Target

CONNECT_SECONDS = 5.0
TRIED = 2  # addresses of one name

Lookup = Callable[[str, int], Sequence[str]]
Dial = Callable[[tuple[str, int], float], socket.socket]
Outcome = SimpleQueue[list[str] | OSError]


def system_lookup(host: str, port: int) -> list[str]:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(one[4][0]) for one in found))


@cache
def trusted() -> ssl.SSLContext:
    """The system's authorities; SSL_CERT_FILE names others."""
    return ssl.create_default_context()


class Checked(HTTPConnection):
    """Its host is asked for once, and what was checked is what it connects to."""

    def __init__(
        self,
        target: Target,
        policy: Policy,
        limit: Limit,
        lookup: Lookup = system_lookup,
        dial: Dial = socket.create_connection,
    ) -> None:
        super().__init__(target.host, target.port)
        self.target = target
        self.policy = policy
        self.limit = limit
        self.lookup = lookup
        self.dial = dial

    def connect(self) -> None:
        """Raises Refused, OSError or TimeoutError."""
        limit = Limit(self.limit.left(CONNECT_SECONDS))
        addresses = checked(self.target, self.policy, self.lookup, limit)
        sock = self._dialled(addresses[:TRIED], limit)
        try:
            self.sock = Patient(self._secured(sock, limit), self.limit)
        except BaseException:
            sock.close()
            raise

    def _dialled(self, addresses: Sequence[Address], limit: Limit) -> socket.socket:
        for number, address in enumerate(addresses, start=1):
            share = limit.left() / (len(addresses) - number + 1)
            try:
                return self.dial((str(address), self.target.port), share)
            except OSError:
                if number == len(addresses):
                    raise
        raise OSError("the name has no address")

    def _secured(self, sock: socket.socket, limit: Limit) -> socket.socket:
        """The certificate must be that of the name, whatever the address."""
        sock.settimeout(limit.left())
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if not self.target.secure:
            return sock
        return trusted().wrap_socket(sock, server_hostname=self.target.host)


def checked(target: Target, policy: Policy, lookup: Lookup, limit: Limit) -> list[Address]:
    """Every address of the name. Raises Refused when one of them is not to be reached."""
    literal = parsed(target.host)
    names = [str(literal)] if literal else looked_up(target, lookup, limit.left())
    addresses = [parsed(name) for name in names]
    if not addresses or None in addresses:
        raise Refused("The name of the host has no address.")
    for address in addresses:
        policy.check(address)  # type: ignore[arg-type]
    return addresses  # type: ignore[return-value]


def looked_up(target: Target, lookup: Lookup, seconds: float) -> list[str]:
    """In a thread of its own: nothing else can end what the system's resolver waits for."""
    answer: Outcome = SimpleQueue()

    def look() -> None:
        try:
            answer.put(list(lookup(target.host, target.port)))
        except (OSError, UnicodeError):
            answer.put(OSError("the name of the host is not known"))

    Thread(target=look, name="lookup", daemon=True).start()
    try:
        found = answer.get(timeout=seconds)
    except Empty:
        raise TimeoutError("the name was not looked up in time") from None
    if isinstance(found, OSError):
        raise found
    return found
