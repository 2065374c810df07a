"""Keys are changed while the system runs: the first signs, the others still verify."""

import pytest

from gateway.jwks import KeysShown
from gateway.keys import FRESH_SECONDS, KEYS, Keys, ring_of, thumbprint
from gateway.tokens import Unauthorised, issue, verify

OLD, NEW = "o" * 32, "n" * 32


@pytest.fixture
def file(tmp_path, monkeypatch):
    path = tmp_path / "keys"
    path.write_text(OLD)
    monkeypatch.setenv("GUANXI_TOKEN_KEY_FILE", str(path))
    KEYS.forget()
    return path


def looked_at_again():
    KEYS.looked -= 2 * FRESH_SECONDS


def test_a_key_is_changed_without_signing_anybody_out(file):
    before = issue("ann", "sales")
    file.write_text(f"{NEW}\n{OLD}\n")
    looked_at_again()
    after = issue("ann", "sales")

    assert (verify(before).user, verify(after).user) == ("ann", "ann")
    assert KEYS.ring().id == ring_of(NEW).id


def test_a_key_that_was_taken_away_is_believed_no_more(file):
    before = issue("ann", "sales")
    assert verify(before).user == "ann"
    file.write_text(NEW)
    looked_at_again()

    with pytest.raises(Unauthorised):
        verify(before)


@pytest.mark.parametrize("text", ["", "short", f"{NEW}\nshort"])
def test_while_it_runs_a_bad_file_changes_nothing(file, text):
    token = issue("ann", "sales")
    file.write_text(text)
    looked_at_again()

    assert verify(token).user == "ann"


@pytest.mark.parametrize("text", ["", " \n", "short", f"{NEW}\nshort", f"{NEW}\n" * 9])
def test_nothing_starts_with_bad_keys(file, text):
    file.write_text(text)

    with pytest.raises(SystemExit, match="GUANXI_TOKEN_KEY"):
        Keys().ring()


def test_the_public_keys_are_published_and_nothing_else():
    ring = ring_of(f"{NEW}\n{OLD}")
    shown = KeysShown().dump({"keys": ring.jwks()})["keys"]

    assert [one["kid"] for one in shown] == [ring.id, ring_of(OLD).id]
    assert {name for one in shown for name in one} == {"kid", "kty", "crv", "x", "alg", "use"}
    assert "d" not in ring.jwks()[0]


def test_the_id_of_a_key_is_that_of_the_standard():
    """RFC 8037, appendix A.3."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    raw = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"
    key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(raw))
    assert thumbprint(key) == "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"
