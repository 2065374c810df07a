"""Who has left, and who has a part in which customers, as far as this service has heard."""

from datetime import datetime
from typing import Any

from gateway import events as gateway
from gateway.events import PersonAdded, PersonDeactivated, PersonReactivated
from kernel.codec import Codec
from kernel.event import Recorded
from kernel.group import Group
from kernel.projection import Projection, Row
from services.customer.events import of_row

Documents = Any  # a collection of rows


def known(row: Row, recorded: Recorded) -> Row:
    return row | {"active": not isinstance(recorded.event, PersonDeactivated)}


STAFF = Projection(
    "staff",
    PersonAdded | PersonDeactivated | PersonReactivated,
    lambda recorded: str(recorded.event.person),
    known,
)


PEOPLE = Group("people", "customer", (STAFF,), {"gateway": Codec(gateway.Event, gateway.UPCASTS)})


def parts_of(held: Documents, person: str, at: datetime) -> list[str]:
    """All customers in which somebody has a part now."""
    fields = ("owner", "second_owner", "collaborators")
    rows = held.find({"people": person}, fields, sort=[("_id", 1)])
    return [row["_id"] for row in rows if has_part(row, person, at)]


def has_part(row: Row, person: str, at: datetime) -> bool:
    holders = of_row(row)
    owns = person in (holders.owner, holders.second_owner)
    return owns or holders.collaborates(person, at)
