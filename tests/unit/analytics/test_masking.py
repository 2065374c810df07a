"""Who sees in full how to reach a customer, and what everybody else sees of it."""

from datetime import timedelta

import pytest

from kernel.testing import project, recorded
from services import masked as maskable
from services.analytics import timeline
from services.analytics.asker import Asker
from services.analytics.directory import DIRECTORY, shown
from services.analytics.timeline import TIMELINE
from services.customer.events import (
    CollaboratorAdded,
    ContactAdded,
    CustomerArchived,
    Messaging,
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

    told = [timeline.shown(row, masked=["phones"])["details"]["phones"] for row in rows]
    assert [phone["written"] for phones in told for phone in phones] == ["138****8000"] * 2
    assert "13800138000" not in str(told)
    plainly = [timeline.shown(row)["details"]["phones"][0]["e164"] for row in rows]
    assert plainly == [MOBILE.e164] * 2


WAYS = {"emails": ("li.lei@tea.example",), "messaging": (Messaging("wechat", "lilei88"),)}
EVERY = frozenset(maskable.FIELDS)


def test_what_is_masked_is_set_by_the_field():
    lying = project(DIRECTORY, registered(pool="public", **WAYS))["c1"]
    open_, every = shown(lying, asker("dan")), shown(lying, asker("dan", masks=EVERY))
    nothing = shown(lying, asker("dan", masks=frozenset()))

    assert (open_["emails"], open_["messaging"][0]["id"]) == (["li.lei@tea.example"], "lilei88")
    assert (every["emails"], every["messaging"][0]["id"]) == (["l***@tea.example"], "l****88")
    assert nothing["phones"][0]["e164"] == MOBILE.e164
    assert [told["masked_fields"] for told in (open_, every, nothing)] == [
        ["phones"], ["emails", "messaging", "phones"], [],
    ]  # fmt: skip
    assert [told["masked"] for told in (open_, every, nothing)] == [True, True, False]


def test_of_its_contacts_and_in_its_history_the_same_is_masked():
    met = ContactAdded(customer_id="c1", contact_id="k1", by="ann", at=NOON, name="王刚", **WAYS)
    row = project(DIRECTORY, registered(pool="public", emails=()), met)["c1"]
    rows = project(TIMELINE, recorded(met, 1)).values()

    told = str(shown(row, asker("dan", masks=EVERY)))
    told += str([timeline.shown(row, masked=EVERY) for row in rows])
    assert "li.lei" not in told
    assert "lilei88" not in told
    assert "l***@tea.example" in told


@pytest.mark.parametrize(("said", "meant"), [("none", ""), ("emails, phones", "emails phones")])
def test_the_setting_names_fields_or_none(monkeypatch, said, meant):
    monkeypatch.setenv("GUANXI_MASKED_FIELDS", said)
    assert maskable.fields() == frozenset(meant.split())


def test_a_setting_that_names_anything_else_is_refused(monkeypatch):
    monkeypatch.setenv("GUANXI_MASKED_FIELDS", "phones,shoes")
    with pytest.raises(ValueError, match="shoes is none of phones, emails, messaging"):
        maskable.fields()


def test_of_a_short_id_nothing_is_shown():
    assert (maskable.messenger("lilei"), maskable.messenger("lilei8")) == ("*****", "l***i8")


def test_a_look_is_in_the_history_and_does_not_touch_the_customer():
    late = NOON + timedelta(days=3)
    looked = recorded(PhonesRevealed("c1", "dan", late), 2, at=late)
    row = project(DIRECTORY, recorded(registered(), 1, at=NOON), looked)["c1"]

    assert (row["touched_at"], row["version"]) == (NOON, 2)
    [happened] = project(TIMELINE, looked).values()
    assert (happened["what"], happened["who"]) == ("PhonesRevealed", "dan")
