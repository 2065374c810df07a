"""A company of eight people and five customers, to ask who sees what of it."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache, partial
from uuid import uuid4

from tests.e2e.api import Api, eventually, settled
from tests.e2e.conftest import System
from tests.e2e.staff import hired

PEOPLE = {  # and whose customers they see; their team
    "own": ("sales", "own", "east"),
    "second": ("sales", "own", "west"),
    "colleague": ("sales", "own", "west"),
    "late": ("sales", "own", "west"),
    "mate": ("sales", "own", "east"),
    "lead": ("sales", "team", "east"),
    "member": ("sales", "own", "west"),
    "boss": ("manager", "all", "west"),
}
HOLDERS = {"own", "second", "colleague", "boss"}
SEEN = {  # by record, who knows of it
    "held": HOLDERS | {"lead"},
    "archived": {"own", "lead", "boss"},
    "public": set(PEOPLE),
    "members": {"member", "boss"},
    "put away": {"member", "boss"},  # archived out of the pool of members
}
ENDED = timedelta(seconds=1.5)
CALL = {"channel": "phone", "outcome": "reached"}
PROMISE = {"text": "a sample", "due_on": "2099-01-02"}
REASON = {"reason": "test"}


@dataclass(frozen=True)
class Record:
    id: str
    name: str
    phone: str
    contact: str
    talk: str = "nothing"
    promise: str = "nothing"

    @property
    def path(self) -> str:
        return f"/v1/customers/{self.id}"


class Company:
    """Eight people and five customers."""

    def __init__(self, system: System) -> None:
        self.mark = uuid4().hex[:6]
        self.root = Api(system.url, system.token("operator", "admin"))
        self.teams = {
            name: self.root.do("/v1/teams", {"name": f"{name} {self.mark}"})["id"]
            for name in ("east", "west")
        }
        self.apis = {who: self.hired(system, who, *how) for who, how in PEOPLE.items()}
        for who, api in self.apis.items():
            eventually(lambda api=api: api.read("/v1/me")["role"], PEOPLE[who][0].__eq__)
        key = {"scope": "company", "name": "call", "channel": "phone", "outcome": "reached"}
        assert self.root.send("PUT", "/v1/quick-logs/9", key, {}).status_code == 200
        hired(system, "nobody")  # in no team, to whom the verbs below would give something
        self.pool = f"members-{self.mark}"
        self.root.do("/v1/pools", {"id": self.pool, "name": "成员"})
        self.root.do(f"/v1/pools/{self.pool}/members", {"members": [self.login("member")]})
        self.records = {kind: self.entered(kind) for kind in SEEN}
        self.share()
        reason = {"reason": "closed"}
        for kind in ("archived", "put away"):
            self.root.do(f"{self.records[kind].path}/archive", reason)
        self.after = f"customer:{self.root.heads()['customer']}"

    def login(self, who: str) -> str:
        return f"{who}.{self.mark}"

    def hired(self, system: System, who: str, role: str, sees: str, team: str) -> Api:
        known = {"login": self.login(who), "role": role, "visibility": sees}
        self.root.do("/v1/people", known | {"team": self.teams[team]})
        other = "sales" if role == "manager" else "manager"  # what counts is the account
        return Api(system.url, system.token(self.login(who), other))

    def entered(self, kind: str) -> Record:
        phone = f"170{uuid4().int % 10**8:08d}"
        place = {"public": {"pool": "public"}, "members": {"pool": self.pool}}
        lies = place.get("members" if kind == "put away" else kind)
        known = {"name": f"Zq{uuid4().hex}", "phones": [phone]}
        made = self.root.do("/v1/customers", known | (lies or {"owner": self.login("own")}))
        path = f"/v1/customers/{made['id']}"
        contact = self.root.do(f"{path}/contacts", {"name": "王刚", "phones": []})["id"]
        talk = self.root.do(f"{path}/follow-ups", CALL | {"promises": [PROMISE]})
        told = settled(partial(self.root.get, f"/v1/follow-ups/{talk['id']}", talk["position"]))
        promise = told.json()["promises"][0]["commitment_id"]
        return Record(made["id"], known["name"], phone, contact, talk["id"], promise)

    def share(self) -> None:
        held = self.records["held"].path
        self.root.do(f"{held}/second-owner", {"person": self.login("second")})
        self.root.do(f"{held}/collaborators", {"person": self.login("colleague")})
        until = datetime.now(UTC) + ENDED
        end = {"person": self.login("late"), "until": until.isoformat()}
        self.root.do(f"{held}/collaborators", end)
        eventually(lambda: datetime.now(UTC), until.__le__)


@cache
def founded(system: System) -> Company:
    """One for all tests that ask it something."""
    return Company(system)
