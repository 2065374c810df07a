"""What is masked is read in full so many times a day, over HTTP: then no more, and all is told."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from tests.e2e.api import eventually, settled, slug
from tests.e2e.conftest import System
from tests.e2e.staff import hired

QUOTA = 50  # as long as nobody sets GUANXI_REVEALS_PER_DAY


def test_whoever_has_looked_as_often_as_allowed_is_told_when_it_goes_on(system: System) -> None:
    mark = uuid4().hex[:6]
    ann, boss = hired(system, f"ann.{mark}"), hired(system, f"may.{mark}", "manager")
    phone = f"139{int(mark, 16) % 10**8:08}"
    lying = {"name": mark, "phones": [phone], "pool": "public"}
    made = boss.do("/v1/customers", lying)
    path = f"/v1/customers/{made['id']}"
    assert settled(lambda: ann.get(path, made["position"])).json()["masked"] is True

    key = str(uuid4())
    first = ann.do(f"{path}/reveal", Idempotency_Key=key)
    assert [one["written"] for one in first["phones"]] == [phone]
    for _ in range(QUOTA - 1):
        ann.do(f"{path}/reveal")
    refused = settled(lambda: ann.post(f"{path}/reveal"))

    assert (refused.status_code, slug(refused)) == (409, "reveals-per-day")
    told = refused.json()
    assert told["limit"] == QUOTA
    again = datetime.fromisoformat(told["again_on"] + "T00:00:00+08:00")
    assert timedelta() < again - datetime.now(UTC) <= timedelta(days=1)
    assert phone not in refused.text
    boss.do(f"{path}/reveal")  # who leads sees all anyway, and is not counted
    assert ann.do(f"{path}/reveal", Idempotency_Key=key)["position"] == first["position"]
    looks = eventually(lambda: looked(ann, path), lambda found: len(found) >= QUOTA)
    assert looks == [f"ann.{mark}"] * QUOTA


def looked(api: Any, path: str) -> list[str]:
    items = api.every(f"{path}/timeline")
    return [one["who"] for one in items if one["what"] == "PhonesRevealed"]
