"""How far somebody has heard, as it goes out and comes back."""

import pytest

from gateway.change_places import beyond, mark, read, written
from kernel.context import Context
from kernel.refusal import Invalid

ANN = Context(actor="ann", role="sales")
PLACE = {"customer": 1041, "pipeline": 0, "activity": 7}


def test_it_comes_back_as_it_went_out():
    assert read(written(PLACE, ANN)) == (PLACE, mark(ANN))


@pytest.mark.parametrize("other", [
    Context(actor="bob", role="sales"),
    Context(actor="ann", role="manager"),
    Context(actor="ann", role="sales", visibility="all"),
    Context(actor="ann", role="sales", visibility="team", team="ann\nbob"),
])  # fmt: skip
def test_other_rights_leave_another_mark(other):
    assert mark(other) != mark(ANN)
    assert mark(Context(actor="ann", role="sales", command_id="x")) == mark(ANN)


@pytest.mark.parametrize("made_up", [
    "", "7", "customer:1", "customer:1,pipeline:2,activity:3", "customer:1,pipeline:2;0123abcd",
    "customer:1,pipeline:2,activity:-3;0123abcd", "customer:٣,pipeline:2,activity:3;0123abcd",
    "customer:1,pipeline:2,activity:3;0123ABCD", "customer:1,pipeline:2,activity:3;0123abcd\n",
    f"customer:{10**15},pipeline:2,activity:3;0123abcd",
])  # fmt: skip
def test_what_no_event_had_for_its_id_is_refused(made_up):
    with pytest.raises(Invalid) as refused:
        read(made_up, "since")
    assert refused.value.fields["errors"][0]["field"] == "since"


@pytest.mark.parametrize(("customer", "anew"), [(1041, False), (1050, False), (1051, True),
                                                (1040, True)])  # fmt: skip
def test_who_is_far_behind_or_ahead_of_all_reads_anew(customer, anew):
    assert beyond(PLACE, PLACE | {"customer": customer}, far=9) is anew
