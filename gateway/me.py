"""Who am I: what the token says of its bearer."""

from typing import Any

from marshmallow import fields

from gateway.answers import Record, Shown
from gateway.asked import Asked
from gateway.http import get
from gateway.routes import EVERY_ROLE
from gateway.shape import Query
from kernel.rfc3339 import dump_time


class Me(Shown):
    user = fields.String(required=True)
    role = fields.String(required=True)
    expires_at = fields.DateTime(required=True)
    exports = fields.Boolean(
        required=True, metadata={"description": "whether you may take whole lists away"}
    )


class MeRoutes:
    @get("/v1/me", roles=EVERY_ROLE, query=Query, answer=Record(Me))
    def who_am_i(self, asked: Asked) -> Any:
        """The user and role that your token stands for, and until when."""
        assert asked.caller
        expires = dump_time(asked.caller.expires)
        who = asked.caller
        told = {"user": who.user, "role": who.role, "exports": who.exports}
        return told | {"expires_at": expires}
