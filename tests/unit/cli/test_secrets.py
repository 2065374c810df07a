"""Keys are made once, and for their owner's eyes only."""

import stat

from cli.place import Place
from cli.secrets import KEYS, key_settings, secret_file


def test_a_secret_is_made_once(tmp_path) -> None:
    place = Place(tmp_path).made()
    first = secret_file(place, "KEY").read_text()
    assert secret_file(place, "KEY").read_text() == first
    assert len(first.strip()) == 64


def test_two_secrets_are_not_the_same(tmp_path) -> None:
    place = Place(tmp_path).made()
    assert secret_file(place, "ONE").read_text() != secret_file(place, "TWO").read_text()


def test_nobody_else_may_read_a_secret(tmp_path) -> None:
    place = Place(tmp_path / "run").made()
    path = secret_file(place, "KEY")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(place.secrets.stat().st_mode) == 0o700


def test_processes_are_told_the_files_and_not_the_keys(tmp_path) -> None:
    settings = key_settings(Place(tmp_path).made(), {})
    assert set(settings) == {f"{name}_FILE" for name in KEYS}


def test_keys_of_the_environment_are_left_alone(tmp_path) -> None:
    given = {
        "GUANXI_TOKEN_KEY": "x", "GUANXI_IDENTITY_KEY_FILE": "/y", "GUANXI_CREDENTIAL_KEY": "z",
    }  # fmt: skip
    assert key_settings(Place(tmp_path).made(), given) == {}
