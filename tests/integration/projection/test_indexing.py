"""Indexes of a generation that has its rows already."""

from typing import Any

import pytest
from pymongo import MongoClient
from pymongo.database import Database

from kernel.group import Group
from kernel.live import prepare, rows_of
from kernel.projection import Projection
from kernel.settings import mongo_uri
from tests.game import TOTALS, group

ROWS, GRAMS = 8_000, 40
HASTY = Projection("hasty", TOTALS.events, TOTALS.key, TOTALS.evolve, ([("grams", 1)],))


@pytest.fixture
def hasty(database: Database[dict[str, Any]]) -> Group:
    rows = [
        {"_id": number, "grams": [f"{number}-{gram}" for gram in range(GRAMS)]}
        for number in range(ROWS)
    ]
    rows_of(database, HASTY.name, 1).insert_many(rows, ordered=False)
    return Group("hasty", "test", (HASTY,), group().sources)


def test_indexes_may_take_longer_than_a_query(database, hasty):
    with MongoClient(mongo_uri(), socketTimeoutMS=100) as impatient:
        prepare(impatient[database.name], hasty, 1)
        indexes = rows_of(database, HASTY.name, 1).index_information()
    assert set(indexes) == {"_id_", "grams_1"}


def test_preparing_again_changes_nothing(database, hasty):
    prepare(database, hasty, 1)
    before = rows_of(database, HASTY.name, 1).index_information()
    prepare(database, hasty, 1)
    assert rows_of(database, HASTY.name, 1).index_information() == before
