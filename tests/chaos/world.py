"""What the clients know of each other's customers and deals, and what they think of next."""

import random
from collections import defaultdict, deque
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from threading import Lock
from typing import Any

from tests.chaos.history import DONE, Call

SALES = tuple(f"rep-{number}" for number in range(8))
BOSS = "boss"
WEIGHTS = {
    "register": 22, "claim": 26, "release": 14, "follow-up": 15,
    "stage": 9, "open": 7, "move": 4, "win": 1, "lose": 2,
}  # fmt: skip
OUTCOMES = ("reached", "not reached", "call again")
PLANNED = 0.5  # share of follow-ups that are to be reminded of
AHEAD = 0.2, 2.0  # seconds: while the fault lasts, or soon after


@dataclass(frozen=True)
class Wish:
    """What somebody wants to do."""

    kind: str
    path: str
    body: dict[str, Any]
    subject: str = ""


class World:
    """Shared by all clients; what it believes may be out of date, as with people."""

    def __init__(self, seed: int) -> None:
        self._lock = Lock()
        self._customers: deque[str] = deque(maxlen=300)
        self._held: dict[str, list[str]] = defaultdict(list)
        self._deals: dict[str, deque[str]] = defaultdict(lambda: deque(maxlen=40))
        self._phones: deque[str] = deque(maxlen=100)
        self._next_phone = seed % 50_000_000

    def wish(self, actor: str, chance: random.Random) -> Wish:
        with self._lock:
            kind = chance.choices(list(WEIGHTS), list(WEIGHTS.values()))[0]
            if kind in ("move", "win", "lose") and not self._deals[actor]:
                kind = "open"
            if kind != "register" and not self._customers:
                kind = "register"
            return getattr(self, f"_{kind.replace('-', '_')}")(actor, chance)  # type: ignore[no-any-return]

    def learn(self, call: Call) -> None:
        """From an answer; a refused claim or release teaches whose it is not."""
        with self._lock:
            if call.kind == "register" and call.outcome == DONE:
                self._registered(call)
            elif call.kind == "open" and call.outcome == DONE:
                self._deals[call.actor].append(call.answer["id"])
            elif call.kind == "claim" and call.outcome == DONE:
                self._held[call.actor].append(call.subject)
            elif call.kind == "release" and call.subject in self._held[call.actor]:
                self._held[call.actor].remove(call.subject)

    def _registered(self, call: Call) -> None:
        self._customers.append(call.answer["id"])
        if "pool" not in call.body:
            self._held[call.actor].append(call.answer["id"])

    def _register(self, actor: str, chance: random.Random) -> Wish:
        body: dict[str, Any] = {"name": f"客户 {chance.randrange(10**6)}", "phones": []}
        body["phones"] = [self._phone(chance)]
        if chance.random() < 0.75 or len(self._held[actor]) > 20:
            body["pool"] = "public"
        return Wish("register", "/v1/customers", body)

    def _phone(self, chance: random.Random) -> str:
        """Now and then one that somebody else has just entered, or is entering now."""
        if self._phones and chance.random() < 0.15:
            return chance.choice(self._phones)
        self._next_phone += 1
        self._phones.append(f"139{self._next_phone:08d}")
        return self._phones[-1]

    def _claim(self, actor: str, chance: random.Random) -> Wish:
        return self._about("claim", chance.choice(self._customers), {})

    def _release(self, actor: str, chance: random.Random) -> Wish:
        return self._about("release", self._own(actor, chance), {"reason": "no interest"})

    def _follow_up(self, actor: str, chance: random.Random) -> Wish:
        body: dict[str, Any] = {"channel": "phone", "outcome": chance.choice(OUTCOMES)}
        if chance.random() < PLANNED:
            ahead = datetime.now(UTC) + timedelta(seconds=chance.uniform(*AHEAD))
            body["next_contact_at"] = ahead.isoformat()
        return self._about("follow-up", self._own(actor, chance), body, "follow-ups")

    def _stage(self, actor: str, chance: random.Random) -> Wish:
        body = {"to": chance.choice(("intent", "high-intent")), "reason": "a talk"}
        return self._about("stage", self._own(actor, chance), body)

    def _open(self, actor: str, chance: random.Random) -> Wish:
        body: dict[str, Any] = {"name": "deal", "amount": {"amount": "100.00", "currency": "CNY"}}
        body["customer_id"] = self._own(actor, chance)
        return Wish("open", "/v1/opportunities", body)

    def _move(self, actor: str, chance: random.Random) -> Wish:
        return self._deal("move", actor, chance, {"to": "engaging"}, "stage")

    def _win(self, actor: str, chance: random.Random) -> Wish:
        return self._deal("win", actor, chance, {})

    def _lose(self, actor: str, chance: random.Random) -> Wish:
        return self._deal("lose", actor, chance, {"reason": "price"})

    def _own(self, actor: str, chance: random.Random) -> str:
        """Mostly one of one's own; now and then anybody's."""
        held = self._held[actor]
        return chance.choice(held if held and chance.random() < 0.9 else self._customers)

    def _about(self, kind: str, id: str, body: dict[str, Any], verb: str = "") -> Wish:
        return Wish(kind, f"/v1/customers/{id}/{verb or kind}", body, id)

    def _deal(
        self, kind: str, actor: str, chance: random.Random, body: dict[str, Any], verb: str = ""
    ) -> Wish:
        id = chance.choice(self._deals[actor])
        return Wish(kind, f"/v1/opportunities/{id}/{verb or kind}", body, id)
