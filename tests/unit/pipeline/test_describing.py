from dataclasses import replace
from datetime import date

import pytest

from kernel import Forbidden, Invalid, NotFound
from kernel.form import Form
from kernel.testing import specify
from services.pipeline import line_items, terms_form
from services.pipeline.describing import edit, mark_key, set_items, share
from services.pipeline.events import (
    KeyDealMarked,
    LineItem,
    Money,
    OpportunityEdited,
    OpportunityItemsSet,
    OpportunityShared,
    Share,
)
from services.pipeline.moving import win
from services.pipeline.opportunity import OPPORTUNITY
from tests.unit.people import ANN, BOB, MAY
from tests.unit.pipeline.examples import LOST, NOON, OPENED, WON, YUAN

given = specify(OPPORTUNITY)
ASK = {"asker": ANN, "at": NOON}
EDITED = OpportunityEdited(
    "o1", "c1", ("description", "priority"), "tea for the lobby", "Longjing", YUAN,
    date(2026, 3, 1), "for 200 guests", "high", None, (), (), "ann", NOON,
)  # fmt: skip
ITEM = LineItem("Longjing", "2.5", "100.00", "10", "225.00")
SUM = Money("225.00", "CNY")
ITEMS = OpportunityItemsSet("o1", "c1", (ITEM,), SUM, "ann", NOON)
SHARED = OpportunityShared("o1", "c1", (Share("ann", "60"), Share("bob", "40")), "ann", NOON)


def test_only_what_is_mentioned_is_changed():
    changes = {"description": "for 200 guests", "priority": "high", "product": "Longjing"}
    given(OPENED).when(edit, changes=changes, **ASK).then(EDITED)
    given(OPENED, EDITED).when(edit, changes=changes, **ASK).then()
    given(OPENED, EDITED).when(edit, changes={"priority": None}, **ASK).then(
        replace(EDITED, changed=("priority",), priority=None)
    )


def test_a_closed_deal_is_not_edited():
    given(OPENED, LOST).when(edit, changes={"priority": "low"}, **ASK).rejected("closed")
    given(OPENED, LOST).when(set_items, items=[ITEM], amount=SUM, **ASK).rejected("closed")


def test_a_colleague_s_deal_is_not_known_whatever_is_told_of_it():
    asked = ASK | {"asker": BOB}
    given(OPENED).when(edit, changes={"priority": "low"}, **asked).refused(NotFound, "not-found")
    given(OPENED).when(set_items, items=[ITEM], amount=SUM, **asked).refused(NotFound, "not-found")
    given(OPENED).when(share, shares={"bob": "100"}, **asked).refused(NotFound, "not-found")
    given(OPENED).when(mark_key, key=True, **asked).refused(NotFound, "not-found")


def test_the_items_are_what_a_deal_is_worth():
    given(OPENED).when(set_items, items=[ITEM], amount=SUM, **ASK).then(ITEMS)
    given(OPENED, ITEMS).when(set_items, items=[ITEM], amount=SUM, **ASK).then()
    given(OPENED, ITEMS).when(win, amount=None, **ASK).then(replace(WON, amount=SUM))
    given(OPENED, ITEMS).when(edit, changes={"amount": YUAN}, **ASK).rejected("amount-from-items")


def test_a_deal_is_won_for_what_its_items_come_to():
    for other in (YUAN, Money("225.00", "USD")):
        given(OPENED, ITEMS).when(win, amount=other, **ASK).rejected(
            "amount-from-items", field="amount"
        )
    given(OPENED, ITEMS).when(win, amount=SUM, **ASK).then(replace(WON, amount=SUM))


def test_items_are_in_the_currency_of_the_deal():
    asked = ASK | {"items": [ITEM], "amount": Money("225.00", "USD")}
    with pytest.raises(Invalid) as caught:
        set_items(OPPORTUNITY.fold([OPENED]), **asked)
    assert [error["field"] for error in caught.value.fields["errors"]] == ["currency"]
    free = replace(OPENED, amount=None)
    given(free).when(set_items, **asked).then(replace(ITEMS, amount=asked["amount"]))


def test_without_items_again_the_amount_stays():
    none = replace(ITEMS, items=(), amount=None)
    given(OPENED, ITEMS).when(set_items, items=[], amount=None, **ASK).then(none)
    given(OPENED, ITEMS, none).when(win, amount=None, **ASK).then(replace(WON, amount=SUM))


def test_who_has_a_share_works_on_a_deal_and_gives_none_of_it_away():
    given(OPENED).when(share, shares={"ann": "60", "bob": "40"}, **ASK).then(SHARED)
    given(OPENED, SHARED).when(share, shares={"ann": "60", "bob": "40"}, **ASK).then()
    asked = ASK | {"asker": BOB}
    given(OPENED, SHARED).when(mark_key, key=True, **asked).then(
        KeyDealMarked("o1", "c1", True, "bob", NOON)
    )
    given(OPENED, SHARED).when(share, shares={"bob": "100"}, **asked).refused(
        Forbidden, "not-yours"
    )
    given(OPENED, SHARED).when(share, shares={}, **ASK | {"asker": MAY}).then(
        replace(SHARED, shares=(), by="may")
    )


def test_a_key_deal_is_marked_once_and_unmarked():
    marked = KeyDealMarked("o1", "c1", True, "ann", NOON)
    given(OPENED).when(mark_key, key=True, **ASK).then(marked)
    given(OPENED, marked).when(mark_key, key=True, **ASK).then()
    given(OPENED, marked).when(mark_key, key=False, **ASK).then(replace(marked, key=False))


@pytest.mark.parametrize(
    ("quantity", "price", "discount", "worth"),
    [
        ("2.5", "100.00", "10", "225.00"),
        ("1", "0.005", "0", "0.01"),  # half up
        ("3", "0.333", "0", "1.00"),
        ("999999999", "999999999999.9999", "0", "999999998999999900000.00"),
        ("1", "100", "100", "0.00"),
        ("0.1", "0.3", "33.33", "0.02"),
    ],
)
def test_an_item_is_worth_its_quantity_times_price_less_the_discount(
    quantity, price, discount, worth
):
    assert line_items.worth(quantity, price, discount) == worth


def test_items_add_up():
    other = LineItem("cups", "3", "0.10", "0", "0.30")
    assert line_items.total((ITEM, other), "CNY") == Money("225.30", "CNY")
    assert line_items.total((), "CNY") is None


GOOD = {"product": "tea", "quantity": "1", "price": "1.00"}


@pytest.mark.parametrize(
    ("item", "field"),
    [
        ({"product": ""}, "items.0.product"),
        ({"quantity": "-1"}, "items.0.quantity"),
        ({"quantity": 1}, "items.0.quantity"),
        ({"price": "1e9"}, "items.0.price"),
        ({"price": None}, "items.0.price"),
        ({"discount": "100.01"}, "items.0.discount"),
        ({"quantity": "2", "price": "500000000000"}, "items.0"),
    ],
)
def test_a_wrong_item_is_named_by_its_place(item, field):
    with pytest.raises(Invalid) as caught, Form() as form:
        line_items.read(form, [GOOD | item])
    assert [error["field"] for error in caught.value.fields["errors"]] == [field]


def test_items_come_to_no_more_than_an_amount_may_be():
    large = GOOD | {"price": "500000000000"}
    with pytest.raises(Invalid) as caught, Form() as form:
        line_items.read(form, [large, large])
    assert [error["field"] for error in caught.value.fields["errors"]] == ["items"]
    with Form() as form:
        most = line_items.read(form, [large, large | {"price": "499999999999.99"}])
    assert line_items.total(most, "CNY") == Money("999999999999.99", "CNY")


@pytest.mark.parametrize(
    ("shares", "field"),
    [
        ([{"person": "ann", "percent": "50"}], "shares"),
        ([{"person": "ann", "percent": "50"}, {"person": "bob", "percent": "50.01"}], "shares"),
        ([{"person": "ann", "percent": "50"}] * 2, "shares.1.person"),
        (
            [{"person": "ann", "percent": "100"}, {"person": "bob", "percent": "0"}],
            "shares.1.percent",
        ),
        ([{"person": "", "percent": "100"}], "shares.0.person"),
    ],
)
def test_shares_add_up_to_a_hundred_and_each_is_somebody_s(shares, field):
    with pytest.raises(Invalid) as caught, Form() as form:
        line_items.shares(form, shares)
    assert [error["field"] for error in caught.value.fields["errors"]] == [field]


def test_shares_may_have_decimals_or_be_none():
    with Form() as form:
        found = line_items.shares(
            form, [{"person": "ann", "percent": "66.7"}, {"person": "bob", "percent": "33.3"}]
        )
        assert found == {"ann": "66.7", "bob": "33.3"}
        assert line_items.shares(form, []) == {}


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": None}, "name"),
        ({"priority": "urgent"}, "priority"),
        ({"forecast": "sure"}, "forecast"),
        ({"expected_close": "soon"}, "expected_close"),
        ({"competitors": ["a"] * 21}, "competitors"),
        ({"owner": "bob"}, "owner"),
    ],
)
def test_a_wrong_term_is_named(changes, field):
    with pytest.raises(Invalid) as caught, Form() as form:
        terms_form.read(form, changes)
    assert [error["field"] for error in caught.value.fields["errors"]] == [field]


def test_null_empties_a_term():
    with Form() as form:
        read = terms_form.read(form, {"amount": None, "description": None, "competitors": None})
    assert read == {"amount": None, "description": None, "competitors": ()}
