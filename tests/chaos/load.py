"""Clients that work without end, until the gate is closed."""

import random
import time
from threading import Condition, Event, Thread
from uuid import uuid4

from tests.chaos.client import Client, token
from tests.chaos.history import DONE, Call, History
from tests.chaos.world import BOSS, SALES, Wish, World

CLIENTS = 16
PAUSE = 0.15  # seconds that a client thinks, on average
PATIENCE = 20.0  # seconds for which one command is repeated
READ_BACK = 0.3  # share of commands after which the writer reads
READABLE = ("register", "claim", "release")


class Load:
    def __init__(
        self, url: str, key: str, history: History, world: World, seed: int, clients: int = CLIENTS
    ) -> None:
        self.history = history
        self.world = world
        self._url = url
        self._key = key
        self._seed = seed
        self._open = Event()
        self._over = Event()
        self._busy = 0
        self._changed = Condition()
        self._threads = [
            Thread(target=self._work, args=(number,), daemon=True) for number in range(clients)
        ]
        for thread in self._threads:
            thread.start()

    def resume(self) -> None:
        self._open.set()

    def rest(self, seconds: float) -> bool:
        """Begin nothing new and wait until all has an answer; False when somebody still waits."""
        self._open.clear()
        with self._changed:
            return self._changed.wait_for(lambda: self._busy == 0, seconds)

    def close(self) -> None:
        self._over.set()
        self._open.set()
        for thread in self._threads:
            thread.join(30)

    def _work(self, number: int) -> None:
        chance = random.Random(f"{self._seed}/{number}")
        actor = BOSS if number % 8 == 7 else SALES[number % len(SALES)]
        mine = Client(self._url, token(self._key, actor, role(actor)))
        boss = Client(self._url, token(self._key, BOSS, "manager"))
        while self._begin():
            try:
                self._one(actor, mine, boss, chance)
            finally:
                self._end()
            time.sleep(chance.expovariate(1 / PAUSE))

    def _one(self, actor: str, mine: Client, boss: Client, chance: random.Random) -> None:
        call = made(self.history, actor, self.world.wish(actor, chance))
        mine.settle(call, PATIENCE, self._over.is_set)
        self.history.call(call)
        self.world.learn(call)
        if call.outcome == DONE and call.kind in READABLE and chance.random() < READ_BACK:
            path = f"/v1/customers/{call.answer['id']}"
            told = call.answer["position"], call.answer["version"]
            self.history.read(boss.read(path, *told))

    def _begin(self) -> bool:
        """Waits at the gate; False when everything is over."""
        while True:
            self._open.wait()
            with self._changed:
                if self._over.is_set():
                    return False
                if self._open.is_set():
                    self._busy += 1
                    return True

    def _end(self) -> None:
        with self._changed:
            self._busy -= 1
            self._changed.notify_all()


def role(actor: str) -> str:
    return "manager" if actor == BOSS else "sales"


def made(history: History, actor: str, wish: Wish) -> Call:
    """A wish under a key of its own."""
    return Call(history.number(), actor, wish.kind, wish.path, wish.body, uuid4().hex, wish.subject)
