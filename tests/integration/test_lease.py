"""Leases on a real server, whose clock is the only one that counts."""

from collections.abc import Iterator
from typing import Any

import pytest
from pymongo.collection import Collection

from kernel.lease import Lease
from tests.integration.servers import throwaway_database

Leases = Collection[Any]


@pytest.fixture(scope="module")
def leases() -> Iterator[Leases]:
    with throwaway_database() as database:
        yield database["leases"]


@pytest.fixture
def name(request: pytest.FixtureRequest) -> str:
    return str(request.node.name)


def test_only_one_holds_it(leases: Leases, name: str) -> None:
    ann, bob = Lease(leases, name, "ann", 60), Lease(leases, name, "bob", 60)
    assert (ann.acquire(), bob.acquire()) == (True, False)


def test_a_released_lease_is_free_at_once(leases: Leases, name: str) -> None:
    ann, bob = Lease(leases, name, "ann", 60), Lease(leases, name, "bob", 60)
    ann.acquire()
    ann.release()
    assert bob.acquire()


def test_an_expired_lease_is_free(leases: Leases, name: str) -> None:
    ann, bob = Lease(leases, name, "ann", 0), Lease(leases, name, "bob", 60)
    ann.acquire()
    assert bob.acquire()


def test_every_acquisition_raises_the_epoch(leases: Leases, name: str) -> None:
    ann, bob = Lease(leases, name, "ann", 0), Lease(leases, name, "bob", 0)
    ann.acquire()
    bob.acquire()
    assert (ann.epoch, bob.epoch) == (1, 2)
    ann.acquire()
    assert ann.epoch == 3


def test_one_who_was_succeeded_cannot_renew(leases: Leases, name: str) -> None:
    ann, bob = Lease(leases, name, "ann", 0), Lease(leases, name, "bob", 60)
    ann.acquire()
    bob.acquire()
    assert not ann.renew()
    assert bob.renew()


def test_one_who_was_succeeded_cannot_release_what_is_not_his(leases: Leases, name: str) -> None:
    ann, bob = Lease(leases, name, "ann", 0), Lease(leases, name, "bob", 60)
    ann.acquire()
    bob.acquire()
    ann.release()
    assert not ann.acquire()


def test_a_lease_that_ran_out_and_nobody_took_can_be_renewed(leases: Leases, name: str) -> None:
    ann, bob = Lease(leases, name, "ann", 0), Lease(leases, name, "bob", 60)
    ann.acquire()
    ann.ttl = 60
    assert ann.renew()
    assert not bob.acquire()


def test_a_holder_of_the_same_name_fences_off_its_former_self(leases: Leases, name: str) -> None:
    before, after = Lease(leases, name, "ann", 60), Lease(leases, name, "ann", 60)
    before.acquire()
    assert after.acquire()
    assert not before.renew()


def test_the_client_clock_is_never_asked(
    leases: Leases, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    ann, bob = Lease(leases, name, "ann", 60), Lease(leases, name, "bob", 60)
    ann.acquire()
    monkeypatch.setattr("time.time", lambda: 4_000_000_000.0)
    assert not bob.acquire()
