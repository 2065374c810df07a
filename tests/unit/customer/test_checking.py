"""What somebody is told before entry, and warned of after it, over a log in memory."""

import pytest

from kernel import Forbidden, Invalid
from services.customer.similar import EACH, MOST, MOST_BLOCKS
from tests.unit.customer.company import Company
from tests.unit.people import ANN, BOB, CLERK, MAY

PHONE = "13800138000"
TEA = "杭州西湖茶业有限公司"


@pytest.fixture
def company():
    return Company()


def test_who_has_a_phone_is_told_as_far_as_the_asker_may_know(company):
    id = company.desk(ANN).register(name="茶行", phones=[PHONE])["id"]
    of_the_phone = {"field": "phones.0", "key": "phone"}

    [mine] = company.desk(ANN).check(phones=["+86 138 0013 8000"])["duplicates"]
    [held] = company.desk(BOB).check(phones=[PHONE])["duplicates"]

    assert mine == of_the_phone | {"state": "yours", "holder": id, "owner": "ann"}
    assert held == of_the_phone | {"state": "held", "holder": None}


def test_every_kind_of_key_is_asked_for_and_nothing_is_written(company):
    company.desk(MAY).register(name="茶行", emails=["li@example.cn"], pool="public")
    before = company.log.head()

    found = company.desk(BOB).check(
        name="茶", emails=["LI@example.cn"], credit_code="91350100M000100Y43",
        messaging=[{"kind": "wechat", "id": "lilei88"}], phones=[PHONE],
    )  # fmt: skip

    assert [(one["field"], one["state"]) for one in found["duplicates"]] == [("emails.0", "pool")]
    assert company.log.head() == before


def test_a_similar_company_is_told_with_score_and_reason(company):
    id = company.desk(ANN).register(name="李雷", company=TEA)["id"]

    [like] = company.desk(ANN).check(company="西湖茶業（杭州）有限責任公司")["similar"]

    assert like == {
        "state": "yours", "holder": id, "owner": "ann", "name": "李雷", "company": TEA,
        "score": 90, "reason": "the same name but for the place",
    }  # fmt: skip


def test_of_what_somebody_may_not_see_only_their_own_characters_are_shown(company):
    company.desk(ANN).register(name="李雷", company=TEA)

    [like] = company.desk(BOB).check(company="杭州西湖茶叶")["similar"]

    assert (like["state"], like["holder"]) == ("held", None)
    assert (like["name"], like["company"]) == ("＊＊", "杭州西湖茶＊＊＊＊＊")


def test_another_extension_of_a_switchboard_is_similar_and_not_refused(company):
    first = company.desk(ANN).register(name="茶行", phones=["0571-88888888转8001"])

    second = company.desk(ANN).register(name="机械厂", phones=["0571-88888888转8002"])

    [told] = second["warnings"]
    assert told["holder"] == first["id"]
    assert "extension" in told["reason"]


def test_all_keys_are_asked_for_at_once_and_then_all_holders(company):
    ids = [
        company.desk(ANN).register(name=f"茶行{n}", phones=[f"1380013800{n}"])["id"]
        for n in range(3)
    ]
    desk, asked = company.desk(ANN), []
    log = desk.log.states.log
    desk.log.states.log = Listening(log, asked)
    try:
        told = desk.check(phones=[f"1380013800{n}" for n in range(5)], emails=["li@example.cn"])
    finally:
        desk.log.states.log = log

    assert [one["holder"] for one in told["duplicates"]] == ids
    assert [len(streams) for streams in asked] == [6, 3]


class Listening:
    """A log, and what is read of it."""

    def __init__(self, log, asked):
        self.log, self.asked = log, asked

    def excerpts(self, after):
        self.asked.append(after)
        return self.log.excerpts(after)


def test_a_company_that_its_pool_hides_is_not_told_of_a_similar_customer(company):
    company.desk(MAY).register(name="李雷", company=TEA, pool="public")
    company.desk(MAY).show_pool_fields("public", ["phones"])

    [told], [whole] = (
        company.desk(who).check(company="杭州西湖茶叶")["similar"] for who in (BOB, MAY)
    )
    assert (told["name"], told["company"]) == ("李雷", "杭州西湖茶＊＊＊＊＊")
    assert whole["company"] == TEA


def test_a_phone_is_not_told_twice(company):
    company.desk(ANN).register(name="西湖茶行", phones=[PHONE])

    found = company.desk(ANN).check(name="西湖茶行", phones=[PHONE])

    assert len(found["duplicates"]) == 1
    assert found["similar"] == []


def test_an_archived_name_is_no_longer_similar_and_others_are_kept_apart(company):
    company.desk(ANN).register(name="甲", company="云帆科技有限公司")
    assert company.desk(ANN).check(company="远洋机械")["similar"] == []
    assert company.desk(ANN).check(name="王芳")["similar"] == []


def test_what_is_wrong_is_told_with_its_field(company):
    with pytest.raises(Invalid) as refused:
        company.desk(ANN).check(
            credit_code="91350100M000100Y44", emails=["no"], messaging=[{"kind": "fax", "id": "1"}]
        )

    fields = {error["field"] for error in refused.value.fields["errors"]}
    assert fields == {"credit_code", "emails.0", "messaging.0.kind"}


def test_to_ask_for_nothing_is_refused(company):
    with pytest.raises(Invalid) as refused:
        company.desk(ANN).check()
    assert refused.value.fields["errors"][0]["field"] == "name"


def test_who_has_no_customers_asks_for_none(company):
    with pytest.raises(Forbidden):
        company.desk(CLERK).check(phones=[PHONE])


def test_what_one_question_costs_is_bounded(company):
    company.desk(ANN).check(
        name="云帆信息科技", company=TEA, phones=[f"1380013{n:04}" for n in range(20)]
    )

    assert company.lookalikes.asked == 1
    assert (MOST_BLOCKS, EACH, MOST) == (40, 20, 10)


def test_a_customer_is_also_known_by_its_contacts(company):
    id = company.desk(ANN).register(name="茶行")["id"]
    person = {"name": "欧阳建国华", "phones": ["0571-88888888转8001"]}
    met = company.desk(ANN).add_contact(id, person)["id"]

    [of_the_phone] = company.desk(ANN).check(phones=["0571-88888888转8002"])["similar"]
    [of_the_name] = company.desk(ANN).check(name="欧阳建国华")["similar"]
    assert (of_the_phone["holder"], of_the_name["holder"], of_the_name["score"]) == (id, id, 100)
    [veiled] = company.desk(BOB).check(phones=["0571-88888888转8002"])["similar"]
    assert "欧阳" not in str(veiled)

    company.desk(ANN).edit_contact(id, met, {"phones": []})
    assert company.desk(ANN).check(phones=["0571-88888888转8002"])["similar"] == []
    company.desk(ANN).remove_contact(id, met)
    assert company.desk(ANN).check(name="欧阳建国华")["similar"] == []


def test_what_is_archived_stays_filed_nowhere_when_its_contacts_change(company):
    id = company.desk(ANN).register(name="茶行")["id"]
    person = {"name": "王刚", "phones": ["0571-88888888转8001"]}
    met = company.desk(ANN).add_contact(id, person)["id"]
    company.desk(ANN).archive(id, "closed")
    assert company.desk(ANN).check(phones=["0571-88888888转8002"])["similar"] == []
    company.desk(ANN).restore(id)
    [told] = company.desk(ANN).check(phones=["0571-88888888转8002"])["similar"]
    assert told["holder"] == id
    assert met


def test_a_customer_of_others_pool_is_told_to_its_members_alone(company):
    company.desk(MAY).open_pool("north", "北区")
    company.desk(MAY).set_pool_members("north", ["ann"])
    known = {"name": "李雷", "company": TEA, "phones": [PHONE], "pool": "north"}
    id = company.desk(MAY).register(**known)["id"]

    asked = {"company": "西湖茶業（杭州）有限責任公司", "phones": [PHONE]}
    [mine] = company.desk(ANN).check(**asked)["duplicates"]
    assert (mine["holder"], mine["pool"]) == (id, "north")
    [masked] = company.desk(BOB).check(**asked)["duplicates"]
    assert masked == {"field": "phones.0", "key": "phone", "state": "pool", "holder": None}
    [like] = company.desk(BOB).check(company=asked["company"])["similar"]
    assert (like["state"], like["holder"], like["name"]) == ("pool", None, "＊＊")
    assert "pool" not in like
