"""Who has left, and who has a part in which customers, as far as this service has heard."""

from datetime import datetime
from typing import Any

from gateway import events as gateway
from gateway.events import PersonAdded, PersonDeactivated, PersonReactivated
from kernel.codec import Codec
from kernel.event import Recorded
from kernel.group import Group
from kernel.projection import Projection, Row
from services.customer import events as customer
from services.customer.events import OwnershipEvent, SharingEvent, held_after, of_row, to_row

Documents = Any  # a collection of rows


def known(row: Row, recorded: Recorded) -> Row:
    return row | {"active": not isinstance(recorded.event, PersonDeactivated)}


def held(row: Row, recorded: Recorded) -> Row:
    """Everybody with a part in it stands in one field, which is what is looked for."""
    after = held_after(of_row(row), recorded.event)
    parts = {after.owner, after.second_owner, *after.collaborators}
    return row | to_row(after) | {"people": sorted(person for person in parts if person)}


STAFF = Projection(
    "staff",
    PersonAdded | PersonDeactivated | PersonReactivated,
    lambda recorded: str(recorded.event.person),
    known,
)
HOLDINGS = Projection(
    "holdings",
    OwnershipEvent | SharingEvent,
    lambda recorded: str(recorded.event.customer_id),
    held,
    indexes=([("people", 1), ("_id", 1)],),
)
PEOPLE = Group(
    "staff",
    "customer",
    (STAFF, HOLDINGS),
    {
        "customer": Codec(customer.Event, customer.UPCASTS),
        "gateway": Codec(gateway.Event, gateway.UPCASTS),
    },
)


def parts_of(holdings: Documents, person: str, at: datetime) -> list[str]:
    """All customers in which somebody has a part now."""
    fields = ("owner", "second_owner", "collaborators")
    rows = holdings.find({"people": person}, fields, sort=[("_id", 1)])
    return [row["_id"] for row in rows if has_part(row, person, at)]


def has_part(row: Row, person: str, at: datetime) -> bool:
    holders = of_row(row)
    owns = person in (holders.owner, holders.second_owner)
    return owns or holders.collaborates(person, at)
