"""The organisation as the gateway's routes use it: changed by commands, read as it is now."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from gateway.asked import Asked
from gateway.events import DOWNCASTS, UPCASTS, Event, OrganisationEvent
from gateway.organisation import COMPANY, ORGANISATION, Organisation
from kernel.change import change
from kernel.nameko import log

Decision = Callable[..., Sequence[OrganisationEvent]]


class Organising:
    log = log(Event, UPCASTS, DOWNCASTS)

    def _organise(self, asked: Asked, decide: Decision, id: str, **how: Any) -> dict[str, Any]:
        """The receipt names the person or team; its version is that of the organisation."""
        at, by = datetime.now(UTC), asked.context.actor
        made = change(ORGANISATION, COMPANY, decide, id, by=by, at=at, **how)
        return replace(self.log.commit(made), id=id).to_json()

    def _organisation(self) -> Organisation:
        return self.log.states.newest(ORGANISATION, COMPANY)
