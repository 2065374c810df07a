"""What may be asked of a list that is taken away, and how it is told who has taken what."""

from marshmallow import fields

from gateway.answers import Shown
from gateway.commitments import FindCommitments
from gateway.conversations import FindFollowUps
from gateway.customer_shapes import FindCustomers
from gateway.export_answers import FORMATS
from gateway.fields import Choice
from gateway.opportunities import FindOpportunities
from gateway.shape import Query

WHOLE = ("limit", "cursor")  # have no meaning where all is given


class Taking(Query):
    format = Choice(*FORMATS, says="jsonl when left out")
    bom = Choice("true", "false", says="csv as Excel likes it: byte order mark, digits kept")


class ExportCustomers(Taking, FindCustomers):
    class Meta(FindCustomers.Meta):
        exclude = WHOLE


class ExportFollowUps(Taking, FindFollowUps):
    class Meta(FindFollowUps.Meta):
        exclude = WHOLE


class FollowUpTable(FindFollowUps):
    class Meta(FindFollowUps.Meta):
        exclude = WHOLE


class ExportOpportunities(Taking, FindOpportunities):
    class Meta(FindOpportunities.Meta):
        exclude = WHOLE


class ExportCommitments(Taking, FindCommitments):
    class Meta(FindCommitments.Meta):
        exclude = WHOLE


class ExportShown(Shown):
    id = fields.String(required=True)
    of = fields.String(required=True, metadata={"example": "customers"})
    format = fields.String(required=True, metadata={"enum": list(FORMATS)})
    asked = fields.Dict(required=True, metadata={"description": "the filters"})
    visibility = fields.String(required=True, metadata={"description": "whose records"})
    as_of = fields.List(fields.String(), required=True)
    by = fields.String(required=True)
    at = fields.DateTime(required=True)
    rows = fields.Integer(
        required=True, allow_none=True, metadata={"description": "null while it goes out"}
    )
    whole = fields.Boolean(
        required=True, allow_none=True, metadata={"description": "false: it broke off"}
    )
    ended_at = fields.DateTime(required=True, allow_none=True)
