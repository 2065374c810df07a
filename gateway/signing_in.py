"""Signing in, going on, signing out: who is right gets tokens, all others hear the same."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import structlog

from gateway import account, session
from gateway.account import ACCOUNT, Account, role
from gateway.attempts import ACCOUNT as OF_ACCOUNT
from gateway.attempts import seconds
from gateway.identity import Identity
from gateway.organisation import Organisation
from gateway.password_policy import require_good
from gateway.session import SESSION
from gateway.sessions import Reused, Stay
from gateway.sign_in_answers import must_change, refused, refused_token, require_another, told
from gateway.tokens import Caller
from kernel.change import change
from kernel.commits import Commits, Receipt
from kernel.refusal import Forbidden

logger = structlog.get_logger(__name__)


class SigningIn:
    """One request's; `company` is the organisation as it is now."""

    def __init__(
        self, identity: Identity, log: Commits, company: Callable[[], Organisation]
    ) -> None:
        self.identity = identity
        self.log = log
        self.company = company
        self.at = datetime.now(UTC)

    def sign_in(self, login: str, password: str, new: str | None, address: str) -> dict[str, Any]:
        count = self.identity.attempts.begin(login, address)
        known = self.identity.account(login)
        role = self._proved(login, known, password)
        if role is None and new is not None and (role := self._proved(login, known, new)):
            password, new = new, None  # sent again: only the answer was lost the first time
        if role is None:
            self._failed(login, known, count, address)
            raise refused()
        self.identity.attempts.succeeded(login, address)
        proved = self._choose(login, known, password, new)
        stay = self._begin(login, proved)
        logger.info("signed in", person=login, session=stay.session, address=address)
        return told(stay, role)

    def change(self, caller: Caller, old: str, new: str, address: str) -> Receipt:
        """The old one is needed: who finds a machine unattended has only its token."""
        login = caller.user
        if self.log.log.find(self.log.context.command_id):  # sent again: the old one is old
            receipt = self.log.commit(change(ACCOUNT, login, lambda account: []))
            self.end_all(login, but=caller.session)
            return receipt
        self.identity.attempts.begin(login, address)
        known = self.identity.account(login)
        if not self.identity.right(known, old):
            raise Forbidden("password-wrong", "This is not your password. Please try again.")
        self.identity.attempts.succeeded(login, address)
        require_good(new, login)
        require_another(old, new)
        receipt = self._set(self.log, login, new, known)
        self.end_all(login, but=caller.session)
        return receipt

    def go_on(self, token: str) -> dict[str, Any]:
        """The next pair of tokens; whoever brings one that was used before ends them all."""
        try:
            stay = self.identity.sessions.turn(token, self.log.context.command_id, self.at)
        except Reused as reused:
            self.end(reused.session, reused.person, "reused")
            logger.warning("a refresh token came twice", person=reused.person)
            raise refused_token() from None
        if stay is None:
            raise refused_token()
        if role := self._role(stay.person):
            return told(stay, role)
        self.end(stay.session, stay.person, "asked")
        raise refused_token()

    def end(self, id: str, person: str, why: str) -> None:
        """The row first: what is told of it may be late, its end may not."""
        self.identity.sessions.end(id, self.at)
        self.acting(person).commit(change(SESSION, id, session.sign_out, id, why, self.at))

    def end_all(self, person: str, but: str = "") -> None:
        self.identity.sessions.end_all(person, self.at, but)

    def end_everywhere(self, person: str) -> None:
        self.end_all(person)
        out = change(ACCOUNT, person, account.sign_out_everywhere, person, person, self.at)
        self.acting(person).commit(out)

    def acting(self, person: str) -> Commits:
        """On behalf of who has proved to be somebody; a command of its own each time."""
        context = replace(self.log.context, actor=person, command_id=str(uuid4()), fingerprint="")
        return Commits(self.log.states, context)

    def _role(self, login: str) -> str | None:
        return role(self.identity.account(login), login, self.company())

    def _proved(self, login: str, known: Account, password: str) -> str | None:
        """All is done for everybody, and takes as long."""
        right = self.identity.right(known, password)
        as_whom = role(known, login, self.company())
        return as_whom if right else None

    def _failed(self, login: str, known: Account, count: int, address: str) -> None:
        logger.warning("sign-in refused", known=bool(known.credential), address=address)
        if count == OF_ACCOUNT.free:
            until = self.at + timedelta(seconds=seconds(OF_ACCOUNT, count))
            locked = change(ACCOUNT, login, account.lock, login, count, until, self.at)
            self.identity.aside(lambda: self.acting(login).commit(locked))

    def _choose(self, login: str, known: Account, password: str, new: str | None) -> str:
        """Which password they have then."""
        if new is None and known.once:
            raise must_change()
        if new is None:
            return known.credential
        require_good(new, login)
        require_another(password, new)
        self._set(self.acting(login), login, new, known)
        self.end_all(login)
        return self.identity.account(login).credential

    def _set(self, log: Commits, login: str, new: str, known: Account) -> Receipt:
        return self.identity.set_password(log, login, new, self.at, proved=known.credential)

    def _begin(self, login: str, proved: str) -> Stay:
        """All sessions end after a change of password: one that began meanwhile ends here."""
        stay = self.identity.sessions.begin(str(uuid4()), login, self.at)
        id = stay.session
        if self.identity.account(login).credential != proved:
            self.identity.sessions.end(id, self.at)
            raise refused()
        self.acting(login).commit(change(SESSION, id, session.sign_in, id, login, self.at))
        return stay
