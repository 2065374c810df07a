"""Where a webhook may point: what its address must look like, and which hosts it never reaches."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from urllib.parse import urlsplit

from gateway.sending.addresses import Address, allowed, parsed
from kernel.settings import setting

LONGEST = 2_000  # characters
SAFE = re.compile(r"[\x21-\x7e]+")
HOST = re.compile(r"[a-z0-9_]([a-z0-9_.-]{0,251}[a-z0-9])?", re.IGNORECASE)
NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")  # the last of a name: resolvers take it for an address
INSIDE = ("localhost", "local", "internal", "intranet", "lan", "home", "corp")  # last of a name
NOTHING = "nothing"  # as where it is not set
USUAL_PORTS = {"https": 443, "http": 80}
LOWEST = 1024  # ports below belong to other services
OTHERS = frozenset(  # well-known ports above it where no web server listens
    [1433, 1521, 2049, 2181, 2375, 2376, 2379, 2380, 3306, 3389, 5432, 5672, 5671, 5984, 5985,
     5986, 6000, 6379, 6443, 6665, 6666, 6667, 6668, 6669, 9042, 9092, 9200, 9300, 10250, 10255,
     11211, 15672, 25672, 27017, 27018, 27019]
)  # fmt: skip


class Refused(ValueError):
    """Nothing is sent there; says why, and what to do."""


@dataclass(frozen=True)
class Target:
    secure: bool
    host: str
    port: int
    path: str  # with what stands behind the question mark

    @property
    def authority(self) -> str:
        """As `Host` says it."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        usual = USUAL_PORTS["https" if self.secure else "http"]
        return host if self.port == usual else f"{host}:{self.port}"


@dataclass(frozen=True)
class Policy:
    """What an operator allows beyond https to hosts of the public internet."""

    http: bool = False
    private: bool = False

    @classmethod
    def from_settings(cls) -> "Policy":
        """GUANXI_WEBHOOK_ALLOW: `nothing`, `http`, `private`, or both with a comma between."""
        said = setting("GUANXI_WEBHOOK_ALLOW", "")
        given = {one.strip() for one in said.split(",")} - {NOTHING, ""}
        if strange := given - {"http", "private"}:
            raise SystemExit(
                f"GUANXI_WEBHOOK_ALLOW: there is no {', '.join(sorted(strange))}; http, private"
            )
        return cls("http" in given, "private" in given)

    def read(self, url: str) -> Target:
        """The address taken apart. Raises Refused."""
        if len(url) > LONGEST or not SAFE.fullmatch(url) or "\\" in url:
            raise Refused("Please write it in ASCII, without blanks and not too long.")
        try:
            parts = urlsplit(url)
            port = parts.port
        except ValueError:
            raise Refused("Please check it: it is no address.") from None
        if parts.scheme not in self.schemes:
            raise Refused("Please give an address that begins with https://.")
        if "@" in parts.netloc or "#" in url:
            raise Refused("Please take out user, password and fragment: signatures say who sends.")
        port = USUAL_PORTS[parts.scheme] if port is None else port
        self.check_host(parts.hostname or "")
        self.check_port(port)
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        return Target(parts.scheme == "https", (parts.hostname or "").rstrip("."), port, path)

    @property
    def schemes(self) -> Collection[str]:
        return ("https", "http") if self.http else ("https",)

    def check_host(self, host: str) -> None:
        if literal := parsed(host):
            self.check(literal)
            return
        labels = host.rstrip(".").lower().split(".")
        if not HOST.fullmatch(".".join(labels)) or not all(labels) or NUMBER.fullmatch(labels[-1]):
            raise Refused("Please check the name of the host.")
        if not self.private and (len(labels) == 1 or labels[-1] in INSIDE):
            raise Refused("Please give a host that can be reached from outside.")

    def check_port(self, port: int) -> None:
        if self.private:
            return
        if port not in USUAL_PORTS.values() and (port < LOWEST or port in OTHERS):
            raise Refused(f"Please choose another port: {port} is not one of web servers.")

    def check(self, address: Address) -> None:
        """Raises Refused unless something may be sent to that very address."""
        if not allowed(address, self.private):
            raise Refused(f"{address} is no public address; an operator can allow private ones.")
