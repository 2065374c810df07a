"""How tasks and appointments of who leaves are told, as a part of a handover."""

from marshmallow import fields

from gateway.answers import Shown

OF_DUTIES = ("waiting", "ended", "undone", "none")


class DutyCounts(Shown):
    tasks = fields.Integer(required=True)
    appointments = fields.Integer(required=True)
    clashes = fields.Integer(
        required=True,
        metadata={"description": "appointments at a time that was taken: whoever comes is adrift"},
    )


class KeptDuty(Shown):
    duty = fields.String(required=True, metadata={"enum": ["task", "appointment"]})
    id = fields.String(required=True)
    reason = fields.String(
        required=True,
        metadata={
            "description": "changed-hands; closed: done, dropped or called off; over: it has taken "
            "place; customer-kept: somebody else has its customer now; person-deactivated"
        },
    )
    owner = fields.String(required=True, allow_none=True)


class HandedDuties(DutyCounts):
    state = fields.String(
        required=True,
        metadata={"enum": list(OF_DUTIES), "description": "waiting until all customers are done"},
    )
    given_back = fields.Nested(DutyCounts, required=True)
    not_returned = fields.Dict(required=True, metadata={"description": "how many for which reason"})
    kept = fields.List(
        fields.Nested(KeptDuty),
        required=True,
        metadata={"description": "the first 200 that did not come back"},
    )
