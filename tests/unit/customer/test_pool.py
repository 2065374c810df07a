"""Who sets pools up, and who belongs to them."""

from dataclasses import replace

import pytest

from kernel import Forbidden, NotFound
from kernel.testing import specify
from services.customer.events import (
    PoolAdminsSet,
    PoolClosed,
    PoolFieldsShown,
    PoolMembersSet,
    PoolOpened,
    PoolRenamed,
    PoolRule,
    PoolRulesSet,
)
from services.customer.pool import (
    POOL,
    close,
    open_pool,
    rename,
    sees,
    set_admins,
    set_members,
    set_rules,
    show,
    takes,
)
from tests.unit.customer.examples import MORNING, NOON
from tests.unit.people import ANN, BOB, CLERK, MAY, ROOT

given = specify(POOL)

CY = replace(ANN, actor="cy")
OPENED = PoolOpened("north", "北区公海", "may", MORNING)
ANNS = PoolMembersSet("north", ("ann",), "may", MORNING)
RUN_BY_CY = PoolAdminsSet("north", ("cy",), "may", MORNING)
CLOSED = PoolClosed("north", "may", NOON)
AT_NOON = {"pool_id": "north", "at": NOON}


def test_a_manager_opens_a_pool_once():
    told = {"pool_id": "north", "name": "北区公海", "at": MORNING}
    given().when(open_pool, MAY, **told).then(OPENED)
    given(OPENED).when(open_pool, MAY, **told).then()
    given(OPENED).when(open_pool, MAY, **told | {"name": "北"}).rejected(
        "pool-exists", name="北区公海"
    )
    given(OPENED, CLOSED).when(open_pool, MAY, **told).then(OPENED)
    given().when(open_pool, ANN, **told).refused(Forbidden, "role-not-allowed")
    given().when(open_pool, MAY, **told | {"pool_id": "public"}).rejected("pool-exists")


RULES = (PoolRule("all", claims_per_day=3),)
SETUPS = [
    (rename, {"name": "北"}, PoolRenamed("north", "北", "{by}", NOON)),
    (set_members, {"members": frozenset({"bob", "ann"})},
     PoolMembersSet("north", ("ann", "bob"), "{by}", NOON)),
    (set_members, {"members": None}, PoolMembersSet("north", None, "{by}", NOON)),
    (show, {"fields": ("company",)}, PoolFieldsShown("north", ("company",), "{by}", NOON)),
    (set_rules, {"rules": RULES, "time_zone": None},
     PoolRulesSet("north", 1, None, RULES, "{by}", NOON)),
]  # fmt: skip


@pytest.mark.parametrize(("verb", "how", "event"), SETUPS)
def test_managers_and_the_pool_s_admins_set_it_up_and_nobody_else(verb, how, event):
    history = (OPENED, ANNS, RUN_BY_CY)
    for asker in (MAY, ROOT, CY):
        done = replace(event, by=asker.actor)
        given(*history).when(verb, asker, **AT_NOON, **how).then(done)
        given(*history, done).when(verb, asker, **AT_NOON, **how).then()
    given(*history).when(verb, ANN, **AT_NOON, **how).refused(Forbidden, "role-not-allowed")
    given(*history).when(verb, BOB, **AT_NOON, **how).refused(NotFound, "not-found")
    given(*history).when(verb, CLERK, **AT_NOON, **how).refused(Forbidden, "role-not-allowed")


def test_what_was_never_opened_is_not_set_up_but_the_public_pool():
    given().when(rename, MAY, **AT_NOON, name="北").refused(NotFound, "not-found")
    given().when(rename, MAY, pool_id="public", name="公海", at=NOON).then(
        PoolRenamed("public", "公海", "may", NOON)
    )


def test_admins_are_named_by_managers():
    named = {"admins": frozenset({"ann"})}
    given(OPENED).when(set_admins, MAY, **AT_NOON, **named).then(
        PoolAdminsSet("north", ("ann",), "may", NOON)
    )
    given(OPENED, RUN_BY_CY).when(set_admins, CY, **AT_NOON, **named).refused(
        Forbidden, "role-not-allowed"
    )


def test_rules_have_a_version_that_rises():
    first = PoolRulesSet("north", 1, None, RULES, "may", MORNING)
    given(OPENED, first).when(set_rules, MAY, **AT_NOON, rules=(), time_zone="Asia/Urumqi").then(
        PoolRulesSet("north", 2, "Asia/Urumqi", (), "may", NOON)
    )


def test_a_closed_pool_takes_nothing_and_the_public_one_stays_open():
    given(OPENED).when(close, MAY, **AT_NOON).then(CLOSED)
    given(OPENED, CLOSED).when(close, MAY, **AT_NOON).then()
    given().when(close, MAY, pool_id="public", at=NOON).rejected("pool-stays")
    assert takes(ANN, POOL.fold([OPENED]), "north")
    assert not takes(ANN, POOL.fold([OPENED, CLOSED]), "north")
    assert takes(ANN, POOL.initial, "public")
    assert not takes(ANN, POOL.initial, "north")


def test_members_admins_and_managers_see_a_pool():
    ours = POOL.fold([OPENED, ANNS, RUN_BY_CY])
    assert [sees(asker, ours) for asker in (ANN, BOB, CY, MAY)] == [True, False, True, True]
    assert not takes(BOB, ours, "north")
    everybodys = POOL.fold([OPENED, ANNS, PoolMembersSet("north", None, "may", NOON)])
    assert sees(BOB, everybodys)
