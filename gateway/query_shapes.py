"""The language of queries as it is sent: what of it is declared is judged where the facts are."""

from math import isfinite
from typing import Any

from marshmallow import fields

from gateway.answers import Shown
from gateway.fields import Choice, Several, Text, Value, says
from gateway.queries import Whole
from gateway.shape import Shape

EVERY = ("day", "week", "month", "quarter", "year")
HOW = ("count", "distinct", "sum", "avg", "min", "max", "median", "percentile")
MOST_VALUES = 100
MOST = 20
LONGEST_TEXT = 200
NAME = 100
SUM = {"amount", "currency"}
TESTS = (
    "is", "is_not", "in", "not_in", "at_least", "at_most", "above", "below", "from", "to",
    "within", "last_days", "given",
)  # fmt: skip
COMPARED = (
    "a text, number, true or false, a day, a list of texts for `in` and `not_in`, or a sum of "
    'money such as {"amount": "1000.00", "currency": "CNY"}'
)


class Compared(Value):
    """What a field is compared with: plain values alone, whatever they look like."""

    default_error_messages = says(
        invalid="Please send a text, a number, true or false, a sum of money, or a list of texts."
    )

    def __init__(self, **options: Any) -> None:
        super().__init__(metadata={"description": COMPARED}, **options)

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> Any:
        several = value if isinstance(value, list) else [value]
        if len(several) > MOST_VALUES or not all(self.plain(one) for one in several):
            raise self.make_error("invalid")
        return value

    @staticmethod
    def plain(one: Any) -> bool:
        if isinstance(one, dict):
            return one.keys() == SUM and all(isinstance(part, str) for part in one.values())
        if isinstance(one, str):
            return len(one) <= LONGEST_TEXT
        return isinstance(one, int | float) and isfinite(one)  # and what is true or false


class Compare(Shape):
    field = Text(NAME, required=True)
    test = Choice(*TESTS, required=True)
    value = Compared(required=True)


class Condition(Shape):
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
    how = Choice(*HOW, required=True)
    of = Text(NAME, metadata={"description": "the field; to count none is needed"})
    at = Whole(1, 99, metadata={"description": "which percentile"})


class Query(Shape):
    fact = Text(NAME, required=True, metadata={"description": "see `GET /v1/queries/facts`"})
    where = Several(
        fields.Nested(Condition, required=True),
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


class QueryColumn(Shown):
    name = fields.String(required=True)
    kind = fields.String(required=True)
    role = fields.String(required=True, metadata={"enum": ["key", "measure"]})
    says = fields.String(required=True)


class QueryAnswer(Shown):
    fact = fields.String(required=True)
    columns = fields.List(fields.Nested(QueryColumn), required=True)
    rows = fields.List(fields.Dict(), required=True)
    groups = fields.Integer(required=True, metadata={"description": "that there are in all"})
    truncated = fields.Boolean(
        required=True, metadata={"description": "true: there are more groups than rows"}
    )


class QueryExplained(Shown):
    fact = fields.String(required=True)
    says = fields.List(fields.String(), required=True, metadata={"description": "for people"})
    columns = fields.List(fields.Nested(QueryColumn), required=True)
    collection = fields.String(required=True)
    pipeline = fields.List(
        fields.Dict(), required=True, metadata={"description": "the aggregation that MongoDB runs"}
    )
    limits = fields.Dict(required=True)


class FactField(Shown):
    name = fields.String(required=True)
    kind = fields.String(required=True)
    says = fields.String(required=True)
    tests = fields.List(fields.String(), required=True)
    grouped = fields.Boolean(required=True)
    measures = fields.List(fields.String(), required=True)
    words = fields.List(fields.String(), required=True)


class FactShown(Shown):
    name = fields.String(required=True)
    says = fields.String(required=True)
    fields_ = fields.List(fields.Nested(FactField), required=True, data_key="fields")


class FactsShown(Shown):
    items = fields.List(fields.Nested(FactShown), required=True)
