"""Compares the rows of every group with a fresh fold of its logs, for `./crm verify`."""

from collections.abc import Collection
from typing import Any

from cli.findings import Told
from cli.progress import Progress
from cli.say import RED, YELLOW, paint, say


def verify_rows(
    client: Any, sources: Collection[str], unsound: Collection[str], sample: int | None
) -> int:
    """Prints rows that are not what their events say; answers how many.

    A log that is not sound tells nothing of the rows that are made of it, and all of the others.
    """
    from services.groups import GROUPS

    wrong = 0
    for group in GROUPS.values():
        if not set(group.sources) & set(sources):
            continue
        if lame := sorted(set(group.sources) & set(unsound)):
            why = f"not compared, for the log of {', '.join(lame)} is not sound"
            say(f"{group.queue}: {paint(why, YELLOW)}")
        else:
            wrong += one_group(client, group, sample)
    return wrong


def one_group(client: Any, group: Any, sample: int | None) -> int:
    from kernel.refolding import differences
    from kernel.refusal import Refusal

    progress, told = Progress(f"{group.queue}: folding", None), Told(group.queue)
    try:
        looked_at, found = differences(client, group, sample, progress.tick)
    except Refusal as refusal:
        say(f"{group.queue}: {paint(f'not compared, {refusal.detail}', RED)}")
        return 1
    finally:
        progress.end()
    for one in found:
        told.tell(one.projection, f"{one.projection} {one.key}: {difference(one)}")
    say(f"{group.queue}: {looked_at:,} rows compared, {told.summary()}")
    if told.wrong:
        say(
            f"  -> ./crm rebuild {name_of(group)}: what its events say is built beside and switched"
        )
    return told.wrong


def name_of(group: Any) -> str:
    """As `rebuild` knows it."""
    from services.groups import GROUPS

    return next(name for name, known in GROUPS.items() if known is group)


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
