import pytest

from kernel import Invalid
from kernel.form import Form
from services.customer.profile import Key, keys, read
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


def test_numbers_are_read_as_in_china_unless_another_country_is_named():
    assert profile(phones=["138 0013 8000"]).phones == (MOBILE,)
    assert profile(phones=["917-584-0243"], region="US").phones[0].e164 == "+19175840243"


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
    twice = profile(phones=["13800138000", "+86 138 0013 8000", "0571-88888888"])

    assert [key.field for key in keys(twice)] == ["phones.0", "phones.2"]
    assert len(twice.phones) == 3
