"""Alive is not ready: a worker that rebuilds, or has no broker, says so and goes on."""

import pytest

from kernel.relay_status import Status as RelayStatus
from kernel.status import Status


@pytest.mark.parametrize(
    ("status", "ready", "why"),
    [
        (Status(connected=True, active=True), True, ""),
        (Status(connected=False, active=False), True, ""),
        (Status(connected=False, active=True), False, "the broker does not answer"),
        (Status(connected=True, active=True, error="log-hole: 3"), False, "log-hole: 3"),
        (Status(connected=True, active=True, rebuilding=True), False, "built anew"),
        (Status(rebuilding=True, error="newer-format: deploy"), False, "newer-format: deploy"),
    ],
)
def test_a_worker_is_ready_or_says_why_not(status: Status, ready: bool, why: str) -> None:
    assert status.ready is ready
    assert why in status.why


@pytest.mark.parametrize(
    ("status", "ready", "why"),
    [
        (RelayStatus(connected=True), True, ""),
        (RelayStatus(connected=False), False, "the broker does not answer"),
        (
            RelayStatus(unwilling="NOT_FOUND - no stream"),
            False,
            "the broker answers, but NOT_FOUND",
        ),
        (RelayStatus(connected=True, unwilling="it was so once"), True, ""),
        (RelayStatus(connected=True, blocked=True), False, "an alarm of the broker"),
        (RelayStatus(connected=True, error="log-went-back: x"), False, "log-went-back: x"),
    ],
)
def test_a_relay_is_ready_or_says_why_not(status: RelayStatus, ready: bool, why: str) -> None:
    assert status.ready is ready
    assert why in status.why


def test_a_relay_is_refused_until_it_gets_beyond_what_it_was_refused_at() -> None:
    """It takes what comes before that again with each connection."""
    status = RelayStatus(published=40, position=30, unwilling="it could not keep it", refused_at=30)
    assert status.refused
    status.published += 10
    assert status.refused
    status.position += 1
    assert not status.refused
    assert not RelayStatus(position=-1).refused
