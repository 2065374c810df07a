"""The steps of which a life of a subscriber is made."""

from dataclasses import dataclass

Event = tuple[str, int]  # source and position


@dataclass(frozen=True)
class Happens:
    """It stands in the log from now on; nobody has been sent anything."""

    event: Event


@dataclass(frozen=True)
class Sent:
    event: Event
    why: str = ""  # doubled, late, replayed


@dataclass(frozen=True)
class Lost:
    event: Event


@dataclass(frozen=True)
class Started: ...


@dataclass(frozen=True)
class Killed:
    """kill -9, so long after the message before, or after the feed has answered next."""

    seconds: float
    answered: bool = False


@dataclass(frozen=True)
class Paused:
    """Time for the subscriber to take what was sent before more of it happens."""

    seconds: float


@dataclass(frozen=True)
class Refused:
    """So many requests are not answered by the feed."""

    times: int


@dataclass(frozen=True)
class Rested:
    """The subscriber has asked the feed and was told that there is no more."""


Step = Happens | Sent | Lost | Started | Killed | Paused | Refused | Rested
