"""A calendar that takes too long is brought in as far as possible, and says how far that was."""

from itertools import count

import pytest

from gateway.calendar_imports import AT_ONCE, ENOUGH, as_far_as_possible
from kernel.refusal import Forbidden, Indeterminate

FILE = [{"uid": f"{n}@example.com"} for n in range(3 * AT_ONCE + 1)]
ASLEEP = Indeterminate("no-answer", "nobody has answered")


def brought(part):
    return {"items": [one | {"ok": True} for one in part], "position": f"activity:{len(part)}"}


def fails_at(place, refusal):
    def bring(part):
        if FILE[place] in part:
            raise refusal
        return brought(part)

    return bring


def test_all_of_a_file_is_brought_in_in_its_order():
    told = as_far_as_possible(FILE, brought)

    assert [one["uid"] for one in told["items"]] == [one["uid"] for one in FILE]
    assert (told["position"], told["left"]) == ("activity:1", 0)


def test_when_time_is_up_the_rest_is_told_as_not_reached():
    seconds = count(0, int(ENOUGH / 2))
    told = as_far_as_possible(FILE, brought, lambda: float(next(seconds)))

    assert [one["ok"] for one in told["items"]] == [True] * AT_ONCE + [False] * (2 * AT_ONCE + 1)
    assert told["items"][-1]["problem"]["slug"] == "not-reached"
    assert (told["position"], told["left"]) == (f"activity:{AT_ONCE}", 2 * AT_ONCE + 1)


def test_what_was_brought_in_is_told_also_when_nobody_answers_any_more():
    told = as_far_as_possible(FILE, fails_at(AT_ONCE, ASLEEP))

    assert [one["ok"] for one in told["items"]].count(True) == AT_ONCE
    assert told["items"][AT_ONCE]["problem"]["slug"] == "no-answer"
    assert told["left"] == 2 * AT_ONCE + 1


def test_who_may_not_is_refused_as_a_whole():
    with pytest.raises(Forbidden):
        as_far_as_possible(FILE, fails_at(0, Forbidden("role-not-allowed")))
