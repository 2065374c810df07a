"""What is told of a deal over HTTP: its terms, line items, people, and whether it is a key deal."""

import re
from typing import Any

from marshmallow import fields

from gateway.asked import Asked
from gateway.fields import Choice, Flag, Several, Text, Value, says
from gateway.http import patch, post
from gateway.money import MoneyGiven
from gateway.names import Person, Title
from gateway.opportunities import PATH
from gateway.parts import Patch
from gateway.routes import EVERY_ROLE
from gateway.shape import Shape
from gateway.times import Day
from kernel.currencies import CURRENCIES
from kernel.nameko import remote

QUANTITY = r"\d{1,9}(\.\d{1,4})?"
PERCENT = r"\d{1,3}(\.\d{1,2})?"
PRICE = r"\d{1,12}(\.\d{1,4})?"


class Exact(Value):
    """A decimal number as text, taken only as its published shape has it."""

    default_error_messages = says(
        invalid='Please send a decimal number as text such as "{example}", with nothing around it.'
    )

    def __init__(self, shape: str, example: str, **options: Any) -> None:
        self.shape, self.example = re.compile(shape, re.ASCII), example
        about = {"type": "string", "pattern": f"^{shape}$", "example": example}
        super().__init__(metadata=about, **options)

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> str:
        if not isinstance(value, str) or not self.shape.fullmatch(value):
            raise self.make_error("invalid", example=self.example)
        return value


class EditOpportunity(Patch):
    """Only what is mentioned is changed; null or blank empties what may be empty."""

    name = Title(200)
    product = Text(200)
    amount = MoneyGiven()
    expected_close = Day()
    description = Text(4000, lines=True)
    priority = Choice("low", "normal", "high")
    forecast = Choice(
        "commit", "best-case", "pipeline", "omitted", says="what its owner commits to"
    )
    competitors = Several(Text(200, required=True), most=20)
    contacts = Several(
        Text(64, required=True), most=20, metadata={"description": "contacts of its customer"}
    )


class Item(Shape):
    product = Text(200, required=True)
    quantity = Exact(QUANTITY, "2.5", required=True)
    price = Exact(PRICE, "100.00", required=True)
    discount = Exact(PERCENT, "7.5")


class SetItems(Shape):
    currency = Choice(*sorted(CURRENCIES), required=True)
    items = Several(fields.Nested(Item), most=200, required=True)


class ShareGiven(Shape):
    person = Person(required=True)
    percent = Exact(PERCENT, "33.3", required=True)


class SharePeople(Shape):
    shares = Several(
        fields.Nested(ShareGiven), most=20, required=True,
        metadata={"description": "add up to 100; an empty list: its owner has all of it"},
    )  # fmt: skip


class MarkKey(Shape):
    key = Flag(required=True)


class DealTermRoutes:
    pipeline = remote("pipeline")

    @patch(PATH, roles=EVERY_ROLE, body=EditOpportunity, conditional=True)
    def edit_opportunity(self, asked: Asked, opportunity_id: str) -> Any:
        """Change what is told of a deal that is open.

        Where there are line items the amount is their sum, and not to be set by itself.
        """
        return self.pipeline.edit_opportunity(
            opportunity_id=opportunity_id, changes=asked.body, expected=asked.expected
        )

    @post(f"{PATH}/items", roles=EVERY_ROLE, body=SetItems, conditional=True)
    def set_items(self, asked: Asked, opportunity_id: str) -> Any:
        """Set all line items of a deal; its amount is their sum then, in the currency that it has.

        Each is quantity × price less the discount in percent, rounded half up to cents.
        """
        return self.pipeline.set_items(
            opportunity_id=opportunity_id, expected=asked.expected, **asked.body
        )

    @post(f"{PATH}/people", roles=EVERY_ROLE, body=SharePeople, conditional=True)
    def share_opportunity(self, asked: Asked, opportunity_id: str) -> Any:
        """Say who works on a deal with its owner, and who gets which part of its success."""
        return self.pipeline.share_opportunity(
            opportunity_id=opportunity_id, expected=asked.expected, **asked.body
        )

    @post(f"{PATH}/key", roles=EVERY_ROLE, body=MarkKey, conditional=True)
    def mark_key_deal(self, asked: Asked, opportunity_id: str) -> Any:
        """Put a deal on the list of key deals, or take it off."""
        return self.pipeline.mark_key(
            opportunity_id=opportunity_id, expected=asked.expected, **asked.body
        )
