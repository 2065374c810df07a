from kernel.testing import specify
from services.customer.events import IdentityFreed, IdentityReserved
from services.customer.identity import PHONE, free, keyed, reserve
from tests.unit.customer.examples import EVENING, NOON

given = specify(PHONE)

RESERVED = IdentityReserved("c1", NOON)
FREED = IdentityFreed("c1", NOON)


def test_a_free_identity_is_reserved():
    given().when(reserve, holder="c1", at=NOON).then(RESERVED)


def test_reserving_what_is_yours_changes_nothing():
    given(RESERVED).when(reserve, holder="c1", at=EVENING).then()


def test_what_another_customer_has_is_a_duplicate_and_its_holder_is_not_told_here():
    given(RESERVED).when(reserve, holder="c2", at=EVENING).rejected("duplicate")


def test_a_freed_identity_is_reserved_again():
    given(RESERVED, FREED).when(reserve, holder="c2", at=NOON).then(IdentityReserved("c2", NOON))


def test_only_its_holder_frees_it():
    given(RESERVED).when(free, holder="c1", at=NOON).then(FREED)
    given(RESERVED).when(free, holder="c2", at=NOON).then()
    given().when(free, holder="c1", at=NOON).then()


def test_a_stream_s_name_tells_nothing_without_the_key():
    name = keyed("+8613800138000", b"key")

    assert name == keyed("+8613800138000", b"key")
    assert name != keyed("+8613800138000", b"another key")
    assert len(name) == 64
    assert set(name) <= set("0123456789abcdef")
