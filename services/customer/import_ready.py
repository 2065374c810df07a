"""A row as who commits takes it: what a new customer of it would be, decided and dumped already.

All but the moment is known when a row is read. So registering it is decided there, in a process of
its own, and travels as the plain values that the log keeps.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import NamedTuple, Self

from kernel.codec import Codec, Dumped
from kernel.rfc3339 import dump_time
from services.customer import customer, import_contacts
from services.customer.customer import CUSTOMER
from services.customer.events import UPCASTS, CustomerEvent
from services.customer.import_contacts import contact_id
from services.customer.import_edits import Given
from services.customer.import_ids import customer_id
from services.customer.import_rows import Reading, Row
from services.customer.imports import Import
from services.customer.people import NO_PEOPLE

CODEC = Codec(CustomerEvent, UPCASTS)
LATER = datetime.min.replace(tzinfo=UTC)  # stands for the moment at which it will be taken


class Ready(NamedTuple):
    line: int
    cells: tuple[str, ...]
    keys: tuple[tuple[str, str], ...] = ()  # the kind of an identity, and the id of its stream
    owner: str | None = None
    pool: str | None = None
    errors: tuple[str, ...] = ()  # for the person who corrects the file
    begun: tuple[Dumped, ...] = ()  # the events of a new customer; none where something is wrong

    @classmethod
    def of(cls, row: Row, made: Import) -> Self:
        events = begun(row, made) if row.profile else ()
        keys = tuple((kind, id) for kind, id in row.keys)
        return cls(row.line, row.cells, keys, row.owner, row.pool, row.errors,
                   tuple(map(CODEC.dump, events)))  # fmt: skip

    @property
    def id(self) -> str:
        """Of the customer that it would be."""
        id: str = self.begun[0].data["customer_id"]
        return id

    def given(self, made: Import) -> Given:
        """What it tells of somebody who is a customer already."""
        first, *more = (CODEC.load(*event) for event in self.begun)
        return Given(first, more[0] if more else None, contact_id(made.id, self.line))

    def begin(self, at: datetime) -> Sequence[Dumped]:
        moment = dump_time(at)
        return [Dumped(kind, v, {**data, "at": moment}) for kind, v, data in self.begun]


class Readying:
    """Reads rows as `import_rows.Reading` does, and makes them ready."""

    def __init__(self, reading: Reading, made: Import) -> None:
        self.reading, self.made = reading, made

    def row(self, line: int, cells: Sequence[str]) -> Ready:
        return Ready.of(self.reading.row(line, cells), self.made)


def begun(row: Row, made: Import) -> list[CustomerEvent]:
    """A customer, and the person there whom the row names."""
    assert row.profile
    id = customer_id(made.id, row.line)
    pool = None if row.owner else row.pool or made.plan.pool
    events: list[CustomerEvent] = [
        *customer.register(CUSTOMER.initial, id, row.profile, row.owner, pool, made.by, LATER)
    ]
    if row.contact:
        person = contact_id(made.id, row.line)
        events += import_contacts.added(id, NO_PEOPLE, person, row.contact, made.by, LATER)
    return events
