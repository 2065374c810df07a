"""Accounts and sessions: what happens to them, and who may sign in as what."""

from datetime import UTC, datetime

import pytest

from gateway import account, session
from gateway.account import ACCOUNT, Account, role
from gateway.events import (
    AccountLocked,
    FirstAdministratorNamed,
    PasswordSet,
    PersonAdded,
    PersonDeactivated,
    SignedIn,
    SignedOut,
)
from gateway.organisation import ORGANISATION, Organisation
from gateway.session import SESSION
from kernel import NotFound, Rejected
from kernel.testing import specify

AT = datetime(2026, 11, 22, 7, tzinfo=UTC)
ADDED = PersonAdded("ann", "Ann", "sales", "own", None, "root", AT)
LEFT = PersonDeactivated("ann", "left", "root", AT)
GIVEN = PasswordSet("ann", "c1", True, "root", AT)
CHOSEN = PasswordSet("ann", "c2", False, "ann", AT)
FIRST = FirstAdministratorNamed("root", "root", AT)
NOBODY = Organisation()

given = specify(ACCOUNT)
stay = specify(SESSION)


def company(*history):
    return ORGANISATION.fold(history)


def test_the_first_administrator_is_named_with_a_password_for_once():
    password = PasswordSet("root", "c1", True, "root", AT)
    given().when(account.name_first, "root", "c1", AT).then(FIRST, password)


def test_the_first_administrator_is_named_once():
    given(FIRST).when(account.name_first, "root", "c2", AT).then()
    given(CHOSEN).when(account.name_first, "ann", "c2", AT).then()


def test_the_password_that_was_set_last_counts():
    assert ACCOUNT.fold([GIVEN]) == Account(credential="c1", once=True)
    assert ACCOUNT.fold([GIVEN, CHOSEN]) == Account(credential="c2", once=False)


def test_who_proves_a_password_changes_that_one_and_no_other():
    mine = ("ann", "c3", False, "ann", AT)
    given(CHOSEN).when(account.set_password, *mine, "c2").then(PasswordSet(*mine))
    given(CHOSEN).when(account.set_password, *mine, "c1").rejected("password-changed")
    given(CHOSEN).when(account.set_password, *mine).then(PasswordSet(*mine))


def test_a_lock_is_told_of_accounts_and_not_of_what_was_typed():
    told = AccountLocked("ann", 5, AT, AT)
    given(CHOSEN).when(account.lock, "ann", 5, AT, AT).then(told)
    given().when(account.lock, "my password", 5, AT, AT).then()
    assert ACCOUNT.fold([CHOSEN, told]) == ACCOUNT.fold([CHOSEN])


@pytest.mark.parametrize(
    ("known", "login", "organisation", "expected"),
    [
        (Account(first=True), "root", NOBODY, "admin"),
        (Account(first=True), "ann", company(ADDED), "sales"),
        (Account(first=True), "ann", company(ADDED, LEFT), None),
        (Account(credential="c1"), "ann", company(ADDED), "sales"),
        (Account(credential="c1"), "ann", NOBODY, None),
        (Account(), "stranger", company(ADDED), None),
    ],
)
def test_as_what_somebody_signs_in_is_said_by_the_organisation(
    known, login, organisation, expected
):
    assert role(known, login, organisation) == expected


def test_only_who_works_here_is_given_a_password():
    account.require_known(Account(), "ann", company(ADDED))
    account.require_known(Account(first=True), "root", NOBODY)
    with pytest.raises(NotFound):
        account.require_known(Account(), "bob", company(ADDED))
    with pytest.raises(Rejected, match="account-deactivated"):
        account.require_known(Account(), "ann", company(ADDED, LEFT))


def test_a_session_begins_and_ends_once():
    begun, ended = SignedIn("ann", "s1", AT), SignedOut("ann", "s1", "asked", AT)
    stay().when(session.sign_in, "s1", "ann", AT).then(begun)
    stay(begun).when(session.sign_out, "s1", "asked", AT).then(ended)
    stay(begun, ended).when(session.sign_out, "s1", "reused", AT).then()
    stay().when(session.sign_out, "s1", "asked", AT).then()
