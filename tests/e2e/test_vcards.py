"""The people at a customer out of a telephone, and into another one."""

import pytest
import requests

from tests.e2e.api import Api
from tests.e2e.conftest import System
from tests.e2e.staff import hired

CARDS = """BEGIN:VCARD
VERSION:3.0
FN:王伟
ORG:杭州茶行;采购部
TEL;TYPE=CELL:166 0013 8{n:03}
BDAY:--0131
END:VCARD
BEGIN:VCARD
VERSION:2.1
FN;CHARSET=GBK;ENCODING=QUOTED-PRINTABLE:=C0=EE=C4=C8
TEL;CELL:166 0013 9{n:03}
END:VCARD
"""


@pytest.fixture
def ann(system: System) -> Api:
    return hired(system, "ann")


def brought(api: Api, path: str, **fields: str) -> requests.Response:
    files = {"file": ("contacts.vcf", CARDS.format(n=17).encode(), "text/vcard")}
    return api.session.post(api.url + path, files=files, data=fields, timeout=60)


def test_contacts_are_tried_brought_in_and_taken_along(system, ann):
    id = ann.do("/v1/customers", {"name": "茶行", "company": "杭州茶行"})["id"]
    path = f"/v1/customers/{id}/contacts"

    tried = brought(ann, f"{path}/import", dry_run="true").json()
    assert [(one["card"], one["name"], one["outcome"]) for one in tried["items"]] == [
        (1, "王伟", "added"), (2, "李娜", "added"),
    ]  # fmt: skip
    assert tried["items"][0]["left_out"] == [
        "the birthday is left out: it is no day with its year"
    ]  # fmt: skip
    assert tried["position"] is None
    assert "FN:王伟" not in ann.get(f"{path}.vcf").text

    done = brought(ann, f"{path}/import").json()
    assert [one["outcome"] for one in done["items"]] == ["added", "added"]
    taken = ann.get(f"{path}.vcf", after=done["position"])
    assert taken.headers["Content-Type"] == "text/vcard; charset=utf-8"
    assert taken.headers["Content-Disposition"] == 'attachment; filename="contacts.vcf"'
    assert taken.text.count("BEGIN:VCARD\r\nVERSION:4.0\r\n") == 3
    assert "TEL;VALUE=uri;TYPE=cell:tel:+8616600138017" in taken.text
    again = brought(ann, f"{path}/import").json()
    assert [one["outcome"] for one in again["items"]] == ["known", "known"]

    bob = hired(system, "bob")
    assert bob.get(f"{path}.vcf").status_code == 404
    assert brought(bob, f"{path}/import", dry_run="true").status_code == 404
    other = bob.do("/v1/customers", {"name": "丝行"})["id"]
    [first, _] = brought(bob, f"/v1/customers/{other}/contacts/import").json()["items"]
    assert first["problem"]["type"].endswith("/duplicate")


def test_an_address_book_becomes_customers(system, ann):
    book = CARDS.format(n=18).encode()
    for form, outcome in ({"dry_run": "true"}, "added"), ({}, "added"), ({}, "/duplicate"):
        files = {"file": ("book.vcf", book, "text/vcard")}
        answer = ann.session.post(
            f"{ann.url}/v1/customers/vcards", files=files, data=form, timeout=60
        )
        told = answer.json()
        assert answer.status_code == 200, told
        found = [one.get("outcome") or one["problem"]["type"] for one in told["items"]]
        assert all(one.endswith(outcome) for one in found), found
        assert told["left"] == 0
