import pytest

from services.customer.events import Messaging, Phone, Profile
from services.customer.keys import Key, keys
from services.customer.settings import warned

CODE = "91350100M000100Y43"


def test_a_customer_is_recognised_by_all_of_these():
    shop = Profile(
        name="西湖茶行", company="杭州西湖茶业有限公司", credit_code=CODE,
        phones=(Phone("057188888888-1", "+8657188888888", "1", True),),
        emails=("Li@Example.cn",), messaging=(Messaging("wechat", "LiLei88"),),
    )  # fmt: skip

    assert keys(shop) == [
        Key("phones.0", "phone", "+8657188888888;ext=1"),
        Key("emails.0", "email", "li@example.cn"),
        Key("messaging.0", "messaging", "wechat:lilei88"),
        Key("credit_code", "credit-code", CODE),
        Key("company", "company", "杭州西湖茶业"),
    ]


def test_the_same_twice_is_one_key():
    twice = Profile(name="x", emails=("li@example.cn", "LI@example.cn"))

    assert [key.field for key in keys(twice)] == ["emails.0"]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (Messaging("wechat", "LiLei88"), Messaging("wechat", "lilei88"), True),
        (Messaging("wechat", "ｌｉｌｅｉ８８"), Messaging("wechat", "lilei88"), True),
        (Messaging("wecom", "wmAbc"), Messaging("wecom", "wmabc"), False),
        (Messaging("qq", "10001"), Messaging("wechat", "10001"), False),
    ],
)
def test_when_two_ids_in_messengers_are_the_same(one, other, same):
    mine, yours = (keys(Profile(name="x", messaging=(id,))) for id in (one, other))

    assert (mine == yours) is same


def test_the_setting_names_kinds_of_keys():
    assert warned("phone, company") == {"phone", "company"}
    assert warned("none") == frozenset()
    with pytest.raises(ValueError, match="fax is none of phone, email"):
        warned("phone,fax")
