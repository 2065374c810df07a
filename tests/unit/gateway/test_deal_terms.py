"""What is told of a deal over HTTP: numbers of line items as they are published, and its name."""

import pytest
from marshmallow import ValidationError

from gateway.deal_terms import Item
from gateway.loading_deals import PastDeal
from gateway.opportunities import OpenOpportunity

ITEM = {"product": "tea", "quantity": "2.5", "price": "100.00"}


def test_numbers_of_an_item_are_taken_as_they_are():
    assert Item().load(ITEM | {"discount": "7.5"}) == ITEM | {"discount": "7.5"}
    assert Item().load(ITEM | {"discount": None}) == ITEM


@pytest.mark.parametrize("name", ["quantity", "price", "discount"])
@pytest.mark.parametrize("wrong", ["1\n", " 1", "1e3", "-1", "\uff11", 1, ""])
def test_what_is_not_of_the_published_shape_is_refused(name, wrong):
    with pytest.raises(ValidationError) as caught:
        Item().load(ITEM | {name: wrong})
    assert list(caught.value.normalized_messages()) == [name]


@pytest.mark.parametrize("shape", [OpenOpportunity, PastDeal])
def test_a_name_may_be_left_out_only_beside_a_product(shape):
    assert "one of both must be given" in shape().fields["name"].metadata["description"]
