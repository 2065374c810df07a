"""Who has a customer and who shares it: the one fold that every service's rights rest on."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, TypeVar

from services.customer.published.ownership import LetGo, OwnershipEvent, owner_after
from services.customer.published.sharing import (
    CollaboratorAdded,
    CollaboratorRemoved,
    SecondOwnerNamed,
    SharingEvent,
)


@dataclass(frozen=True, kw_only=True)
class Holders:
    owner: str | None = None
    second_owner: str | None = None
    collaborators: Mapping[str, datetime | None] = field(default_factory=dict)  # until when

    def collaborates(self, person: str, at: datetime) -> bool:
        if person not in self.collaborators:
            return False
        until = self.collaborators[person]
        return until is None or at < until


Held = TypeVar("Held", bound=Holders)


def held_after(held: Held, event: OwnershipEvent | SharingEvent) -> Held:
    """With its owner a customer loses everybody who shared it."""
    match event:
        case SecondOwnerNamed():
            return replace(held, second_owner=event.person)
        case CollaboratorAdded():
            return replace(held, collaborators={**held.collaborators, event.person: event.until})
        case CollaboratorRemoved():
            return replace(held, collaborators=without(held.collaborators, event.person))
        case _:
            let_go = isinstance(event, LetGo)
            return replace(
                held,
                owner=owner_after(event),
                second_owner=None if let_go else held.second_owner,
                collaborators={} if let_go else held.collaborators,
            )


def without(
    collaborators: Mapping[str, datetime | None], person: str
) -> Mapping[str, datetime | None]:
    return {who: until for who, until in collaborators.items() if who != person}


def to_row(held: Holders) -> dict[str, Any]:
    """As a read model keeps it: a person's name may hold what no name of a field can."""
    sharing = [{"person": who, "until": until} for who, until in held.collaborators.items()]
    return {"owner": held.owner, "second_owner": held.second_owner, "collaborators": sharing}


def of_row(row: Mapping[str, Any]) -> Holders:
    """Nobody, for a row that has been told nothing yet."""
    sharing = {one["person"]: one["until"] for one in row.get("collaborators", ())}
    owner, second = row.get("owner"), row.get("second_owner")
    return Holders(owner=owner, second_owner=second, collaborators=sharing)
