"""`./crm verify`: each log is what a log must be, and read models are what a fresh fold gives."""

import sys
from argparse import Namespace
from collections import Counter
from time import monotonic
from typing import Any

from cli.place import Place
from cli.say import GREEN, RED, note, paint, say
from cli.working import databases

SHOWN = 20  # findings of one kind that are printed
SAMPLE = 1_000


def verify(place: Place, asked: Namespace) -> int:
    """0: nothing differs · 1: something does · 2: no such log."""
    from services.groups import LOGS

    wanted = [asked.log] if asked.log else sorted(LOGS)
    if unknown := [name for name in wanted if name not in LOGS]:
        note(f"crm: no log {', '.join(unknown)}; there are: {', '.join(LOGS)}")
        return 2
    with databases(place) as client:
        wrong = sum(log(client, source) for source in wanted)
        if wrong:
            say("rows are not compared with a log that is not sound")
            say("-> restore what is missing or damaged from a backup; an unknown type: deploy")
            say("   the version that knows it. Nothing after a hole is handed on meanwhile")
        else:
            wrong = rows(client, wanted, None if asked.all else asked.sample)
    say(paint("something differs" if wrong else "nothing differs", RED if wrong else GREEN))
    return 1 if wrong else 0


def log(client: Any, source: str) -> int:
    """Prints what is wrong with one log; answers how much that is."""
    from kernel.database import service_database
    from kernel.soundness import Soundness
    from services.groups import LOGS

    collection = service_database(client, source)["log"]
    soundness, told = Soundness(LOGS[source]), Told(source)
    progress = Progress(source, collection.estimated_document_count())
    for document in collection.find({}, batch_size=2_000).sort("_id", 1):
        for finding in soundness.take(document):
            told.tell(finding.kind, f"{finding.kind} at {finding.at}: {finding.what}")
        progress.tick(1)
    progress.end()
    say(f"{source}: {soundness.commits:,} commits, {soundness.end:,} events, {told.summary()}")
    return told.number


def rows(client: Any, sources: list[str], sample: int | None) -> int:
    """Prints rows that are not what their events say; answers how many."""
    from kernel.refolding import differences
    from kernel.refusal import Refusal
    from services.groups import GROUPS

    wrong = 0
    for group in GROUPS.values():
        if not set(group.sources) & set(sources):
            continue
        progress, told = Progress(f"{group.queue}: folding", None), Told(group.queue)
        try:
            looked_at, found = differences(client, group, sample, progress.tick)
        except Refusal as refusal:
            say(paint(f"{group.queue}: {refusal.detail}", RED))
            wrong += 1
            continue
        finally:
            progress.end()
        for one in found:
            told.tell(one.projection, f"{one.projection} {one.key}: {difference(one)}")
        say(f"{group.queue}: {looked_at:,} rows compared, {told.summary()}")
        if told.number:
            say(
                f"  -> ./crm rebuild {group.name}: what its events say is built beside and switched"
            )
        wrong += told.number
    return wrong


def difference(one: Any) -> str:
    """The fields that differ, with what is stored and what it should be."""
    if one.stored is None:
        return "is missing"
    if one.folded is None:
        return "should not be there"
    fields = sorted(one.stored.keys() | one.folded.keys())
    differing = [f for f in fields if one.stored.get(f) != one.folded.get(f)]
    return "; ".join(
        f"{field} is {one.stored.get(field)!r}, not {one.folded.get(field)!r}"
        for field in differing
    )


class Told:
    """Says each finding, but not thousands of one kind."""

    def __init__(self, about: str) -> None:
        self.about = about
        self.kinds: Counter[str] = Counter()

    @property
    def number(self) -> int:
        return self.kinds.total()

    def tell(self, kind: str, text: str) -> None:
        self.kinds[kind] += 1
        if self.kinds[kind] <= SHOWN:
            say(f"  {self.about}: {text}")

    def summary(self) -> str:
        if not self.kinds:
            return paint("sound", GREEN)
        counts = ", ".join(f"{number:,} {kind}" for kind, number in sorted(self.kinds.items()))
        return paint(f"wrong: {counts}", RED)


class Progress:
    """One line at a terminal, written over each second; nothing elsewhere."""

    def __init__(self, what: str, of: int | None) -> None:
        self.what = what
        self.of = f" of {of:,}" if of else ""
        self.done = 0
        self._said = monotonic()
        self._shown = False

    def tick(self, number: int) -> None:
        self.done += number
        if sys.stderr.isatty() and monotonic() - self._said >= 1:
            self._said, self._shown = monotonic(), True
            print(f"\r{self.what} {self.done:,}{self.of}", end="", file=sys.stderr, flush=True)

    def end(self) -> None:
        if self._shown:
            print("\r\033[K", end="", file=sys.stderr, flush=True)
