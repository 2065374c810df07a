"""Similar customers in a real database: found by few look-ups, and by no more than are allowed."""

from datetime import UTC, datetime

import pytest

from kernel.engine import Engine
from kernel.envelope import envelopes
from kernel.mongo import MongoLog
from kernel.rows import Rows
from services.customer import likeness, similar
from services.customer.events import Phone, Profile
from services.customer.heard import HEARD
from services.customer.pool import Pool
from services.customer.similar import EACH, SIMILAR
from tests.integration.servers import throwaway_database
from tests.unit.customer.company import Company
from tests.unit.people import ANN, BOB, MAY

AT = datetime(2026, 1, 5, tzinfo=UTC)


def open_pool(pool_id):
    return Pool()


class Filed(Company):
    """A company whose similar customers are folded into a real database."""

    def __init__(self, database):
        log = MongoLog(database, "customer")
        log.create_indexes()
        super().__init__(logs=[log])
        self.engine = Engine(database, HEARD)
        self.lookalikes = Rows(database, HEARD)
        self.at = self.engine.positions()["customer"]

    def settle(self):
        for commit in self.log.after(self.at, 10_000):
            self.engine.apply(list(envelopes("customer", commit)))
            self.at = commit.last


@pytest.fixture
def company():
    with throwaway_database() as database:
        yield Filed(database)


def test_similar_customers_are_found_and_told_as_far_as_one_may_know(company):
    id = company.desk(ANN).register(name="李雷", company="杭州西湖茶业有限公司")["id"]
    company.desk(MAY).register(name="韩梅", company="云帆信息科技有限公司", pool="public")
    company.settle()

    [tea] = company.desk(ANN).check(company="西湖茶葉（杭州）有限公司")["similar"]
    [software] = company.desk(BOB).check(name="云航信息科技")["similar"]

    assert (tea["holder"], tea["score"]) == (id, 90)
    assert (software["state"], software["company"]) == ("pool", "云帆信息科技有限公司")
    assert company.desk(BOB).check(name="李雷")["similar"] == []


def test_a_claimed_customer_is_masked_from_others_from_then_on(company):
    id = company.desk(MAY).register(name="x", company="云帆信息科技", pool="public")["id"]
    company.desk(ANN).claim(id)
    company.settle()

    [told] = company.desk(BOB).check(company="云帆信息科技")["similar"]

    assert (told["state"], told["holder"], told["name"]) == ("held", None, "＊")


def test_a_name_of_very_many_is_looked_at_no_more_than_so_often(company):
    rows = company.lookalikes.collection(SIMILAR)
    common = Profile(name="x", company="云帆信息科技有限公司")
    filed = similar.described(common) | {"owner": None, "pool": "public", "archived": False}
    row = filed | {"blocks": similar.filed(filed)}
    rows.insert_many([{"_id": f"c{number}"} | row for number in range(500)])
    who = similar.asked(common)

    assert len(similar.candidates(rows, who.blocks)) <= EACH * len(who.blocks)
    assert len(similar.found(rows, ANN, who, who.blocks, (), open_pool, AT)) == similar.MOST


def test_every_look_up_is_answered_from_the_index(company):
    rows = company.lookalikes.collection(SIMILAR)
    rows.insert_many([{"_id": f"c{number}", "blocks": [number]} for number in range(2_000)])
    who = similar.asked(
        Profile(
            name="云帆信息科技服务", company="杭州西湖茶业有限公司",
            phones=(Phone("13800138000", "+8613800138000", None, True),),
        )
    )  # fmt: skip

    explained = rows.database.command(
        "explain",
        {
            "aggregate": rows.name,
            "pipeline": [{"$match": {"blocks": who.blocks[0]}}, {"$limit": EACH}],
            "cursor": {},
        },
        verbosity="executionStats",
    )

    assert explained["executionStats"]["totalDocsExamined"] == 0
    assert explained["executionStats"]["totalKeysExamined"] <= 1
    assert similar.candidates(rows, who.blocks) == []
    assert likeness.LIKE > likeness.ELSEWHERE
