import pytest

from kernel import Invalid
from kernel.testing import specify
from services.customer.customer import CUSTOMER, register
from services.customer.pool import Into
from tests.unit.customer.examples import IN_POOL, MORNING, SHOP

given = specify(CUSTOMER)


def test_a_customer_is_registered_with_all_that_is_known_of_it():
    made = {"owner": None, "pool": "public", "by": "may", "at": MORNING}
    given().when(register, "c1", SHOP, **made).then(IN_POOL)


def test_a_customer_is_not_registered_into_a_pool_that_is_not_there():
    made = {"owner": None, "pool": "nrth", "by": "may", "at": MORNING}
    with pytest.raises(Invalid) as caught:
        register(
            CUSTOMER.initial, "c1", SHOP, **made, into=Into("nrth", False, ("public", "north"))
        )
    [error] = caught.value.fields["errors"]
    assert error["field"] == "pool"
    assert "public, north" in error["message"]
