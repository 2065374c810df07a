from kernel.testing import specify
from services.customer.events import IdentityFreed, IdentityReserved
from services.customer.identity import MOST_HOLDERS, PHONE, free, keyed, reserve, share
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


def test_a_shared_identity_has_several_holders_each_once():
    second = IdentityReserved("c2", EVENING)

    given(RESERVED).when(share, holder="c2", at=EVENING).then(second)
    given(RESERVED, second).when(share, holder="c2", at=EVENING).then()


def test_a_shared_identity_is_free_when_the_last_has_freed_it():
    second, freed = IdentityReserved("c2", NOON), IdentityFreed("c2", NOON)

    given(RESERVED, second, FREED).when(reserve, holder="c3", at=EVENING).rejected("duplicate")
    given(RESERVED, second, FREED, freed).when(reserve, holder="c3", at=EVENING).then(
        IdentityReserved("c3", EVENING)
    )


def test_no_more_holders_are_kept_than_anybody_looks_at():
    full = [IdentityReserved(f"c{number}", NOON) for number in range(MOST_HOLDERS)]

    given(*full).when(share, holder="another", at=EVENING).then()
