"""A database of its own for each test."""

from collections.abc import Iterator
from typing import Any

import pytest
from pymongo.database import Database

from tests.game import World
from tests.integration.servers import throwaway_database


@pytest.fixture
def database() -> Iterator[Database[dict[str, Any]]]:
    with throwaway_database() as made:
        yield made


@pytest.fixture
def world() -> World:
    return World()
