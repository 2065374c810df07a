"""Handovers over HTTP: what somebody leaves goes to others, or into a pool; and back."""

from types import MappingProxyType
from typing import Any

from marshmallow import ValidationError, fields

from gateway.answers import JSON, Page, Receipted, Record, Shown, to_json
from gateway.asked import Asked
from gateway.colleagues import Colleague
from gateway.duties_handed import HandedDuties
from gateway.fields import Choice, Flag, Text, Value, says
from gateway.handover_preview import Given, Kept, Preview
from gateway.http import get, post
from gateway.names import Person
from gateway.queries import Listing
from gateway.routes import MANAGERS
from gateway.shape import Shape
from kernel.nameko import remote

STRATEGIES = ("one", "evenly", "load", "pool")
STATES = ("listing", "running", "ended", "undoing", "undone")
OF_DEALS = ("waiting", "running", "ended", "undoing", "undone", "none")
PATH = "/v1/handovers/<handover_id>"
MOST = 100
SECONDS = 60.0  # for a preview of thousands


class Receivers(Value):
    """One login, or a list of them."""

    default_error_messages = says(
        invalid="Please send a login, or a list of at most {most} logins.",
    )

    def __init__(self, **options: Any) -> None:
        self.inner = Colleague(required=True)
        one = {"type": "string", **self.inner.metadata}
        many = {"type": "array", "items": one, "maxItems": MOST}
        told = {"oneOf": [one, many, {"type": "null"}], "description": "who gets them"}
        super().__init__(metadata=told, **options)

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> list[str]:
        named = [value] if isinstance(value, str) else value
        if not isinstance(named, list) or len(named) > MOST:
            raise self.make_error("invalid", most=MOST)
        try:
            return [str(self.inner.deserialize(one)) for one in named]
        except ValidationError:
            raise self.make_error("invalid", most=MOST) from None


class HandOver(Shape):
    from_ = Person(
        required=True,
        data_key="from",
        metadata={
            "description": "who leaves. Deactivate them first: then nothing new comes meanwhile"
        },
    )
    to = Receivers()
    strategy = Choice(
        *STRATEGIES,
        says="one gets all; evenly: the numbers differ by at most one; load: to whoever holds the "
        "fewest customers; pool: nobody. If not given: one for one receiver, evenly for several, "
        "pool for none",
    )
    pool = Text(100, metadata={"description": "with the strategy pool; else the public one"})
    reason = Text(1000)
    preview = Flag(metadata={"description": "only answer who would get which; nothing is done"})


class KeptOpportunity(Shown):
    opportunity_id = fields.String(required=True)
    reason = fields.String(
        required=True,
        metadata={
            "description": "changed-hands; closed; customer-kept: so is its customer; "
            "no-receiver: it has no customer, and all goes into a pool; person-deactivated"
        },
    )
    owner = fields.String(required=True, allow_none=True)


class HandedOpportunities(Shown):
    state = fields.String(
        required=True,
        metadata={"enum": list(OF_DEALS), "description": "waiting until all customers are done"},
    )
    given = fields.List(fields.Nested(Given), required=True)
    reasons = fields.Dict(required=True, metadata={"description": "how many were kept for which"})
    kept = fields.List(
        fields.Nested(KeptOpportunity), required=True, metadata={"description": "the first 200"}
    )
    given_back = fields.Integer(required=True)
    not_returned = fields.Dict(required=True, metadata={"description": "how many for which"})


class Handover(Shown):
    id = fields.String(required=True)
    version = fields.Integer(required=True)
    state = fields.String(required=True, metadata={"enum": list(STATES)})
    from_ = fields.String(required=True, data_key="from")
    to = fields.List(fields.String(), required=True)
    strategy = fields.String(required=True, metadata={"enum": list(STRATEGIES)})
    pool = fields.String(required=True, allow_none=True)
    reason = fields.String(required=True)
    by = fields.String(required=True)
    begun_at = fields.DateTime(required=True)
    ended_at = fields.DateTime(required=True, allow_none=True)
    customers = fields.Integer(
        required=True, metadata={"description": "on the list, which was closed when it began"}
    )
    dealt_with = fields.Integer(required=True, metadata={"description": "of these so far"})
    given = fields.List(fields.Nested(Given), required=True)
    reasons = fields.Dict(required=True, metadata={"description": "how many were kept for which"})
    kept = fields.List(
        fields.Nested(Kept), required=True, metadata={"description": "the first 200 of them"}
    )
    given_back = fields.Integer(required=True)
    not_returned = fields.Dict(required=True, metadata={"description": "how many for which"})
    opportunities = fields.Nested(
        HandedOpportunities, required=True,
        metadata={"description": "open deals follow their customers when these are dealt with"},
    )  # fmt: skip
    duties = fields.Nested(
        HandedDuties, required=True,
        metadata={"description": "open tasks and coming appointments follow them as well"},
    )  # fmt: skip


class FindHandovers(Listing):
    person = Text(200, metadata={"description": "who leaves, or receives"})
    state = Choice(*STATES)


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
