"""An authority of one's own: kept for years, what it signs renewed."""

import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.x509.verification import PolicyBuilder, Store

from deploy.certificates import authority, main


def read(path: Path) -> x509.Certificate:
    return x509.load_pem_x509_certificate(path.read_bytes())


def test_each_server_gets_a_folder_of_what_it_needs_and_keys_are_private(tmp_path: Path) -> None:
    main(tmp_path, ["gateway", "mongo"])
    for name in ("gateway", "mongo"):
        folder = tmp_path / name
        assert {file.name for file in folder.iterdir()} == {
            "ca.pem", "certificate.pem", "key.pem", "both.pem",
        }  # fmt: skip
        assert (folder / "ca.pem").read_bytes() == (tmp_path / "ca.pem").read_bytes()
        for secret in ("key.pem", "both.pem"):
            assert stat.S_IMODE((folder / secret).stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "ca-key.pem").stat().st_mode) == 0o600


def test_a_certificate_is_good_for_its_names_and_no_others(tmp_path: Path) -> None:
    main(tmp_path, ["mongo"])
    made, trusted = read(tmp_path / "mongo" / "certificate.pem"), Store([read(tmp_path / "ca.pem")])
    builder = PolicyBuilder().store(trusted)
    builder.build_server_verifier(x509.DNSName("mongo")).verify(made, [])
    names = made.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert [str(name.value) for name in names] == ["mongo", "localhost", "127.0.0.1"]


def test_again_it_renews_certificates_and_keeps_the_authority(tmp_path: Path) -> None:
    main(tmp_path, ["mongo"])
    before = read(tmp_path / "ca.pem"), read(tmp_path / "mongo" / "certificate.pem")
    main(tmp_path, ["mongo"])
    assert read(tmp_path / "ca.pem") == before[0]
    assert read(tmp_path / "mongo" / "certificate.pem").serial_number != before[1].serial_number


def test_an_end_in_the_past_is_expired_and_not_upside_down() -> None:
    yesterday = datetime.now(UTC) - timedelta(days=1)
    made = x509.load_pem_x509_certificate(authority("a").issue(["x"], yesterday)[0])
    assert made.not_valid_before_utc < made.not_valid_after_utc < datetime.now(UTC)
