"""The table of processes, and how many of each."""

import pytest

from cli.processes import BadScale, instances, scale


def test_one_of_each_by_default() -> None:
    names = [name for name, _ in instances({})]
    assert names == [
        *("customer", "pipeline", "activity", "analytics"),
        *("relay-customer", "relay-pipeline", "relay-activity", "relay-gateway"),
        *("lists", "reports", "webhooks", "gateway"),
    ]


def test_each_instance_has_a_name_of_its_own() -> None:
    names = [name for name, process in instances({"customer": 3}) if process.name == "customer"]
    assert names == ["customer", "customer.2", "customer.3"]


def test_wishes_are_read_as_numbers() -> None:
    assert scale(["customer=2", "relay-customer=3"]) == {"customer": 2, "relay-customer": 3}


@pytest.mark.parametrize(
    "wish", ["gateway=2", "nobody=2", "customer", "customer=", "customer=0", "customer=-1",
             "customer=two", "customer=17", "customer=²"],
)  # fmt: skip
def test_a_wish_that_cannot_be_followed_is_refused(wish: str) -> None:
    with pytest.raises(BadScale):
        scale([wish])
