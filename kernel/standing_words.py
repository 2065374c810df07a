"""What lags, waits and is being rebuilt, in plain sentences with what to do. Pure."""

from collections.abc import Iterator

from kernel.outlook import Json, sentence
from kernel.rebuilds import OVER

SLOW = 10.0  # seconds from which somebody notices
STUCK = 300.0
BEHIND = 1_000  # events


def log_words(logs: list[Json]) -> Iterator[Json]:
    for log in logs:
        source = log["source"]
        waits = f"{counted(log['unpublished'])} of {source} wait to be sent on"
        since = f"{waits}, the oldest for {log['seconds']:.0f} s"
        if log["fault"]:
            do = f"./crm verify {source} shows where it is damaged"
            yield sentence("act", f"the log of {source}: {log['fault']}", do)
        elif log["seconds"] > STUCK:
            do = f"./crm logs relay-{source} says what it waits for; most often it is the broker"
            yield sentence("act", since, do)
        elif log["seconds"] > SLOW:
            do = f"look again in a minute; if it has grown, see ./crm logs relay-{source}"
            yield sentence("look", since, do)


def lag_words(lines: list[Json]) -> Iterator[Json]:
    for line in lines:
        group = line["group"]
        if line["parked"]:
            waits = f"{counted(line['parked'])} could not be read into {group}"
            yield sentence("act", waits, "./crm parked lists them with the reason, and what to do")
        if line["behind"] > BEHIND:
            late = f"what {group} shows is old: {counted(line['behind'])} are not in it yet"
            do = "it catches up by itself; if the number grows, ./crm status names who is stuck"
            yield sentence("look", late, do)


def calm_words(logs: list[Json], lines: list[Json]) -> Json:
    """Said as well, for who looks for the first time does not know what is missing."""
    waiting = sum(log["unpublished"] for log in logs) + sum(line["behind"] for line in lines)
    if waiting:
        return sentence("well", f"{counted(waiting)} on the way to lists and reports", "")
    written = sum(log["head"] for log in logs)
    return sentence("well", f"nothing waits: all {counted(written)} are in lists and reports", "")


def counted(events: int) -> str:
    return "1 event" if events == 1 else f"{events:,} events"


def rebuild_words(built: list[Json]) -> Iterator[Json]:
    for one in built:
        come = f"{one['group']} is being rebuilt: {one['events']:,} of {one['of']:,} events"
        if one["phase"] in ("failed", "killed"):
            ended = f"the last rebuild of {one['group']} was {one['phase']}"
            again = f"./crm rebuild {one['group']} begins it again; what is shown is as before"
            yield sentence("look", f"{ended}: {one['why']}" if one["why"] else ended, again)
        elif one["phase"] not in OVER:
            left = one["seconds_left"]
            rest = f"now {one['phase']}" if left is None else f"{left} s left, then it is compared"
            yield sentence("well", f"{come}, {rest}", "")
