from dataclasses import fields, replace
from datetime import date

import pytest

from kernel import Invalid
from kernel.form import Form
from services.customer.events import Profile, Shop
from services.customer.profile import Key, differing, keys, merged, read, read_region, values
from tests.unit.customer.examples import MOBILE

NOTHING = dict.fromkeys(
    ("name", "company", "phones", "emails", "industry", "source", "remark", "region",
     "keep_invalid_phones")
)  # fmt: skip


def profile(**given):
    with Form() as form:
        return read(form, **NOTHING | {"name": "西湖茶行"} | given)


def errors(**given):
    with pytest.raises(Invalid) as caught:
        profile(**given)
    return {error["field"] for error in caught.value.fields["errors"]}


def test_a_name_is_all_that_a_customer_needs():
    assert profile().name == "西湖茶行"
    assert (profile().phones, profile().company) == ((), None)


def test_texts_are_kept_without_blanks_around_them():
    assert profile(name="  茶行 ", company=" ", remark="one\ntwo").name == "茶行"
    assert profile(company=" ").company is None
    assert profile(remark=" one\ntwo ").remark == "one\ntwo"


def test_the_same_number_or_address_in_two_spellings_is_kept_once_as_it_was_written_first():
    found = profile(
        phones=["13800138000", "+86 138 0013 8000", "13900139000"],
        emails=["Li@Example.cn", "li@example.cn"],
    )
    assert [one.written for one in found.phones] == ["13800138000", "13900139000"]
    assert len(found.emails) == 1


def test_a_country_that_is_none_is_refused_with_an_example():
    with pytest.raises(Invalid) as caught, Form() as form:
        read_region(form, "XX")
    [error] = caught.value.fields["errors"]
    assert error == {"field": "region", "message": "must be a country as CN or US"}


def test_numbers_are_read_as_in_china_unless_another_country_is_named():
    assert profile(phones=["138 0013 8000"]).phones == (MOBILE,)
    assert profile(phones=["917-584-0243"], region="US").phones[0].e164 == "+19175840243"


@pytest.mark.parametrize(
    ("given", "number"),
    [
        ({"addresses": [{"written": "浙江省杭州市西湖区龙井路1号"}]}, "+8657188888888"),
        ({"addresses": [{"city": "广州市"}, {"city": "杭州市"}]}, "+862088888888"),
        ({"addresses": [{"city": "广州市"}], "area": "0571"}, "+862088888888"),
        ({"addresses": [{"detail": "龙井路1号"}], "area": "0571"}, "+8657188888888"),
        ({"area": "0571"}, "+8657188888888"),
    ],
)
def test_a_landline_without_area_code_is_one_of_where_the_customer_is(given, number):
    assert profile(phones=["88888888"], **given).phones[0].e164 == number


def test_a_landline_of_nowhere_is_refused():
    assert errors(phones=["88888888"]) == {"phones.0"}
    assert errors(phones=["88888888"], addresses=[{"detail": "龙井路1号"}]) == {"phones.0"}


def test_an_invalid_number_is_refused_and_its_field_named():
    assert errors(phones=["13800138000", "1234"]) == {"phones.1"}


def test_an_invalid_number_is_kept_when_that_is_asked_for():
    assert not profile(phones=["1234"], keep_invalid_phones=True).phones[0].valid


def test_what_is_no_number_at_all_is_never_kept():
    assert errors(phones=["call me"], keep_invalid_phones=True) == {"phones.0"}


@pytest.mark.parametrize(
    ("given", "fields"),
    [
        ({"name": None}, {"name"}),
        ({"name": ""}, {"name"}),
        ({"name": 7}, {"name"}),
        ({"name": "x" * 201}, {"name"}),
        ({"name": "a\0b"}, {"name"}),
        ({"name": "a\nb"}, {"name"}),
        ({"name": "\ud800"}, {"name"}),
        ({"name": "\u200b"}, {"name"}),
        ({"name": "茶\u202e行"}, {"name"}),
        ({"company": ["x"]}, {"company"}),
        ({"remark": "a\0b"}, {"remark"}),
        ({"remark": "x" * 10_001}, {"remark"}),
        ({"phones": "13800138000"}, {"phones"}),
        ({"phones": ["1"] * 21}, {"phones"}),
        ({"phones": [13800138000]}, {"phones.0"}),
        ({"phones": ["1" * 65]}, {"phones.0"}),
        ({"emails": ["li@example.cn", "li"]}, {"emails.1"}),
        ({"emails": {"li@example.cn": 1}}, {"emails"}),
        ({"region": "XX"}, {"region"}),
        ({"region": 86}, {"region"}),
        ({"keep_invalid_phones": "yes"}, {"keep_invalid_phones"}),
        ({"name": "", "emails": ["li"], "phones": ["x"]}, {"name", "emails.0", "phones.0"}),
    ],
)
def test_every_wrong_field_is_named_at_once(given, fields):
    assert errors(**given) == fields


def test_a_customer_is_recognised_by_each_phone_and_each_address():
    assert keys(profile(phones=["13800138000"], emails=["Li@example.cn"])) == [
        Key("phones.0", "phone", "+8613800138000"),
        Key("emails.0", "email", "li@example.cn"),
    ]


def test_the_same_number_typed_twice_is_one_key():
    landline = profile(phones=["0571-88888888"]).phones[0]
    twice = replace(profile(), phones=(MOBILE, MOBILE, landline))  # as it was kept once

    assert [key.field for key in keys(twice)] == ["phones.0", "phones.2"]
    assert len(twice.phones) == 3


FULL = {
    "name": "王芳", "company": "杭州西湖茶业有限公司", "short_name": "西湖茶业", "sign": "西湖茶庄",
    "phones": ["13800138000"], "emails": ["wang@example.cn"],
    "messaging": [{"kind": "wechat", "id": "wangfang88"}],
    "addresses": [{"written": "浙江省杭州市西湖区龙井路1号"}], "industry": "茶", "source": "展会",
    "level": "A", "business_status": "营业", "locality": "商业街",
    "credit_code": "91330100716105852f", "licence_number": "330106000012345",
    "shop": {"owner_name": "王芳", "owner_sex": "female", "owner_birth_year": 1980,
             "floor_area": "86.50", "location_kind": "临街"},
    "contract_ends_on": "2027-01-31", "remark": "中午休息",
}  # fmt: skip


def test_every_field_of_a_profile_can_be_told():
    found = profile(**FULL)

    assert found.shop == Shop("王芳", "female", 1980, "86.5", "临街")
    assert (found.credit_code, found.contract_ends_on) == ("91330100716105852F", date(2027, 1, 31))
    told = {name for name, value in vars(found).items() if value not in (None, ())}
    assert told == {field.name for field in fields(Profile)} - {"fields"}


@pytest.mark.parametrize(
    ("given", "wrong"),
    [
        ({"credit_code": "91330100716105852G"}, {"credit_code"}),
        ({"licence_number": "91330100716105852F"}, {"licence_number"}),
        ({"contract_ends_on": "2027-02-30"}, {"contract_ends_on"}),
        ({"addresses": {"written": "x"}}, {"addresses"}),
        ({"addresses": [{"written": "x"}] * 11}, {"addresses"}),
        ({"addresses": [{"written": "x"}, {"postcode": "1"}]},
         {"addresses.1", "addresses.1.postcode"}),
        ({"messaging": [{"kind": "qq", "id": "x"}]}, {"messaging.0.id"}),
        ({"shop": "big"}, {"shop"}),
        ({"shop": {"owner_sex": "unknown", "floor_area": "-1", "owner_birth_year": True, "x": 1}},
         {"shop.owner_sex", "shop.floor_area", "shop.owner_birth_year", "shop.x"}),
        ({"shop": {"floor_area": "1e99999"}}, {"shop.floor_area"}),
        ({"shop": {"floor_area": "NaN"}}, {"shop.floor_area"}),
        ({"level": "x" * 51}, {"level"}),
        ({"colour": "red"}, {"colour"}),
    ],
)  # fmt: skip
def test_a_wrong_field_of_a_full_profile_is_named(given, wrong):
    assert errors(**given) == wrong


def changed(before, **given):
    with Form() as form:
        found = values(form, given)
    return merged(before, found)


def test_what_is_not_mentioned_stays():
    before = profile(**FULL)

    assert differing(before, changed(before, level="B")) == ("level",)
    assert differing(before, changed(before)) == ()
    assert differing(before, changed(before, phones=["13800138000"], name=" 王芳 ")) == ()


LISTS = ("phones", "emails", "messaging", "addresses")


@pytest.mark.parametrize(
    ("name", "nothing"),
    [*((name, None) for name in sorted(FULL.keys() - {"name"})), *((name, []) for name in LISTS)],
)
def test_null_or_an_empty_list_clears_a_field(name, nothing):
    before = profile(**FULL)

    after = changed(before, **{name: nothing})

    assert getattr(after, name) == getattr(Profile(name=""), name)
    assert differing(before, after) == (name,)


def test_a_name_is_never_cleared():
    with pytest.raises(Invalid):
        changed(profile(), name=None)


def test_the_members_of_a_shop_change_one_by_one():
    before = profile(**FULL)

    assert changed(before, shop={"owner_name": "李雷"}).shop == replace(
        before.shop, owner_name="李雷"
    )
    assert changed(before, shop={"floor_area": None}).shop == replace(before.shop, floor_area=None)
    nothing = dict.fromkeys(FULL["shop"])
    assert changed(before, shop=nothing).shop is None
