"""What is wrong, and what to do about it: the first lines of `./crm status`."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from cli.looking import Seen
from cli.tables import count, span

PATIENCE = 10.0  # seconds: work that waits longer is not merely on its way
OFTEN = 3  # restarts
YOUNG = 120.0  # seconds after a restart
SERVERS = ("mongo", "broker")
WORDS = {
    "mongo": "the database does not answer",
    "rpc": "no connection to the broker for requests",
    "calls": "no connection to the broker for calls",
    "started": "it is starting, or stopping",
}
Line = Mapping[str, Any]


@dataclass(frozen=True)
class Problem:
    what: str
    do: str
    wrong: bool = True  # False: worth knowing, and nothing is broken


def problems(processes: Iterable[Seen], facts: Line) -> list[Problem]:
    """The worst first: what does not run, what does not answer, what does not move."""
    seen = list(processes)
    found = [problem for process in seen for problem in of_process(process)]
    found += not_ready(process for process in seen if process.state == "not ready")
    if error := facts.get("error"):
        found.append(Problem(f"the database does not answer: {error}", "./crm logs mongo"))
    for log in facts.get("logs", ()):
        found += of_log(log)
    following = facts.get("following", ())
    found += rewound(following)
    for line in following:
        found += of_following(line)
    return sorted(found, key=lambda problem: not problem.wrong)


def of_process(process: Seen) -> Iterator[Problem]:
    name, look = process.name, f"./crm logs {process.name}"
    match process.state:
        case "down":
            ended = f"it ended with {process.exit}, {process.restarts} restarts"
            yield Problem(f"{name} is down: {ended}", look)
        case "stopped":
            yield Problem(f"{name} was stopped by a signal", f"kill -CONT {process.pid}")
        case "hung":
            yield Problem(
                f"{name} does not answer",
                f"it is restarted when that lasts; ./crm logs supervisor, {look}",
            )
    if process.restarts >= OFTEN and (process.up or 0) < YOUNG:
        yield Problem(f"{name} was started {process.restarts + 1} times, last just now", look)


def not_ready(processes: Iterable[Seen]) -> Iterator[Problem]:
    """One line for one reason: when the database is away, all of them wait for it."""
    waiting: dict[str, list[str]] = {}
    for process in processes:
        waiting.setdefault(process.why or "it does not say why", []).append(process.name)
    for why, names in waiting.items():
        several = f"{len(names)} processes are" if len(names) > 1 else f"{names[0]} is"
        look = why if why in SERVERS else names[0]
        yield Problem(f"{several} not ready: {WORDS.get(why, why)}", f"./crm logs {look}")


def of_log(log: Line) -> Iterator[Problem]:
    source, look = log["source"], f"./crm logs relay-{log['source']}"
    if log["unpublished"] < 0:
        yield Problem(
            f"the log of {source} ends at {log['head']}, and {log['published']} was published: "
            "a backup was restored?",
            f"./crm mend {source}",
        )
    elif not log["relay"]:
        yield Problem(f"nobody relays the events of {source}", look)
    elif log["seconds"] > PATIENCE:
        waiting = f"{count(log['unpublished'])} events of {source}"
        yield Problem(f"{waiting} wait for the broker since {span(log['seconds'])}", look)


def of_following(line: Line) -> Iterator[Problem]:
    who, what = line["queue"], condition(line)
    if what == "dead":
        yield Problem(f"nobody works for {who} (from {line['source']})", f"./crm logs {home(who)}")
    elif what == "stalled":
        waiting = f"{count(line['behind'])} events, {span(line['seconds'])} behind"
        yield Problem(
            f"{who} stands still: {waiting} of {line['source']}", f"./crm logs {home(who)}"
        )
    if line["parked_streams"]:
        parked = f"{line['parked_streams']} streams of {line['source']}"
        yield Problem(
            f"{who} has parked {parked} ({line['parked_events']} events)", "./crm parked list"
        )
    for name, position in line["unknown"].items():
        yield Problem(
            f"{who} passes over {line['source']}'s {name}, since {position}",
            "deploy the version that knows it; it rebuilds by itself",
            wrong=False,
        )


def rewound(following: Iterable[Line]) -> Iterator[Problem]:
    """One line for all who have read what a log has lost."""
    of: dict[str, list[Line]] = {}
    for line in following:
        if condition(line) == "beyond":
            of.setdefault(line["source"], []).append(line)
    for source, lines in of.items():
        names = ", ".join(line["queue"] for line in lines)
        short = any(line["behind"] < 0 for line in lines)
        mend = f"./crm mend {source}, then " if short else ""
        yield Problem(
            f"{names}: they have read events that the log of {source} has lost",
            f"{mend}./crm rebuild --all",
        )


def condition(line: Line) -> str:
    """Caught up and idle is not dead: whoever lives keeps a lease, also with nothing to do."""
    if line["behind"] < 0 or line["rewound"]:
        return "beyond"
    if not line["worker"]:
        return "rebuilding" if line["rebuilding"] else "dead"
    if not line["behind"]:
        return "caught up"
    stalled = line["moving"] is False and line["seconds"] > PATIENCE
    return "stalled" if stalled else "catching up"


def home(queue: str) -> str:
    """The process that works for it: analytics has one per group, others do it themselves."""
    service, _, group = queue.partition(".")
    return group if service == "analytics" else service
