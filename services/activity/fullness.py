"""How much one calendar holds: more than anybody needs, and less than makes a booking slow."""

from collections.abc import Mapping, Sequence

from kernel import Rejected
from services.activity.events import Span

MOST = 5_000  # entries of a year, each occurrence counted: twenty on every working day

Held = Mapping[str, Sequence[Span]]  # by appointment


class Full(Rejected):
    """More stands in this year than a diary can hold and be quick."""


def require_space(held: Held, holder: str, appointment_id: str, spans: Sequence[Span]) -> None:
    """Whoever books what: nobody's calendar is filled until it is slow."""
    before = held.get(appointment_id, ())
    if len(spans) <= len(before):
        return
    there = sum(map(len, held.values())) - len(before)
    if there + len(spans) > MOST:
        raise Full(
            "calendar-full",
            f"the calendar of {holder} holds at most {MOST} entries in a year, {there} are there: "
            "end a series earlier, cancel what is over, or book what needs no time as free",
            holder=holder,
            limit=MOST,
            taken=there,
        )
