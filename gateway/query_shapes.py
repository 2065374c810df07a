"""The language of queries as it is sent: what of it is declared is judged where the facts are."""

from math import isfinite
from typing import Any

from marshmallow import fields

from gateway.chart import KINDS
from gateway.fields import Choice, Flag, Several, Text, Value, says
from gateway.names import Person, Title
from gateway.queries import Reading, Whole
from gateway.shape import Shape

EVERY = ("day", "week", "month", "quarter", "year")
HOW = ("count", "distinct", "sum", "avg", "min", "max", "median", "percentile")
MOST_VALUES = 100
MOST = 20
LONGEST_TEXT = 200
NAME = 100
TESTS = (
    "is", "is_not", "in", "not_in", "at_least", "at_most", "above", "below", "from", "to",
    "within", "last_days", "given",
)  # fmt: skip
PLAIN = {"type": ["string", "number", "boolean"], "maxLength": LONGEST_TEXT}
PARTS = {"amount": {"type": "string"}, "currency": {"type": "string"}}
MONEY = {
    "type": "object", "properties": PARTS, "required": [*PARTS], "additionalProperties": False,
}  # fmt: skip
MANY = {"type": "array", "maxItems": MOST_VALUES, "items": {"anyOf": [PLAIN, MONEY]}}
COMPARED = (
    "a text, number, true or false, a day, a list of texts for `in` and `not_in`, or a sum of "
    'money such as {"amount": "1000.00", "currency": "CNY"}'
)


class Compared(Value):
    """What a field is compared with: plain values alone, whatever they look like."""

    default_error_messages = says(
        invalid="Please send a text, a number, true or false, a sum of money, or a list of texts.",
        many=f"A list has at most {MOST_VALUES} values: please ask for more under `any`.",
        long=f"A text has at most {LONGEST_TEXT} characters.",
    )

    def __init__(self, **options: Any) -> None:
        super().__init__(metadata={"description": COMPARED}, **options)
        none = [{"type": "null"}] * self.allow_none
        self.metadata = {**self.metadata, "anyOf": [PLAIN, MANY, MONEY, *none]}

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> Any:
        several = value if isinstance(value, list) else [value]
        if len(several) > MOST_VALUES:
            raise self.make_error("many")
        if any(isinstance(one, str) and len(one) > LONGEST_TEXT for one in several):
            raise self.make_error("long")
        if not all(self.plain(one) for one in several):
            raise self.make_error("invalid")
        return value

    @staticmethod
    def plain(one: Any) -> bool:
        if isinstance(one, dict):
            parts = [isinstance(part, str) for part in one.values()]
            return one.keys() == PARTS.keys() and all(parts)
        if isinstance(one, str):
            return True
        return isinstance(one, int | float) and isfinite(one)  # and what is true or false


class Compare(Shape):
    field = Text(NAME, required=True)
    test = Choice(*TESTS, required=True)
    value = Compared(required=True)


class Wanted(Shape):
    """One comparison, or several of which one must hold."""

    field = Text(NAME)
    test = Choice(*TESTS)
    value = Compared()
    any = Several(
        fields.Nested(Compare, required=True),
        most=MOST,
        metadata={"description": "stands alone: comparisons of which one must hold"},
    )


class GroupBy(Shape):
    field = Text(NAME, required=True)
    every = Choice(*EVERY, says="of the company's calendar; for times, and only for them")


class MeasureOf(Shape):
    how = Choice(*HOW, required=True, says="what is no whole number is rounded to two decimals")
    of = Text(NAME, metadata={"description": "the field; to count none is needed"})
    at = Whole(1, 99, metadata={"description": "which percentile"})


class Asks(Shape):
    fact = Text(NAME, required=True, metadata={"description": "see `GET /v1/queries/facts`"})
    where = Several(
        fields.Nested(Wanted, required=True),
        most=MOST,
        metadata={"description": "all of them must hold"},
    )
    group = Several(fields.Nested(GroupBy, required=True), most=4)
    measure = Several(
        fields.Nested(MeasureOf, required=True),
        most=10,
        metadata={"description": "if not given, rows are counted"},
    )
    sort = Several(
        Text(NAME, required=True),
        most=14,
        metadata={"description": "columns of the answer; `-` in front turns the order round"},
    )
    limit = Whole(1, 1_000, metadata={"description": "rows; 100 if not given"})


class Query(Asks):
    chart = Choice(*KINDS, says="of which kind; it goes by what is asked if not given")
    title = Title(100, metadata={"description": "above a chart"})


class SaveQuery(Asks):
    name = Title(100, required=True, metadata={"example": "各人赢单金额"})
    chart = Choice(*KINDS, says="of which kind; it goes by what is asked if not given")


class ShareQuery(Shape):
    """With these and nobody else."""

    people = Several(Person(required=True), most=200)
    teams = Several(
        Text(100, required=True),
        most=50,
        metadata={"description": "ids; with those below them too"},
    )
    everybody = Flag()


class AskSaved(Reading):
    chart = Choice(*KINDS, says="instead of the kind that was saved")
