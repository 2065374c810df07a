"""An account: what somebody signs in with. Whether they may is a matter of the organisation."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import assert_never

from gateway.events import (
    AccountEvent,
    AccountLocked,
    FirstAdministratorNamed,
    PasswordSet,
    SignedOutEverywhere,
)
from gateway.organisation import Organisation
from kernel import Aggregate, Rejected


@dataclass(frozen=True)
class Account:
    first: bool = False  # an administrator, also before anybody is in the organisation
    credential: str = ""  # which password counts; none: nobody signs in
    once: bool = False  # it is good for choosing one's own


def name_first(account: Account, person: str, credential: str, at: datetime) -> list[AccountEvent]:
    """Once: later it is a password like any other, and changed like one."""
    if account.first or account.credential:
        return []
    return [
        FirstAdministratorNamed(person, person, at),
        PasswordSet(person, credential, True, person, at),
    ]


def set_password(
    account: Account,
    person: str,
    credential: str,
    once: bool,
    by: str,
    at: datetime,
    proved: str | None = None,
) -> list[AccountEvent]:
    """`proved`: the one that was shown to be known, where that is what allows it."""
    if proved is not None and account.credential != proved:
        raise Rejected("password-changed", "it has been changed a moment ago: sign in again")
    return [PasswordSet(person, credential, once, by, at)]


def lock(
    account: Account, person: str, failures: int, until: datetime, at: datetime
) -> list[AccountEvent]:
    """Of what nobody can sign in with there is nothing to tell."""
    return [AccountLocked(person, failures, until, at)] if account.credential else []


def sign_out_everywhere(account: Account, person: str, by: str, at: datetime) -> list[AccountEvent]:
    return [SignedOutEverywhere(person, by, at)]


def role(account: Account, login: str, organisation: Organisation) -> str | None:
    """As which they sign in; None when they may not."""
    if person := organisation.people.get(login):
        return person.role if person.active else None
    return "admin" if account.first else None


def require_no_demotion(account: Account, login: str, role: str) -> None:
    """To add somebody reads as a gift: it takes no rights."""
    if account.first and role != "admin":
        raise Rejected(
            "already-exists",
            f"{login} is the first administrator: add them as admin, then give another role",
            id=login,
        )


def require_known(account: Account, login: str, organisation: Organisation) -> None:
    """Raises NotFound for who is not here, Rejected for who has left."""
    if login not in organisation.people and account.first:
        return
    if not organisation.person(login).active:
        raise Rejected("account-deactivated", f"{login} has been deactivated: reactivate first")


def evolve(account: Account, event: AccountEvent) -> Account:
    match event:
        case FirstAdministratorNamed():
            return replace(account, first=True)
        case PasswordSet():
            return replace(account, credential=event.credential, once=event.once)
        case AccountLocked() | SignedOutEverywhere():
            return account
        case _:
            assert_never(event)


ACCOUNT = Aggregate("account", Account(), evolve, AccountEvent, implicit=True)
