"""A certificate authority of one's own, for a private network: no name in it is known outside.

`python -m deploy.certificates FOLDER NAME…` writes FOLDER/ca.pem and for each name a folder with
it, certificate.pem, key.pem and, in one file for mongod, both.pem. Run again, it renews the
certificates and keeps the authority, whose key is in FOLDER/ca-key.pem: whoever has that file can
pretend to be any of these servers.
"""

import os
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.ec import generate_private_key as new_key
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.hazmat.primitives.serialization import load_pem_private_key as read_key
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

YEARS = timedelta(days=3650)  # of the authority
DAYS = timedelta(days=397)  # of a certificate: what browsers accept at most
EARLIER = timedelta(hours=1)  # for clocks that are slow


@dataclass(frozen=True)
class Authority:
    key: EllipticCurvePrivateKey
    certificate: x509.Certificate

    def issue(self, names: Iterable[str], until: datetime | None = None) -> tuple[bytes, bytes]:
        """Certificate and key for a server of these names and addresses, and for a client."""
        listed, key = list(names), new_key(SECP256R1())
        usages = [ExtendedKeyUsageOID.SERVER_AUTH, ExtendedKeyUsageOID.CLIENT_AUTH]
        made = (
            about(listed[0], self.certificate.subject, key, until or now() + DAYS)
            .add_extension(x509.SubjectAlternativeName([general(name) for name in listed]), False)
            .add_extension(x509.ExtendedKeyUsage(usages), False)
            .add_extension(x509.BasicConstraints(False, None), True)
            .add_extension(self._signed_by(), False)
            .sign(self.key, SHA256())
        )
        return made.public_bytes(Encoding.PEM), written(key)

    def _signed_by(self) -> x509.AuthorityKeyIdentifier:
        return x509.AuthorityKeyIdentifier.from_issuer_public_key(self.key.public_key())


def authority(name: str) -> Authority:
    key = new_key(SECP256R1())
    usage = x509.KeyUsage(False, False, False, False, False, True, True, False, False)
    made = (
        about(name, subject(name), key, now() + YEARS)
        .add_extension(x509.BasicConstraints(True, 0), True)
        .add_extension(usage, True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), False)
        .sign(key, SHA256())
    )
    return Authority(key, made)


def about(
    name: str, issuer: x509.Name, key: EllipticCurvePrivateKey, until: datetime
) -> x509.CertificateBuilder:
    begins = min(now(), until) - EARLIER
    return x509.CertificateBuilder(
        issuer, subject(name), key.public_key(), x509.random_serial_number(), begins, until
    )


def subject(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


def general(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ip_address(name))
    except ValueError:
        return x509.DNSName(name)


def now() -> datetime:
    return datetime.now(UTC)


def written(key: EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def kept(folder: Path) -> Authority:
    """The authority of a folder; made when it is not there."""
    path, own = folder / "ca.pem", folder / "ca-key.pem"
    if not path.exists():
        made = authority("Guanxi, local authority")
        keep(own, written(made.key))
        keep(path, made.certificate.public_bytes(Encoding.PEM), 0o644)
    key = read_key(own.read_bytes(), None)
    assert isinstance(key, EllipticCurvePrivateKey)
    return Authority(key, x509.load_pem_x509_certificate(path.read_bytes()))


def keep(path: Path, content: bytes, mode: int = 0o600) -> None:
    """Whole or not at all, and at no time readable by others."""
    beside = path.with_name(path.name + ".new")
    beside.unlink(missing_ok=True)
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
    beside.replace(path)


def main(folder: Path, names: list[str]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    signing = kept(folder)
    for name in names:
        certificate, key = signing.issue([name, "localhost", "127.0.0.1"])
        (folder / name).mkdir(exist_ok=True)
        keep(folder / name / "ca.pem", (folder / "ca.pem").read_bytes(), 0o644)
        renew(folder / name / "key.pem", key)
        renew(folder / name / "both.pem", certificate + key)
        renew(folder / name / "certificate.pem", certificate, 0o644)


def renew(path: Path, content: bytes, mode: int = 0o600) -> None:
    """It stays whose it was: a container's user may be the only one to read it."""
    owner = path.stat() if path.exists() else None
    keep(path, content, mode)
    if owner and os.geteuid() == 0:
        os.chown(path, owner.st_uid, owner.st_gid)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
