"""Handovers over HTTP: what somebody leaves goes to others, or into a pool; and back."""

from types import MappingProxyType
from typing import Any

from gateway.answers import JSON, Page, Receipted, Record, to_json
from gateway.asked import Asked
from gateway.handover_preview import Preview
from gateway.handover_shapes import FindHandovers, HandOver, Handover
from gateway.http import get, post
from gateway.routes import MANAGERS
from kernel.nameko import remote

PATH = "/v1/handovers/<handover_id>"
SECONDS = 60.0  # for a preview of thousands


class BegunOrPreview:
    """A receipt with where to follow it; for a preview the preview."""

    status = 201
    media_type = JSON
    schema = Receipted().schema
    also = MappingProxyType({200: Preview})
    begun = Receipted("/v1/handovers/{id}")
    headers = begun.headers

    def respond(self, asked: Asked, result: Any) -> Any:
        if asked.body.get("preview"):
            return to_json(200, result, {})
        return self.begun.respond(asked, result)


class HandoverRoutes:
    customer = remote("customer")
    pipeline = remote("pipeline")
    analytics = remote("analytics")

    @post("/v1/handovers", roles=MANAGERS, body=HandOver, answer=BegunOrPreview(), seconds=SECONDS)
    def hand_over(self, asked: Asked) -> Any:
        """Hand over customers and open deals of who leaves, in the background, or preview it.

        Open tasks and coming appointments follow: to who has their customer then, or to those who
        are named, in turn. Without anybody named, tasks stay, and the leaver comes to none.
        While one of the same person goes on, or is being undone, another one is refused with 409
        `handover-running`, which names it (`handover_id`).
        """
        wanted = dict(asked.body)
        wanted["leaver"] = wanted.pop("from_")
        if wanted.pop("preview", False):
            seen = self.customer.preview_handover(**wanted)
            deals = self.pipeline.open_deals(person=wanted["leaver"])
            return {**seen, "opportunities": deals["count"]}
        return self.customer.hand_over(**wanted)

    @get("/v1/handovers", roles=MANAGERS, query=FindHandovers, answer=Page(Handover))
    def find_handovers(self, asked: Asked) -> Any:
        """Handovers of people whose customers you see, the last one first."""
        return self.analytics.handovers(**asked.filters)

    @get(PATH, roles=MANAGERS, answer=Record(Handover))
    def read_handover(self, asked: Asked, handover_id: str) -> Any:
        """How far a handover is, who has got how many, and what was kept and why."""
        return self.analytics.handover(handover_id=handover_id, **asked.filters)

    @post(f"{PATH}/undo", roles=MANAGERS)
    def undo_handover(self, asked: Asked, handover_id: str) -> Any:
        """Give back what is still as it was handed over; one that is running stops.

        It is undone when deals, tasks and appointments are given back as well. What the new owner
        has done, passed on or called off meanwhile stays so, and is told with the reason. Who has
        customers again and who has them no more are notified.
        """
        return self.customer.undo_handover(handover_id=handover_id)
