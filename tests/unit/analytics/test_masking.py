"""Who sees telephone numbers in full, and what everybody else sees of them."""

from datetime import timedelta

import pytest

from kernel.testing import project, recorded
from services.analytics import timeline
from services.analytics.asker import Asker
from services.analytics.directory import DIRECTORY, shown
from services.analytics.timeline import TIMELINE
from services.customer.events import (
    CollaboratorAdded,
    ContactAdded,
    CustomerArchived,
    PhonesRevealed,
    SecondOwnerNamed,
)
from tests.unit.analytics.examples import HOUR, MOBILE, NOON, registered

WANG = ContactAdded(
    customer_id="c1", contact_id="k1", by="ann", at=NOON, name="王刚", phones=(MOBILE,)
)
SECOND = SecondOwnerNamed("c1", "bea", None, "ann", NOON)
SHARED = CollaboratorAdded("c1", "cy", NOON + HOUR, "ann", NOON)
HELD = project(DIRECTORY, registered(), WANG, SECOND, SHARED)["c1"]
LYING = project(DIRECTORY, registered(pool="public"), WANG)["c1"]
ARCHIVED = project(
    DIRECTORY, registered(), CustomerArchived("c1", "ann", "closed", "ann", None, NOON)
)["c1"]


def asker(user, at=NOON, **rights):
    return Asker(user, frozenset([user, "ann"]), rights.pop("sees_all", False), at, **rights)


def masked(row, who):
    told = shown(row, who)
    numbers = [told["phones"], *(one["phones"] for one in told["contacts"])]
    covered = {phone["e164"] is None for phones in numbers for phone in phones}
    assert covered == {told["masked"]}
    return told["masked"]


@pytest.mark.parametrize(
    ("who", "held", "lying"),
    [
        (asker("ann"), False, True),
        (asker("bea"), False, True),
        (asker("cy"), False, True),
        (asker("cy", at=NOON + HOUR), True, True),
        (asker("dan"), True, True),
        (asker("dan", sees_all=True), True, True),
        (asker("may", leads=True), False, False),
    ],
)
def test_numbers_are_for_who_holds_the_customer(who, held, lying):
    assert (masked(HELD, who), masked(LYING, who)) == (held, lying)


def test_what_is_archived_is_still_its_owners_of_then():
    assert not masked(ARCHIVED, asker("ann"))
    assert masked(ARCHIVED, asker("dan"))


def test_a_masked_number_shows_its_ends_and_nothing_else_of_it():
    told = shown(HELD, asker("dan"))

    [mine], [contacts] = told["phones"], told["contacts"][0]["phones"]
    assert mine == contacts == {
        "written": "138****8000", "shown": "138****8000", "e164": None, "extension": None,
        "valid": True,
    }  # fmt: skip
    assert shown(HELD, asker("ann"))["phones"][0]["shown"] == "138 0013 8000"


def test_the_history_tells_no_number_that_the_record_masks():
    rows = project(TIMELINE, registered(), recorded(WANG, 2)).values()

    told = [timeline.shown(row, masked=True)["details"]["phones"] for row in rows]
    assert [phone["written"] for phones in told for phone in phones] == ["138****8000"] * 2
    assert "13800138000" not in str(told)
    plainly = [timeline.shown(row)["details"]["phones"][0]["e164"] for row in rows]
    assert plainly == [MOBILE.e164] * 2


def test_a_look_is_in_the_history_and_does_not_touch_the_customer():
    late = NOON + timedelta(days=3)
    looked = recorded(PhonesRevealed("c1", "dan", late), 2, at=late)
    row = project(DIRECTORY, recorded(registered(), 1, at=NOON), looked)["c1"]

    assert (row["touched_at"], row["version"]) == (NOON, 2)
    [happened] = project(TIMELINE, looked).values()
    assert (happened["what"], happened["who"]) == ("PhonesRevealed", "dan")
