"""A short good history in three logs, to be spoilt by tests in one place at a time."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.chaos.checks.stored import Stored
from tests.chaos.history import Attempt, Call

NOON = datetime(2026, 1, 5, 4, tzinfo=UTC)
Event = tuple[str, int, str, dict[str, Any]]


def stored(
    position: int, command: str, *events: Event, source: str = "customer", version: int = 1
) -> Stored:
    first: dict[str, int] = {}
    for stream, number, _, _ in events:
        first.setdefault(stream, number)
    keys = ("!" + command, *(f"{stream}@{number}" for stream, number in first.items()))
    told = tuple(
        {"stream": stream, "version": number, "type": type_, "v": 1, "data": data}
        for stream, number, type_, data in events
    )
    at = NOON + timedelta(seconds=position)
    answer = {"id": "c1", "version": version}
    return Stored(source, position, keys, told, at, {"command_id": command, "answer": answer})


REGISTERED = stored(
    1, "reg",
    ("customer/c1", 1, "CustomerRegistered", {"owner": None}),
    ("phone/k1", 1, "IdentityReserved", {"holder": "c1"}),
)  # fmt: skip
CLAIMED = stored(
    3, "claim",
    ("customer/c1", 2, "CustomerClaimed", {"by": "ann"}),
    ("portfolio/ann", 1, "HoldingTaken", {"customer_id": "c1"}),
    version=2,
)  # fmt: skip
RELEASED = stored(
    5, "release",
    ("customer/c1", 3, "CustomerReleased", {"owner_before": "ann"}),
    ("portfolio/ann", 2, "HoldingDropped", {"customer_id": "c1"}),
    version=3,
)  # fmt: skip
STORY = [REGISTERED, CLAIMED, RELEASED]


def moved(commit: Stored, position: int) -> Stored:
    return replace(commit, position=position)


def call(kind: str, key: str, sent: float, *attempts: Attempt) -> Call:
    path = "/v1/customers" if kind == "register" else f"/v1/customers/c1/{kind}"
    subject = "" if kind == "register" else "c1"
    return Call(1, "ann", kind, path, {}, key, subject, list(attempts) or [done(5, 1, sent)])


def done(position: int, version: int, sent: float = 0.0, source: str = "customer") -> Attempt:
    answer = {"id": "c1", "version": version, "position": f"{source}:{position}"}
    return Attempt(sent, sent + 1, 200, answer)


def no(slug: str, sent: float = 0.0, status: int = 409) -> Attempt:
    return Attempt(sent, sent + 1, status, {"type": f"https://example/{slug}"})


LOST = Attempt(0.0, 1.0, 0)
