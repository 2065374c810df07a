"""What signing in needs of the gateway's own database, and of a processor."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import structlog
from nameko.extensions import DependencyProvider
from pymongo.errors import PyMongoError
from uuid6 import uuid7

from gateway.account import ACCOUNT, Account, name_first, set_password
from gateway.attempts import Attempts
from gateway.credentials import Credentials
from gateway.hashing import Hashing, outdated
from gateway.secret import credential_key
from gateway.sessions import Sessions
from kernel.change import change
from kernel.commits import Commits, Receipt
from kernel.context import Context
from kernel.ids import identified
from kernel.live import durable
from kernel.nameko import in_thread, process
from kernel.refusal import Refusal
from kernel.settings import Missing, setting

AT_ONCE = "2"  # passwords that are looked at at once

logger = structlog.get_logger(__name__)


class Identity(DependencyProvider):
    """Made before the first request: without a key, or with a short one, nothing starts."""

    def setup(self) -> None:
        credential_key()
        database = durable(process.database("gateway"))
        self.credentials, self.sessions = Credentials(database), Sessions(database)
        self.attempts = Attempts(database)
        self.hashing = Hashing(in_thread, int(setting("GUANXI_SIGN_INS_AT_ONCE", AT_ONCE)))

    def start(self) -> None:
        """All `setup`s have run: the log is there."""
        self.states = process.states_of("gateway")
        for rows in (self.credentials, self.sessions, self.attempts):
            rows.create_indexes()
        self.hashing.prepare()
        self.name_first_administrator()

    def get_dependency(self, worker_ctx: Any) -> "Identity":
        return self

    def aside(self, work: Callable[[], Any]) -> None:
        """Done after the answer, which must not tell by its time whether there was anything."""
        self.container.spawn_managed_thread(lambda: tried(work))

    def account(self, login: str) -> Account:
        return self.states.newest(ACCOUNT, login)

    def right(self, account: Account, password: str) -> bool:
        """It takes as long for who has no password."""
        known = self.credentials.of(account.credential)
        if not self.hashing.right(known, password):
            return False
        if known and outdated(known):
            self.credentials.renew(account.credential, self.hashing.made(password))
        return True

    def set_password(
        self,
        log: Commits,
        login: str,
        password: str,
        at: datetime,
        once: bool = False,
        proved: str | None = None,
    ) -> Receipt:
        """The digest first, then the event that makes it count, then all that came before ends."""
        id, by = str(uuid7()), log.context.actor
        before = self.account(login).credential
        made = change(ACCOUNT, login, set_password, login, id, once, by, at, proved)
        with self.credentials.kept(id, owner(login), self.hashing.made(password), at):
            receipt = log.commit(made)
        self._tidy(login, {before, id}, at)
        return receipt

    def name_first_administrator(self) -> None:
        """Whoever operates the system says with which password, once."""
        try:
            password = setting("GUANXI_ADMIN_PASSWORD")
        except Missing:
            return
        login = setting("GUANXI_ADMIN_LOGIN", "admin")
        if self.account(login).credential:
            return
        id, at = str(uuid7()), datetime.now(UTC)
        self.credentials.keep(id, owner(login), self.hashing.made(password), at)
        log = Commits(self.states, identified(Context(actor=login)))
        log.commit(change(ACCOUNT, login, name_first, login, id, at))
        self._tidy(login, {id}, at)

    def _tidy(self, login: str, ours: set[str], at: datetime) -> None:
        """What came second, or was sent again, counts not; neither does what counted before."""
        current = self.account(login).credential
        for id in ours - {current, ""}:
            self.credentials.drop(id)
        self.credentials.drop_others(owner(login), current, at)


def tried(work: Callable[[], Any]) -> None:
    try:
        work()
    except (Refusal, PyMongoError) as error:
        logger.warning("something about an account was not recorded", error=repr(error))


def owner(login: str) -> str:
    return ACCOUNT.stream(login)
