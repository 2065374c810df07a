"""What the queries of all resources have in common: limits, cursors, and where to read on from."""

import re
from typing import Any

from gateway.fields import Several, Text, Value, says
from gateway.shape import Query

POSITION = re.compile(r"(customer|pipeline|activity|gateway):\d{1,15}", re.ASCII)
LARGEST_PAGE = 200
LONGEST_CURSOR = 1_100  # characters
CURSOR = "`next` of the page before, as you got it; it is good for you and these filters only"


class Whole(Value):
    """A whole number; only in a query, where all is text, may it be written as one."""

    default_error_messages = says(invalid="Please send a whole number from {least} to {most}.")

    def __init__(self, least: int, most: int, **options: Any) -> None:
        self.least, self.most = least, most
        shape = {"type": "integer", "minimum": least, "maximum": most}
        super().__init__(metadata=shape | options.pop("metadata", {}), **options)

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> int:
        digits = str(plain(value))
        quoted = isinstance(value, str) and not isinstance(self.root or Query(), Query)
        if quoted or not re.fullmatch(r"\d{1,18}", digits, re.ASCII):
            raise self.make_error("invalid", least=self.least, most=self.most)
        if not self.least <= int(digits) <= self.most:
            raise self.make_error("invalid", least=self.least, most=self.most)
        return int(digits)


def plain(number: Any) -> Any:
    """In JSON 3.0 is the whole number 3; there is one kind of number."""
    return int(number) if isinstance(number, float) and number.is_integer() else number


class Position(Value):
    """The `position` of a receipt."""

    default_error_messages = says(
        invalid='Please send the `position` of a receipt as you got it, such as "customer:1041".'
    )

    def __init__(self, **options: Any) -> None:
        shape = {"type": "string", "pattern": f"^{POSITION.pattern}$"}
        super().__init__(metadata=shape, **options)

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> str:
        if not isinstance(value, str) or not POSITION.fullmatch(value):
            raise self.make_error("invalid")
        return value


class Reading(Query):
    """A read waits until it shows what happened up to these positions."""

    after = Several(Position(required=True), most=10)


def reads_after(query: Query) -> bool:
    """Whether it waits for positions; an `after` of its own is where an event log is read on."""
    return isinstance(query.fields.get("after"), Several)


class Listing(Reading):
    limit = Whole(1, LARGEST_PAGE)
    cursor = Text(LONGEST_CURSOR, metadata={"description": CURSOR})
