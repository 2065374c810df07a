"""Who comes next in a list: judged before a key is written, and never an error after it."""

import pytest

from gateway.cursors import sealed
from gateway.next_customer import listed, next_customer, require_readable, told
from kernel.refusal import Invalid, Unavailable

LATE = Unavailable("not-yet", "the lists are behind", retry_after=1)
MADE = {"position": "activity:7"}
DUE = Invalid("invalid", "due: is today", errors=[{"field": "due", "message": "is today"}])


class Lists:
    """Read models that answer, or refuse, every question the same way."""

    def __init__(self, *ids, refusal=None):
        self.found = {"items": [{"id": id, "name": id.upper()} for id in ids], "next": None}
        self.refusal = refusal

    def customers(self, **asked):
        if self.refusal:
            raise self.refusal
        return self.found


def test_a_list_that_cannot_be_asked_for_is_refused_with_the_field_inside():
    with pytest.raises(Invalid) as caught:
        require_readable(Lists(refusal=DUE), {"due": "banana"})

    assert caught.value.fields["errors"] == [{"field": "next_of.due", "message": "is today"}]
    assert caught.value.detail == "next_of.due: is today"


def test_a_list_that_nobody_can_judge_now_keeps_nobody_from_logging():
    require_readable(Lists(refusal=LATE), {"due": "today"})


def test_after_the_write_it_is_told_that_the_next_one_is_not_known():
    late = told(lambda: next_customer(Lists(refusal=LATE), {}, "c1", MADE))

    assert late["next"] is None
    assert "the lists are behind" in late["next_unknown"]
    assert told(lambda: next_customer(Lists("c1", "c2"), {}, "c1", MADE)) == {
        "next": {"id": "c2", "name": "C2"}
    }


def test_a_cursor_of_the_list_is_that_of_its_asker():
    of = {"owner": "ann", "cursor": sealed("inner", "/v1/customers", "ann", {"owner": "ann"})}
    assert listed("ann", of) == {"owner": "ann", "cursor": "inner"}
    with pytest.raises(Invalid) as caught:
        listed("bob", of)
    assert caught.value.fields["errors"][0]["field"] == "next_of.cursor"
