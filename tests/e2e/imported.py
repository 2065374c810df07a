"""Files of customers as tests send them over HTTP, and what comes of one."""

import csv
from io import StringIO
from uuid import uuid4

import requests

from tests.e2e.api import Api, eventually

ROWS = 3_000
HEADER = ["客户名称", "公司", "手机", "邮箱", "备注"]
ENDED = ("finished", "failed", "undone")


def customers(mark: str, count: int = ROWS) -> list[list[str]]:
    number = int(mark, 16) % 10_000
    return [
        [
            f"客户{n}",
            f"杭州{n}公司",
            f"13{n % 10}{number:04d}{n:04d}",
            f"{mark}.{n}@example.cn",
            "多\n行",
        ]
        for n in range(count)
    ]


def as_csv(
    rows: list[list[str]],
    encoding: str = "gb18030",
    delimiter: str = ";",
    header: list[str] = HEADER,
) -> bytes:
    out = StringIO()
    csv.writer(out, delimiter=delimiter).writerows([header, *rows])
    return out.getvalue().encode(encoding)


def send(api: Api, content: bytes, name: str = "客户.csv", **form: str) -> requests.Response:
    files = {"file": (name, content)}
    key = {"Idempotency-Key": form.pop("key", str(uuid4()))}
    return api.session.post(
        api.url + "/v1/imports", files=files, data=form, headers=key, timeout=120
    )


def brought(api: Api, content: bytes, **form: str) -> dict:
    """The import, once it has come to its end."""
    response = send(api, content, **form)
    assert response.status_code == 202, response.text
    path, position = response.headers["Location"], response.json()["position"]
    assert path == f"/v1/imports/{response.json()['id']}"
    assert api.get(path).status_code == 200  # at once
    return ended(api, path, position)


def ended(api: Api, path: str, position: str = "", written: list[int] | None = None) -> dict:
    """`written`: all that it has said meanwhile of how far it is."""

    def look() -> dict:
        seen = api.read(path, position)
        if written is not None:
            written.append(seen["written"])
        return seen

    for _ in range(8):  # an import of thousands may take longer than anybody's reaction
        try:
            return eventually(look, lambda one: one["state"] in ENDED)
        except AssertionError as error:
            last = error
    raise last


def counts(one: dict) -> dict[str, int]:
    return {name: one[name] for name in ("read", "added", "updated", "skipped", "rejected")}


def rejects(api: Api, id: str) -> list[list[str]]:
    response = api.get(f"/v1/imports/{id}/rejects.csv")
    assert response.status_code == 200, response.text
    assert response.content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(StringIO(response.content.decode("utf-8-sig"), newline="")))
