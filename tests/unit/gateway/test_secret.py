"""A secret is taken as it was sent, and shown to nobody."""

import json

import pytest

from gateway.fingerprints import canonical
from gateway.secret import Secret, SecretText, credential_key, keyed, same
from gateway.sessions import mark, read
from gateway.shape import Shape, load
from kernel.refusal import Invalid
from tests.unit.gateway.requests import ask, command

SESSION = "0b9e4d50-6a5e-4e0c-9a63-3d5d6a1f2c3d"


class SignIn(Shape):
    password = SecretText(20, required=True)


def test_what_is_sent_is_taken_with_its_blanks():
    assert load(SignIn(), {"password": "  a b\t"})["password"].reveal() == "  a b\t"


def test_no_form_of_it_shows_it():
    secret = Secret("swordfish")

    assert "swordfish" not in f"{secret} {secret!r} {[secret]}"
    with pytest.raises(TypeError):
        json.dumps(secret)


@pytest.mark.parametrize("sent", [None, "", 7, ["a"], "swordfish" * 3])
def test_a_refusal_does_not_repeat_it(sent):
    with pytest.raises(Invalid) as caught:
        load(SignIn(), {"password": sent})
    assert "swordfish" not in str(caught.value.fields)


def test_the_fingerprint_of_a_command_says_nothing_about_it(monkeypatch):
    """A plain digest would stand in the log for ever, for anybody who has time to guess."""
    route = command(body=SignIn(), conditional=False)
    first = ask(route, {"password": "swordfish"}).context.fingerprint
    again = ask(route, {"password": "swordfish"}).context.fingerprint
    other = ask(route, {"password": "catfish"}).context.fingerprint
    assert first == again != other
    assert "swordfish" not in canonical({"password": Secret("swordfish")})

    monkeypatch.setenv("GUANXI_CREDENTIAL_KEY", "d" * 32)
    credential_key.cache_clear()
    assert ask(route, {"password": "swordfish"}).context.fingerprint != first


def test_a_short_key_stops_the_program(monkeypatch):
    monkeypatch.setenv("GUANXI_CREDENTIAL_KEY", "short")
    credential_key.cache_clear()
    with pytest.raises(SystemExit, match="too short"):
        keyed("anything")


def test_digests_for_different_purposes_differ():
    assert len({keyed("a", "b"), keyed("ab"), keyed("b", "a"), keyed("a", "b", "")}) == 4
    assert same("x", "x")
    assert not same("x", "y")


def test_a_refresh_token_is_ours_or_nothing():
    token = f"gr_{SESSION}.7.{mark(SESSION, 7)}"
    assert read(token) == (SESSION, 7)
    for forged in (
        f"gr_{SESSION}.8.{mark(SESSION, 7)}",
        f"gr_{SESSION.replace('0', '1')}.7.{mark(SESSION, 7)}",
        f"gr_{SESSION}.7.{'0' * 64}",
        f"gr_{SESSION}.07.{mark(SESSION, 7)}"[:-1],
        token.upper(),
        token + "\n",
        "",
    ):
        assert read(forged) is None
