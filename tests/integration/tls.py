"""Certificates for tests: good ones, and each kind of bad one."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography.hazmat.primitives.serialization import Encoding

from deploy.certificates import Authority, authority

HERE = "127.0.0.1"


class Files:
    """An authority that is believed, and certificates in files; `both` has key and certificate."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.signing = authority("trusted")
        self.ca = self.authority(self.signing, "ca")
        self.good = self.pair(self.signing, "good")
        self.other = authority("somebody else")
        self.other_ca = self.authority(self.other, "other-ca")

    def authority(self, made: Authority, name: str) -> Path:
        path = self.folder / f"{name}.pem"
        path.write_bytes(made.certificate.public_bytes(Encoding.PEM))
        return path

    def pair(
        self, signing: Authority, name: str, host: str = HERE, until: datetime | None = None
    ) -> tuple[Path, Path]:
        """Certificate and key; the certificate's file has both, as mongod wants it."""
        certificate, key = signing.issue([host], until)
        paths = self.folder / f"{name}.pem", self.folder / f"{name}-key.pem"
        paths[0].write_bytes(certificate + key)
        paths[1].write_bytes(key)
        return paths

    def bad(self) -> dict[str, tuple[Path, Path]]:
        """What no client may accept."""
        yesterday = datetime.now(UTC) - timedelta(days=1)
        return {
            "of another authority": self.pair(self.other, "foreign"),
            "expired": self.pair(self.signing, "expired", until=yesterday),
            "for another host": self.pair(self.signing, "elsewhere", host="elsewhere.example"),
        }
