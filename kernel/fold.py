"""The rows of a group in memory: loaded as a batch needs them, folded event by event.

An event is folded into all of its rows or into none. One that cannot be is parked, and with it
everything that follows in its stream; other streams flow.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence

from kernel.codec import Codec, UnknownEvent
from kernel.envelope import Envelope, kind, open_envelope
from kernel.group import Group
from kernel.history import LOST
from kernel.projection import Row
from kernel.step import BEHIND, Parked, Step, Stream, begun, describe, stream_of, to_do
from kernel.table import Table

Load = Callable[[str, Sequence[str]], Iterable[Row]]  # projection, keys -> rows that exist


class Fold:
    def __init__(
        self,
        group: Group,
        load: Load,
        stopped: Iterable[Stream] = (),
        check: Callable[[Row], None] | None = None,
        unknown: Callable[[str, str, int], None] = lambda source, type_, position: None,
    ) -> None:
        """`check` may raise for a row that cannot be stored; its event is parked then.

        `unknown` is told of each type that the program has no class for, when it comes first.
        """
        self.group = group
        self.tables = {projection.name: Table(projection) for projection in group.projections}
        self.stopped = set(stopped)
        self.parked: list[Parked] = []  # since the rows were last stored
        self._load = load
        self._check = check
        self._unknown = unknown
        self._concerned: dict[str, tuple[Codec, tuple[Table, ...]] | None] = {}
        self._opened: dict[int, Step] = {}  # by the id of the envelope, which the step holds

    def readable(self, envelope: Envelope) -> bool:
        """Would it be taken as an event, or pass by? What has been opened is not opened again."""
        if step := self._open(envelope):
            self._opened[id(envelope)] = step
        return step is None or not step.broken

    def take(
        self,
        envelopes: Iterable[Envelope],
        refused: Mapping[int, str] | None = None,
        late: bool = False,
    ) -> None:
        """Fold in a batch; `refused` names positions that are known to do harm, and why.

        `late` are events that others have overtaken: a row may be there before what begins it.
        """
        steps = [step for envelope in envelopes if (step := self._open(envelope))]
        self._opened = {}
        for step in steps:
            step.error = step.error or (refused or {}).get(step.envelope["position"], "")
        self._load_rows(steps, late)
        for step in steps:
            self._fold(step)

    def stored(self) -> None:
        """What has changed is in the database, or on its way."""
        self.parked = []
        for table in self.tables.values():
            table.stored()

    def forget(self, keep: int) -> None:
        """Remember about so many rows of each projection."""
        for table in self.tables.values():
            table.forget(keep)

    def _open(self, envelope: Envelope) -> Step | None:
        """None for a type that concerns nobody here."""
        if known := self._opened.get(id(envelope)):
            return known
        try:
            type_ = envelope["type"]
            if type_ not in self._concerned:
                self._concerned[type_] = self._tables(type_, envelope["position"])
            if not (concerned := self._concerned[type_]):
                return None
            codec, tables = concerned
            recorded = open_envelope(envelope, codec)
        except Exception as error:  # a codec's upcast may fail in any way
            broken = not isinstance(error, UnknownEvent)
            return Step(envelope, None, error=describe(error), broken=broken)
        return to_do(envelope, recorded, tables)

    def _tables(self, type_: str, position: int) -> tuple[Codec, tuple[Table, ...]] | None:
        source, name, _ = kind(type_)
        if name not in self.group.sources[source].types and name != LOST:
            self._unknown(source, name, position)
        concerned = self.group.concerned(source, name)
        tables = tuple(self.tables[projection.name] for projection in concerned)
        return (self.group.sources[source], tables) if tables else None

    def _load_rows(self, steps: Iterable[Step], late: bool) -> None:
        missing: dict[Table, dict[str, None]] = {}
        for step in steps:
            for table, keys in step.work:
                unknown = [key for key in keys if key not in table.known]
                if not unknown:
                    continue
                if not late and begun(table, step):
                    table.load(unknown, ())
                else:
                    missing.setdefault(table, {}).update(dict.fromkeys(unknown))
        for table, wanted in missing.items():
            table.load(wanted, self._load(table.projection.name, list(wanted)))

    def _fold(self, step: Step) -> None:
        if step.error or (self.stopped and stream_of(step) in self.stopped):
            return self._park(step, step.error or BEHIND)
        try:
            changed = self._evolve(step)
        except Exception as error:  # a projection may fail in any way; it must not stop the group
            return self._park(step, describe(error))
        for (table, key), row in changed.items():
            table.change(key, row)

    def _evolve(self, step: Step) -> dict[tuple[Table, str], Row | None]:
        changed: dict[tuple[Table, str], Row | None] = {}
        for table, keys in step.work:
            evolve = table.projection.evolve
            for key in keys:
                at = table, key
                row = changed[at] if at in changed else table.known[key]
                row = evolve(row or {"_id": key}, step.recorded)  # type: ignore[arg-type]
                if row is not None and row["_id"] != key:
                    raise ValueError(f"{table.projection.name} changed _id of {key}")
                changed[at] = row
                if row is not None and self._check:
                    self._check(row)
        return changed

    def _park(self, step: Step, error: str) -> None:
        stream = stream_of(step)
        self.stopped.add(stream)
        self.parked.append(Parked(*stream, step.envelope["position"], step.envelope, error))
