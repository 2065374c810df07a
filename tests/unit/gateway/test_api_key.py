"""Programs call with keys of their own, which say what they may do and for how long."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from gateway import api_key, programs
from gateway.api_key import API_KEYS, LONGEST, MOST, SHOWN
from gateway.events import ApiKeyIssued, ApiKeyRevoked
from gateway.keys_left import left
from gateway.organisation import Organisation
from gateway.programs import Programs, made
from gateway.routes import require_person
from gateway.staffing import add
from gateway.tokens import Caller, Unauthorised, issue
from kernel import Forbidden, Invalid, NotFound, Rejected
from kernel.testing import specify
from tests.unit.gateway.requests import ask, command, question

AT = datetime(2026, 11, 22, 7, tzinfo=UTC)
UNTIL = AT + timedelta(days=90)
ID = "a" * 32
ISSUED = ApiKeyIssued(ID, "erp", "manager", "read", UNTIL, "root", AT)

given = specify(API_KEYS)


def asked(id=ID, until=UNTIL, at=AT):
    return (api_key.issue, id, "erp", "manager", "read", until, "root", at)


def test_a_key_is_issued_and_revoked():
    given().when(*asked()).then(ISSUED)
    gone = ApiKeyRevoked(ID, "erp", "root", AT)
    given(ISSUED).when(api_key.revoke, ID, "root", AT).then(gone)
    given(ISSUED, gone).when(api_key.revoke, ID, "root", AT).refused(NotFound, "not-found")


@pytest.mark.parametrize("until", [AT, AT - timedelta(1), AT + LONGEST + timedelta(seconds=1)])
def test_it_runs_out_within_a_year(until):
    given().when(*asked(until=until)).refused(Invalid, "invalid")


def test_there_are_not_too_many_at_once():
    many = [replace(ISSUED, key_id=str(n)) for n in range(MOST)]
    given(*many).when(*asked()).rejected("too-many-keys")
    late = UNTIL + SHOWN
    given(*many).when(*asked(until=late + timedelta(1), at=late)).then(
        ApiKeyIssued(ID, "erp", "manager", "read", late + timedelta(1), "root", late)
    )


class Shelf:
    """Keys and what is kept of them, as the gateway's database has it."""

    def __init__(self, *history):
        self.keys = API_KEYS.fold(history)
        self.late = self.keys
        self.token, self.digest = made(ID)
        self.fetched = 0

    def fetch(self, id):
        self.fetched += 1
        return self.digest if id == ID else None

    def programs(self):
        return Programs(self.fetch, lambda now: self.late if now else self.keys)


def test_who_holds_the_key_is_let_in_as_the_program():
    shelf = Shelf(ISSUED)
    caller = shelf.programs().caller(shelf.token, AT)

    assert (caller.user, caller.role, caller.access) == ("api-key/erp", "manager", "read")
    assert caller.program


def test_what_is_kept_does_not_open_anything():
    shelf = Shelf(ISSUED)
    assert shelf.token.removeprefix("gx_") not in shelf.digest
    for forged in (
        f"gx_{ID}_{shelf.digest[:43]}",
        f"gx_{ID}_{'A' * 43}",
        f"gx_{'b' * 32}_{shelf.token[-43:]}",
        shelf.token[:-1],
        f"{shelf.token}A",
        "gx_",
    ):
        with pytest.raises(Unauthorised, match="api-key-invalid"):
            shelf.programs().caller(forged, AT)


def test_nobody_is_let_in_before_the_event_nor_after_the_end():
    for history, at in [((), AT), ((ISSUED,), UNTIL),
                        ((ISSUED, ApiKeyRevoked(ID, "erp", "root", AT)), AT)]:  # fmt: skip
        shelf = Shelf(*history)
        with pytest.raises(Unauthorised, match="api-key-invalid"):
            shelf.programs().caller(shelf.token, at)


def test_a_key_whose_digest_is_gone_opens_nothing():
    shelf = Shelf(ISSUED)
    shelf.fetch = lambda id: None
    with pytest.raises(Unauthorised):
        shelf.programs().caller(shelf.token, AT)


def test_a_key_that_was_issued_a_moment_ago_is_known():
    shelf = Shelf()
    shelf.late = API_KEYS.fold([ISSUED])
    assert shelf.programs().caller(shelf.token, AT).role == "manager"


def test_it_is_fetched_once_and_remembered_for_a_while():
    shelf = Shelf(ISSUED)
    known = shelf.programs()
    known.caller(shelf.token, AT)
    known.caller(shelf.token, AT)
    assert shelf.fetched == 1
    known.forget()
    known.caller(shelf.token, AT)
    assert shelf.fetched == 2


def test_a_key_in_the_header_is_no_token(monkeypatch):
    monkeypatch.setattr(programs, "datetime", Now)
    shelf = Shelf(ISSUED)
    headers = {"Authorization": f"Bearer {shelf.token}"}
    found = ask(question(), headers=headers, program=shelf.programs().caller)
    assert found.context.actor == "api-key/erp"
    with pytest.raises(Unauthorised):  # where nobody knows of keys
        ask(question(), headers=headers)
    with pytest.raises(Forbidden, match="read-only"):
        ask(command(conditional=False), {"name": "x"}, headers=headers,
            program=shelf.programs().caller)  # fmt: skip


class Now(datetime):
    @classmethod
    def now(cls, zone=None):
        return AT


def test_a_program_opens_no_doors_for_others():
    require_person(None)
    require_person(Caller("ann", "admin", AT))
    with pytest.raises(Forbidden, match="not-for-programs"):
        require_person(Caller("api-key/erp", "admin", AT, program=True))


def test_nobody_is_called_like_a_program():
    with pytest.raises(Rejected, match="login-reserved"):
        add(Organisation(), "api-key/erp", None, "admin", None, None, "root", AT)


def test_a_token_is_never_taken_for_a_key():
    assert not issue("ann", "sales").startswith("gx_")


def test_keys_that_go_on_without_their_maker_are_told():
    of_another = replace(ISSUED, key_id="b" * 32, by="eve")
    revoked = replace(ISSUED, key_id="c" * 32), ApiKeyRevoked("c" * 32, "erp", "root", AT)
    keys = API_KEYS.fold([ISSUED, of_another, *revoked])

    assert [key["id"] for key in left(keys, "root", AT)] == [ID]
    assert left(keys, "root", UNTIL) == left(keys, "ann", AT) == []
