"""What a field of a query is compared with: each refusal says what is wrong with it."""

from typing import Any

import pytest
from marshmallow import ValidationError

from gateway.query_shapes import LONGEST_TEXT, MOST_VALUES, Compared


@pytest.mark.parametrize(
    "value",
    ["x" * LONGEST_TEXT, 1.5, True, ["a"] * MOST_VALUES, {"amount": "1.00", "currency": "CNY"}],
)
def test_plain_values_are_taken_as_they_are(value: Any) -> None:
    assert Compared().deserialize(value) == value


@pytest.mark.parametrize(
    ("value", "why"),
    [
        (["a"] * (MOST_VALUES + 1), f"A list has at most {MOST_VALUES} values"),
        ("x" * (LONGEST_TEXT + 1), f"A text has at most {LONGEST_TEXT} characters"),
        (["a", "x" * (LONGEST_TEXT + 1)], f"A text has at most {LONGEST_TEXT} characters"),
        ({"$gt": ""}, "Please send a text"),
        ([["a"]], "Please send a text"),
        (float("inf"), "Please send a text"),
    ],
)
def test_a_refusal_says_what_is_wrong(value: Any, why: str) -> None:
    with pytest.raises(ValidationError, match=why):
        Compared().deserialize(value)
