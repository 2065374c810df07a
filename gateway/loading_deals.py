"""Deals of the past over HTTP: loaded a thousand at a time, each row with an answer of its own."""

from typing import Any

from marshmallow import fields

from gateway.answers import Shown
from gateway.asked import Asked
from gateway.fields import Choice, Several, Text
from gateway.http import post
from gateway.money import MoneyGiven
from gateway.names import Person, Title
from gateway.opportunities import NAME
from gateway.routes import MANAGERS
from gateway.rowwise import Rowwise
from gateway.shape import Shape
from gateway.times import Day, Time
from kernel.nameko import remote

MOST = 1_000


class PastStep(Shape):
    to = Text(64, required=True)
    at = Time(required=True)


class PastDeal(Shape):
    key = Text(
        200,
        required=True,
        metadata={"description": "its name elsewhere: the same key is the same deal for ever"},
    )
    customer_id = Text(100)
    name = Title(200, metadata=NAME)
    product = Text(200)
    owner = Person()
    pipeline = Text(64)
    stage = Text(64, metadata={"description": "on which it was opened"})
    amount = MoneyGiven()
    expected_close = Day()
    at = Time(metadata={"description": "when it was opened"})
    engaged_at = Time()
    steps = Several(fields.Nested(PastStep), most=50)
    outcome = Choice("won", "lost")
    closed_at = Time(metadata={"description": "must be given with an outcome"})
    paid = MoneyGiven()
    reason = Text(1000)
    competitor = Text(200)


class PastDeals(fields.Nested):
    """One row. It is handed on as it is: what is wrong with it is that row's own answer."""

    def _deserialize(
        self, value: Any, attr: Any, data: Any, partial: Any = None, **kwargs: Any
    ) -> Any:
        return value


class LoadDeals(Shape):
    rows = Several(PastDeals(PastDeal), most=MOST, least=1, required=True)


class LoadedRow(Shown):
    key = fields.String(required=True, allow_none=True)
    id = fields.String(required=True, allow_none=True)
    ok = fields.Boolean(required=True)
    already = fields.Boolean(metadata={"description": "it had been loaded before: nothing is done"})
    position = fields.String(metadata={"example": "pipeline:1041"})
    problem = fields.Dict(metadata={"description": "what it would be refused with by itself"})


class LoadedRows(Shown):
    items = fields.List(fields.Nested(LoadedRow), required=True)
    position = fields.String(
        required=True, allow_none=True, metadata={"description": "the last; null: nothing is there"}
    )


class Loaded(Rowwise):
    """200 even when every row was refused; a key that is there already stays as it is."""

    schema = LoadedRows


class LoadingRoutes:
    pipeline = remote("pipeline")

    @post("/v1/opportunities/load", roles=MANAGERS, body=LoadDeals, answer=Loaded(), seconds=25.0)
    def load_opportunities(self, asked: Asked) -> Any:
        """Load deals of the past, with the times when it all happened.

        At most 1,000 rows, each with an answer of its own; hundreds are written in one commit.
        Loaded again, a key is `already` there and stays as it is: send a file as often as you like.
        What stages ask for is not asked of history. When it was recorded is kept beside.
        While requests of 500 rows or more come in, lists and reports wait: at most three seconds
        longer than they do.
        """
        return self.pipeline.load_opportunities(rows=asked.body["rows"])
