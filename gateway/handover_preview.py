"""What would be handed over to whom, before anything is done; and what such a share is."""

from marshmallow import fields

from gateway.answers import Shown

PARTS = ("owner", "second-owner", "collaborator", "opportunity", "share")


class Given(Shown):
    part = fields.String(required=True, metadata={"enum": list(PARTS)})
    to = fields.String(
        required=True, allow_none=True,
        metadata={
            "description": "null: into the pool, or nobody needs the part any more; a deal then "
            "waits for whoever gets its customer"
        },
    )  # fmt: skip
    count = fields.Integer(required=True)


class Kept(Shown):
    customer_id = fields.String(required=True)
    reason = fields.String(
        required=True,
        metadata={"description": "changed-hands, archived, holding-cap, …-deactivated"},
    )
    owner = fields.String(required=True, allow_none=True)
    part = fields.String(
        allow_none=True,
        metadata={"enum": [*PARTS[:3], None], "description": "null: none was left to them"},
    )


class WouldGet(Shown):
    customer_id = fields.String(required=True)
    part = fields.String(required=True, metadata={"enum": list(PARTS)})
    to = fields.String(required=True, allow_none=True)


class Preview(Shown):
    """Who would get which."""

    customers = fields.Integer(required=True)
    given = fields.List(fields.Nested(Given), required=True)
    kept = fields.List(fields.Nested(Kept), required=True)
    reasons = fields.Dict(required=True, metadata={"description": "how many were kept for which"})
    items = fields.List(
        fields.Nested(WouldGet), required=True, metadata={"description": "the first of them"}
    )
    opportunities = fields.Integer(required=True, metadata={"description": "open deals of theirs"})
