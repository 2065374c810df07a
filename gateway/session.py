"""One stay of one person, from signing in to signing out: what is told of it for ever."""

from dataclasses import dataclass
from datetime import datetime

from gateway.events import SessionEvent, SignedIn, SignedOut
from kernel import Aggregate


@dataclass(frozen=True)
class Session:
    person: str = ""
    ended: bool = False


def sign_in(session: Session, id: str, person: str, at: datetime) -> list[SessionEvent]:
    return [] if session.person else [SignedIn(person, id, at)]


def sign_out(session: Session, id: str, why: str, at: datetime) -> list[SessionEvent]:
    if session.ended or not session.person:
        return []
    return [SignedOut(session.person, id, why, at)]


def evolve(session: Session, event: SessionEvent) -> Session:
    return Session(event.person, isinstance(event, SignedOut))


SESSION = Aggregate("session", Session(), evolve, SessionEvent, implicit=True)
