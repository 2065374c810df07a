"""A whole list taken away over HTTP: by who has the right, as the list shows it, and recorded."""

import csv
import json
from functools import partial
from typing import Any
from uuid import uuid4

from tests.e2e.api import Api, eventually, settled, slug
from tests.e2e.conftest import System
from tests.e2e.staff import hired


def told_of(row: dict[str, Any]) -> tuple[str, str, str]:
    """What no reaction changes between one look and the next."""
    return (row["id"], row["name"], row["owner"])


def test_who_may_takes_away_what_they_see_and_it_is_told(system: System) -> None:
    mark = uuid4().hex[:6]
    ann, bob = hired(system, f"ann.{mark}"), hired(system, f"bob.{mark}")
    root = Api(system.url, system.token("operator", "admin"))
    made = [ann.do("/v1/customers", {"name": f"=客户{n} {mark}"}) for n in range(3)]
    bob.do("/v1/customers", {"name": f"老王 {mark}"})
    path, after = "/v1/customers/export", made[-1]["position"]

    refused = settled(partial(ann.get, path))
    assert (refused.status_code, slug(refused)) == (403, "export-not-allowed")
    root.do(f"/v1/people/ann.{mark}/export-right", {"allowed": True})
    lines = eventually(
        partial(ann.get, path, after, q=mark), lambda answer: answer.status_code == 200
    ).content.splitlines()
    *rows, last = map(json.loads, lines)
    listed = ann.read("/v1/customers", after, q=mark)["items"]
    assert sorted(map(told_of, rows)) == sorted(map(told_of, listed))
    assert last["end"]["rows"] == len(listed) == 3

    table = settled(partial(ann.get, path, after, q=mark, format="csv", bom="true"))
    head, *cells = csv.reader(table.content.decode("utf-8-sig").splitlines())
    assert sorted(line[head.index("名称 name")] for line in cells) == sorted(
        f"'{one['name']}" for one in listed
    )
    about = table.links["about"]["url"]
    told = eventually(partial(ann.get, about), lambda answer: answer.json().get("rows") == 3)
    assert (told.json()["whole"], told.json()["by"]) == (True, f"ann.{mark}")
    assert told.json()["asked"] == {"q": mark}
    assert settled(partial(bob.get, about)).status_code == 404
    assert told.json()["id"] in [one["id"] for one in root.read("/v1/exports")["items"]]
