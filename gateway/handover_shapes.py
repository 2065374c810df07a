"""What is sent and answered about handovers."""

from typing import Any

from marshmallow import ValidationError, fields

from gateway.answers import Shown
from gateway.colleagues import Colleague
from gateway.duties_handed import HandedDuties
from gateway.fields import Choice, Flag, Text, Value, says
from gateway.handover_preview import Given, Kept
from gateway.names import Person
from gateway.queries import Listing
from gateway.shape import Shape

STRATEGIES = ("one", "evenly", "load", "pool")
STATES = ("listing", "running", "ended", "undoing", "undone")
OF_DEALS = ("waiting", "running", "ended", "undoing", "undone", "none")
MOST = 100


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
