"""Who am I, and what may I see: the bearer of a token as the organisation knows them now."""

from typing import Any

from marshmallow import fields, validate

from gateway.answers import Record, Shown
from gateway.asked import Asked
from gateway.http import get
from gateway.routes import EVERY_ROLE
from gateway.shape import Query
from gateway.staffing import VISIBILITIES
from kernel.rfc3339 import dump_time


class Me(Shown):
    user = fields.String(required=True)
    role = fields.String(required=True)
    visibility = fields.String(
        required=True,
        validate=validate.OneOf(VISIBILITIES),
        metadata={"description": "Whose records you see: your own, your team's, or all."},
    )
    expires_at = fields.DateTime(required=True)
    exports = fields.Boolean(
        required=True, metadata={"description": "whether you may take whole lists away"}
    )


class MeRoutes:
    @get("/v1/me", roles=EVERY_ROLE, query=Query, answer=Record(Me))
    def who_am_i(self, asked: Asked) -> Any:
        """Who your token stands for, with the rights that count today, and until when."""
        who = asked.caller
        assert who
        rights = {"user": who.user, "role": who.role, "visibility": who.visibility}
        return rights | {"exports": who.exports, "expires_at": dump_time(who.expires)}
