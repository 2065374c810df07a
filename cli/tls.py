"""TLS of the local system: an authority of its own, and what everybody is told of it.

It is on where there is a folder `tls/`; each start renews the certificate when it has had its time.
"""

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlencode

from cli.place import Place

CERTIFICATE = ("GUANXI_TLS_CERTIFICATE_FILE", "GUANXI_TLS_KEY_FILE")
HOSTS = ("127.0.0.1", "localhost")
RENEWED = timedelta(days=60)  # before its end


@dataclass(frozen=True)
class Tls:
    """The files."""

    folder: Path

    @property
    def ca(self) -> Path:
        return self.folder / "ca.pem"

    @property
    def certificate(self) -> Path:
        return self.folder / "server.pem"

    @property
    def key(self) -> Path:
        return self.folder / "server-key.pem"

    @property
    def both(self) -> Path:
        """In one file, as mongod wants it."""
        return self.folder / "server-both.pem"

    def for_broker(self) -> str:
        return urlencode({"cacertfile": self.ca})

    def for_database(self) -> str:
        return urlencode({"tls": "true", "tlsCAFile": self.ca})

    def for_gateway(self) -> Mapping[str, str]:
        return dict(zip(CERTIFICATE, (str(self.certificate), str(self.key)), strict=True))


def known(place: Place) -> Tls | None:
    """What was made at a start; None where nothing speaks TLS."""
    found = Tls(place.tls)
    return found if found.both.exists() else None


def trusting(place: Place) -> dict[str, str]:
    """For clients of this program: the authority is believed, where it is ours."""
    tls = known(place)
    return {"SSL_CERT_FILE": str(tls.ca)} if tls else {}


def wished(place: Place, wanted: bool | None) -> Tls | None:
    """At a start; None for the same as last time."""
    if wanted is False:
        shutil.rmtree(place.tls, ignore_errors=True)
    elif wanted or place.tls.exists():
        make(Tls(place.tls))
    return known(place)


def make(tls: Tls) -> None:
    """What is there already, and good for a while, stays."""
    from deploy.certificates import keep, kept

    tls.folder.mkdir(mode=0o700, exist_ok=True)
    authority = kept(tls.folder)
    if tls.both.exists() and good(tls.both):
        return
    certificate, key = authority.issue(HOSTS)
    keep(tls.key, key)
    keep(tls.certificate, certificate)
    keep(tls.both, certificate + key)  # last: with it, all is there


def good(certificate: Path) -> bool:
    from cryptography import x509

    ends = x509.load_pem_x509_certificate(certificate.read_bytes()).not_valid_after_utc
    return ends - datetime.now(UTC) > RENEWED
