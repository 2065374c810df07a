"""What a merge patch says, and what it does not."""

import pytest

from gateway.customer_shapes import EditCustomer, RegisterCustomer
from gateway.problems import UnsupportedMedia
from gateway.service import ROUTES
from gateway.shape import load
from kernel.refusal import Invalid
from tests.unit.gateway.requests import ask

EDIT = ROUTES["edit_customer"]
PATH = "/v1/customers/7"


def edit(body, **sent):
    return ask(EDIT, body, path=PATH, **sent)


def test_null_clears_and_what_is_left_out_is_not_there():
    assert edit({"level": None, "phones": None, "emails": []}).body == {
        "level": None, "phones": None, "emails": [],
    }  # fmt: skip


def test_blank_text_clears_as_null_does():
    assert edit({"company": "  "}).body == {"company": None}


def test_the_members_of_an_object_are_left_out_or_cleared_one_by_one():
    assert edit({"shop": {"owner_sex": None, "floor_area": "86.5"}}).body == {
        "shop": {"owner_sex": None, "floor_area": "86.5"}
    }


def test_when_registering_null_means_not_given():
    assert load(RegisterCustomer(), {"name": "Li", "level": None, "phones": None}) == {"name": "Li"}


def test_a_merge_patch_may_be_called_what_it_is():
    assert edit({"level": "A"}, content_type="application/merge-patch+json").body == {"level": "A"}
    with pytest.raises(UnsupportedMedia):
        ask(ROUTES["register_customer"], {"name": "Li"},
            content_type="application/merge-patch+json")  # fmt: skip


def test_an_edit_compares_if_match_and_takes_a_key():
    asked = edit({"level": "A"}, headers={"If-Match": '"3"', "Idempotency-Key": "one"})

    assert asked.expected == 3
    assert asked.context.command_id == edit(
        {"level": "A"}, headers={"Idempotency-Key": "one"}
    ).context.command_id  # fmt: skip


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        ({"name": None}, ["name"]),
        ({"shop": {"x": 1}, "colour": 1}, ["colour", "shop.x"]),
        ({"addresses": [{"latitude": "30", "datum": "BD-09"}]},
         ["addresses.0.datum", "addresses.0.latitude"]),
        ({"messaging": [{"kind": "icq"}]}, ["messaging.0.id", "messaging.0.kind"]),
        ({"shop": {"owner_birth_year": 1980.5}}, ["shop.owner_birth_year"]),
        ({"owner": "bob"}, ["owner"]),
    ],
)  # fmt: skip
def test_every_wrong_field_is_named_wherever_it_stands(body, fields):
    with pytest.raises(Invalid) as caught:
        load(EditCustomer(), body)
    assert [error["field"] for error in caught.value.fields["errors"]] == fields
