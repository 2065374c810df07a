"""What an AMQP URI says, the same for every library that speaks to the broker.

    amqp://user:password@host:5672/virtual-host
    amqps://…:5671/…?cacertfile=/ca.pem        believe this authority (else those of the system)
                    &certfile=/me.pem&keyfile=/me-key.pem    show this certificate

With `amqps` the broker must show a certificate for the host that the URI names; there is no way
to believe anybody. What cannot be read is refused without repeating it: a password is in it.
"""

import ssl
from dataclasses import dataclass
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

PORTS = {"amqp": 5672, "amqps": 5671}
FILES = ("cacertfile", "certfile", "keyfile")
VERIFIED = ("yes", "verify_peer")  # what `verify` may say, since it is so anyhow


class Unreadable(ValueError):
    """An operator's slip."""


@dataclass(frozen=True)
class Tls:
    """Files: whom we believe, and what we show of ourselves."""

    authorities: str | None = None
    certificate: str | None = None
    key: str | None = None

    def context(self) -> ssl.SSLContext:
        made = ssl.create_default_context(cafile=self.authorities)
        made.minimum_version = ssl.TLSVersion.TLSv1_2
        if self.certificate:
            made.load_cert_chain(self.certificate, self.key)
        return made


@dataclass(frozen=True)
class Broker:
    host: str
    port: int
    user: str
    password: str
    virtual_host: str
    tls: Tls | None


def read(uri: str) -> Broker:
    """Raises Unreadable."""
    parts = urlsplit(uri)
    if parts.scheme not in PORTS:
        raise Unreadable("AMQP_URI begins with amqp:// or amqps://")
    return Broker(
        host=parts.hostname or "localhost",
        port=port_of(parts) or PORTS[parts.scheme],
        user=unquote(parts.username or "guest"),
        password=unquote(parts.password or "guest"),
        virtual_host=unquote(parts.path[1:]) or "/",
        tls=tls(parts.scheme == "amqps", parse_qs(parts.query, keep_blank_values=True)),
    )


def port_of(parts: SplitResult) -> int | None:
    try:
        return parts.port
    except ValueError:  # whose words are a piece of the password
        raise Unreadable("AMQP_URI: write / : @ of a password as %2F %3A %40") from None


def tls(secure: bool, said: dict[str, list[str]]) -> Tls | None:
    files = {name: said[name][0] for name in FILES if said.get(name)}
    if not secure:
        if files:
            raise Unreadable(f"AMQP_URI: {', '.join(files)} is of use with amqps:// only")
        return None
    if said.get("verify", ["yes"])[0] not in VERIFIED:
        raise Unreadable("AMQP_URI: the broker is always verified; cacertfile says by whom")
    return Tls(files.get("cacertfile"), files.get("certfile"), files.get("keyfile"))
