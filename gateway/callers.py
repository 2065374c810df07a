"""Who calls, as the organisation knows them now: what a token says of its bearer may be old."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from threading import Event
from typing import Any

import structlog
from nameko.extensions import DependencyProvider
from pymongo.errors import PyMongoError

from gateway.api_key import ACTOR, API_KEYS, ApiKeys
from gateway.api_key import COMPANY as KEYS
from gateway.credentials import Credentials
from gateway.organisation import COMPANY, ORGANISATION, Organisation
from gateway.programs import Programs
from gateway.sessions import Sessions
from gateway.staffing import EXPORTING, USUAL
from gateway.tokens import LEEWAY, TTL, Caller, Unauthorised
from kernel.live import durable
from kernel.nameko import process
from kernel.refusal import Refusal

FRESH_SECONDS = 1.0  # for which a role that was taken away, or a person who left, is still believed

Admit = Callable[[Caller], Caller]
logger = structlog.get_logger(__name__)


class Callers(DependencyProvider):
    """Looks at the organisation once a second, and never while somebody waits for an answer."""

    def __init__(self) -> None:
        self.organisation = Organisation()
        self.ended: frozenset[str] = frozenset()  # sessions whose access tokens are good still
        self.keys = ApiKeys()
        self.programs = Programs(self._digest, self._keys)
        self.stopping = Event()

    def start(self) -> None:
        """A gateway that cannot know who has left must not begin."""
        self.states = process.states_of("gateway")
        database = durable(process.database("gateway"))
        self.sessions, self.credentials = Sessions(database), Credentials(database)
        self._look()
        self.watching = self.container.spawn_managed_thread(self._watch, "callers")

    def stop(self) -> None:
        self.stopping.set()
        self.watching.wait()

    def get_dependency(self, worker_ctx: Any) -> "Callers":
        return self

    def admit(self, caller: Caller) -> Caller:
        """The caller with the rights of today; Unauthorised when they have left."""
        if caller.session in self.ended:
            raise Unauthorised("session-ended", "You have signed out. Please sign in again.")
        return admit(caller, self.organisation)

    def still(self, caller: Caller) -> bool:
        """Whether who was let in a while ago would be let in now."""
        if caller.program:
            return any(ACTOR + key.name == caller.user for key in self.keys.known.values())
        try:
            self.admit(caller)
        except Unauthorised:
            return False
        return True

    def teams(self, login: str) -> list[str]:
        """A person's team and those above it, the nearest first."""
        person = self.organisation.people.get(login)
        return list(self.organisation.above(person.team)) if person else []

    def company(self, now: bool) -> Organisation:
        """Who works here, as of a second ago at most; or as it is now."""
        if now:
            self._look()
        return self.organisation

    def _watch(self) -> None:
        while not self.stopping.wait(FRESH_SECONDS):
            try:
                self._look()
            except (PyMongoError, Refusal) as error:  # what was known last holds on
                logger.warning("the organisation is not to be seen", error=repr(error))

    def _look(self) -> None:
        self.organisation = self.states.newest(ORGANISATION, COMPANY)
        self._keys(True)
        self.programs.forget()
        self.ended = self.sessions.ended_since(datetime.now(UTC) - TTL - 2 * LEEWAY)

    def _keys(self, now: bool) -> ApiKeys:
        if now:
            self.keys = self.states.newest(API_KEYS, KEYS)
        return self.keys

    def _digest(self, id: str) -> str | None:
        return self.credentials.of(id)


def as_told(caller: Caller) -> Caller:
    """Where there is no organisation, a token is the last word."""
    return admit(caller, Organisation())


def admit(caller: Caller, organisation: Organisation) -> Caller:
    """Who is not in the organisation has what the token says: scripts, and the first of all."""
    person = organisation.people.get(caller.user)
    if person is None:
        exports = caller.role in EXPORTING
        return replace(caller, visibility=USUAL[caller.role], exports=exports)
    if not person.active:
        raise Unauthorised(
            "account-deactivated", "This account has been deactivated. Please ask an administrator."
        )
    team = organisation.colleagues(person.login) if person.visibility == "team" else frozenset()
    role, seen = person.role, person.visibility
    return replace(caller, role=role, visibility=seen, team=team, exports=person.exports)
