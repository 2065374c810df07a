"""A deploy that adds a read model brings its rows by itself; one that knows fewer waits."""

from dataclasses import replace
from threading import Event

import pytest

from kernel.engine import Engine
from kernel.generations import rebuild
from kernel.group import Group
from kernel.live import Documents, generations
from kernel.refusal import Unavailable
from kernel.renewing import lacking, renew
from kernel.rows import Rows
from kernel.rpc_message import RemoteFailure
from kernel.subscription import Page
from tests.game import CODECS, TALLY, TOTALS, Scored, World, group
from tests.integration.projection.stand import caught_up, expected, stored


def test_a_read_model_that_was_added_is_built_before_the_worker_goes_on(
    database: Documents, world: World
) -> None:
    world.happen(Scored("ann", 1), Scored("bob", 2))
    caught_up(database, world, group("fair", TOTALS))
    renew(database, group(), world.fetch, Event())
    assert Engine(database, group()).positions() == world.heads
    assert stored(database, 2) == expected(world)


def test_rows_that_another_group_had_are_not_built_under_its_feet(
    database: Documents, world: World
) -> None:
    """Its worker may still run, in a replica that is yet to be replaced."""
    world.happen(Scored("ann", 1), Scored("bob", 2))
    other = Group("other", "fair", (TALLY,), CODECS)
    for made in (other, group("fair", TOTALS)):
        caught_up(database, world, made)
    rebuild(database, other, world.fetch, lambda line: None)

    renew(database, group(), world.fetch, Event())

    assert generations(database, other.name).live == 2
    assert generations(database, group().name).live == 3
    assert stored(database, 3) == expected(world)


def test_where_nothing_was_added_nothing_is_rebuilt(database: Documents, world: World) -> None:
    world.happen(Scored("ann", 1))
    caught_up(database, world, group())
    renew(database, group(), world.fetch, Event())
    assert generations(database, group().name).live == 1


def test_a_program_with_fewer_read_models_rebuilds_nothing(
    database: Documents, world: World
) -> None:
    caught_up(database, world, group())
    fewer = group("fair", TOTALS)
    assert lacking(database, fewer) == frozenset()
    renew(database, fewer, world.fetch, Event())
    assert generations(database, group().name).live == 1


def test_a_source_that_is_away_is_asked_again(database: Documents, world: World) -> None:
    world.happen(Scored("ann", 1))
    caught_up(database, world, group("fair", TOTALS))
    failures = [Unavailable("service-away"), RemoteFailure()]

    def flaky(source: str, after: int, limit: int) -> Page:
        if failures:
            raise failures.pop()
        return world.fetch(source, after, limit)

    renew(database, group(), flaky, Event())
    assert not failures
    assert lacking(database, group()) == frozenset()


def test_rows_that_the_program_folds_otherwise_are_built_anew(
    database: Documents, world: World
) -> None:
    world.happen(Scored("ann", 1))
    caught_up(database, world, group())
    otherwise = group("fair", replace(TOTALS, edition=2), TALLY)
    with pytest.raises(Unavailable, match="rebuilding"):
        Rows(database, otherwise).collection("totals")

    assert lacking(database, otherwise) == {"totals@2"}
    renew(database, otherwise, world.fetch, Event())

    assert lacking(database, otherwise) == frozenset()
    assert Rows(database, otherwise).collection("totals").count_documents({}) == 1


def test_a_program_of_before_does_not_build_the_rows_of_a_newer_one(
    database: Documents, world: World
) -> None:
    newer = group("fair", replace(TOTALS, edition=2), TALLY)
    caught_up(database, world, newer)

    assert lacking(database, group()) == frozenset()
    with pytest.raises(Unavailable, match="rebuild-needed"):
        Engine(database, group()).positions()
