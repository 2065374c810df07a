"""A salesperson, who leads her, a hundred customers, and what was done the day before."""

from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

from tests.e2e.api import Api, eventually, settled
from tests.e2e.conftest import System

ZONE = ZoneInfo("Asia/Shanghai")
PRICE = {"amount": "88000.00", "currency": "CNY"}
LISTED = 100
SOON = timedelta(seconds=3)


def today() -> date:
    return datetime.now(ZONE).date()


def there(moment: str) -> date:
    """The company's day of a moment."""
    return datetime.fromisoformat(moment).astimezone(ZONE).date()


def at(day: date, hour: int) -> str:
    return datetime.combine(day, time(hour), ZONE).isoformat()


def week_of(day: date) -> str:
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02}"


class SalesDay:
    """Ann sells, lea leads her, and the day is hers."""

    def __init__(self, system: System) -> None:
        self.mark = uuid4().hex[:6]
        self.ann, self.lea = f"ann.{self.mark}", f"lea.{self.mark}"
        self.root = Api(system.url, system.token("operator", "admin"))
        self.team = self.root.do("/v1/teams", {"name": f"华东 {self.mark}"})["id"]
        for login, role, sees in ((self.ann, "sales", "own"), (self.lea, "manager", "team")):
            known = {"login": login, "role": role, "visibility": sees, "team": self.team}
            self.root.do("/v1/people", known)
        self.anns = Api(system.url, system.token(self.ann, "sales"))
        self.leas = Api(system.url, system.token(self.lea, "manager"))
        hers = f"/v1/itineraries/{week_of(today())}?person={self.ann}"
        eventually(lambda: self.leas.get(hers).status_code, (200).__eq__)  # the team is known
        self.day = today()
        self.known = [self.customer(f"老客户 {n}", owner=self.ann) for n in range(3)]
        self.lying = self.customer("公海", pool="public")
        self.listed = [self.customer(f"名单 {n}", pool="public") for n in range(LISTED)]

    def customer(self, name: str, **lies: str) -> str:
        """Entered by the operator: it adds to nobody's figures here."""
        return str(self.root.do("/v1/customers", {"name": f"{name} {self.mark}", **lies})["id"])

    def yesterday(self) -> None:
        """Two calls and a letter, brought in by who leads her: one due again, one late."""
        before = self.day - timedelta(days=1)
        soon = datetime.now(UTC) + SOON
        said = (
            {"channel": "phone", "outcome": "再约", "next_contact_at": soon.isoformat()},
            {"channel": "phone", "outcome": "未接", "next_contact_at": at(before, 18),
             "reached": False},
            {"channel": "email", "outcome": "已发报价"},
        )  # fmt: skip
        for id, one in zip(self.known, said, strict=True):
            told = {"author": self.ann, "at": at(before, 10), **one}
            self.leas.do(f"/v1/customers/{id}/follow-ups", told)

    def hand_out(self) -> None:
        self.all_of("/v1/customers/assign", {"to": self.ann, "ids": self.listed})

    def all_of(self, path: str, body: dict[str, Any]) -> None:
        """By who leads her; on a busy machine sent again with its key until all of it is done."""
        key = {"Idempotency-Key": str(uuid4())}
        answer = settled(lambda: self.leas.send("POST", path, body, key))
        assert answer.status_code == 200, answer.text
        assert [one["ok"] for one in answer.json()["items"]] == [True] * len(body["ids"])

    def presses(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        """Ann, once more with its key while a busy machine cannot say who comes next."""
        key = str(uuid4())
        return eventually(
            lambda: self.anns.do(path, body, Idempotency_Key=key),
            lambda made: "next_unknown" not in made,
        )

    def log(self, id: str, channel: str, **said: Any) -> dict[str, Any]:
        told = {"channel": channel, "outcome": "已联系", **said}
        return self.anns.do(f"/v1/customers/{id}/follow-ups", told)

    def ids(self, path: str, **query: Any) -> list[str]:
        """Of all pages, as ann sees them."""
        self.read(self.anns, path, limit=1, **query)  # to have caught up
        return [one["id"] for one in self.anns.every(path, **query)]

    def heads(self) -> str:
        """All that has been written up to now, as something to read after."""
        return ",".join(f"{source}:{head}" for source, head in self.root.heads().items())

    def read(self, api: Api, path: str, **query: Any) -> dict[str, Any]:
        """With all that has been written up to now."""
        answer = settled(partial(api.get, path, self.heads(), **query))
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    def span(self) -> dict[str, str]:
        """The day, and the night that it was worked into, should midnight have come meanwhile."""
        if self.day == today():
            return {"within": "day"}
        return {"from": self.day.isoformat(), "to": today().isoformat()}
