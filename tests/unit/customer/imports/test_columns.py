"""What headers mean, however somebody has spelled them, and what a mapping may say."""

import pytest

from kernel import Invalid
from kernel.form import Form
from services.customer.import_columns import FIELDS, read, suggested


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("客户名称", "name"), ("姓名", "name"), ("First Name", "name"), ("LAST_NAME", "name"),
        ("公司", "company"), ("Company Name", "company"), ("手机号", "phones"), ("电话2", "phones"),
        ("Phone 1", "phones"), ("Ｅｍａｉｌ", "emails"), ("邮箱", "emails"), ("邮箱地址", "emails"),
        ("电子邮箱地址", "emails"), ("微信号", "wechat"),
        ("跟单人", "owner"), ("Lead Owner", "owner"), ("公海", "pool"), ("备注", "remark"),
        ("Notes", "remark"), ("统一社会信用代码", "credit_code"), ("行业", "industry"),
    ],
)  # fmt: skip
def test_a_header_suggests_its_field(header, field):
    assert suggested([header]) == {header: field}


def test_what_means_nothing_to_us_is_left_out():
    assert suggested(["Website", "Account Id", ""]) == {}


def test_every_header_of_the_template_means_its_own_field():
    assert suggested([field.chinese for field in FIELDS]) == {
        field.chinese: field.name for field in FIELDS
    }
    assert len({field.name for field in FIELDS}) == len(FIELDS)


def errors(mapping, header):
    with pytest.raises(Invalid) as caught, Form() as form:
        read(form, mapping, header)
    return [error["field"] for error in caught.value.fields["errors"]]


def test_without_a_mapping_it_is_what_is_suggested():
    with Form() as form:
        found = read(form, None, ["姓名", "x", "电话"])
    assert [(one.header, one.field) for one in found] == [("姓名", "name"), ("电话", "phones")]


def test_a_mapping_that_cannot_be_is_refused_by_its_column():
    assert errors({"a": "name", "b": "nmae"}, ["a", "b"]) == ["mapping.b"]
    assert errors({"a": "name", "c": "phones"}, ["a"]) == ["mapping.c"]
    assert errors({"a": "phones"}, ["a"]) == ["mapping"]
    assert errors(None, ["x", "y"]) == ["mapping"]
