"""What will go wrong, drawn before it begins: the same seed is the same plan.

Only the moments at which a process dies depend on the machine.
"""

from collections.abc import Iterator, Mapping
from random import Random

from conformance.steps import (
    Event,
    Happens,
    Killed,
    Lost,
    Paused,
    Refused,
    Rested,
    Sent,
    Started,
    Step,
)

BURSTS = 5
LONGEST_PAUSE = 0.02
LATEST = 6  # events that a late message is behind


def undisturbed(lengths: Mapping[str, int], chance: Random) -> list[Step]:
    """Everything once, in order."""
    steps: list[Step] = [Started(), Rested()]
    for event in merged(lengths, chance):
        steps += [Happens(event), Sent(event)]
    return [*steps, Rested()]


def disturbed(lengths: Mapping[str, int], chance: Random) -> list[Step]:
    """Some of it before the queue was there; the rest in bursts, with a rest after each."""
    events = list(merged(lengths, chance))
    missed = chance.choice((0, 0, 0, len(events) // 3, len(events) * 2 // 3))
    steps: list[Step] = [Happens(event) for event in events[:missed]]
    steps += [Started(), Rested()]
    rest = events[missed:]
    size = -(-len(rest) // BURSTS)
    for begin in range(0, len(rest), size):
        steps += burst(rest[begin : begin + size], chance)
        steps += [Rested(), *replayed(events[: missed + begin + size], chance)]
    return [*steps, Rested()]


def merged(lengths: Mapping[str, int], chance: Random) -> Iterator[Event]:
    """One order of the events of all sources that may have been; each source's own is kept."""
    sources = [source for source, length in lengths.items() for _ in range(length)]
    chance.shuffle(sources)
    positions = dict.fromkeys(lengths, 0)
    for source in sources:
        positions[source] += 1
        yield source, positions[source]


def burst(events: list[Event], chance: Random) -> list[Step]:
    """Messages fall out, come twice, late and in another order; somewhere the process dies."""
    if chance.random() < 0.2:
        happened: list[Step] = [Happens(event) for event in events]
        return killed(
            [*happened, *shuffled([Sent(event, "late") for event in events], chance)], chance
        )
    steps: list[Step] = []
    late: dict[int, list[Sent]] = {}
    for turn, event in enumerate(events):
        steps.append(Happens(event))
        now, later = fate(event, chance)
        steps += now
        if later:
            late.setdefault(turn + chance.randint(1, LATEST), []).append(later)
        steps += shuffled(late.pop(turn, []), chance)
        if chance.random() < 0.3:
            steps.append(Paused(chance.uniform(0, LONGEST_PAUSE)))
    steps += shuffled([sent for turn in sorted(late) for sent in late[turn]], chance)
    return killed(steps, chance)


def fate(event: Event, chance: Random) -> tuple[list[Step], Sent | None]:
    """What of it is sent at once, and what later."""
    drawn = chance.random()
    if drawn < 0.5:
        return [Sent(event)], None
    if drawn < 0.65:
        return [Lost(event)], None
    if drawn < 0.8:
        return [Sent(event)], Sent(event, "doubled")
    return [], Sent(event, "late")


def shuffled(sent: list[Sent], chance: Random) -> list[Sent]:
    return chance.sample(sent, len(sent))


def killed(steps: list[Step], chance: Random) -> list[Step]:
    """In half of the bursts; started again at once or some events later. The feed stumbles too."""
    drawn = chance.random()
    if drawn < 0.4 or not steps:
        return steps
    at = chance.randrange(len(steps)) + 1
    if drawn < 0.5:
        return [*steps[:at], Refused(chance.randint(1, 3)), *steps[at:]]
    again = min(len(steps), at + chance.choice((0, 0, 3, 8)))
    death = Killed(chance.uniform(0, 0.03), answered=chance.random() < 0.5)
    return [*steps[:at], death, *steps[at:again], Started(), *steps[again:]]


def replayed(happened: list[Event], chance: Random) -> list[Sent]:
    """A relay or a broker has gone back and tells once more what was processed long ago."""
    if chance.random() < 0.4:
        return []
    begin = chance.randrange(max(1, len(happened) - 10))
    return [Sent(event, "replayed") for event in happened[begin : begin + 20]]
