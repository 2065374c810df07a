"""What the tests of this folder are given."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.integration.analytics.sold import sales_of_files
from tests.integration.analytics.world import World, emptied
from tests.integration.servers import throwaway_database


@pytest.fixture(scope="module")
def database() -> Iterator[Any]:
    with throwaway_database() as made:
        yield made


@pytest.fixture
def world(database: Any) -> World:
    """In an empty database; its collections and indexes stay, for they take a second to make."""
    return World(emptied(database))


@pytest.fixture(scope="session")
def sold() -> Iterator[World]:
    """Nobody changes it: it takes a while to make."""
    with throwaway_database() as made:
        yield sales_of_files(made)
