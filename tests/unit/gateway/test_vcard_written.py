"""A customer and the people there as vCards: what others read, and nothing that is not theirs."""

import pytest

from gateway.vcard_reading import people
from gateway.vcard_written import VERSIONS, vcards

MOBILE = {"written": "138 0013 8000", "e164": "+8613800138000", "extension": None}
DESK = {"written": "0571-88888888-801", "e164": "+8657188888888", "extension": "801"}
NONE = {"written": "6688", "e164": None, "extension": None}
PLACE = {
    "written": "浙江省杭州市西湖区文三路1号", "province": "浙江省", "city": "杭州市",
    "district": "西湖区", "street": "文三路", "detail": "1号", "postcode": "310012",
}  # fmt: skip
WANG = {
    "id": "k1", "name": "王伟", "surname": "王", "role": "采购; 经理", "department": "采购部",
    "birthday": "1990-01-31", "phones": [MOBILE, DESK], "emails": ["wang@tea.example"],
    "messaging": [{"kind": "wechat", "id": "wangwei88"}], "remark": "先打电话\r\n再来, \\o/",
}  # fmt: skip
CUSTOMER = {
    "id": "c1", "name": "茶行", "company": "杭州茶行", "phones": [NONE], "emails": [],
    "messaging": [], "addresses": [PLACE], "contacts": [WANG], "masked_fields": [],
}  # fmt: skip


def written(version="4.0", **about):
    return vcards(CUSTOMER | {"vcard": version} | about)


@pytest.mark.parametrize("version", VERSIONS)
def test_what_goes_out_comes_in_again(version):
    firm, wang = people(written(version), 2)

    assert firm["given"] == {
        "name": "杭州茶行", "company": "杭州茶行", "phones": ["6688"],
        "addresses": [{"written": "浙江省杭州市西湖区文三路1号"}],
    }  # fmt: skip
    assert wang["given"] == {
        "name": "王伟", "company": "杭州茶行", "department": "采购部", "role": "采购; 经理",
        "birthday": "1990-01-31", "phones": ["+8613800138000", "+8657188888888 ext. 801"],
        "emails": ["wang@tea.example"], "messaging": [{"kind": "wechat", "id": "wangwei88"}],
        "remark": "先打电话\n再来, \\o/",
    }  # fmt: skip


def test_4_0_is_as_rfc_6350_has_it():
    lines = written().decode().split("\r\n")

    assert lines[:4] == ["BEGIN:VCARD", "VERSION:4.0", "PRODID:-//Guanxi//Contacts//EN",
                         "UID;VALUE=text:c1"]  # fmt: skip
    assert "KIND:org" in lines
    assert "TEL;VALUE=uri;TYPE=work:tel:+8657188888888;ext=801" in lines
    assert "ADR;TYPE=work:;;西湖区文三路1号;杭州市;浙江省;310012;" in lines
    assert "BDAY:19900131" in lines
    assert lines[-2:] == ["END:VCARD", ""]


def test_3_0_is_what_older_programs_read():
    lines = written("3.0").decode().split("\r\n")

    assert {"VERSION:3.0", "UID:k1", "BDAY:1990-01-31", "TEL;TYPE=cell:+8613800138000",
            "N:王;伟;;;"} <= set(lines)  # fmt: skip
    assert not [line for line in lines if line.startswith("KIND")]


def test_what_is_masked_is_left_out():
    masked = written(masked_fields=["phones", "messaging"]).decode()

    assert "TEL" not in masked
    assert "IMPP" not in masked
    assert "EMAIL;TYPE=work:wang@tea.example" in masked


@pytest.mark.parametrize("breaks", ["\r\n", "\n", "\r"])
def test_nobody_writes_a_line_of_their_own(breaks):
    forged = f"x{breaks}TEL:110{breaks}END:VCARD"
    told = written(
        contacts=[WANG | dict.fromkeys(("name", "remark", "role", "department"), forged)]
    )

    assert [
        line for line in told.splitlines() if line.startswith((b"TEL:110", b"END:VCARD\\"))
    ] == []
    assert told.count(b"\r\n") == told.count(b"\n") == told.count(b"\r")
    assert len(people(told, 9)) == 2


def test_a_line_is_no_longer_than_75_bytes():
    told = written(contacts=[WANG | {"remark": "茶" * 500}])

    assert max(map(len, told.split(b"\r\n"))) <= 75
    assert people(told, 2)[1]["given"]["remark"] == "茶" * 500
