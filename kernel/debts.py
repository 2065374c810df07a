"""What rows still owe to events that are in them: another log's events that these rest on.

Who decides by what another log has told says so in its commit (`Commits.rests_on`), and its events
carry it on (`knowing`). Rows may take in such an event first; then whoever reads on from it waits
for the other one as well, or would find nothing under the id that they have just written to.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass, replace
from typing import Any

MOST = 1_000  # then the oldest are counted together: who reads on from one of them waits for all
Envelope = Mapping[str, Any]
Stream = tuple[str, str]  # whose log, and the subject


@dataclass(frozen=True, slots=True)
class Debt:
    source: str
    first: int  # position of the event, or of the first of several
    last: int
    stream: str
    needs: str  # the other log
    upto: int

    @property
    def owed(self) -> tuple[str, int]:
        return self.needs, self.upto


Debts = tuple[Debt, ...]


def told(needs: Mapping[str, int]) -> str:
    """As a commit says it: `customer:345`, with commas between several."""
    return ",".join(f"{source}:{position}" for source, position in sorted(needs.items()))


def read(knowing: str) -> list[tuple[str, int]]:
    parts = [part.partition(":") for part in knowing.split(",") if part]
    return [(source, int(position)) for source, _, position in parts if position.isdecimal()]


def after(
    before: Debts,
    envelopes: Sequence[Envelope],
    positions: Mapping[str, int],
    sources: Iterable[str],
) -> Debts:
    """Once these events are in, and the rows stand at these positions."""
    if not before and not any("knowing" in one for one in envelopes):
        return before
    debts, streams = list(before), by_stream(before)
    for envelope in envelopes:
        debts += incurred(streams, envelope)
    known = frozenset(sources)
    left = [one for one in debts if one.needs in known and positions.get(one.needs, 0) < one.upto]
    return together(left)


def by_stream(debts: Iterable[Debt]) -> dict[Stream, dict[str, int]]:
    found: dict[Stream, dict[str, int]] = {}
    for one in debts:
        note(found.setdefault((one.source, one.stream), {}), one.needs, one.upto)
    return found


def note(needs: dict[str, int], source: str, upto: int) -> None:
    needs[source] = max(upto, needs.get(source, 0))


def incurred(streams: dict[Stream, dict[str, int]], envelope: Envelope) -> list[Debt]:
    """What comes later on a stream rests on whatever that did before."""
    source, position = envelope["source"].rpartition("/")[2], envelope["position"]
    of = source, envelope["subject"]
    if "knowing" in envelope:
        needs = streams.setdefault(of, {})
        for other, upto in read(envelope["knowing"]):
            note(needs, other, upto)
    return [Debt(source, position, position, of[1], *need) for need in streams.get(of, {}).items()]


def together(debts: Sequence[Debt]) -> Debts:
    """All of them, as long as they are not too many."""
    if len(debts) <= MOST:
        return tuple(debts)
    merged: dict[tuple[str, str], Debt] = {}
    for one in debts[: len(debts) - MOST // 2]:
        known = merged.setdefault((one.source, one.needs), replace(one, stream=""))
        upto = max(known.upto, one.upto)
        merged[one.source, one.needs] = replace(known, last=one.last, upto=upto)
    return (*merged.values(), *debts[len(debts) - MOST // 2 :])


def owed(debts: Iterable[Debt], read_on_from: Sequence[tuple[str, int]]) -> list[tuple[str, int]]:
    """What else who reads on from these positions has to wait for."""
    return [
        one.owed
        for one in debts
        for source, position in read_on_from
        if one.source == source and one.first <= position <= one.last
    ]


def stored(debts: Debts) -> list[list[Any]]:
    return [list(astuple(one)) for one in debts]


def opened(found: Iterable[Sequence[Any]]) -> Debts:
    return tuple(Debt(*one) for one in found)
