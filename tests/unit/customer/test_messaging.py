import pytest

from kernel import Invalid
from kernel.form import Form
from services.customer.events import Messaging
from services.customer.messaging import read


def found(*given):
    with Form() as form:
        return read(form, [{"kind": kind, "id": id} for kind, id in given])


def wrong(given):
    with pytest.raises(Invalid) as caught, Form() as form:
        read(form, given)
    return {error["field"] for error in caught.value.fields["errors"]}


@pytest.mark.parametrize(
    ("kind", "id"),
    [
        ("wechat", "wangfang88"), ("wechat", "wxid_a1b2c3d4e5f6g7"), ("wechat", "13800138000"),
        ("wecom", "wmqfasd1e1927831291723123109rAAA"), ("qq", "10001"), ("qq", "12345678901"),
        ("dingtalk", "manager4220"),
    ],
)  # fmt: skip
def test_an_id_is_as_its_messenger_makes_them(kind, id):
    assert found((kind, id)) == (Messaging(kind, id),)


@pytest.mark.parametrize(
    ("kind", "id"),
    [
        ("wechat", "short"), ("wechat", "8abcdefg"), ("wechat", "王芳的微信号码"),
        ("wechat", "a" * 21), ("wecom", "two words"), ("qq", "0123456"), ("qq", "1234"), 
        ("qq", "wangfang88"),        ("dingtalk", "!"),
    ],
)  # fmt: skip
def test_an_id_that_its_messenger_cannot_have_made_is_refused(kind, id):
    assert wrong([{"kind": kind, "id": id}]) == {"messaging.0.id"}


def test_full_width_and_blanks_do_not_matter_and_each_is_kept_once():
    assert found(("qq", " １０００１ "), ("qq", "10001")) == (Messaging("qq", "10001"),)


@pytest.mark.parametrize(
    ("given", "fields"),
    [
        ("wangfang88", {"messaging"}),
        ({"wechat": "wangfang88"}, {"messaging"}),
        ([{"kind": "qq", "id": "10001"}] * 21, {"messaging"}),
        (["wangfang88"], {"messaging.0"}),
        ([{"kind": "wechat"}], {"messaging.0"}),
        ([{"kind": "icq", "id": "10001"}], {"messaging.0.kind"}),
        ([{"kind": "qq", "id": 10001}], {"messaging.0.id"}),
    ],
)
def test_what_is_no_list_of_ids_is_refused(given, fields):
    assert wrong(given) == fields
