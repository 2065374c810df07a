"""What is planned or promised lies ahead of who enters it now."""

from collections.abc import Sequence
from datetime import date, datetime

from kernel import Invalid
from kernel.form import CLOCKS_DIFFER
from services.activity.events import Promise


def require_ahead(next_contact_at: datetime | None, entered_at: datetime) -> None:
    """Who enters a follow-up now plans ahead; an imported one keeps what was planned then."""
    if next_contact_at and next_contact_at < entered_at - CLOCKS_DIFFER:
        past = {"field": "next_contact_at", "message": "must not lie in the past"}
        raise Invalid("invalid", "the input has errors", errors=[past])


def require_days_ahead(promises: Sequence[Promise], today: date) -> None:
    past = [
        {"field": f"promises.{place}.due_on", "message": "must not lie in the past"}
        for place, promise in enumerate(promises)
        if promise.due_on < today
    ]
    if past:
        raise Invalid("invalid", "the input has errors", errors=past)
