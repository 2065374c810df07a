import pytest

from kernel import Invalid
from kernel.form import Form
from services.pipeline.events import Money
from services.pipeline.money import parse, read


@pytest.mark.parametrize(
    ("written", "exact"),
    [("1200.00", "1200.00"), ("0", "0"), ("007.5", "7.5"), ("0.0001", "0.0001"), ("1" * 15,) * 2],
)
def test_amounts_are_exact(written, exact):
    assert parse({"amount": written, "currency": "CNY"}) == Money(exact, "CNY")


@pytest.mark.parametrize(
    "raw",
    [
        "100", 100, [], {}, {"amount": "1"}, {"amount": "1", "currency": "CNY", "more": 1},
        {"amount": 1, "currency": "CNY"}, {"amount": 1.5, "currency": "CNY"},
        {"amount": "-1", "currency": "CNY"}, {"amount": "1e3", "currency": "CNY"},
        {"amount": "NaN", "currency": "CNY"}, {"amount": "1,000", "currency": "CNY"},
        {"amount": "1.23456", "currency": "CNY"}, {"amount": "1" * 16, "currency": "CNY"},
        {"amount": "１", "currency": "CNY"}, {"amount": "1", "currency": "cny"},
        {"amount": "1", "currency": "XXX"}, {"amount": "1", "currency": None},
    ],
)  # fmt: skip
def test_what_is_no_money_is_refused(raw):
    with pytest.raises(ValueError, match="must be"):
        parse(raw)


def test_no_amount_is_none_and_a_wrong_one_is_named():
    with Form() as form:
        assert read(form, "amount", None) is None
    with pytest.raises(Invalid), Form() as form:
        read(form, "amount", "12")
