"""Files of customers, over HTTP alone."""

from typing import Any
from uuid import uuid4

import pytest
import requests

from tests.e2e.api import Api, eventually, slug
from tests.e2e.conftest import System
from tests.e2e.test_openapi import fits

PDF = b"%PDF-1.7\n" + bytes(range(256)) * 4096  # more than one part
LARGEST = 20 << 20


@pytest.fixture(scope="module")
def fay(system: System) -> Api:
    return Api(system.url, system.token("fay", "sales"))


@pytest.fixture(scope="module")
def guy(system: System) -> Api:
    return Api(system.url, system.token("guy", "sales"))


def attach(
    api: Api, path: str, name: str = "报价单.pdf", content: bytes = PDF, key: str = "",
    **form: str,
) -> requests.Response:  # fmt: skip
    return api.session.post(
        f"{api.url}{path}/files", files={"file": (name, content)}, data=form, timeout=60,
        headers={"Idempotency-Key": key or str(uuid4())},
    )  # fmt: skip


def registered(api: Api) -> str:
    return f"/v1/customers/{api.do('/v1/customers', {'name': '茶行'})['id']}"


def files(api: Api, path: str, after: str) -> list[dict[str, Any]]:
    return list(api.read(path, after)["files"])


def test_a_file_is_attached_listed_downloaded_and_removed(fay: Api) -> None:
    path = registered(fay)
    person = fay.do(f"{path}/contacts", {"name": "王芳"})["id"]
    attached = attach(fay, path, contact_id=person)
    assert attached.status_code == 201, attached.text
    spec = fay.read("/openapi.json")
    fits(spec, "attach_file", attached)

    [file] = files(fay, path, attached.json()["position"])
    id = attached.json()["id"]
    assert (file["id"], file["contact_id"], file["size"]) == (id, person, len(PDF))
    assert (file["name"], file["media_type"], file["by"]) == (
        "报价单.pdf",
        "application/pdf",
        "fay",
    )
    fits(spec, "read_customer", fay.get(path))
    sent = fay.get(f"{path}/files/{file['id']}")
    assert (sent.status_code, sent.content) == (200, PDF)
    assert sent.headers["Content-Type"] == "application/octet-stream"
    assert sent.headers["X-Content-Type-Options"] == "nosniff"
    assert sent.headers["Content-Disposition"].startswith("attachment; filename*=UTF-8''%E6%8A%A5")

    removed = fay.do(f"{path}/files/{file['id']}/remove")
    assert files(fay, path, removed["position"]) == []
    assert fay.get(f"{path}/files/{file['id']}").status_code == 404
    assert fay.post(f"{path}/files/{file['id']}/remove").status_code == 404


def test_the_same_upload_again_is_one_file_and_another_under_its_key_is_refused(fay: Api) -> None:
    path, key = registered(fay), str(uuid4())
    first, second = (attach(fay, path, key=key) for _ in range(2))
    assert (first.status_code, first.json()) == (201, second.json())
    other = attach(fay, path, content=PDF + b"!", key=key)
    assert other.status_code == 422
    [file] = files(fay, path, first.json()["position"])
    assert fay.get(f"{path}/files/{file['id']}").content == PDF


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("x.pdf", b"MZ\x90\0 not a pdf"), ("x.html", b"<script>"), ("x.svg", b"<svg>"),
        ("x.exe", b"MZ"), ("x.pdf", b""),
    ],
)  # fmt: skip
def test_what_is_not_what_its_name_says_is_refused(fay: Api, name: str, content: bytes) -> None:
    path = registered(fay)
    refused = attach(fay, path, name, content)
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (400, "file")
    assert eventually(lambda: fay.get(path), lambda answer: answer.ok).json()["files"] == []


def test_twenty_megabytes_are_taken_and_a_byte_more_is_not(fay: Api) -> None:
    path = registered(fay)
    whole = PDF + b"\0" * (LARGEST - len(PDF))
    taken = attach(fay, path, content=whole)
    assert taken.status_code == 201, taken.text
    assert fay.get(f"{path}/files/{taken.json()['id']}").content == whole
    refused = attach(fay, path, content=whole + b"\0")
    assert (refused.status_code, slug(refused)) == (413, "too-large")


def test_only_who_sees_the_customer_has_its_files(fay: Api, guy: Api, boss: Api) -> None:
    path = registered(fay)
    id = attach(fay, path).json()["id"]
    assert guy.get(f"{path}/files/{id}").status_code == 404
    assert attach(guy, path).status_code == 404
    assert guy.post(f"{path}/files/{id}/remove").status_code == 404
    assert boss.get(f"{path}/files/{id}").content == PDF
    other = registered(guy)
    assert guy.get(f"{other}/files/{id}").status_code == 404
    assert attach(guy, other, contact_id="nobody").status_code == 404
    fay.do(f"{path}/archive", {"reason": "已关门"})
    assert fay.get(f"{path}/files/{id}").content == PDF
    refused = attach(fay, path)
    assert (refused.status_code, slug(refused)) == (409, "archived")
