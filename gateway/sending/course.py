"""What is tried next, and what follows from an answer: of one webhook, without clock or network.

An answer may be about the event (it waits, and its subject with it) or about the target: then
nothing is sent for a while, and after that one event, before there are several at once again. Who
refuses one event after the other is treated as one who cannot be reached.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import zip_longest

from gateway.sending.attempt import Outcome
from gateway.sending.deliveries import Delivery
from gateway.sending.schedule import Schedule
from gateway.sending.standing import Standing
from gateway.sending.window import Waiting, Window
from gateway.webhook import FAILING, GONE
from gateway.webhook_remembered import Webhook

AT_ONCE = 4  # events on their way to one target
LONG = 3  # failures after which it is not the fault of one event
REFUSALS = 20  # with nothing taken between: whatever was sent would be refused
Answered = Sequence[tuple[Waiting, Outcome]]


class Course:
    def __init__(self, standing: Standing, schedule: Schedule) -> None:
        self.standing = standing
        self.schedule = schedule
        self.windows: dict[str, Window] = {}
        self._refused = 0  # one after the other

    def take_up(self, hook: Webhook) -> None:
        """The webhook as it is now; what has been read is read again, with its filter of now."""
        self._keep()
        self.windows = {source: self._window(hook, source) for source in hook.sources}
        if self.standing.turn != hook.turn:
            self._begin(hook.turn)

    def kept(self) -> Standing:
        self._keep()
        return self.standing

    @property
    def ended(self) -> str:
        """Why it is to be paused; empty while there is hope."""
        if self.standing.gone:
            return GONE
        failures = [one.tried.attempts for one in self._heads()] + [self.standing.failures]
        return FAILING if self.schedule.over(max(failures)) else ""

    def due(self, now: float) -> list[Waiting]:
        """The oldest of each source in turn: thousands of one hold up none of the others.

        One alone, that has been tried least, where the target fails.
        """
        if now < self.standing.rest_until:
            return []
        rows = [
            sorted((one for one in window.heads() if one.tried.due <= now), key=recorded_at)
            for window in self.windows.values()
        ]
        due = [one for column in zip_longest(*rows) for one in column if one is not None]
        if self.standing.failures:
            return [min(due, key=lambda one: one.tried.attempts)] if due else []
        return due[:AT_ONCE]

    def answered(self, hook: Webhook, answers: Answered, now: float) -> list[Delivery]:
        """What is written down of it."""
        at = datetime.fromtimestamp(now, UTC)
        for one, outcome in answers:
            self._note(one, outcome, now)
        self._judge([outcome for _, outcome in answers], now)
        return [Delivery(hook.id, one.envelope, one.tried, outcome, at) for one, outcome in answers]

    def next_number(self) -> int:
        self.standing.number += 1
        return self.standing.number

    def _note(self, one: Waiting, outcome: Outcome, now: float) -> None:
        tried = one.tried
        if not tried.attempts:
            tried.number, tried.first_at = self.next_number(), now
        tried.attempts += 1
        tried.due = now + self.schedule.delay(tried.attempts, outcome.wait)
        if outcome.taken:
            self.windows[source_of(one)].taken(one.position)

    def _judge(self, outcomes: Sequence[Outcome], now: float) -> None:
        standing, last = self.standing, outcomes[-1]
        standing.status, standing.error, standing.tried_at = last.status, last.error, now
        standing.gone = standing.gone or any(one.gone for one in outcomes)
        wait = max(one.wait for one in outcomes)
        if any(one.taken for one in outcomes):
            self._recover(now)
        else:
            self._fail(any(one.away for one in outcomes), len(outcomes), now, wait)
        standing.rest_until = max(standing.rest_until, now + wait if wait else 0.0)

    def _fail(self, away: bool, refused: int, now: float, wait: float) -> None:
        standing, self._refused = self.standing, self._refused + refused
        standing.failing_since = standing.failing_since or now
        if away or self._refused >= REFUSALS:
            standing.failures += 1
            standing.rest_until = now + self.schedule.delay(standing.failures, wait)

    def _recover(self, now: float) -> None:
        """Who waited for the target, and not for a fault of their own, need wait no longer."""
        if self.standing.failures >= LONG:
            for window in self.windows.values():
                for one in window.waiting.values():
                    one.tried.due = min(one.tried.due, now)
        self._refused = 0
        self.standing.failures, self.standing.failing_since = 0, None
        self.standing.rest_until = 0.0

    def _begin(self, turn: int) -> None:
        fresh = {"failures": 0, "failing_since": None, "rest_until": 0.0, "gone": False}
        vars(self.standing).update(fresh, turn=turn)
        for window in self.windows.values():
            window.anew()

    def _window(self, hook: Webhook, source: str) -> Window:
        row, mark = self.standing.sources.get(source), hook.marks[source]
        if row and row["mark"] >= mark.number:
            return Window.of_row(row)
        return Window(mark.number, mark.after)

    def _keep(self) -> None:
        rows = {source: window.to_row() for source, window in self.windows.items()}
        self.standing.sources = self.standing.sources | rows

    def _heads(self) -> list[Waiting]:
        return [one for window in self.windows.values() for one in window.heads()]


def recorded_at(one: Waiting) -> str:
    return str(one.envelope["time"])


def source_of(one: Waiting) -> str:
    return str(one.envelope["source"]).rpartition("/")[2]
