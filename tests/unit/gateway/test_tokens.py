from datetime import UTC, datetime, timedelta

import pytest

from gateway.keys import KEYS, ring_of
from gateway.tokens import ROLES, Unauthorised, issue, verify
from kernel.settings import Missing

KEY = "k" * 32
LATER = datetime(2200, 1, 1, tzinfo=UTC)
CLAIMS = {"sub": "ann", "role": "sales", "aud": "guanxi", "exp": LATER}


def forged(claims=CLAIMS, key=KEY, **headers):
    return ring_of(key).sign(claims, **{"typ": "at+jwt"} | headers)


def refused(token):
    with pytest.raises(Unauthorised) as caught:
        verify(token)
    return caught.value.slug


@pytest.mark.parametrize("role", ROLES)
def test_a_token_names_its_user_and_role(role):
    caller = verify(issue("ann", role))

    assert (caller.user, caller.role) == ("ann", role)


def test_a_hand_made_token_with_everything_right_is_accepted():
    assert verify(forged()).user == "ann"  # so that the refusals below are for their own reasons


def test_an_expired_token_is_told_apart_from_a_forged_one():
    assert refused(issue("ann", "sales", timedelta(minutes=-2))) == "token-expired"


def test_a_clock_may_be_off_by_less_than_a_minute():
    assert verify(issue("ann", "sales", timedelta(seconds=-30))).user == "ann"


def test_a_token_signed_with_another_key_is_refused():
    assert refused(forged(key="x" * 32)) == "token-invalid"


def test_a_token_for_another_audience_is_refused():
    assert refused(forged(CLAIMS | {"aud": "erp"})) == "token-invalid"


def test_a_token_of_another_type_is_refused():
    assert refused(forged(typ="JWT")) == "token-invalid"


@pytest.mark.parametrize("claim", ["sub", "role", "aud", "exp"])
def test_a_token_that_lacks_a_claim_is_refused(claim):
    assert refused(forged({k: v for k, v in CLAIMS.items() if k != claim})) == "token-invalid"


@pytest.mark.parametrize("user", ["", "a" * 201, "ann\n", "ann\0"])
def test_a_user_with_an_impossible_name_is_refused(user):
    assert refused(forged(CLAIMS | {"sub": user})) == "token-invalid"
    with pytest.raises(ValueError, match="printable"):
        issue(user, "sales")


@pytest.mark.parametrize("token", ["", "nonsense", "a.b.c", "é.é.é", "\ud800.b.c", "a" * 5000])
def test_anything_else_is_refused(token):
    assert refused(token) == "token-invalid"


def test_a_token_for_an_unknown_role_is_not_issued():
    with pytest.raises(ValueError, match="sales, manager, admin"):
        issue("ann", "root")


def test_a_short_key_stops_the_program(monkeypatch):
    monkeypatch.setenv("GUANXI_TOKEN_KEY", "secret")
    KEYS.forget()
    with pytest.raises(SystemExit, match="too short"):
        issue("ann", "sales")


def test_no_key_stops_the_program(monkeypatch):
    monkeypatch.delenv("GUANXI_TOKEN_KEY")
    KEYS.forget()
    with pytest.raises(Missing):
        issue("ann", "sales")


def test_a_token_of_a_session_names_it():
    assert verify(issue("ann", "sales", session="s1")).session == "s1"
    assert verify(issue("ann", "sales")).session == ""
    assert refused(forged(CLAIMS | {"sid": 7})) == "token-invalid"


def test_a_token_that_was_good_expires_all_the_same():
    token = issue("ann", "sales", timedelta(minutes=10))
    in_time, too_late = (verify(token).expires + timedelta(seconds=after) for after in (59, 60))

    assert verify(token, in_time).user == "ann"
    with pytest.raises(Unauthorised, match="token-expired"):
        verify(token, too_late)


@pytest.mark.parametrize("exp", [10**18, 10**30, 253402300800])
def test_an_expiry_beyond_the_calendar_is_refused(exp):
    assert refused(forged(CLAIMS | {"exp": exp})) == "token-invalid"


def test_a_token_may_be_good_until_the_end_of_the_calendar():
    assert verify(forged(CLAIMS | {"exp": 253402300799})).user == "ann"
