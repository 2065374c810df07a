"""One life of a subscriber: a plan is played to it over a real broker, and its books are read."""

import secrets
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from conformance.candidate import Candidate, Failed
from conformance.candidate import Told as Dumped
from conformance.feed import Feed, Server
from conformance.letterbox import Letterbox, letterbox
from conformance.steps import Happens, Killed, Lost, Paused, Refused, Rested, Sent, Started, Step
from conformance.told import Told
from conformance.wanted import Wanted
from kernel.broker_uri import read
from kernel.envelope import Envelope

IDLE_SECONDS = 0.2
LOOK_SECONDS = 0.02
ANSWER_SECONDS = 1.0  # for which a death waits for the feed to be asked
RETURNS = 5  # times that it is given what it had not yet acknowledged when it was stopped
Histories = Mapping[str, Sequence[Envelope]]


@dataclass(frozen=True)
class Terms:
    """What all trials have in common."""

    command: str
    amqp: str
    wanted: Wanted
    patience: float  # seconds in which it must have caught up


class Trial:
    def __init__(self, terms: Terms, feed: Feed, box: Letterbox, candidate: Candidate) -> None:
        self.terms = terms
        self.feed = feed
        self.box = box
        self.candidate = candidate

    def play(self, steps: Sequence[Step]) -> Dumped:
        """Raises Failed."""
        for step in steps:
            self.candidate.require_alive()
            self.step(step)
        for _ in range(RETURNS):
            self.candidate.stop()
            if not self.box.waiting():
                break
            self.candidate.start()
            self.rest()
        return self.candidate.dump()

    def step(self, step: Step) -> None:
        match step:
            case Happens((source, position)):
                self.feed.happens(source, position)
            case Sent(event):
                self.send(*event)
            case Started():
                self.candidate.start()
            case Rested():
                self.rest()
            case _:
                self.harm(step)

    def harm(self, step: Lost | Paused | Refused | Killed) -> None:
        """What is lost is simply not sent."""
        match step:
            case Paused(seconds):
                time.sleep(seconds)
            case Refused(times):
                self.feed.refusing = times
            case Killed():
                self.kill(step)

    def send(self, source: str, position: int) -> None:
        envelope = self.feed.logs[source].envelopes[position - 1]
        if self.terms.wanted.sends(envelope):
            self.box.send(envelope)

    def kill(self, death: Killed) -> None:
        if death.answered:
            self.feed.await_answer(ANSWER_SECONDS)
        time.sleep(death.seconds)
        self.candidate.require_alive()
        self.candidate.kill()

    def rest(self) -> None:
        until = time.monotonic() + self.terms.patience
        while self.box.waiting():
            self.look(until)
            time.sleep(LOOK_SECONDS)
        while not self.feed.await_level(self.terms.wanted.sources, 2 * IDLE_SECONDS):
            self.look(until)

    def look(self, until: float) -> None:
        self.candidate.require_alive()
        if time.monotonic() > until:
            missing = ", ".join(sorted(self.terms.wanted.sources - self.feed.level))
            says = f"not caught up after {self.terms.patience:.0f} s ({missing or 'queue'})"
            raise Failed(says + self.candidate.last_words())


def broker_of(uri: str) -> dict[str, str]:
    """As `./crm subscriber add` tells it: who vouches for the broker is said beside its address."""
    plain, tls = urlsplit(uri)._replace(query="").geturl(), read(uri).tls
    ca = tls.authorities if tls else None
    return {"CRM_AMQP": plain, **({"CRM_CA_FILE": ca} if ca else {})}


@contextmanager
def trial(terms: Terms, histories: Histories, folder: Path, name: str) -> Iterator[Trial]:
    """A queue, a feed and an empty memory of its own."""
    run = f"conformance_{name}_{secrets.token_hex(4)}"
    state = folder / name
    state.mkdir(parents=True)
    token = secrets.token_urlsafe(16)
    logs = {source: Told(source, told) for source, told in histories.items()}
    feed = Feed(logs, token, terms.wanted)
    with letterbox(terms.amqp, run) as box, Server(feed) as server:
        settings = {
            "CRM_QUEUE": run, "CRM_FEED": server.url, "CRM_TOKEN": token,
            "CRM_IDLE_SECONDS": str(IDLE_SECONDS), "CRM_STATE": str(state), "CRM_RUN": run,
            **broker_of(terms.amqp),
        }  # fmt: skip
        candidate = Candidate(terms.command, settings, state)
        try:
            yield Trial(terms, feed, box, candidate)
        finally:
            candidate.kill()
