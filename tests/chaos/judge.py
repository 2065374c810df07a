"""What a round has left behind, held against everything that was promised."""

from dataclasses import dataclass, field
from datetime import UTC, datetime

from gateway.fingerprints import digest
from tests.chaos import logs, rows
from tests.chaos.checks import answers
from tests.chaos.checks.model import Model
from tests.chaos.checks.published import Folded, Shelf
from tests.chaos.checks.reminders import Reminders
from tests.chaos.checks.stored import Book, Finding, Stored
from tests.chaos.history import Call, Read
from tests.chaos.hook import Hook
from tests.chaos.shelf import StreamReader
from tests.chaos.stack import SETTINGS, Stack
from tests.chaos.subscriber import Subscriber
from tests.chaos.until import until

SETTLED_WITHIN = 40.0
PUBLISHED_WITHIN = 10.0


def identify(call: Call) -> str:
    """The command id that the gateway makes of a key: one person's, on one path."""
    return digest(call.actor, "POST", call.path, call.key)


@dataclass
class Judge:
    """Remembers what was checked before, so that a round costs what it has written."""

    stack: Stack
    subscriber: Subscriber
    hook: Hook
    book: Book = field(default_factory=Book)
    model: Model = field(default_factory=lambda: Model(int(SETTINGS["GUANXI_HOLDING_CAP"])))
    folded: Folded = field(default_factory=Folded)
    fold: rows.Fold = field(default_factory=rows.Fold)
    reminders: Reminders = field(default_factory=Reminders)
    shelf: Shelf = field(default_factory=Shelf)
    put_aside: int = 0  # the records that the broker began without, last

    def __post_init__(self) -> None:
        self.stream = StreamReader(self.stack.amqp, self.shelf)

    def wiped(self) -> None:
        """What was published before this is gone from the broker, and may be."""
        self.stream.rewind()
        for commit in logs.after(self.stack, self.shelf.floors):
            self.shelf.floors[commit.source] = commit.last

    def round(
        self, calls: list[Call], reads: list[Read], skewed: bool, later: float = 0.0
    ) -> list[Finding]:
        """Everything that was written since the round before; it may settle so much later."""
        within = SETTLED_WITHIN + later
        try:
            heads = logs.settled(self.stack, within)
        except logs.NotSettled as late:
            return [f"not converged after {within:.0f} s: {late}"]
        if self._begun_anew():
            self.wiped()
        checked = dict(self.book.ends)
        fresh = list(logs.after(self.stack, checked))
        return [
            *self._log(fresh),
            *self._reminders(fresh, skewed),
            *self._answers(calls, reads, skewed),
            *self._published(fresh, heads, checked),
            *self.hook.judged(fresh, heads, checked, later),
            *rows.differences(self.stack, self.fold),
        ]

    def _begun_anew(self) -> bool:
        """Whether the broker has put damaged records aside since this was asked last."""
        folder = self.stack.place.folder / "broker" / "data.damaged"
        known, self.put_aside = self.put_aside, folder.stat().st_ino if folder.exists() else 0
        return self.put_aside not in (0, known)

    def end(self) -> list[Finding]:
        """Everything there is, once more from the beginning."""
        stored = logs.after(self.stack, {})
        return [*self.book.changed(stored), *rows.differences(self.stack, self.fold, True)]

    def _log(self, fresh: list[Stored]) -> list[Finding]:
        found = self.book.add(fresh)
        found += self.model.feed(fresh)
        found += self.model.at_rest()
        self.folded.feed(fresh)
        self.fold.feed(fresh)
        return found

    def _reminders(self, fresh: list[Stored], skewed: bool) -> list[Finding]:
        found = self.reminders.feed(fresh)
        if skewed:
            self.reminders.forget()
        return found + self.reminders.missing(datetime.now(UTC))

    def _answers(self, calls: list[Call], reads: list[Read], skewed: bool) -> list[Finding]:
        found = answers.answers(calls, self.book, identify)
        found += answers.inversions(calls, self.book, identify)
        found += answers.statuses(calls, reads)
        found += answers.stale(reads)
        return [f for f in found if not (skewed and f.startswith("forgotten"))]

    def _published(
        self, fresh: list[Stored], heads: dict[str, int], checked: dict[str, int]
    ) -> list[Finding]:
        missing = lambda: self.shelf.missing(heads, checked)  # noqa: E731
        self.stream.read(lambda: not missing(), PUBLISHED_WITHIN)
        found = [f"{s}:{p} is stored and was not published" for s, p in sorted(missing())[:20]]
        found += self.shelf.compare(fresh) + self.shelf.phantoms(heads)
        try:
            until(lambda: self.subscriber.positions == heads, PUBLISHED_WITHIN, "it is behind")
        except TimeoutError:
            found.append(f"the subscriber stands at {self.subscriber.positions}, not {heads}")
        found += self.folded.differs(self.subscriber.folded, "the subscriber's state")
        inverted, self.subscriber.folded.inversions = self.subscriber.folded.inversions, []
        return found + [f"inversion: {each}" for each in inverted]
